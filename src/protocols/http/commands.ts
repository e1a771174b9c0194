// Orders by HTTP: what is at stake in a sentence, the order itself, what became of it, and requests that come twice.

import type {CardHouse, CardView, OrderAnswer, Who} from '../../agent/card-view.ts';
import {codedError} from '../../core/errors.ts';
import {commandRow, commandRows} from './command-rows.ts';
import type {CommandRow} from './command-rows.ts';
import {quantity} from './readings.ts';
import {originHttp} from './rights.ts';
import {groupName} from './status.ts';

export interface CommandBody {
	readonly command: string;
	/** Outlet group, 0 the main one. */
	readonly group?: number;
	/** Seconds, of a sleep. */
	readonly value?: number;
	/** A date. */
	readonly text?: string;
}

/** What became of an order so far. */
export interface Operation {
	readonly id: string;
	readonly card: string;
	readonly command: string;
	readonly group: number;
	readonly stage: string;
	/** Why it failed or was refused; '' else. */
	readonly sentence: string;
}

const stageNames = ['', 'accepted', 'refused', 'completed', 'failed', 'timedOut'];
/** Operations and idempotency keys that are remembered, each; the oldest are forgotten. */
const REMEMBERED = 256;

/** What the load draws now, in words. */
function loadText(view: CardView): string {
	const watts = view.lost ? null : quantity(view.reading, 'outputWatts');
	const share = view.lost ? null : quantity(view.reading, 'loadRatio');
	if (watts === null) {
		return 'whatever load there is (the UPS does not answer)';
	}
	return share === null ? `the load of ${watts} W` : `the load of ${watts} W (${Math.round(share)} % of the rating)`;
}

/** What a command does to the load, for who is to confirm it; null where nothing is at stake. */
export function confirmText(row: CommandRow, view: CardView, group: number): string | null {
	if (row.stake === 'none') {
		return null;
	}
	const name = groupName(view, group);
	if (row.stake === 'risks') {
		return `${row.outcome} The output carries ${loadText(view)}.`;
	}
	const what =
		row.group && group > 0
			? `“${name}” lose power; the whole output carries ${loadText(view)}.`
			: `All outlets lose power: ${loadText(view)} drops.`;
	return `${row.group && group > 0 ? 'The outlets of ' : ''}${what} ${row.outcome}`;
}

/** Every command that could be given to this card, with what it takes and what is at stake. */
export function commandsShown(view: CardView): object[] {
	const groups = view.identity.rating.groups;
	return commandRows.flatMap(row => {
		const targets = row.group ? Array.from({length: groups}, (_, group) => group) : [null];
		return targets.map(group => ({
			command: row.command,
			title: row.title,
			group,
			takes: row.takes === '' ? null : row.takes,
			confirm: confirmText(row, view, group ?? 0),
		}));
	});
}

/** The oldest of a map that is too large is forgotten. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
	const oldest = map.keys().next().value;
	if (oldest !== undefined && map.size >= REMEMBERED && !map.has(key)) {
		map.delete(oldest);
	}
	map.set(key, value);
}

export interface CommandFace {
	/** Gives the order; with a key, the same order under the same key is given once. Throws E_COMMAND_REPEATED for another one. */
	order(view: CardView, body: CommandBody, who: Who, key: string | undefined): OrderAnswer;
	operation(view: CardView, id: string): Operation | null;
	close(): void;
}

interface Given {
	readonly body: string;
	readonly answer: OrderAnswer;
}

/** Throws E_COMMAND_UNKNOWN. */
function knownRow(name: string): CommandRow {
	const row = commandRow(name);
	if (row === null) {
		throw codedError('E_COMMAND_UNKNOWN', 'No command has this name; GET /api/v1/commands lists them.', {});
	}
	return row;
}

function place(view: CardView, body: CommandBody, who: Who): OrderAnswer {
	knownRow(body.command);
	return view.order({
		command: body.command,
		target: body.group ?? 0,
		value: body.value ?? null,
		text: body.text ?? '',
		who,
	});
}

/** What became of orders, by card and id, as the card tells it. */
function createOperations(house: CardHouse): {
	begun: (view: CardView, body: CommandBody, answer: OrderAnswer) => void;
	find: (view: CardView, id: string) => Operation | null;
	close: () => void;
} {
	const operations = new Map<string, Operation>();
	/** Stages that were told before the order itself returned. */
	const early = new Map<string, {stage: string; sentence: string}>();
	const close = house.onStage(told => {
		const at = `${told.card}/${told.commandId}`;
		const known = operations.get(at);
		const news = {stage: stageNames[told.stage] ?? '', sentence: told.sentence};
		if (known !== undefined) {
			operations.set(at, {...known, ...news});
		} else if (told.origin === originHttp) {
			remember(early, at, news);
		}
	});
	return {
		begun: (view, {command, group}, answer) => {
			const at = `${view.card}/${answer.commandId}`;
			const news = early.get(at) ?? {stage: answer.accepted ? 'accepted' : 'refused', sentence: answer.sentence};
			early.delete(at);
			remember(operations, at, {id: answer.commandId, card: view.identity.cardId, command, group: group ?? 0, ...news});
		},
		find: (view, id) => operations.get(`${view.card}/${id}`) ?? null,
		close,
	};
}

export function createCommandFace(house: CardHouse): CommandFace {
	const operations = createOperations(house);
	const given = new Map<string, Given>();
	const order = (view: CardView, body: CommandBody, who: Who): OrderAnswer => {
		const answer = place(view, body, who);
		operations.begun(view, body, answer);
		return answer;
	};
	const orderOnce = (view: CardView, body: CommandBody, who: Who, name: string): OrderAnswer => {
		const text = JSON.stringify([body.command, body.group ?? 0, body.value ?? null, body.text ?? '']);
		const before = given.get(name);
		if (before !== undefined && before.body !== text) {
			throw codedError('E_COMMAND_REPEATED', 'This Idempotency-Key was used for another order; take a new one.', {});
		}
		const answer = before?.answer ?? order(view, body, who);
		remember(given, name, {body: text, answer});
		return answer;
	};
	return {
		order: (view, body, who, key) =>
			key === undefined ? order(view, body, who) : orderOnce(view, body, who, `${view.card}/${who.actor}/${key}`),
		operation: operations.find,
		close: operations.close,
	};
}
