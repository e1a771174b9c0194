// The last hours of load, charge and input voltage, for the curve on the page. It is no data log: a restart forgets it.

import type {CardHouse} from '../../agent/card-view.ts';
import {MINUTE} from '../../core/clock.ts';
import type {Clock, Millis} from '../../core/clock.ts';
import {quantity} from './readings.ts';

export interface Point {
	readonly utcMs: Millis;
	/** Percent and volts; null without contact. */
	readonly load: number | null;
	readonly charge: number | null;
	readonly volts: number | null;
}

export interface History {
	points(card: number): readonly Point[];
	close(): void;
}

/** Six hours of minutes. */
const POINTS_MAX = 360;
/** Of a fleet no history is kept: its cards are looked at by other means. */
const CARDS_MAX = 16;

function pointOf(house: CardHouse, card: number): Point {
	const view = house.view(card);
	view.look();
	const read = (name: 'loadRatio' | 'batteryCharge' | 'inputVolts'): number | null =>
		view.lost ? null : quantity(view.reading, name);
	return {utcMs: view.utc, load: read('loadRatio'), charge: read('batteryCharge'), volts: read('inputVolts')};
}

export function keepHistory(house: CardHouse, clock: Clock): History {
	const kept: Point[][] = Array.from({length: house.count > CARDS_MAX ? 0 : house.count}, () => []);
	let cancel = (): void => {};
	const take = (): void => {
		for (const [card, points] of kept.entries()) {
			points.push(pointOf(house, card));
			points.splice(0, points.length - POINTS_MAX);
		}
		cancel = clock.after(MINUTE, take);
	};
	if (kept.length > 0) {
		take();
	}
	return {points: card => kept[card] ?? [], close: () => cancel()};
}
