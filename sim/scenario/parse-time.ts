// When a step begins, how an action is repeated, and whether the times of a list can be kept.

import {SECOND} from '../../src/core/clock.ts';
import type {Millis} from '../../src/core/clock.ts';
import {LONGEST_MS} from './duration.ts';
import {readEvent} from './parse-expect.ts';
import type {Field, Fields, Reader} from './reader.ts';
import type {EventCount, Repetition, Step, StepTime} from './scenario.ts';
import {durationOf, numberOf, required} from './values.ts';
import type {NumberRule} from './values.ts';
import type {Vocabulary} from './vocabulary.ts';

export const eventsRule: NumberRule = {min: 1, max: 1_000_000_000, unit: 'events', whole: true};

export function readTime(reader: Reader, fields: Fields, vocabulary: Vocabulary): StepTime {
	const at = fields.get('at');
	const after = fields.get('after');
	if (at !== undefined && after !== undefined) {
		reader.refuse(after, 'a step has at (since the start) or after (since the step before), not both');
	}
	if (at !== undefined) {
		return {at: durationOf(reader, at, {min: 0}, 0)};
	}
	return after !== undefined && reader.isMap(after)
		? {events: readEvents(reader, after, vocabulary)}
		: {after: durationOf(reader, after, {min: 0}, 0)};
}

/** `after: {events: 3, event: onBattery, within: 10m}`. */
function readEvents(reader: Reader, field: Field, vocabulary: Vocabulary): EventCount {
	const fields = reader.map(field, ['events', 'event', 'within']);
	const count = required(reader, field, fields, 'events', 'how many, such as events: 3');
	const event = required(reader, field, fields, 'event', 'which event, such as event: onBattery');
	const within = required(reader, field, fields, 'within', 'how long they may take, such as within: 10m');
	return {
		count: numberOf(reader, count, eventsRule, 1),
		...(event === undefined ? {name: '', phase: null} : readEvent(reader, event, vocabulary)),
		withinMs: durationOf(reader, within, {min: 0}, 0),
	};
}

const SHORTEST_PERIOD_MS = 100;
export const timesRule: NumberRule = {min: 2, max: 1_000_000, unit: 'times', whole: true};

/** `every: 10m`, with `times: 6` or `until: 2h`; null where an action is done once. */
export function readEvery(reader: Reader, fields: Fields): Repetition | null {
	const every = fields.get('every');
	const times = fields.get('times');
	const until = fields.get('until');
	if (every === undefined) {
		for (const field of [times, until]) {
			if (field !== undefined) {
				reader.refuse(field, 'belongs to every, which this step has not; add every or remove it');
			}
		}
		return null;
	}
	if (times !== undefined && until !== undefined) {
		reader.refuse(until, 'a step that is repeated has times or until, not both');
	}
	return {
		everyMs: durationOf(reader, every, {min: SHORTEST_PERIOD_MS}, SECOND),
		times: times === undefined ? null : numberOf(reader, times, timesRule, 2),
		untilMs: durationOf(reader, until, {min: 1}, LONGEST_MS),
	};
}

/** Refuses an `at` that is past for certain: how long `step` and those before it in its list take at least. */
export function checkTime(reader: Reader, field: Field, step: Step, earliestMs: Millis): Millis {
	let begin = earliestMs;
	if ('at' in step.time) {
		if (step.time.at < earliestMs) {
			reader.refuse(
				field,
				'at lies before the end of the step before it, which cannot end earlier than '
					+ `${earliestMs / SECOND} s after the start: put the steps in order of time`,
			);
		}
		begin = Math.max(earliestMs, step.time.at);
	} else if ('after' in step.time) {
		begin += step.time.after;
	}
	return begin + leastSpan(step);
}

/** How long steps take at least. */
export function leastSpanOf(steps: readonly Step[]): Millis {
	return steps.reduce((span, step) => {
		const {time} = step;
		const begin = 'at' in time ? Math.max(span, time.at) : span + ('after' in time ? time.after : 0);
		return begin + leastSpan(step);
	}, 0);
}

function leastSpan(step: Step): Millis {
	if (step.verb === 'expect') {
		return step.holdMs;
	}
	if (step.verb === 'repeat') {
		return step.times * leastSpanOf(step.steps);
	}
	return step.verb === 'parallel' ? Math.max(...step.branches.map(leastSpanOf)) : 0;
}
