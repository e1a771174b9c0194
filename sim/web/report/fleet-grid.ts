// The status of a whole fleet over time: how many cards have each, and a grid of the gravest for every row and column of pixels.

import type {Changes} from './model.ts';
import type {Span} from './window.ts';

/** For each status the cards that have it at the end of each column. */
export function countsOf(changes: Changes, statuses: number, {fromMs, toMs}: Span, columns: number): Uint32Array[] {
	const counts = Array.from({length: statuses}, () => new Uint32Array(columns));
	const now = Uint8Array.from(changes.initial);
	const sums = new Uint32Array(statuses);
	for (const status of now) {
		sums[status]++;
	}
	let next = 0;
	for (let column = 0; column < columns; column++) {
		const until = fromMs + ((toMs - fromMs) * (column + 1)) / columns;
		for (; next < changes.at.length && changes.at[next] <= until; next++) {
			sums[now[changes.card[next]]]--;
			now[changes.card[next]] = changes.status[next];
			sums[changes.status[next]]++;
		}
		for (let status = 0; status < statuses; status++) {
			counts[status][column] = sums[status];
		}
	}
	return counts;
}

export interface Grid {
	readonly width: number;
	readonly height: number;
	/** Row after row. */
	readonly status: Uint8Array;
}

/** `rowOf` gives the row of pixels of each card. */
export function gridOf(changes: Changes, rowOf: Int32Array, {fromMs, toMs}: Span, width: number, height: number): Grid {
	const status = new Uint8Array(width * height);
	const columnOf = (ms: number): number =>
		Math.max(0, Math.min(width - 1, Math.floor(((ms - fromMs) / (toMs - fromMs)) * width)));
	const since = new Int32Array(rowOf.length);
	const now = Uint8Array.from(changes.initial);
	const fill = (card: number, to: number): void => {
		const row = rowOf[card] * width;
		for (let place = row + since[card]; place <= row + to; place++) {
			status[place] = Math.max(status[place], now[card]);
		}
	};
	for (let i = 0; i < changes.at.length && changes.at[i] <= toMs; i++) {
		const card = changes.card[i];
		if (changes.at[i] > fromMs) {
			fill(card, columnOf(changes.at[i]));
			since[card] = columnOf(changes.at[i]);
		}
		now[card] = changes.status[i];
	}
	for (let card = 0; card < rowOf.length; card++) {
		fill(card, width - 1);
	}
	return {width, height, status};
}
