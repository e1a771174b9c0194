// How a row of the settings table is written.

import type {Rating} from '../../ups/rating.ts';
import {choice, range, roundDown, roundNearest, roundUp, text} from './allowed.ts';
import type {Allowed} from './allowed.ts';

export const kindNumber = 1;
export const kindChoice = 2;
export const kindText = 3;
/** Days since 2000-01-01, as register 595 of the UPS's Modbus map counts them (nmc.md 9). */
export const kindDate = 4;
/** 0 or 1. */
export const kindFlag = 5;

/** Names by number, for tables and JSON; the first has none. */
export const kindNames: readonly string[] = ['', 'number', 'choice', 'text', 'date', 'flag'];

/** The UPS has nothing of the kind; it has it and it is as it is; it can be set. */
export const accessNone = 0;
export const accessRead = 1;
export const accessWrite = 2;

/** Numbers in the unit of the row, codes of choices, days, 0 or 1; text for texts. */
export type SettingValue = number | string;

export interface SettingRow {
	/** Append only: it is in recorded states and on wires. */
	readonly id: number;
	/** For ever, as the id. */
	readonly key: string;
	readonly kind: number;
	/** SI unit, or ''. */
	readonly unit: string;
	/** Whether it is a setting of the UPS, which a device user may change, or of the card. */
	readonly ofUps: boolean;
	/** Whether it belongs to this one device and not to others of its kind (the Override keyword of nmc.md 14). */
	readonly own: boolean;
	readonly rounding: number;
	readonly access: (rating: Rating) => number;
	readonly allowed: (rating: Rating) => Allowed;
	/** Null where the factory decides it, device by device. */
	readonly standard: (rating: Rating) => SettingValue | null;
}

interface Draft extends SettingRow {
	own: boolean;
	rounding: number;
	access: (rating: Rating) => number;
}

function writable(): number {
	return accessWrite;
}

/** The last day that a date of two digits a year can name. */
const LAST_DAY = 36524;
const flags = choice(0, ['false', 'true']);
const dates = range(0, LAST_DAY, 1);

function draft(id: number, key: string, kind: number, unit: string, values: Allowed, standard: SettingValue): Draft {
	return {
		id: id,
		key: key,
		kind: kind,
		unit: unit,
		ofUps: key.indexOf('ups.') === 0 || key.indexOf('outlet.') === 0,
		own: false,
		rounding: roundNearest,
		access: writable,
		allowed: () => values,
		standard: () => standard,
	};
}

/** A quantity whose values and default no model changes. */
export function quantity(id: number, key: string, unit: string, values: Allowed, standard: number): SettingRow {
	return draft(id, key, kindNumber, unit, values, standard);
}

/** A quantity whose values and default follow from the model. */
export function ratedQuantity(
	id: number,
	key: string,
	unit: string,
	values: (rating: Rating) => Allowed,
	standard: (rating: Rating) => number,
): SettingRow {
	const row = draft(id, key, kindNumber, unit, dates, 0) as {-readonly [K in keyof SettingRow]: SettingRow[K]};
	row.allowed = values;
	row.standard = standard;
	return row;
}

export function option(id: number, key: string, values: Allowed, standard: number): SettingRow {
	return draft(id, key, kindChoice, '', values, standard);
}

export function flag(id: number, key: string, standard: boolean): SettingRow {
	return draft(id, key, kindFlag, '', flags, standard ? 1 : 0);
}

/** Up to `length` characters of printable ASCII. */
export function words(id: number, key: string, length: number, standard: string): SettingRow {
	return draft(id, key, kindText, '', text(length), standard);
}

export function date(id: number, key: string): SettingRow {
	const row = draft(id, key, kindDate, '', dates, 0) as {-readonly [K in keyof SettingRow]: SettingRow[K]};
	row.standard = () => null;
	return row;
}

/** `row` with values between two allowed ones going up (nmc.md 4). */
export function upward(row: SettingRow): SettingRow {
	(row as Draft).rounding = roundUp;
	return row;
}

export function downward(row: SettingRow): SettingRow {
	(row as Draft).rounding = roundDown;
	return row;
}

/** `row` as one that belongs to a single device. */
export function own(row: SettingRow): SettingRow {
	(row as Draft).own = true;
	return row;
}

/** `row` with an access that the model decides. */
export function accessible(row: SettingRow, access: (rating: Rating) => number): SettingRow {
	(row as Draft).access = access;
	return row;
}
