// A variable's value on the wire.

import type {NutUps, NutVariable} from '../source.ts';
import {escapeWord} from '../words.ts';

/** Most characters of a value once it is escaped (nut.md 1). */
const VALUE_MAX = 255;
const STATUS = 'ups.status';

/** The value in quotes: printable ASCII, escaped and cut so that no answer is longer than clients read; FSD before the rest. */
export function valueOf(ups: NutUps, variable: NutVariable): string {
	const forced = variable.name === STATUS && ups.isForced() && !variable.value.split(' ').includes('FSD');
	const text = `${forced ? 'FSD ' : ''}${variable.value}`.replaceAll(/[^ -~]/g, '?');
	const escaped = escapeWord(text);
	return `"${escaped.length > VALUE_MAX ? cut(text) : escaped}"`;
}

/** As many whole characters as fit. */
function cut(text: string): string {
	let out = '';
	for (const character of text) {
		const next = escapeWord(character);
		if (out.length + next.length > VALUE_MAX) {
			break;
		}
		out += next;
	}
	return out;
}
