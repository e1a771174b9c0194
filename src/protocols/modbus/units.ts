// Which card a unit number means: one card with a number of its own, or a fleet's cards by number.

import type {CardHouse} from '../../agent/card-view.ts';
import {SECOND} from '../../core/clock.ts';
import type {Clock} from '../../core/clock.ts';

/** Unit numbers of the protocol: 0 is a broadcast on a line, and on TCP whoever is at the address; so is 255. */
export const BROADCAST = 0;
const WHOEVER = 255;
const FIRST_UNIT = 1;
const LAST_UNIT = 247;
export const NO_CARD = -1;

export interface ModbusUnits {
	/** The card of a unit; NO_CARD where there is none. */
	cardOf(unit: number): number;
	/** Every card. */
	readonly cards: readonly number[];
}

/** One card, by a unit number of its own. */
export function unitOfCard(card: number, unit: number): ModbusUnits {
	return {cardOf: asked => (asked === unit ? card : NO_CARD), cards: [card]};
}

/** One card, by its own setting, which is looked up once a second and not for every request. */
export function unitBySetting(house: CardHouse, card: number, clock: Clock): ModbusUnits {
	let unit = NO_CARD;
	let readAt = -Infinity;
	return {
		cardOf(asked) {
			const now = clock.now();
			if (now - readAt >= SECOND) {
				unit = house.view(card).number('modbus.unitId');
				readAt = now;
			}
			return asked === unit ? card : NO_CARD;
		},
		cards: [card],
	};
}

/** Units 1 to 247 are the cards from `first` on, as far as there are any. */
export function unitsOfFleet(house: CardHouse, first: number): ModbusUnits {
	const count = Math.min(LAST_UNIT, house.count - first);
	return {
		cardOf: asked => (asked >= FIRST_UNIT && asked <= count ? first + asked - FIRST_UNIT : NO_CARD),
		cards: Array.from({length: Math.max(0, count)}, (_, i) => first + i),
	};
}

/** `units` as TCP has them: 0 and 255 are the first card's too, as most gateways have it (modbus.md, Behaviour). */
export function onTcp(units: ModbusUnits): ModbusUnits {
	const [first = NO_CARD] = units.cards;
	return {
		cardOf: asked => (asked === BROADCAST || asked === WHOEVER ? first : units.cardOf(asked)),
		cards: units.cards,
	};
}
