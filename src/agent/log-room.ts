// Cards whose log has room for fewer entries than those of the others.

import type {CardRows} from './card-rows.ts';

/** The oldest entry that a card with little room still has; 0 for the others. */
export function floorOf(rows: CardRows, card: number): number {
	return rows.logFloor === null ? 0 : rows.logFloor[card];
}

/** A card keeps only its newest `count` entries from now on; 0 is as many as there is room for. What was dropped does not come back. */
export function keepNewest(rows: CardRows, card: number, count: number): void {
	if (rows.logKept === null) {
		rows.logKept = new Int32Array(rows.count);
		rows.logFloor = new Int32Array(rows.count);
	}
	rows.logKept[card] = count;
	dropOld(rows, card, rows.lastSequence[card]);
}

/** After an entry was logged. */
export function dropOld(rows: CardRows, card: number, last: number): void {
	if (rows.logKept !== null && rows.logFloor !== null && rows.logKept[card] > 0) {
		rows.logFloor[card] = Math.max(rows.logFloor[card], last - rows.logKept[card] + 1);
	}
}
