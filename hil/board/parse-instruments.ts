// The instruments of a board map: relays and AC sources, with what each may be set to and how it is left.

import {SECOND} from '../../src/core/clock.ts';
import type {Field, Fields, Reader} from '../../sim/scenario/reader.ts';
import {durationOf, nameOf, numberOf, required, textOf} from '../../sim/scenario/values.ts';
import type {NumberRule} from '../../sim/scenario/values.ts';
import type {InstrumentPlace, Limits} from './board.ts';
import {lineOf, LONGEST_NAME, namedFields} from './fields.ts';

const instrumentKinds = ['relay', 'ac-source'] as const;
const anyKeys = ['kind', 'at', 'identity', 'timeout', 'safe'] as const;
export const instrumentKeys = {
	relay: [...anyKeys, 'channel'],
	'ac-source': [...anyKeys, 'volts', 'hertz'],
} as const;
export const safeStates = {relay: ['open', 'closed'], 'ac-source': ['nominal', 'off']} as const;
export const limitKeys = ['min', 'max', 'nominal'] as const;
/** Card and channel in one number, as multiplexers count: 101 is the first of card 1. */
export const channelRule: NumberRule = {min: 1, max: 9999, unit: '', whole: true};
export const limitRules = {
	volts: {min: 0, max: 500, unit: 'V'},
	hertz: {min: 15, max: 1000, unit: 'Hz'},
} as const;
const TIMEOUT_RANGE = {min: 100, max: 30 * SECOND};
const TIMEOUT_MS = 2 * SECOND;

export function instrumentsOf(reader: Reader, field: Field | undefined): InstrumentPlace[] {
	return namedFields(reader, field).flatMap(({name, field: each}) => instrumentOf(reader, name, each) ?? []);
}

function instrumentOf(reader: Reader, name: string, field: Field): InstrumentPlace | undefined {
	const all = reader.isMap(field) ? reader.map(field, null) : new Map<string, Field>();
	const kindField = required(reader, field, all, 'kind', instrumentKinds.join(' or '));
	if (kindField === undefined) {
		// What is no map is refused as such.
		reader.map(field, anyKeys);
		return undefined;
	}
	const kind = nameOf(reader, kindField, instrumentKinds, 'kind of instrument');
	if (kind === undefined) {
		return undefined;
	}
	const fields = reader.map(field, instrumentKeys[kind]);
	const any = {
		name,
		at: lineOf(reader, required(reader, field, fields, 'at', 'the line to it, such as tcp://HOST:5025')),
		identity: textOf(reader, fields.get('identity'), LONGEST_NAME, ''),
		timeoutMs: durationOf(reader, fields.get('timeout'), TIMEOUT_RANGE, TIMEOUT_MS),
	};
	return kind === 'relay'
		? {...any, kind, channel: channelOf(reader, field, fields), safe: safeOf(reader, field, fields, safeStates.relay)}
		: {
				...any,
				kind,
				volts: limitsOf(reader, field, fields, 'volts'),
				hertz: limitsOf(reader, field, fields, 'hertz'),
				safe: safeOf(reader, field, fields, safeStates['ac-source']),
			};
}

function channelOf(reader: Reader, field: Field, fields: Fields): number {
	return numberOf(reader, required(reader, field, fields, 'channel', 'the number of the relay'), channelRule, 1);
}

/** No safe state fits all: where the load hangs on the relay, only who wired it knows. */
function safeOf<Name extends string>(reader: Reader, field: Field, fields: Fields, names: readonly Name[]): Name {
	const safe = required(reader, field, fields, 'safe', `how it is left: ${names.join(' or ')}`);
	return (safe === undefined ? undefined : nameOf(reader, safe, names, 'safe state')) ?? names[0];
}

function limitsOf(reader: Reader, parent: Field, fields: Fields, key: 'volts' | 'hertz'): Limits {
	const rule = limitRules[key];
	const fallback: Limits = {min: rule.min, max: rule.max, nominal: rule.max};
	const field = required(reader, parent, fields, key, 'min, max and nominal');
	if (field === undefined) {
		return fallback;
	}
	const limits = reader.map(field, limitKeys);
	const one = (name: (typeof limitKeys)[number]): number =>
		numberOf(reader, required(reader, field, limits, name, `a number in ${rule.unit}`), rule, fallback[name]);
	const read = {min: one('min'), max: one('max'), nominal: one('nominal')};
	if (!(read.min <= read.nominal && read.nominal <= read.max)) {
		reader.refuse(field, 'nominal must be from min to max');
	}
	return read;
}
