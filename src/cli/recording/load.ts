// A file of a real device: what it is, what it holds.

import {readFileSync} from 'node:fs';
import {codedError} from '../../core/errors.ts';
import {devVariables, parseDev} from '../../protocols/nut/dev/dev-file.ts';
import type {Recording} from '../../protocols/snmp/recording/recorded.ts';
import {parseSnmprec} from '../../protocols/snmp/recording/snmprec.ts';
import {parseWalk} from '../../protocols/snmp/recording/walk.ts';
import type {RecordedValues} from './device.ts';

export interface RecordedFile {
	readonly file: string;
	readonly text: string;
	/** `snmp` holds objects by OID, `nut` variables by name. */
	readonly kind: 'snmp' | 'nut';
	/** Objects of an SNMP recording; none of NUT's. */
	readonly recording: Recording;
	readonly values: RecordedValues;
	/** What is wrong with lines, each with its number. */
	readonly problems: readonly string[];
}

const SHOWN_PROBLEMS = 5;
const NOTHING: Recording = {objects: [], problems: []};

type Read = (text: string) => Pick<RecordedFile, 'kind' | 'recording' | 'values' | 'problems'>;

function snmp(parse: (text: string) => Recording): Read {
	return text => {
		const recording = parse(text);
		return {
			kind: 'snmp',
			recording,
			values: new Map(recording.objects.map(({oid, value}) => [oid, String(value)])),
			problems: recording.problems.map(({line, message}) => `line ${line}: ${message}`),
		};
	};
}

const readNut: Read = text => {
	const dev = parseDev(text);
	return {
		kind: 'nut',
		recording: NOTHING,
		values: devVariables(dev),
		problems: dev.problems.map(({message}) => message),
	};
};

/** How each form begins its lines. */
const forms: ReadonlyArray<{readonly line: RegExp; readonly read: Read}> = [
	{line: /^\.?\d[\d.]+\|\d+[xe]?\|/m, read: snmp(parseSnmprec)},
	{line: /^\.\d[\d.]+ = /m, read: snmp(parseWalk)},
	{line: /^[a-z][\w.]*: ?/m, read: readNut},
];

/** Reads a recording, whichever form it has. Throws E_FILE_UNREADABLE and E_RECORDING_INVALID. */
export function loadRecording(file: string): RecordedFile {
	const text = textOf(file);
	const form = forms.find(({line}) => line.test(text));
	const read = form?.read(text);
	if (read === undefined || read.values.size === 0) {
		throw codedError(
			'E_RECORDING_INVALID',
			`${file} is no recording: a line is "OID|tag|value" (.snmprec), ".OID = TYPE: value" (snmpwalk -On) or "name: value" (.dev).`,
			{file},
		);
	}
	return {file, text, ...read};
}

function textOf(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		throw codedError('E_FILE_UNREADABLE', `${file} cannot be read (${code}); name a recording.`, {file});
	}
}

/** What to tell of lines that are left out; '' where none is. */
export function problemsText({file, problems}: RecordedFile): string {
	const shown = problems.slice(0, SHOWN_PROBLEMS).join('; ');
	const more = problems.length > SHOWN_PROBLEMS ? `; and ${problems.length - SHOWN_PROBLEMS} more` : '';
	return problems.length === 0 ? '' : `${file}: ${problems.length} lines are left out: ${shown}${more}`;
}
