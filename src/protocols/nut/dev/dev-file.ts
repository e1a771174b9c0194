// .dev and .seq files (nut.md 8): what dummy-ups plays, what the collection of real devices holds, what we write.

import {byName} from '../source.ts';
import type {NutUps} from '../source.ts';
import {quoteWord, wordsOfLines} from '../words.ts';

export type DevStep =
	/** Null removes the variable. */
	| {readonly do: 'set'; readonly name: string; readonly value: string | null}
	| {readonly do: 'wait'; readonly seconds: number}
	/** Adds a text; '' clears them all. */
	| {readonly do: 'alarm'; readonly text: string};

/** A line that is none of these, by its number from 1. */
export interface DevProblem {
	readonly line: number;
	readonly message: string;
}

export interface DevFile {
	readonly steps: readonly DevStep[];
	readonly problems: readonly DevProblem[];
}

/** dummy-ups holds as much of a value. */
export const DEV_VALUE_MAX = 127;
const LONGEST_WAIT_S = 86_400;

type Parsed = DevStep | string;

function waitFrom(words: readonly string[]): Parsed {
	const seconds = Number(words[1]);
	const right = words.length === 2 && /^\d+$/.test(words[1]) && seconds <= LONGEST_WAIT_S;
	return right ? {do: 'wait', seconds} : `TIMER takes whole seconds from 0 to ${LONGEST_WAIT_S}`;
}

function stepFrom(words: readonly string[]): Parsed {
	if (words[0] === 'TIMER') {
		return waitFrom(words);
	}
	if (words[0] === 'ALARM') {
		return {do: 'alarm', text: words.slice(1).join(' ')};
	}
	const name = words[0].split(':', 1)[0];
	if (!/^[A-Za-z0-9._-]+$/.test(name)) {
		return 'a line is NAME: VALUE, TIMER SECONDS or ALARM TEXT';
	}
	// dummy-ups repeats the value of the line before where there is none; ours takes that for "not there" (nut.md 8).
	const value = words.slice(1).join(' ');
	return {do: 'set', name: name.toLowerCase(), value: value === '' ? null : value};
}

/** Reads a .dev or .seq file; what is wrong with a line is told and the line is left out. */
export function parseDev(text: string): DevFile {
	const steps: DevStep[] = [];
	const problems: DevProblem[] = [];
	wordsOfLines(text).forEach((words, index) => {
		if (words !== null && words.length === 0) {
			return;
		}
		const step = words === null ? 'a # inside of quotes wants a backslash before it' : stepFrom(words);
		if (typeof step === 'string') {
			problems.push({line: index + 1, message: `Line ${index + 1}: ${step}.`});
		} else {
			steps.push(step);
		}
	});
	return {steps, problems};
}

const twins: readonly string[] = ['mfr', 'model', 'serial'];

/** ups.mfr, ups.model and ups.serial are those of the device too; driver.* is the player's own (nut.md 8). */
export function applyStep(values: Map<string, string>, step: DevStep): void {
	if (step.do !== 'set' || step.name.startsWith('driver.')) {
		return;
	}
	const twin = twins.find(each => step.name === `ups.${each}`);
	const names = twin === undefined ? [step.name] : [step.name, `device.${twin}`];
	for (const name of names) {
		if (step.value === null) {
			values.delete(name);
		} else {
			values.set(name, step.value);
		}
	}
}

/** What a file holds at its end, whatever it waits for on the way, by name. */
export function devVariables(file: DevFile): ReadonlyMap<string, string> {
	const values = new Map<string, string>();
	for (const step of file.steps) {
		applyStep(values, step);
	}
	return values;
}

/** A value, in quotes only where the reader would change it. */
function written(value: string): string {
	const words = wordsOfLines(`x ${value}`)[0];
	const plain = words !== null && words[0] === 'x' && words.slice(1).join(' ') === value;
	return plain ? value : quoteWord(value);
}

/** Writes variables as a .dev file: sorted, a line each. Values that are empty or not printable ASCII are left out or cut. */
export function writeDev(variables: Iterable<readonly [name: string, value: string]>): string {
	const lines = [...variables]
		.map(([name, value]): [string, string] => [name, value.replaceAll(/[^ -~]/g, '?').slice(0, DEV_VALUE_MAX)])
		.filter(([, value]) => value !== '')
		.sort(([a], [b]) => byName(a, b))
		.map(([name, value]) => `${name}: ${written(value)}\n`);
	return lines.join('');
}

/** All that a UPS tells now, as a .dev file. */
export function dumpUps(ups: NutUps): string {
	return writeDev(ups.variables().map(({name, value}): [string, string] => [name, value]));
}
