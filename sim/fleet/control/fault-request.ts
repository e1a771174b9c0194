// A fault as it is asked for, by the control API or in a file of faults, and what of it is checked before anything happens.

import type {Millis} from '../../../src/core/clock.ts';
import {codedError} from '../../../src/core/errors.ts';
import type {Fault, FaultValues} from '../../faults/fault.ts';
import {requireParameters, valueText} from '../../faults/parameters.ts';
import {requireFault} from '../../faults/registry.ts';
import {DURATION_FORM, parseDuration} from '../../scenario/duration.ts';
import type {CardsWanted} from './chosen-cards.ts';
import type {Timetable} from './scheduled-fault.ts';

/** When a fault happens; durations are texts such as 90s, in the time of the cards. */
export interface TimetableRequest {
	/** Begins only after this. */
	readonly after?: string;
	/** Ends by itself after this. */
	readonly for?: string;
	/** Comes again so long after each start. */
	readonly every?: string;
	/** So often in all. */
	readonly times?: number;
	/** Chance that it comes when it is due, 0 to 1. */
	readonly probability?: number;
}

export interface FaultRequest extends TimetableRequest {
	/** The type where it is left out. */
	readonly name?: string;
	readonly type: string;
	/** All cards where it is left out. */
	readonly cards?: CardsWanted;
	/** As in a scenario: durations are texts. */
	readonly parameters?: unknown;
}

/** What can be changed of a fault that was made. */
export interface FaultChange {
	readonly paused?: boolean;
	/** Those that are left out stay. */
	readonly parameters?: Readonly<Record<string, unknown>>;
	readonly for?: string;
}

export interface CheckedRequest {
	readonly fault: Fault;
	readonly name: string;
	readonly values: FaultValues;
	readonly table: Timetable;
	readonly request: FaultRequest;
}

/** Throws E_FAULT_UNKNOWN, E_FAULT_PARAMETER and E_REQUEST_INVALID. */
export function checkRequest(request: FaultRequest): CheckedRequest {
	const fault = requireFault(request.type);
	if (fault.acts === 'surroundings' && request.cards !== undefined) {
		throw invalid('cards', `${fault.name} happens to all cards: leave "cards" out.`);
	}
	return {
		fault,
		name: request.name ?? request.type,
		values: requireParameters(fault, request.parameters ?? null),
		table: timetableOf(request),
		request,
	};
}

function timetableOf({after, for: lasts, every, times, probability = 1}: TimetableRequest): Timetable {
	const table = {
		afterMs: durationOf('after', after) ?? 0,
		forMs: durationOf('for', lasts),
		everyMs: durationOf('every', every),
		times: times ?? null,
		probability,
	};
	if (table.everyMs === null && times !== undefined) {
		throw invalid('times', '"times" needs "every": how far apart they are.');
	}
	if (table.everyMs !== null && (table.forMs === null || table.forMs >= table.everyMs)) {
		throw invalid('every', '"every" needs a "for" that is shorter, so that the fault ends before it comes again.');
	}
	return table;
}

/** Throws E_REQUEST_INVALID. */
export function durationOf(field: string, text: string | undefined): Millis | null {
	if (text === undefined) {
		return null;
	}
	const duration = parseDuration(text);
	if (duration === undefined || duration === 0) {
		throw invalid(field, `"${field}" cannot be ${JSON.stringify(text)}: write ${DURATION_FORM}.`);
	}
	return duration;
}

/** Values as a request would write them. */
export function shownValues(fault: Fault, values: FaultValues): Record<string, number | string> {
	return Object.fromEntries(
		fault.parameters.map(parameter => [
			parameter.name,
			parameter.kind === 'duration' || parameter.kind === 'choice'
				? valueText(parameter, values[parameter.name])
				: values[parameter.name],
		]),
	);
}

function invalid(field: string, text: string): Error {
	return codedError('E_REQUEST_INVALID', text, {field});
}
