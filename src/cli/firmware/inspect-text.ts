// Words for what is in envelopes and documents: names of algorithms, roles and commands, and values as people read them.

import {roles} from '../../smartconnect/signing/root.ts';
import type {Role} from '../../smartconnect/signing/root.ts';
import type {CborValue} from '../../smartconnect/signing/cbor.ts';
import {isBytes, isList, isMap, isTag} from '../../smartconnect/signing/decode.ts';
import type {RootState} from '../../ota/trust/root.ts';
import {hexOf} from '../../ota/bytes.ts';

const MS_PER_SECOND = 1000;
const TEXT_MAX = 120;

const algorithmNames: ReadonlyMap<CborValue | undefined, string> = new Map<CborValue, string>([
	[-8, 'EdDSA (old number)'],
	[-19, 'Ed25519'],
	[-46, 'HSS/LMS'],
	[5, 'HMAC-SHA-256'],
	[-16, 'SHA-256'],
]);

const commandNames: ReadonlyMap<CborValue | undefined, string> = new Map<CborValue, string>([
	[1, 'vendor is that of the card'],
	[2, 'class is that of the card'],
	[3, 'image has its digest'],
	[4, 'use-before is not over'],
	[5, 'slot is the one to be written'],
	[12, 'choose component'],
	[15, 'try each'],
	[20, 'set'],
	[21, 'fetch'],
	[23, 'run'],
	[24, 'card is the one named'],
	[26, 'battery is charged enough'],
	[28, 'running version fits'],
	[32, 'run sequence'],
]);

export interface FieldRow {
	readonly field: string;
	readonly value: string;
	/** What it means, or what is wrong with it; empty where the value says it all. */
	readonly meaning: string;
}

export function row(field: string, value: string, meaning = ''): FieldRow {
	return {field, value, meaning};
}

/** 16 bytes as people write a UUID. */
export function uuidText(bytes: Uint8Array): string {
	return bytes.length === 16 ? hexOf(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : hexOf(bytes);
}

export function algorithmText(number: CborValue | undefined): string {
	return algorithmNames.get(number) ?? `unknown (${diagnostic(number)})`;
}

/** Seconds since 1970 as a date, and how it stands to now. */
export function momentRow(field: string, seconds: CborValue | undefined, nowS: number): FieldRow {
	const date = new Date(typeof seconds === 'number' ? seconds * MS_PER_SECOND : Number.NaN);
	if (Number.isNaN(date.getTime())) {
		return row(field, diagnostic(seconds), 'must be seconds since 1970');
	}
	return row(field, date.toISOString(), date.getTime() / MS_PER_SECOND < nowS ? 'over' : 'to come');
}

/** Which role a key has in a root document; empty where none is given. */
export function holderText(kid: Uint8Array, root: RootState | null): string {
	if (root === null) {
		return 'not judged: no root document given';
	}
	const holds = (kids: readonly Uint8Array[]): boolean => kids.some(other => Buffer.compare(other, kid) === 0);
	const role = roles.find((name: Role) => holds(root.roles[name].kids));
	return holds(root.retired) ? 'retired' : role === undefined ? 'not in the root document' : `key of role ${role}`;
}

/** Commands of a sequence in words; those that there are not stand as numbers. */
export function commandsText(items: readonly CborValue[]): string {
	return items
		.filter((_, i) => i % 2 === 0)
		.map(command => commandNames.get(command) ?? `unknown command ${diagnostic(command)}`)
		.join('; ');
}

/** Any value in diagnostic notation (RFC 8949, 8), cut where it is long. */
export function diagnostic(value: CborValue | undefined): string {
	const text = wholeDiagnostic(value);
	return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
}

function wholeDiagnostic(value: CborValue | undefined): string {
	if (value === undefined) {
		return 'missing';
	}
	if (isBytes(value)) {
		return `h'${hexOf(value.subarray(0, TEXT_MAX))}'`;
	}
	if (isList(value)) {
		return `[${value.map(wholeDiagnostic).join(', ')}]`;
	}
	if (isMap(value)) {
		return `{${[...value].map(([key, item]) => `${wholeDiagnostic(key)}: ${wholeDiagnostic(item)}`).join(', ')}}`;
	}
	if (isTag(value)) {
		return `${value.tag}(${wholeDiagnostic(value.value as CborValue)})`;
	}
	return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
