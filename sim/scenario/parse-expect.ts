// The part of a step that says what must be true.

import {SECOND} from '../../src/core/clock.ts';
import {parseDuration} from './duration.ts';
import {suggestion} from './nearest.ts';
import {versionOf} from './parse-firmware.ts';
import type {Field, Fields, Reader} from './reader.ts';
import type {CampaignPhase, Comparison, EventPhase, Expectation} from './scenario.ts';
import {shown} from './shown.ts';
import {nameOf, required} from './values.ts';
import type {ReadingName, Vocabulary} from './vocabulary.ts';

const campaignPhases: readonly CampaignPhase[] = ['running', 'held', 'stopped', 'aborted', 'completed'];

type Read = (reader: Reader, field: Field, vocabulary: Vocabulary) => Expectation[];

/** One reader a key of `expect`. `any` is read by the step. */
const readers: Readonly<Record<string, Read>> = {
	status: readStatus,
	alarms: readAlarms,
	alarm: (reader, field, vocabulary) => [
		{kind: 'alarm', name: readEventName(reader, field, vocabulary), absent: false},
	],
	noAlarm: (reader, field, vocabulary) => [
		{kind: 'alarm', name: readEventName(reader, field, vocabulary), absent: true},
	],
	event: (reader, field, vocabulary) => [readEvent(reader, field, vocabulary, false)],
	noEvent: (reader, field, vocabulary) => [readEvent(reader, field, vocabulary, true)],
	reading: readReadings,
	firmware: (reader, field) => [{kind: 'firmware', version: versionOf(reader, field, '0.0.0')}],
	campaign: (reader, field) => [
		{kind: 'campaign', phase: nameOf(reader, field, campaignPhases, 'phase of a campaign') ?? 'running'},
	],
};

export const expectKeys: readonly string[] = [...Object.keys(readers), 'any'];

/** The expectations of a step, from the fields of its `expect`. */
export function readExpectations(reader: Reader, field: Field, fields: Fields, vocabulary: Vocabulary): Expectation[] {
	const expectations = [...fields]
		.filter(([key]) => key !== 'any')
		.flatMap(([key, value]) => readers[key](reader, value, vocabulary));
	if (reader.isMap(field) && reader.size(field) === (fields.has('any') ? 1 : 0)) {
		reader.refuse(field, `must say what is expected: at least one of ${Object.keys(readers).join(', ')}`);
	}
	return expectations;
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

const phases: readonly EventPhase[] = ['set', 'clear', 'momentary'];

function readEvent(reader: Reader, field: Field, vocabulary: Vocabulary, absent: boolean): Expectation {
	if (!reader.isMap(field)) {
		return {kind: 'event', name: readEventName(reader, field, vocabulary), phase: null, absent};
	}
	const fields = reader.map(field, ['name', 'phase']);
	const name = required(reader, field, fields, 'name', 'the event, such as name: onBattery');
	const phase = fields.get('phase');
	return {
		kind: 'event',
		name: name === undefined ? '' : readEventName(reader, name, vocabulary),
		phase: phase === undefined ? null : (nameOf(reader, phase, phases, 'phase of an event') ?? null),
		absent,
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
		return reader.listOrOne(value).flatMap(item => readComparison(reader, item, reading));
	});
}

const comparison = /^(>=|<=|!=|>|<|=) *(-?[0-9]+(?:\.[0-9]+)?) *(\S.*)?$/;
const spanComparison = /^(>=|<=|!=|>|<|=) *([0-9].*)$/;

/** `> 90`, `> 90 %`, `<= 5m`: the unit may be left out and must else be that of the reading; seconds take any duration. */
function readComparison(reader: Reader, field: Field, {name, unit}: ReadingName): Expectation[] {
	const raw = reader.value(field);
	const text = typeof raw === 'string' ? raw.trim() : '';
	const match = comparison.exec(text);
	if (match !== null && unitFits(match[3], unit)) {
		return [{kind: 'reading', name, comparison: match[1] as Comparison, value: Number(match[2]), unit}];
	}
	const span = unit === 's' ? spanComparison.exec(text) : null;
	const millis = span === null ? undefined : parseDuration(span[2]);
	if (span !== null && millis !== undefined) {
		return [{kind: 'reading', name, comparison: span[1] as Comparison, value: millis / SECOND, unit}];
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
