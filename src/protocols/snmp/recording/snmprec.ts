// The snmprec form: one object a line, `OID|tag|value`; the tag in decimal, with x for a value in hex and e for one with escapes.

import {INTEGER, IP_ADDRESS, OBJECT_IDENTIFIER, OCTET_STRING} from '../mib.ts';
import type {MibValue} from '../mib.ts';
import {isOid, sorted} from './recorded.ts';
import type {RecordedObject, Recording} from './recorded.ts';

const NULL = 5;
const OPAQUE = 0x44;
const numeric: readonly number[] = [INTEGER, 0x41, 0x42, 0x43, 0x46];
const textual: readonly number[] = [OCTET_STRING, OPAQUE];
const LINE = /^\.?([\d.]+)\|(\d+)([xe]?)\|(.*)$/;

function fromHex(text: string): string {
	return Buffer.from(text, 'hex').toString('latin1');
}

/** `\x41` and the escapes of C. */
function unescaped(text: string): string {
	const plain: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', '0': '\0'};
	return text.replaceAll(/\\(x[\da-f]{2}|.)/gi, (_, code: string) =>
		code.length === 3 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (plain[code] ?? code),
	);
}

function bytesOf(form: string, text: string): string {
	if (form === 'x') {
		return fromHex(text);
	}
	return Buffer.from(form === 'e' ? unescaped(text) : text, form === 'e' ? 'latin1' : 'utf8').toString('latin1');
}

function addressOf(form: string, text: string): string | null {
	const bytes = form === 'x' ? fromHex(text) : String.fromCharCode(...text.split('.').map(Number));
	return bytes.length === 4 ? bytes : null;
}

function valueOf(type: number, form: string, text: string): MibValue | null {
	if (numeric.includes(type)) {
		return /^-?\d+$/.test(text) ? Number(text) : null;
	}
	if (type === IP_ADDRESS) {
		return addressOf(form, text);
	}
	if (type === OBJECT_IDENTIFIER) {
		const oid = text.replace(/^\./, '');
		return isOid(oid) ? oid : null;
	}
	return textual.includes(type) ? bytesOf(form, text) : null;
}

/** The object of a line; null where it holds none; text says what is wrong with it. */
function objectOf(line: string): RecordedObject | string | null {
	const match = LINE.exec(line);
	if (match === null || !isOid(match[1])) {
		return 'no "OID|tag|value", such as 1.3.6.1.2.1.1.3.0|67|4200';
	}
	const type = Number(match[2]);
	if (type === NULL) {
		return null;
	}
	const value = valueOf(type, match[3], match[4]);
	return value === null
		? `tag ${match[2]}${match[3]} does not go with this value; tags are 2, 4, 6, 64 to 68 and 70, with x for hex or e for escapes`
		: {oid: match[1], type, value};
}

/** Reads a file in the snmprec form. */
export function parseSnmprec(text: string): Recording {
	const objects: RecordedObject[] = [];
	const problems: Array<{line: number; message: string}> = [];
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		const object = line.trim() === '' || line.startsWith('#') ? null : objectOf(line);
		if (typeof object === 'string') {
			problems.push({line: index + 1, message: object});
		} else if (object !== null) {
			objects.push(object);
		}
	}
	return {objects: sorted(objects), problems};
}
