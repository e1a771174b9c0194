// What a source does besides answering (ota.md 5.2): it breaks off, it changes, or it begins at the first byte although it was asked
// for another.

import type {Millis} from '../../core/clock.ts';
import {refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';
import type {Transfer} from './transfer.ts';
import {Window} from './window.ts';

/** Nothing more comes for the request `token`: what is missing is asked for again. */
export function lost(transfer: Transfer, token: number, t: Millis): void {
	const window = transfer.window;
	if (window !== null && token === window.token) {
		transfer.counts.lost += 1;
		transfer.patience.fruitless = window.isFruitful() ? 0 : transfer.patience.fruitless + 1;
		transfer.window = null;
		transfer.askAfter(t);
	}
}

/**
 * The source has something else than before. What the chunk table proved stays; without a table all begins anew. The refusal is to
 * be told of.
 */
export function sourceChanged(transfer: Transfer, t: Millis): OtaRefusal {
	transfer.counts.sourceChanges += 1;
	transfer.window = null;
	transfer.patience.fruitless += 1;
	if (!transfer.ended && beginAnew(transfer, t)) {
		transfer.askAfter(t);
	}
	return refusal('E_OTA_SOURCE_CHANGED', 'the source changed while it was read');
}

/** The source serves the part of request `token` from its first byte on; whether it may go on. Nothing is ever appended. */
export function servedWhole(transfer: Transfer, token: number, t: Millis): boolean {
	if (transfer.window === null || token !== transfer.window.token) {
		return false;
	}
	const part = transfer.window.part;
	transfer.counts.wholes += 1;
	transfer.window = null;
	if (!beginAnew(transfer, t)) {
		return false;
	}
	transfer.window = new Window(token, part, 0, transfer.intake.partBytes(part), 0);
	transfer.window.whole = true;
	transfer.dueAt = t + transfer.patience.answerMs();
	return true;
}

/** Forgets what cannot be proven: all that came, where there is no table. False when that ended the transfer. */
function beginAnew(transfer: Transfer, t: Millis): boolean {
	transfer.intake.beginTable();
	if (transfer.plan.chunks !== null || transfer.doneBytes === 0) {
		return true;
	}
	if (!transfer.countFullWrite(t)) {
		return false;
	}
	const renewed = transfer.ports.renew('E_OTA_SOURCE_CHANGED');
	if ('code' in renewed) {
		transfer.end(renewed, t);
		return false;
	}
	transfer.counts.restarts += 1;
	transfer.intake.renew(renewed.sink);
	transfer.doneBytes = 0;
	return true;
}
