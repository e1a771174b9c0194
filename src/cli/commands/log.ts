// `ridethrough log`: the event log of a card, read beside the agent that writes it.

import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {Option} from 'commander';
import {decodeRecord} from '../../agent/log-record.ts';
import type {LogRecord} from '../../agent/log-record.ts';
import {ProtobufReader} from '../../codec/protobuf-reader.ts';
import {codedError} from '../../core/errors.ts';
import {newestBodies} from '../../platform/node/event-log/reader.ts';
import {verifyLog} from '../../platform/node/event-log/verify.ts';
import {
	cellOf,
	cellsOf,
	cellTitles,
	codeOf,
	jsonOf,
	noteText,
	severityNames,
	severityOf,
	textOfEvent,
	timeOf,
} from '../event-lines.ts';
import type {Io, Register} from '../io.ts';
import {textTable} from '../text-table.ts';
import type {Column} from '../text-table.ts';
import {wholeNumber} from '../values.ts';

const EVENTS_FOLDER = 'events';
const FORMAT_VERSION = 1;
const separators = {csv: ',', tab: '\t'} as const;

interface Chosen {
	readonly state: string;
	readonly count: number;
	readonly since?: string;
	readonly severity: string;
	readonly json?: boolean;
	readonly format: keyof typeof separators;
}

const showExamples = `Examples:
  ridethrough log show --state /var/lib/ridethrough
  ridethrough log show --state /var/lib/ridethrough --severity warning --since 2026-11-01 --json
`;
const showRemarks = `
Newest first. JSON: one object a line, schema ridethrough.log-entry/1, times in ms (utcMs since 1970, uptimeMs since the card
started), code as the field's cards number it where that is confirmed.`;
const exportExamples = `Examples:
  ridethrough log export --state /var/lib/ridethrough > event.csv
  ridethrough log export --format tab --count 1000 --state /var/lib/ridethrough > event.txt
`;
const exportRemarks = `
Lines before the titles say format, when it was read, and from where, as the files of a card do. Times are UTC.`;
const verifyExamples = `Examples:
  ridethrough log verify --state /var/lib/ridethrough
`;
const verifyRemarks = `
Reads every entry and checks the chain of hashes. Exit code 1 and E_LOG_DAMAGED with segment, offset and number of the first
entry that is not what was written. JSON: schema ridethrough.log-verify/1.`;

const stateFlag = (): Option => new Option('--state <DIR>', 'the state directory of the card').makeOptionMandatory();
const chosenFlags = (): Option[] => [
	stateFlag(),
	new Option('--count <N>', 'at most this many entries').default(100).argParser(wholeNumber('--count', 1, 1_000_000)),
	new Option('--since <DATE>', 'not before this date or time (ISO 8601, UTC where it names no zone)'),
	new Option('--severity <S>', 'this severity or worse').choices(severityNames.slice(1)).default('ungraded'),
];

/** Adds `log`. */
export const register: Register = (program, io) => {
	const log = program.command('log').description('the event log of a card');
	const show = log.command('show').description('show the newest entries');
	const out = log.command('export').description('print entries as a file, oldest first');
	chosenFlags().forEach(flag => show.addOption(flag));
	chosenFlags().forEach(flag => out.addOption(flag));
	show
		.option('--json', 'print one JSON object a line')
		.addHelpText('before', showExamples)
		.addHelpText('after', showRemarks)
		.action((given: Chosen) => showEntries(io, given));
	out
		.addOption(new Option('--format <F>', 'of the lines').choices(Object.keys(separators)).default('csv'))
		.addHelpText('before', exportExamples)
		.addHelpText('after', exportRemarks)
		.action((given: Chosen) => exportEntries(io, given));
	log
		.command('verify')
		.description('check that the log is what was written')
		.addOption(stateFlag())
		.option('--json', 'print one JSON document')
		.addHelpText('before', verifyExamples)
		.addHelpText('after', verifyRemarks)
		.action((given: {state: string; json?: boolean}) => verifyEntries(io, given.state, given.json === true));
};

function folderOf(state: string): string {
	const folder = join(state, EVENTS_FOLDER);
	if (!existsSync(folder)) {
		throw codedError('E_FILE_UNREADABLE', `${state} has no event log; give the --state directory of an agent.`, {
			state,
		});
	}
	return folder;
}

function sinceMs(text: string | undefined): number {
	const dated =
		text !== undefined && /[zZ]|[+-]\d\d:\d\d$/.test(text) ? text : `${text}${/T/.test(text ?? '') ? 'Z' : ''}`;
	const ms = text === undefined ? -Infinity : Date.parse(dated);
	if (Number.isNaN(ms)) {
		throw codedError('E_USAGE', `--since ${text}: write a date such as 2026-11-24 or 2026-11-24T08:30.`, {
			option: '--since',
		});
	}
	return ms;
}

/** The chosen entries, newest first. */
function chosen(given: Chosen): LogRecord[] {
	const reader = new ProtobufReader(new Uint8Array(0));
	const worse = severityNames.indexOf(given.severity);
	const since = sinceMs(given.since);
	const found: LogRecord[] = [];
	for (const body of newestBodies(folderOf(given.state))) {
		const record = decodeRecord(reader.load(body));
		if (record !== null && severityOf(record) >= worse && (record.utcMs < 0 || record.utcMs >= since)) {
			found.push(record);
		}
		if (found.length >= given.count) {
			break;
		}
	}
	return found;
}

const columns: readonly Column[] = [
	{title: 'number', align: 'right'},
	{title: 'time', align: 'left'},
	{title: 'severity', align: 'left'},
	{title: 'code', align: 'left'},
	{title: 'event', align: 'left'},
	{title: 'by', align: 'left'},
];

function showEntries(io: Io, given: Chosen): void {
	const records = chosen(given);
	if (given.json === true) {
		records.forEach(record => io.out(JSON.stringify(jsonOf(record))));
		return;
	}
	const rows = records.map(record => [
		String(record.sequence),
		timeOf(record),
		severityNames[severityOf(record)] ?? '',
		codeOf(record),
		textOfEvent(record.event, record.phase),
		noteText(record),
	]);
	io.out(rows.length === 0 ? 'no entries' : textTable(columns, rows).join('\n'));
}

function exportEntries(io: Io, given: Chosen): void {
	const separator = separators[given.format];
	const line = (cells: readonly string[]): string => cells.map(cell => cellOf(cell, separator)).join(separator);
	const head = [
		['Format version', String(FORMAT_VERSION)],
		['Retrieved', new Date().toISOString()],
		['Source', given.state],
	];
	const lines = [...head, [...cellTitles], ...chosen(given).reverse().map(cellsOf)];
	io.out(lines.map(line).join('\n'));
}

function verifyEntries(io: Io, state: string, json: boolean): void {
	const {fault, ...facts} = verifyLog(folderOf(state));
	if (json) {
		io.out(JSON.stringify({schema: 'ridethrough.log-verify/1', ...facts, fault}, null, '\t'));
	}
	if (fault !== null) {
		const {segment, offset, sequence, why} = fault;
		throw codedError(
			'E_LOG_DAMAGED',
			`${segment}, byte ${offset}, entry ${sequence}: ${why}. Entries before it are as they were written; keep the files for whoever looks into it.`,
			{segment, offset, sequence},
		);
	}
	if (!json) {
		io.out(
			`${facts.entries} entries in ${facts.segments} segments are what was written (${facts.oldest} to ${facts.newest})`,
		);
	}
}
