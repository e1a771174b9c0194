// The value of an option from text that does not stand on the command line: by the option's own parser.

import {CommanderError} from 'commander';
import type {Option} from 'commander';
import {isCoded} from '../../core/errors.ts';

/** What destroys is asked for each time, and on the command line only. */
const spokenOnly: readonly string[] = ['yes', 'force', 'help', 'version'];

const truths: Readonly<Record<string, boolean>> = {
	true: true,
	yes: true,
	on: true,
	'1': true,
	false: false,
	no: false,
	off: false,
	'0': false,
};

/** Whether the option may come from the environment or from a file. */
export function isLayered(option: Option): boolean {
	return !option.hidden && !spokenOnly.includes(option.attributeName());
}

export function takesValue(option: Option): boolean {
	return option.required || option.optional;
}

/** `RIDETHROUGH_` and the name of the option, unless it names another variable itself. */
export function variableOf(option: Option): string {
	return option.envVar ?? `RIDETHROUGH_${kebabOf(option).replaceAll('-', '_').toUpperCase()}`;
}

/** The key of a file for the option: its flag without hyphens before it, and without `no-`. */
export function kebabOf(option: Option): string {
	return option.attributeName().replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

/** A text that the option does not take; the message says what would be right. */
export class ValueRefused extends Error {}

function reasonOf(error: unknown): string {
	if (error instanceof CommanderError || isCoded(error)) {
		return error.message;
	}
	throw error;
}

function flagValue(option: Option, texts: readonly string[]): boolean {
	const value = texts.length === 1 ? truths[texts[0].toLowerCase()] : undefined;
	if (value === undefined) {
		throw new ValueRefused(`${option.long} is on or off: write true or false`);
	}
	return value;
}

function parsedValue(option: Option, texts: readonly string[]): unknown {
	let value: unknown = option.defaultValue;
	for (const text of texts) {
		value =
			option.parseArg === undefined
				? text
				: (option.parseArg as (text: string, before: unknown) => unknown)(text, value);
	}
	return value;
}

/** The value of the option for one text, or for the texts of a list. Throws ValueRefused. */
export function valueOf(option: Option, texts: readonly string[], isList: boolean): unknown {
	if (!takesValue(option)) {
		return flagValue(option, texts);
	}
	// What the help writes as <A,...> takes its list in one text.
	const joined = isList && /<.*,.*>/.test(option.flags);
	try {
		const value = parsedValue(option, joined ? [texts.join(',')] : texts);
		if (isList && !joined && !Array.isArray(value)) {
			throw new ValueRefused(`${option.long} takes one value, not a list`);
		}
		return value;
	} catch (error) {
		throw error instanceof ValueRefused ? error : new ValueRefused(reasonOf(error));
	}
}
