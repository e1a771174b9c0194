// What `snmpwalk -On` prints: `.1.3.6.1.2.1.1.3.0 = Timeticks: (4200) 0:00:42.00`, texts over several lines.

import {
	COUNTER32,
	COUNTER64,
	GAUGE32,
	INTEGER,
	IP_ADDRESS,
	OBJECT_IDENTIFIER,
	OCTET_STRING,
	TIME_TICKS,
} from '../mib.ts';
import type {MibValue} from '../mib.ts';
import {isOid, sorted} from './recorded.ts';
import type {RecordedObject, Recording} from './recorded.ts';

interface Form {
	readonly type: number;
	readonly value: (text: string) => MibValue | null;
}

function whole(text: string): number | null {
	// INTEGER: 5, INTEGER: onLine(2), INTEGER: 5 seconds
	const match = /^(-?\d+)(?: .*)?$|\((-?\d+)\)/.exec(text);
	return match === null ? null : Number(match[1] ?? match[2]);
}

function quoted(text: string): string {
	const inner = /^"([\s\S]*)"$/.exec(text)?.[1];
	const plain = inner === undefined ? text : inner.replaceAll(/\\(["\\])/g, '$1');
	return Buffer.from(plain, 'utf8').toString('latin1');
}

function hex(text: string): string | null {
	const digits = text.replaceAll(/\s/g, '');
	return /^([\da-f]{2})*$/i.test(digits) ? Buffer.from(digits, 'hex').toString('latin1') : null;
}

function address(text: string): string | null {
	const parts = text.trim().split('.').map(Number);
	return parts.length === 4 && parts.every(part => part >= 0 && part <= 255) ? String.fromCharCode(...parts) : null;
}

function dotted(text: string): string | null {
	const oid = text.trim().replace(/^\./, '');
	return isOid(oid) ? oid : null;
}

const forms: Readonly<Record<string, Form>> = {
	INTEGER: {type: INTEGER, value: whole},
	STRING: {type: OCTET_STRING, value: quoted},
	'Hex-STRING': {type: OCTET_STRING, value: hex},
	BITS: {type: OCTET_STRING, value: text => hex(text.replace(/ \d.*$/, ''))},
	OID: {type: OBJECT_IDENTIFIER, value: dotted},
	IpAddress: {type: IP_ADDRESS, value: address},
	'Network Address': {type: IP_ADDRESS, value: text => hex(text.replaceAll(':', ''))},
	Counter32: {type: COUNTER32, value: whole},
	Gauge32: {type: GAUGE32, value: whole},
	Unsigned32: {type: GAUGE32, value: whole},
	Timeticks: {type: TIME_TICKS, value: whole},
	Counter64: {type: COUNTER64, value: whole},
};
const START = /^\.?(\d[\d.]*) = ?([\s\S]*)$/;
const nothing: readonly RegExp[] = [/^No Such /, /^No more variables/, /^NULL$/];

function objectOf(text: string): RecordedObject | string | null {
	const start = START.exec(text);
	if (start === null || !isOid(start[1])) {
		return 'no ".OID = TYPE: value" as snmpwalk -On prints it';
	}
	const rest = start[2];
	if (nothing.some(pattern => pattern.test(rest))) {
		return null;
	}
	if (rest === '""') {
		return {oid: start[1], type: OCTET_STRING, value: ''};
	}
	const colon = rest.indexOf(':');
	const form = forms[rest.slice(0, colon)];
	const value = form?.value(rest.slice(colon + 1).trim()) ?? null;
	return form === undefined || value === null
		? `${JSON.stringify(rest.slice(0, 40))} is no value of a type that snmpwalk prints; walk again with -On`
		: {oid: start[1], type: form.type, value};
}

/** Reads what `snmpwalk -On` printed. */
export function parseWalk(text: string): Recording {
	const objects: RecordedObject[] = [];
	const problems: Array<{line: number; message: string}> = [];
	for (const {line, text: entry} of entriesOf(text)) {
		const object = objectOf(entry);
		if (typeof object === 'string') {
			problems.push({line, message: object});
		} else if (object !== null) {
			objects.push(object);
		}
	}
	return {objects: sorted(objects), problems};
}

/** Lines, each with those that go on with its text. */
function entriesOf(text: string): Array<{line: number; text: string}> {
	const entries: Array<{line: number; text: string}> = [];
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		const last = entries.at(-1);
		if (START.test(line) || last === undefined) {
			if (line.trim() !== '') {
				entries.push({line: index + 1, text: line});
			}
		} else if (line !== '') {
			last.text += `\n${line}`;
		}
	}
	return entries;
}
