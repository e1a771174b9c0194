// Option values from text; E_USAGE where one is not as it must be.

import {codedError} from '../core/errors.ts';

/** Shard `index` of `count`, counted from 0. */
export interface Shard {
	readonly index: number;
	readonly count: number;
}

/** A parser for whole numbers from `low` to `high`. */
export function wholeNumber(option: string, low: number, high: number): (text: string) => number {
	return text => {
		const value = /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
		if (!(value >= low && value <= high)) {
			throw codedError('E_USAGE', `${option} ${text}: write a whole number from ${low} to ${high}.`, {
				option,
				value: text,
			});
		}
		return value;
	};
}

/** I/N, with I from 0 to N - 1; `auto` as I is the number at the end of the host name, as a StatefulSet gives it. */
export function parseShard(text: string): Shard {
	const match = /^([0-9]{1,4}|auto)\/([0-9]{1,4})$/.exec(text);
	const index = match?.[1] === 'auto' ? ordinalOf(text) : Number(match?.[1]);
	const count = Number(match?.[2]);
	if (match === null || index >= count) {
		throw shardError(text, 'write I/N with I from 0 to N - 1, such as 0/4, or auto/N');
	}
	return {index, count};
}

function shardError(text: string, right: string): Error {
	return codedError('E_USAGE', `--shard ${text}: ${right}.`, {option: '--shard', value: text});
}

function ordinalOf(text: string): number {
	const name = process.env['HOSTNAME'] ?? '';
	const ordinal = /-([0-9]{1,4})$/.exec(name)?.[1];
	if (ordinal === undefined) {
		const found = name === '' ? 'HOSTNAME is not set' : `HOSTNAME is ${name}`;
		throw shardError(text, `auto takes the number at the end of a name such as fleet-3, and ${found}`);
	}
	return Number(ordinal);
}
