// The values that a setting can take: single ones, a range, and words for what is no quantity, such as never.

/** A value with a name: an option of a choice, or what stands outside the order of a quantity. */
export interface Word {
	readonly value: number;
	readonly word: string;
}

export interface Allowed {
	/** The quantities one by one, ascending; empty where low, high and step say it. */
	readonly steps: readonly number[];
	/** From low to high in steps of `step`; low above high where there are no quantities. */
	readonly low: number;
	readonly high: number;
	readonly step: number;
	readonly words: readonly Word[];
	/** Most characters of a text; 0 of what is none. */
	readonly length: number;
}

/** Which way a value between two allowed ones goes where a face rounds, as SNMP does (nmc.md 4). */
export const roundNearest = 0;
export const roundUp = 1;
export const roundDown = 2;

const NO_WORDS: readonly Word[] = [];
const NO_STEPS: readonly number[] = [];

/** These quantities, ascending. */
export function steps(values: readonly number[]): Allowed {
	const last = values.length - 1;
	return {steps: values, low: values[0], high: values[last], step: 1, words: NO_WORDS, length: 0};
}

export function range(low: number, high: number, step: number): Allowed {
	return {steps: NO_STEPS, low: low, high: high, step: step, words: NO_WORDS, length: 0};
}

/** A choice between words, numbered from `first`. */
export function choice(first: number, words: readonly string[]): Allowed {
	const options: Word[] = [];
	for (let i = 0; i < words.length; i++) {
		options.push({value: first + i, word: words[i]});
	}
	return {steps: NO_STEPS, low: 1, high: 0, step: 1, words: options, length: 0};
}

/** Text of printable ASCII, up to so many characters. */
export function text(length: number): Allowed {
	return {steps: NO_STEPS, low: 1, high: 0, step: 1, words: NO_WORDS, length: length};
}

/** What `allowed` has, and one value by name. */
export function orWord(allowed: Allowed, value: number, word: string): Allowed {
	return {
		steps: allowed.steps,
		low: allowed.low,
		high: allowed.high,
		step: allowed.step,
		words: allowed.words.concat([{value: value, word: word}]),
		length: 0,
	};
}

/** The word of a value; '' when it has none. */
export function wordOf(allowed: Allowed, value: number): string {
	for (let i = 0; i < allowed.words.length; i++) {
		if (allowed.words[i].value === value) {
			return allowed.words[i].word;
		}
	}
	return '';
}

/** Whether `value` may be taken as it is. */
export function isAllowed(allowed: Allowed, value: number): boolean {
	if (wordOf(allowed, value) !== '') {
		return true;
	}
	if (allowed.steps.length > 0) {
		return allowed.steps.indexOf(value) >= 0;
	}
	return value >= allowed.low && value <= allowed.high && (value - allowed.low) % allowed.step === 0;
}

/** The allowed quantity at or below `value`, at least the smallest. */
function floorOf(allowed: Allowed, value: number): number {
	if (allowed.steps.length === 0) {
		const within = Math.min(Math.max(value, allowed.low), allowed.high);
		return allowed.low + Math.floor((within - allowed.low) / allowed.step) * allowed.step;
	}
	let best = allowed.steps[0];
	for (let i = 1; i < allowed.steps.length && allowed.steps[i] <= value; i++) {
		best = allowed.steps[i];
	}
	return best;
}

/** The allowed quantity at or above `value`, at most the largest. */
function ceilingOf(allowed: Allowed, value: number): number {
	const below = floorOf(allowed, value);
	if (below >= value) {
		return below;
	}
	for (let i = 0; i < allowed.steps.length; i++) {
		if (allowed.steps[i] >= value) {
			return allowed.steps[i];
		}
	}
	const next = allowed.steps.length > 0 ? below : below + allowed.step;
	return next <= allowed.high ? next : below;
}

/** What a face that rounds makes of `value`; a word's own value stays. Of a choice, the word whose number is nearest. */
export function rounded(allowed: Allowed, value: number, rounding: number): number {
	if (isAllowed(allowed, value)) {
		return value;
	}
	if (allowed.low > allowed.high) {
		return nearestWord(allowed, value);
	}
	const below = floorOf(allowed, value);
	const above = ceilingOf(allowed, value);
	if (rounding !== roundNearest) {
		return rounding === roundUp ? above : below;
	}
	return value - below <= above - value ? below : above;
}

function nearestWord(allowed: Allowed, value: number): number {
	let best = allowed.words[0].value;
	for (let i = 1; i < allowed.words.length; i++) {
		if (Math.abs(allowed.words[i].value - value) < Math.abs(best - value)) {
			best = allowed.words[i].value;
		}
	}
	return best;
}

/** "127, 130 or 136 V", "0 to 3600 s or never": what to write instead. */
export function describe(allowed: Allowed, unit: string): string {
	if (allowed.length > 0) {
		return `up to ${allowed.length} printable ASCII characters`;
	}
	const suffix = unit === '' ? '' : ` ${unit}`;
	let parts: string[] = [];
	if (allowed.steps.length > 0) {
		parts = allowed.steps.map(String);
	} else if (allowed.low <= allowed.high) {
		const step = allowed.step === 1 ? '' : ` in steps of ${allowed.step}`;
		parts = [`${allowed.low} to ${allowed.high}${step}`];
	}
	const words = allowed.words.map(each => each.word);
	if (parts.length > 0) {
		parts[parts.length - 1] += suffix;
	}
	const all = parts.concat(words);
	const last = all[all.length - 1];
	return all.length === 1 ? last : `${all.slice(0, -1).join(', ')} or ${last}`;
}
