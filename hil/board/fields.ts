// Single values of a board map that scenarios have none of: lines, hosts, secrets, words.

import {dirname, resolve} from 'node:path';
import {isCoded} from '../../src/core/errors.ts';
import {upsAddressFrom} from '../../src/link/address.ts';
import type {SerialAddress, TcpAddress} from '../../src/link/address.ts';
import type {Field, Fields, Reader} from '../../sim/scenario/reader.ts';
import {numberOf, textOf} from '../../sim/scenario/values.ts';
import {LINE_FORM, linePlaceFrom} from '../serial/place.ts';
import type {LinePlace} from '../serial/place.ts';
import type {SecretPlace} from './board.ts';

export const LONGEST_TEXT = 200;
export const LONGEST_NAME = 64;
export const boardName = /^[a-z0-9][a-z0-9-]{0,31}$/;
export const NAME_FORM = '1 to 32 characters of a-z, 0-9 and -, the first none of -';

/** Stands in for a line that was refused, so that the rest can be checked. */
const nowhere: LinePlace = {kind: 'tcp', host: 'nowhere', port: 1};

/** The entries of a map whose keys are names; those that are none are refused. */
export function namedFields(reader: Reader, field: Field | undefined): Array<{name: string; field: Field}> {
	if (field === undefined) {
		return [];
	}
	const all = Array.from(reader.map(field, null), ([name, each]) => ({name, field: each}));
	for (const {name, field: each} of all.filter(entry => !boardName.test(entry.name))) {
		reader.refuse(each, `${JSON.stringify(name)} is no name; a name is ${NAME_FORM}`);
	}
	return all;
}

export function hostOf(reader: Reader, field: Field | undefined): string {
	const host = textOf(reader, field, 253, '');
	if (field !== undefined && host !== '' && /[\s/@?#]/.test(host)) {
		reader.refuse(field, `must be the name or the address of a host alone, not ${reader.shown(field)}`);
	}
	return host;
}

export function portOf(reader: Reader, field: Field | undefined, fallback: number): number {
	return numberOf(reader, field, {min: 1, max: 65_535, unit: '', whole: true}, fallback);
}

export function lineOf(reader: Reader, field: Field | undefined): LinePlace {
	if (field === undefined) {
		return nowhere;
	}
	const value = reader.value(field);
	const read = typeof value === 'string' ? linePlaceFrom(value) : ({ok: false, why: 'this is no text'} as const);
	if (!read.ok) {
		reader.refuse(field, `${reader.shown(field)}: ${read.why}; right is ${LINE_FORM}`);
		return nowhere;
	}
	return read.value;
}

/** An address of a Modbus slave as `--ups` takes it; null where it is refused. */
export function modbusOf(reader: Reader, field: Field): TcpAddress | SerialAddress | null {
	const value = textOf(reader, field, LONGEST_TEXT, '');
	try {
		const address = value === '' ? null : upsAddressFrom(value);
		if (address === null && value !== '') {
			reader.refuse(field, 'must be the address of a real UPS: modbus-tcp://HOST[:PORT][?unit=1] or serial:PATH');
		}
		return address;
	} catch (error) {
		if (!isCoded(error)) {
			throw error;
		}
		reader.refuse(field, error.message.replace(/^--ups /, ''));
		return null;
	}
}

export const secretForm = /^(@.+|env:[A-Za-z_][A-Za-z0-9_]*)$/;

/** Where a secret stands. A secret itself is refused without being shown; `@FILE` counts from the folder of the map. */
export function secretOf(reader: Reader, field: Field | undefined): SecretPlace | null {
	if (field === undefined) {
		return null;
	}
	const value = reader.value(field);
	if (typeof value !== 'string' || !secretForm.test(value)) {
		reader.refuse(
			field,
			'must say where the secret is kept: @FILE or env:NAME; here all who read the map would see it',
		);
		return null;
	}
	return value.startsWith('@') ? `@${resolve(dirname(reader.file(field)), value.slice(1))}` : (value as SecretPlace);
}

/** Words, each once. */
export function wordsOf(reader: Reader, field: Field | undefined): string[] {
	const words: string[] = [];
	for (const item of field === undefined ? [] : reader.list(field)) {
		const word = textOf(reader, item, LONGEST_NAME, '');
		if (words.includes(word)) {
			reader.refuse(item, `${reader.shown(item)} stands twice; remove one`);
		}
		words.push(word);
	}
	return words;
}

/** The field `key`; refused at `parent` where it is there and the kind has no use for it. */
export function unwanted(reader: Reader, fields: Fields, key: string, why: string): void {
	const field = fields.get(key);
	if (field !== undefined) {
		reader.refuse(field, why);
	}
}
