// Which card a unit number means: one card with a number of its own, or a fleet's cards by number.

import type {CardHouse} from '../../agent/card-view.ts';

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

/** One card, by the unit given or, where it is null, by its own setting at the time. */
export function unitOfCard(house: CardHouse, card: number, unit: number | null): ModbusUnits {
	return {
		cardOf: asked => (asked === (unit ?? house.view(card).number('modbus.unitId')) ? card : NO_CARD),
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
