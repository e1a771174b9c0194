// The changes of status of a fleet, few enough for a page.

import type {Millis} from '../../src/core/clock.ts';
import {deltas, runs} from './packed.ts';
import type {PageStatuses} from './page-data.ts';
import type {StatusColumns} from './recording.ts';

/** About 9 characters each. */
const MOST_CHANGES = 120_000;
/** A screen has no more columns. */
const COLUMNS = 2_000;

type Changes = Pick<StatusColumns, 'at' | 'card' | 'status'>;

export function pageStatuses(columns: StatusColumns, durationMs: Millis): PageStatuses {
	let changes: Changes = columns;
	let resolutionMs = 0;
	for (let buckets = COLUMNS; changes.at.length > MOST_CHANGES && buckets >= 1; buckets /= 2) {
		resolutionMs = Math.max(1, Math.ceil(durationMs / buckets));
		changes = gravestIn(columns, resolutionMs);
	}
	return {
		initial: runs(columns.initial),
		at: deltas(changes.at),
		card: deltas(changes.card),
		status: [...changes.status],
		resolutionMs,
		leftOut: columns.leftOut,
	};
}

/** One change of a card in each span of time: to the gravest status that it had there. */
function gravestIn({initial, at, card, status}: StatusColumns, span: Millis): Changes {
	const kept: {at: number[]; card: number[]; status: number[]} = {at: [], card: [], status: []};
	const now = initial.slice();
	const shown = initial.slice();
	const touched = new Map<number, number>();
	const close = (bucket: number): void => {
		for (const [which, gravest] of touched) {
			if (gravest !== shown[which]) {
				kept.at.push(bucket * span);
				kept.card.push(which);
				kept.status.push(gravest);
				shown[which] = gravest;
			}
		}
	};
	let bucket = 0;
	for (let i = 0; i < at.length; i++) {
		const next = Math.floor(at[i] / span);
		if (next !== bucket) {
			close(bucket);
			settle(touched, now, shown);
			if (touched.size > 0 && next > bucket + 1) {
				close(bucket + 1);
				touched.clear();
			}
			bucket = next;
		}
		const before = touched.get(card[i]) ?? now[card[i]];
		touched.set(card[i], Math.max(before, status[i]));
		now[card[i]] = status[i];
	}
	close(bucket);
	settle(touched, now, shown);
	close(bucket + 1);
	return {at: Float64Array.from(kept.at), card: Int32Array.from(kept.card), status: Uint8Array.from(kept.status)};
}

/** After a span: only the cards that are shown otherwise than they stand have to be told of again. */
function settle(touched: Map<number, number>, now: Uint8Array, shown: Uint8Array): void {
	for (const which of touched.keys()) {
		if (now[which] === shown[which]) {
			touched.delete(which);
		} else {
			touched.set(which, now[which]);
		}
	}
}
