// The part of a step that says what must be true.

import {SECOND} from '../../src/core/clock.ts';
import {parseDuration} from './duration.ts';
import {suggestion} from './nearest.ts';
import {versionOf} from './parse-firmware.ts';
import type {Field, Fields, Reader} from './reader.ts';
import type {CampaignPhase, Comparison, EventPhase, Expectation, Quantifier} from './scenario.ts';
import {shown} from './shown.ts';
import {nameOf, required, truthOf} from './values.ts';
import type {Vocabulary} from './vocabulary.ts';

export const campaignPhases: readonly CampaignPhase[] = ['running', 'held', 'stopped', 'aborted', 'completed'];

type Read = (reader: Reader, field: Field, vocabulary: Vocabulary) => Expectation[];

/** One reader a key of `expect` that is said of single cards. */
const readers: Readonly<Record<string, Read>> = {
	status: readStatus,
	alarms: readAlarms,
	alarm: (reader, field, vocabulary) => [
		{kind: 'alarm', name: readEventName(reader, field, vocabulary), absent: false},
	],
	noAlarm: (reader, field, vocabulary) => [
		{kind: 'alarm', name: readEventName(reader, field, vocabulary), absent: true},
	],
	event: (reader, field, vocabulary) => [{kind: 'event', ...readEvent(reader, field, vocabulary), absent: false}],
	noEvent: (reader, field, vocabulary) => [{kind: 'event', ...readEvent(reader, field, vocabulary), absent: true}],
	reading: readReadings,
	firmware: (reader, field) => [{kind: 'firmware', version: versionOf(reader, field, '0.0.0')}],
	campaign: (reader, field) => [
		{kind: 'campaign', phase: nameOf(reader, field, campaignPhases, 'phase of a campaign') ?? 'running'},
	],
	loadDropped: (reader, field) => [{kind: 'loadDropped', absent: !truthOf(reader, field, false)}],
	telemetryGap: readGap,
	eventsMissing: readMissing,
	runtimeError: (reader, field) => comparisonOf(reader, field, '%').map(parts => ({kind: 'runtimeError', ...parts})),
};

/** What is said of single cards; `count` is of all that are selected. */
export const cardKeys: readonly string[] = Object.keys(readers);
export const expectKeys: readonly string[] = [...cardKeys, 'count', 'any', 'none'];

/** How many of the cards must fulfil it: all, where nothing is said. */
export function readQuantifier(reader: Reader, fields: Fields): Quantifier {
	const none = fields.get('none');
	if (none !== undefined && fields.has('any')) {
		reader.refuse(none, 'an expectation is of any card or of none, not both');
	}
	if (truthOf(reader, none, false)) {
		return 'none';
	}
	return truthOf(reader, fields.get('any'), false) ? 'any' : 'all';
}

/** The expectations of a step, from the fields of its `expect`. */
export function readExpectations(reader: Reader, field: Field, fields: Fields, vocabulary: Vocabulary): Expectation[] {
	const expectations = [...fields]
		.filter(([key]) => cardKeys.includes(key))
		.flatMap(([key, value]) => readers[key](reader, value, vocabulary));
	const count = fields.get('count');
	const said = [...fields.keys()].filter(key => key !== 'any' && key !== 'none');
	if (reader.isMap(field) && said.length === 0 && fields.size === reader.size(field)) {
		reader.refuse(field, `must say what is expected: at least one of ${[...cardKeys, 'count'].join(', ')}`);
	}
	return count === undefined ? expectations : [...expectations, ...readCounts(reader, count, vocabulary)];
}

/** `count: {of: {status: OB}, is: ">= 10"}`, or `">= 95 %"` of the selected cards; or a list of such. */
function readCounts(reader: Reader, field: Field, vocabulary: Vocabulary): Expectation[] {
	return reader.listOrOne(field).flatMap(item => {
		const fields = reader.map(item, ['of', 'is']);
		const of = required(reader, item, fields, 'of', 'what is counted, such as of: {status: OB}');
		const is = required(reader, item, fields, 'is', 'how many, such as is: ">= 10" or is: ">= 95 %"');
		if (of === undefined || is === undefined) {
			return [];
		}
		const counted = readExpectations(reader, of, reader.map(of, cardKeys), vocabulary);
		const isShare = String(reader.value(is)).trim().endsWith('%');
		const parts = comparisonOf(reader, is, isShare ? '%' : '');
		return parts.map(part => ({kind: 'count', of: counted, ...part, isShare}));
	});
}

function readStatus(reader: Reader, field: Field, {statusWords}: Vocabulary): Expectation[] {
	const raw = reader.value(field);
	const text = typeof raw === 'string' ? raw.trim() : '';
	const exactly = text.startsWith('=');
	const words = (exactly ? text.slice(1) : text).split(/ +/).filter(word => word !== '');
	if (words.length === 0) {
		reader.refuse(
			field,
			`must be status words, such as "OB DISCHRG" (all of them) or "=OL CHRG" (exactly these), not `
				+ reader.shown(field),
		);
	}
	for (const word of words.filter(written => !statusWords.includes(written))) {
		reader.refuse(
			field,
			`${shown(word)} is no status word; there are ${statusWords.join(', ')}${suggestion(word, statusWords)}`,
		);
	}
	return [{kind: 'status', words, exactly}];
}

function readAlarms(reader: Reader, field: Field, vocabulary: Vocabulary): Expectation[] {
	if (!reader.isList(field)) {
		reader.refuse(
			field,
			`must be the list of all alarms, such as [] or [onBattery], not ${reader.shown(field)}; `
				+ 'for one among others write alarm',
		);
		return [];
	}
	return [{kind: 'alarms', names: reader.list(field).map(item => readEventName(reader, item, vocabulary))}];
}

function readEventName(reader: Reader, field: Field, vocabulary: Vocabulary): string {
	const name = reader.value(field);
	if (typeof name !== 'string' || !vocabulary.knownEvent(name)) {
		reader.refuse(
			field,
			`${reader.shown(field)} is no name of the event catalogue` + suggestion(String(name), vocabulary.events),
		);
	}
	return String(name);
}

export const phases: readonly EventPhase[] = ['set', 'clear', 'momentary'];

/** An event by its name, or with a phase as `{name: …, phase: clear}`. */
export function readEvent(
	reader: Reader,
	field: Field,
	vocabulary: Vocabulary,
): {readonly name: string; readonly phase: EventPhase | null} {
	if (!reader.isMap(field)) {
		return {name: readEventName(reader, field, vocabulary), phase: null};
	}
	const fields = reader.map(field, ['name', 'phase']);
	const name = required(reader, field, fields, 'name', 'the event, such as name: onBattery');
	const phase = fields.get('phase');
	return {
		name: name === undefined ? '' : readEventName(reader, name, vocabulary),
		phase: phase === undefined ? null : (nameOf(reader, phase, phases, 'phase of an event') ?? null),
	};
}

function readReadings(reader: Reader, field: Field, vocabulary: Vocabulary): Expectation[] {
	const names = vocabulary.readings.map(({name}) => name);
	const fields = reader.map(field, names);
	if (reader.isMap(field) && reader.size(field) === 0) {
		reader.refuse(field, 'must hold at least one reading, such as {batteryCharge: "> 90"}');
	}
	return [...fields].flatMap(([name, value]) => {
		const reading = vocabulary.readings.find(known => known.name === name) ?? {name, unit: ''};
		return reader
			.listOrOne(value)
			.flatMap(item => comparisonOf(reader, item, reading.unit))
			.map(parts => ({kind: 'reading', ...reading, ...parts}));
	});
}

/** `0`, or a comparison. */
function readMissing(reader: Reader, field: Field): Expectation[] {
	const value = reader.value(field);
	return typeof value === 'number' && Number.isInteger(value) && value >= 0
		? [{kind: 'eventsMissing', comparison: '=', value}]
		: comparisonOf(reader, field, '').map(parts => ({kind: 'eventsMissing', ...parts}));
}

/** `"< 2m"`: a comparison with a duration. */
function readGap(reader: Reader, field: Field): Expectation[] {
	return comparisonOf(reader, field, 's').map(parts => ({
		kind: 'telemetryGap',
		comparison: parts.comparison,
		valueMs: parts.value * SECOND,
	}));
}

const comparison = /^(>=|<=|!=|>|<|=) *(-?[0-9]+(?:\.[0-9]+)?) *(\S.*)?$/;
const spanComparison = /^(>=|<=|!=|>|<|=) *([0-9].*)$/;

interface Compared {
	readonly comparison: Comparison;
	readonly value: number;
}

/** `> 90`, `> 90 %`, `<= 5m`: the unit may be left out and must else be that of the reading; seconds take any duration. */
function comparisonOf(reader: Reader, field: Field, unit: string): Compared[] {
	const raw = reader.value(field);
	const text = typeof raw === 'string' ? raw.trim() : '';
	const match = comparison.exec(text);
	if (match !== null && unitFits(match[3], unit)) {
		return [{comparison: match[1] as Comparison, value: Number(match[2])}];
	}
	const span = unit === 's' ? spanComparison.exec(text) : null;
	const millis = span === null ? undefined : parseDuration(span[2]);
	if (span !== null && millis !== undefined) {
		return [{comparison: span[1] as Comparison, value: millis / SECOND}];
	}
	reader.refuse(
		field,
		`must be a comparison in quotes with >, >=, <, <=, = or !=, such as "> 90${unitText(unit)}", not `
			+ reader.shown(field),
	);
	return [];
}

function unitFits(written: string | undefined, unit: string): boolean {
	return written === undefined || written === unit || (unit === 'Cel' && (written === '°C' || written === 'C'));
}

function unitText(unit: string): string {
	return unit === '' ? '' : ` ${unit === 'Cel' ? '°C' : unit}`;
}
