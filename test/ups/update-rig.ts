// A UPS of five minutes' transfer whose firmware is updated, and what an update goes through.

import * as code from '../../src/ups/codes.ts';
import {nextEventAt} from '../../src/ups/fire.ts';
import type {UpsBehaviour, UpsImage} from '../../src/ups/firmware-image.ts';
import {beginUpdate} from '../../src/ups/orders.ts';
import type {Ups} from '../../src/ups/row.ts';
import {advance, configure} from '../../src/ups/ups.ts';
import {newUps, refModel, SECOND} from '../helpers/ref-model.ts';

export const SPEED = 1000;
const BYTES = 300_000;
export const TRANSFER_MS = 300 * SECOND;
export const OFF_DELAY_MS = 90 * SECOND;
export const on = code.updateOutputOn;
export const off = code.updateOutputOff;

export function image(behaviour: UpsBehaviour = 'good', model = refModel.sku): UpsImage {
	return {version: [10, 1], model, bytesLength: BYTES, behaviour};
}

export function upsOf(mode: number, model = refModel): Ups {
	const u = newUps(model);
	configure(u, 0, 'updateMode', mode);
	return u;
}

export function begin(u: Ups, t: number, given = image()): number {
	return beginUpdate(u, t, u.updateMode, given, SPEED);
}

/** The phases of a run up to `until`, each with the second at which it begins. */
export function phases(u: Ups, until: number): Array<[second: number, phase: number]> {
	const seen: Array<[number, number]> = [[u.at / SECOND, u.updatePhase]];
	while (nextEventAt(u) <= until) {
		advance(u, nextEventAt(u));
		if (u.updatePhase !== seen.at(-1)?.[1]) {
			seen.push([u.at / SECOND, u.updatePhase]);
		}
	}
	advance(u, until);
	return seen;
}
