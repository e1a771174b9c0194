// What a simulated UPS does at a word. Words come from other processes and from people: each is checked before anything happens.

import {codedError} from '../../src/core/errors.ts';
import {suggestion} from '../../sim/scenario/nearest.ts';
import {settables} from '../../sim/scenario/parse-actions.ts';
import type {SettableName} from '../../sim/scenario/bench.ts';
import {SECOND} from '../../src/core/clock.ts';
import type {Plant} from './plant.ts';
import type {TwinAnswers, TwinWord} from './words.ts';

type Given = Readonly<Record<string, unknown>>;

const MOST_VOLTS = 1000;
const MOST_HERTZ = 100;
const MOST_GROUP = 4;

function refuse(what: string): never {
	throw codedError('E_REQUEST_INVALID', what, {});
}

function numberIn(given: Given, key: string, [least, most]: readonly [number, number]): number {
	const value = given[key];
	if (typeof value !== 'number' || !(value >= least && value <= most)) {
		refuse(`"${key}" is ${JSON.stringify(value) ?? 'missing'}; right is a number from ${least} to ${most}.`);
	}
	return value;
}

function perhaps(given: Given, key: string, range: readonly [number, number]): number | undefined {
	return given[key] === undefined ? undefined : numberIn(given, key, range);
}

function textOf(given: Given, key: string): string {
	const value = given[key];
	return typeof value === 'string'
		? value
		: refuse(`"${key}" is ${JSON.stringify(value) ?? 'missing'}; right is a text.`);
}

function settableOf(given: Given): SettableName {
	const name = textOf(given, 'name');
	const names = Object.keys(settables);
	return Object.hasOwn(settables, name)
		? (name as SettableName)
		: refuse(`${name} cannot be set; there are ${names.join(', ')}${suggestion(name, names)}.`);
}

function rangeOf(name: SettableName): readonly [number, number] {
	const settable = settables[name];
	if (settable.is === 'number') {
		return [settable.rule.min ?? -Infinity, settable.rule.max ?? Infinity];
	}
	return settable.is === 'duration' ? [0, settable.max / SECOND] : [1, settable.words.length];
}

interface Hearing {
	/** What the word may have beside `do`. */
	readonly keys: readonly string[];
	act(plant: Plant, given: Given): unknown;
}

const hearings: Readonly<Record<TwinWord['do'], Hearing>> = {
	set: {
		keys: ['name', 'value'],
		act(plant, given) {
			const name = settableOf(given);
			plant.set(name, numberIn(given, 'value', rangeOf(name)));
			return null;
		},
	},
	grid: {
		keys: ['volts', 'hertz'],
		act(plant, given) {
			plant.feed(perhaps(given, 'volts', [0, MOST_VOLTS]), perhaps(given, 'hertz', [1, MOST_HERTZ]));
			return null;
		},
	},
	inject: {
		keys: ['name', 'type', 'parameters', 'after', 'for', 'every', 'times', 'probability'],
		act(plant, given) {
			const {do: _do, ...request} = given;
			return plant.desk.add({...request, type: textOf(given, 'type')});
		},
	},
	end: {
		keys: ['name'],
		act(plant, given) {
			plant.desk.delete(textOf(given, 'name'));
			return null;
		},
	},
	reset: {
		keys: [],
		act(plant) {
			plant.reset();
			return null;
		},
	},
	command: {
		keys: ['name', 'group', 'value'],
		act: (plant, given) =>
			plant.command({
				name: textOf(given, 'name'),
				group: perhaps(given, 'group', [0, MOST_GROUP]) ?? 0,
				value: perhaps(given, 'value', [-Infinity, Infinity]) ?? null,
			}),
	},
	truth: {keys: [], act: plant => plant.truth()},
};

const words = Object.keys(hearings);

/** Does what `word` says. Throws E_REQUEST_INVALID, and what a FaultDesk throws. */
export function hear(plant: Plant, word: unknown): TwinAnswers[TwinWord['do']] {
	const given = typeof word === 'object' && word !== null && !Array.isArray(word) ? (word as Given) : {};
	const verb = given['do'];
	if (typeof verb !== 'string' || !Object.hasOwn(hearings, verb)) {
		const near = typeof verb === 'string' ? suggestion(verb, words) : '';
		refuse(`"do" is ${JSON.stringify(verb) ?? 'missing'}; right is one of ${words.join(', ')}${near}.`);
	}
	const hearing = hearings[verb as TwinWord['do']];
	const {keys} = hearing;
	const unknown = Object.keys(given).find(key => key !== 'do' && !keys.includes(key));
	if (unknown !== undefined) {
		refuse(`${verb} has no "${unknown}"${suggestion(unknown, keys)}; it takes ${keys.join(', ') || 'nothing'}.`);
	}
	return hearing.act(plant, given) as TwinAnswers[TwinWord['do']];
}
