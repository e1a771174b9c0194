// The life of the battery by date (nmc.md 4, and 9, register 25): a card warns some days before it ends, again when it has
// ended, and, once somebody has acknowledged that, after a while again. It goes by the install date and the mean temperature
// (battery.md 9), whatever the self-tests say.

import {DAY, YEAR} from '../core/clock.ts';
import type {Millis} from '../core/clock.ts';
import {floatLifeYears, lithiumYears, lithiumYearsAt} from '../ups/aging.ts';
import type {Rating} from '../ups/rating.ts';
import {batteryTemperature, NOT_AVAILABLE} from '../ups/reading.ts';
import {NO_DETAIL, phaseClear, phaseSet} from './card.ts';
import type {Card} from './card.ts';
import {findEvent} from './events.ts';

/** The bits of register 25, as numbers. */
export const lifeOk = 0;
export const lifeNearEnd = 1;
export const lifeExceeded = 2;
export const lifeNearEndAcknowledged = 3;
export const lifeExceededAcknowledged = 4;

/** The mean temperature follows the readings with this lag [assumed]. */
const MEAN_OVER_MS = 30 * DAY;
/** Temperature of the ratings: battery.md 7. */
const RATED_CELSIUS = 25;
const TENTHS = 10;
/** A warning ends only when the end of the life has moved this far away, so that a mean that wavers says nothing twice [assumed]. */
const HYSTERESIS_DAYS = 7;

/** What each card knows of the life of its battery. */
export class BatteryLifeRows {
	/** A number of register 25. */
	state: Uint8Array;
	acknowledgedAt: Float64Array;
	meanCelsius: Float64Array;
	/** When the mean was last moved. */
	seenAt: Float64Array;

	constructor(count: number) {
		this.state = new Uint8Array(count);
		this.acknowledgedAt = new Float64Array(count);
		this.meanCelsius = new Float64Array(count).fill(RATED_CELSIUS);
		this.seenAt = new Float64Array(count).fill(-Infinity);
	}
}

export interface LifeSettings {
	/** Day on which the battery was put in, and today, since 2000-01-01; NaN where it is not known. */
	readonly installedDay: number;
	readonly today: number;
	/** ups.battery.healthWarning and healthSnooze: days, -1 never. */
	readonly warningDays: number;
	readonly snoozeDays: number;
}

/** Years that a battery of this type lasts at a temperature. */
export function lifeYears(rating: Rating, celsius: number): number {
	return rating.lithium ? lithiumYearsAt(1) / lithiumYears(YEAR, celsius) : floatLifeYears(celsius, rating.lifeYears);
}

/** Days from today to the end of the battery's life, negative once it is over; NaN where a date is not known. */
export function daysLeft(rating: Rating, settings: LifeSettings, celsius: number): number {
	return settings.installedDay + (lifeYears(rating, celsius) * YEAR) / DAY - settings.today;
}

/** Moves the mean temperature by a reading. */
function follow(rows: BatteryLifeRows, id: number, tenths: number, t: Millis): void {
	if (tenths === NOT_AVAILABLE) {
		return;
	}
	const elapsed = t - rows.seenAt[id];
	const weight = elapsed === Infinity ? 1 : elapsed / (elapsed + MEAN_OVER_MS);
	rows.meanCelsius[id] += weight * (tenths / TENTHS - rows.meanCelsius[id]);
	rows.seenAt[id] = t;
}

function eventId(name: string): number {
	const event = findEvent(name);
	return event === null ? 0 : event.id;
}

const nearEndEvent = eventId('batteryLifeNearEnd');
const exceededEvent = eventId('batteryLifeExceeded');
/** The event that each state holds set; 0 none. */
const eventOfState: readonly number[] = [0, nearEndEvent, exceededEvent, 0, 0];
/** Each state without its acknowledgement. */
const plainState: readonly number[] = [lifeOk, lifeNearEnd, lifeExceeded, lifeNearEnd, lifeExceeded];

function enter(rows: BatteryLifeRows, card: Card, state: number, t: Millis): void {
	const before = eventOfState[rows.state[card.id]];
	const after = eventOfState[state];
	rows.state[card.id] = state;
	if (before !== after && before !== 0) {
		card.log(t, before, phaseClear, NO_DETAIL);
	}
	if (before !== after && after !== 0) {
		card.log(t, after, phaseSet, NO_DETAIL);
	}
}

/** The state by date alone. A battery without a known date is not judged. */
function stateByDate(left: number, warningDays: number): number {
	if (!(warningDays >= 0) || !(left <= warningDays)) {
		return lifeOk;
	}
	return left <= 0 ? lifeExceeded : lifeNearEnd;
}

/** The same, where a state that holds lets go a little later than it begins. */
function dueState(left: number, warningDays: number, now: number): number {
	const plainly = stateByDate(left, warningDays);
	return plainly >= now ? plainly : Math.min(now, stateByDate(left - HYSTERESIS_DAYS, warningDays));
}

/** Looks at the calendar and the temperature of a reading; to be called some times a day. Logs what changed. */
export function observeBatteryLife(
	rows: BatteryLifeRows,
	card: Card,
	rating: Rating,
	settings: LifeSettings,
	tenthsCelsius: number,
	t: Millis,
): void {
	follow(rows, card.id, tenthsCelsius, t);
	const now = rows.state[card.id];
	const left = daysLeft(rating, settings, rows.meanCelsius[card.id]);
	const due = dueState(left, settings.warningDays, plainState[now]);
	const snoozed = now > lifeExceeded && due === plainState[now];
	const asleep = settings.snoozeDays < 0 || t < rows.acknowledgedAt[card.id] + settings.snoozeDays * DAY;
	if (due !== now && !(snoozed && asleep)) {
		enter(rows, card, due, t);
	}
}

/** Somebody has seen the warning: it is cleared, stays visible as acknowledged, and comes again after the snooze. */
export function acknowledgeBatteryLife(rows: BatteryLifeRows, card: Card, t: Millis): boolean {
	const now = rows.state[card.id];
	if (now !== lifeNearEnd && now !== lifeExceeded) {
		return false;
	}
	rows.acknowledgedAt[card.id] = t;
	enter(rows, card, now === lifeNearEnd ? lifeNearEndAcknowledged : lifeExceededAcknowledged, t);
	return true;
}

/** The temperature slot of a reading row, for observeBatteryLife. */
export function temperatureOf(row: Int32Array, at: number): number {
	return row[at + batteryTemperature];
}
