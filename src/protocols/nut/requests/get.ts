// GET (nut.md 2): one row a subcommand, with the words that it wants at least.

import {err, withFresh, withUps} from '../client.ts';
import type {Answer, Answerer, Client} from '../client.ts';
import type {NutType, NutUps} from '../source.ts';
import {quoteWord} from '../words.ts';
import {valueOf} from './values.ts';

interface Row {
	readonly least: number;
	readonly answer: Answerer;
}

const NO_TEXT = 'Description unavailable';

/** The variables of the server itself: answered for any UPS name, and in no list. */
function serverVariable(client: Client, name: string): string | null {
	const {product, version} = client.hub.options;
	const values = new Map([
		['server.info', product],
		['server.version', version],
	]);
	return values.get(name.toLowerCase()) ?? null;
}

function answerVar(client: Client, [name, variable]: readonly string[]): Answer {
	const own = serverVariable(client, variable);
	if (own !== null) {
		return `VAR ${name} ${variable} ${quoteWord(own)}`;
	}
	return withFresh(client, name, ups => {
		const found = ups.variable(variable);
		return found === null ? err('VAR-NOT-SUPPORTED') : `VAR ${name} ${variable} ${valueOf(ups, found)}`;
	});
}

function typeWords(writable: boolean, type: NutType): string {
	const words = [
		...(writable ? ['RW'] : []),
		...(type.options.length > 0 ? ['ENUM'] : []),
		...(type.ranges.length > 0 ? ['RANGE'] : []),
		type.length > 0 ? `STRING:${type.length}` : 'NUMBER',
	];
	return words.join(' ');
}

function answerType(client: Client, [name, variable]: readonly string[]): Answer {
	return withFresh(client, name, ups => {
		const found = ups.variable(variable);
		return found === null
			? err('VAR-NOT-SUPPORTED')
			: `TYPE ${name} ${variable} ${typeWords(found.writable, found.type())}`;
	});
}

function describe(kind: 'DESC' | 'CMDDESC'): Answerer {
	return (client, [name, what]) =>
		withFresh(client, name, () => `${kind} ${name} ${what} "${client.hub.options.describe(what) ?? NO_TEXT}"`);
}

function upsDescription(name: string, ups: NutUps): string {
	return `UPSDESC ${name} ${quoteWord(ups.description ?? 'Unavailable')}`;
}

function answerTracking(client: Client, [id]: readonly string[]): Answer {
	if (id === undefined) {
		return client.tracking ? 'ON' : 'OFF';
	}
	return client.tracking ? client.hub.tracking.answer(id) : err('FEATURE-NOT-CONFIGURED');
}

const rows: Readonly<Record<string, Row>> = {
	VAR: {least: 2, answer: answerVar},
	TYPE: {least: 2, answer: answerType},
	DESC: {least: 2, answer: describe('DESC')},
	CMDDESC: {least: 2, answer: describe('CMDDESC')},
	UPSDESC: {least: 1, answer: (client, [name]) => withUps(client, name, ups => upsDescription(name, ups))},
	NUMLOGINS: {
		least: 1,
		answer: (client, [name]) => withFresh(client, name, ups => `NUMLOGINS ${name} ${client.hub.clientsOf(ups).length}`),
	},
	TRACKING: {least: 0, answer: answerTracking},
};

/** Answers GET. */
export function answerGet(client: Client, words: readonly string[]): Answer {
	const row = rows[(words[0] ?? '').toUpperCase()];
	return row === undefined || words.length - 1 < row.least
		? err('INVALID-ARGUMENT')
		: row.answer(client, words.slice(1));
}
