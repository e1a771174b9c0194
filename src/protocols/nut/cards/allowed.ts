// What a setting of the card takes, read from the words in which it says so ("127, 130 or 136 V", "0 to 3600 s or never").

import type {SettingState} from '../../../agent/settings/desk.ts';
import type {NutType} from '../source.ts';

/** Numbers that stand for the words of settings; NUT has no words among numbers. */
const numberOfWord: Readonly<Record<string, number>> = {never: -1, any: -1, auto: -1};

export interface AllowedNumbers {
	/** The quantities one by one; empty where there is a range. */
	readonly steps: readonly number[];
	readonly range: readonly [low: number, high: number] | null;
	readonly words: readonly string[];
	/** Characters of a text; 0 of what is none. */
	readonly length: number;
}

interface Part {
	readonly step?: number;
	readonly range?: readonly [number, number];
	readonly word?: string;
}

function partFrom(text: string): Part {
	const range = /^(-?\d+) to (-?\d+)(?: |$)/.exec(text);
	if (range !== null) {
		return {range: [Number(range[1]), Number(range[2])]};
	}
	const step = /^(-?\d+)(?: |$)/.exec(text);
	return step === null ? {word: text} : {step: Number(step[1])};
}

/** Takes `SettingState.allowed` apart. */
export function allowedFrom(text: string): AllowedNumbers {
	const length = /^up to (\d+) printable/.exec(text);
	const parts = length === null ? text.split(/, | or /).map(partFrom) : [];
	return {
		steps: parts.flatMap(part => part.step ?? []),
		range: parts.find(part => part.range !== undefined)?.range ?? null,
		words: parts.flatMap(part => part.word ?? []),
		length: Number(length?.[1] ?? 0),
	};
}

/** The type of a number; `asRange` where steps are told as a range and values between them are rounded (nut.md 5). */
export function numberType(setting: SettingState, asRange: boolean): NutType {
	const {steps, range, words} = allowedFrom(setting.allowed);
	const others = words.flatMap(word => numberOfWord[word] ?? []);
	if (steps.length > 0 && !asRange) {
		return {length: 0, options: [...others, ...steps].map(String), ranges: []};
	}
	const bounds = range ?? [Math.min(...steps), Math.max(...steps)];
	return {length: 0, options: [], ranges: [...others.map((each): [number, number] => [each, each]), bounds]};
}
