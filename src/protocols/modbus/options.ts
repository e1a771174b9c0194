// What the servers of both carriers are told.

import type {CardHouse, Who} from '../../agent/card-view.ts';
import type {Clock} from '../../core/clock.ts';
import type {Asked, ModbusAccess} from './answer.ts';
import type {UndefinedReads} from './registers.ts';
import {unitBySetting, unitOfCard, unitsOfFleet} from './units.ts';
import type {ModbusUnits} from './units.ts';

/** Which cards are served: one, by its own unit number, or a fleet's from one on, as units 1 to 247. */
export type ModbusServes = {readonly card: number; readonly unit?: number} | {readonly firstCard: number};

export interface ModbusOptions {
	readonly house: CardHouse;
	readonly clock: Clock;
	/** Card 0 by its setting `modbus.unitId` where nothing is said. */
	readonly serves?: ModbusServes;
	/** `readWrite` where nothing is said. */
	readonly access?: ModbusAccess;
	/** `card` where nothing is said. */
	readonly undefinedReads?: UndefinedReads;
}

export function unitsOf({house, clock, serves}: ModbusOptions): ModbusUnits {
	const served = serves ?? {card: 0};
	if ('firstCard' in served) {
		return unitsOfFleet(house, served.firstCard);
	}
	return served.unit === undefined ? unitBySetting(house, served.card, clock) : unitOfCard(served.card, served.unit);
}

/** Numbers of src/agent/roles.ts: who speaks Modbus may do what belongs to the UPS, and nothing with the card. */
const DEVICE_USER = 3;
const ORIGIN_MODBUS = 5;

/** Whoever is at the other end. Modbus knows no names. */
export function whoAt(place: string): Who {
	return {actor: place, role: DEVICE_USER, origin: ORIGIN_MODBUS};
}

/** A request's surroundings, to be moved from card to card. */
export function askedBy(options: ModbusOptions, who: Who): Asked {
	return {
		card: options.house.view(0),
		who,
		access: options.access ?? 'readWrite',
		undefinedReads: options.undefinedReads ?? 'card',
	};
}
