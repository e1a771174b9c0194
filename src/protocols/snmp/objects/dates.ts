// Dates of PowerNet: US style text, `Unknown` where there is none (snmp.md (b), conventions).

import {NOT_AVAILABLE} from '../../../core/absent.ts';
import {DAY} from '../../../core/clock.ts';
import type {Access, Read} from './lines.ts';
import type {DetailSlots} from '../../../agent/card-view.ts';
import {changing} from './settings.ts';

export const UNKNOWN = 'Unknown';
const MINUTES_A_DAY = 1440;
/** 2000-01-01 UTC. */
export const EPOCH_2000 = Date.UTC(2000, 0, 1);
const dateForm = /^(\d{2})\/(\d{2})\/(\d{2}|\d{4})$/;

export function twoDigits(value: number): string {
	return value < 10 ? `0${value}` : String(value);
}

/** mm/dd/yyyy of days since 2000-01-01; `short` leaves out the century, as NMC 2 does in some places (recorded). */
export function usDate(days: number, short: boolean): string {
	if (days === NOT_AVAILABLE) {
		return UNKNOWN;
	}
	const date = new Date(EPOCH_2000 + days * DAY);
	const year = date.getUTCFullYear();
	return `${twoDigits(date.getUTCMonth() + 1)}/${twoDigits(date.getUTCDate())}/${short ? twoDigits(year % 100) : year}`;
}

/** Days since 2000-01-01 of mm/dd/yy or mm/dd/yyyy; -1 where the text is no date of 2000 to 2099. */
export function daysOf(text: string): number {
	const parts = dateForm.exec(text);
	if (parts === null) {
		return -1;
	}
	const year = Number(parts[3]) + (parts[3]?.length === 2 ? 2000 : 0);
	const at = Date.UTC(year, Number(parts[1]) - 1, Number(parts[2]));
	const days = Math.round((at - EPOCH_2000) / DAY);
	const same = usDate(days, false) === `${parts[1]}/${parts[2]}/${year}`;
	return same && year >= 2000 && year < 2100 ? days : -1;
}

/** A day of the UPS's detail. */
export function dayOf(of: (detail: DetailSlots) => number): Read {
	return card => usDate(of(card.detail), false);
}

/** The day of a moment in minutes since 2000-01-01 UTC. */
export function dayOfMinute(minute: number): string {
	return minute === NOT_AVAILABLE ? UNKNOWN : usDate(Math.floor(minute / MINUTES_A_DAY), false);
}

/** A setting that is a date. */
export function dateSetting(key: string): Access {
	return {
		read: (card, place) => usDate(card.number(key), place.quirk('shortDates')),
		write: (_card, value) => {
			const days = daysOf(String(value));
			return days < 0 ? 'wrongValue' : changing(key, days);
		},
	};
}
