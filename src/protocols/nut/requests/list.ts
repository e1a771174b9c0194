// LIST (nut.md 2): one row a subcommand, with the names that it wants and the lines that it gives.

import {err, withFresh, withUps} from '../client.ts';
import type {Answer, Client} from '../client.ts';
import type {NutUps, NutVariable} from '../source.ts';
import {quoteWord} from '../words.ts';
import {valueOf} from './values.ts';

/** The lines of a list between its first and its last, or null where the variable is not there. */
type Lines = (client: Client, ups: NutUps, names: readonly string[]) => readonly string[] | null;

interface Row {
	/** Names after the subcommand: none, the UPS, or the UPS and a variable. */
	readonly names: 1 | 2;
	/** Whether it wants fresh data. */
	readonly fresh: boolean;
	readonly lines: Lines;
}

function variableLines(kind: string, fits: (variable: NutVariable) => boolean): Lines {
	return (_client, ups, [name]) =>
		ups
			.variables()
			.filter(fits)
			.map(variable => `${kind} ${name} ${variable.name} ${valueOf(ups, variable)}`);
}

function typeLines(kind: string, rows: (variable: NutVariable) => readonly string[]): Lines {
	return (_client, ups, [name, what]) => {
		const variable = ups.variable(what);
		return variable === null ? null : rows(variable).map(row => `${kind} ${name} ${what} ${row}`);
	};
}

const rows: Readonly<Record<string, Row>> = {
	VAR: {names: 1, fresh: true, lines: variableLines('VAR', () => true)},
	RW: {names: 1, fresh: true, lines: variableLines('RW', variable => variable.writable)},
	CMD: {names: 1, fresh: true, lines: (_client, ups, [name]) => ups.commands().map(each => `CMD ${name} ${each}`)},
	ENUM: {names: 2, fresh: true, lines: typeLines('ENUM', variable => variable.type().options.map(quoteWord))},
	RANGE: {
		names: 2,
		fresh: true,
		lines: typeLines('RANGE', variable => variable.type().ranges.map(([low, high]) => `"${low}" "${high}"`)),
	},
	CLIENT: {
		names: 1,
		fresh: false,
		lines: (client, ups) => client.hub.clientsOf(ups).map(address => `CLIENT ${ups.name} ${address}`),
	},
};

function framed(title: string, lines: readonly string[]): string {
	return [`BEGIN LIST ${title}`, ...lines, `END LIST ${title}`].join('\n');
}

function listUps(client: Client): string {
	const lines: string[] = [];
	for (const ups of client.hub.options.source.list()) {
		lines.push(`UPS ${ups.name} ${quoteWord(ups.description ?? 'Description unavailable')}`);
	}
	return framed('UPS', lines);
}

/** Answers LIST. */
export function answerList(client: Client, words: readonly string[]): Answer {
	const kind = (words[0] ?? '').toUpperCase();
	if (kind === 'UPS') {
		return listUps(client);
	}
	const row = rows[kind];
	if (row === undefined || words.length - 1 < row.names) {
		return err('INVALID-ARGUMENT');
	}
	const names = words.slice(1, 1 + row.names);
	const answer = (ups: NutUps): string => {
		const lines = row.lines(client, ups, names);
		return lines === null ? err('VAR-NOT-SUPPORTED') : framed([kind, ...names].join(' '), lines);
	};
	return row.fresh ? withFresh(client, names[0], answer) : withUps(client, names[0], answer);
}
