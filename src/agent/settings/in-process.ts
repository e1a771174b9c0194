// The settings of a simulated UPS in the same process: which column each is, and what changing it does.

import {DAY, MINUTE, SECOND} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';
import {round} from '../../core/math.ts';
import {shedOnOverload, shedSkipsOffDelay, shedStaysOff} from '../../ups/plan.ts';
import * as row from '../../ups/row.ts';
import type {Ups} from '../../ups/row.ts';
import * as setup from '../../ups/setup.ts';
import {configure} from '../../ups/ups.ts';
import type {Setting} from '../../ups/ups.ts';
import type {UpsSettings} from './desk.ts';
import * as outlet from './outlet-rows.ts';
import type {SettingValue} from './setting-row.ts';

const WEEK = 7 * DAY;
/** 2000-01-01 in milliseconds of the Unix epoch, and the weekday that it was, from Monday = 1. */
const EPOCH_2000_MS = 946684800000;
const WEEKDAY_2000 = 6;
const GROUPS = 4;
const NEVER = -1;

interface Access {
	readonly id: number;
	readonly read: (u: Ups) => number;
	readonly write: (u: Ups, t: Millis, value: number) => void;
}

/** A column of its own with a scale: seconds in the row of settings, milliseconds in the UPS. */
function scaled(id: number, column: Setting, scale: number): Access {
	return {
		id: id,
		read: u => round(u[column] / scale),
		write: (u, t, value) => configure(u, t, column, value * scale),
	};
}

function integer(id: number, column: number): Access {
	return {
		id: id,
		read: u => u.j[u.p + column],
		write: (u, t, value) => setup.setColumn(u, t, column, value),
	};
}

function bit(id: number, column: number, mask: number): Access {
	return {
		id: id,
		read: u => ((u.j[u.p + column] & mask) !== 0 ? 1 : 0),
		write: (u, t, value) => setup.setBit(u, t, column, mask, value !== 0),
	};
}

function special(id: number, read: (u: Ups) => number, write: (u: Ups, t: Millis, value: number) => void): Access {
	return {id: id, read: read, write: write};
}

function indexOf(name: (typeof row.integerColumns)[number]): number {
	return row.integerColumns.indexOf(name);
}

const upsAccesses: readonly Access[] = [
	special(2, u => u.sensitivity, setup.setSensitivity),
	special(3, u => u.trimAbove, setup.setTransferHigh),
	special(4, u => u.boostBelow, setup.setTransferLow),
	scaled(6, 'qualifyMs', SECOND),
	scaled(7, 'restarts', 1),
	scaled(10, 'lowBatteryMs', SECOND),
	integer(11, row.OFF_DELAY),
	scaled(12, 'returnDelayMs', SECOND),
	scaled(13, 'minReturnCharge', 0.01),
	scaled(14, 'minReturnRuntimeMs', SECOND),
	integer(15, row.REBOOT),
	special(20, u => u.testSchedule, setup.setTestSchedule),
	integer(25, indexOf('alarmMode')),
	integer(26, indexOf('alarmDelay')),
	integer(30, row.SHED_AFTER),
	integer(31, row.SHED_BELOW),
	integer(32, indexOf('shutdownCharge')),
	integer(33, indexOf('shutdownLoad')),
	bit(34, row.SHED_RULES, shedSkipsOffDelay),
	bit(35, row.SHED_RULES, shedStaysOff),
	special(41, u => u.packSetting, setup.setPacks),
];

function groupAccesses(group: number): Access[] {
	const base = outlet.OUTLET_IDS + outlet.IDS_A_GROUP * group;
	const main = [
		integer(base + outlet.outletOnDelay, row.ON_DELAY + group),
		integer(base + outlet.outletMinRuntime, row.MIN_RUNTIME + group),
	];
	const switched = [
		integer(base + outlet.outletOffDelay, row.OFF_DELAY + group),
		integer(base + outlet.outletReboot, row.REBOOT + group),
		integer(base + outlet.outletShedAfter, row.SHED_AFTER + group),
		integer(base + outlet.outletShedBelow, row.SHED_BELOW + group),
		bit(base + outlet.outletShedOnOverload, row.SHED_RULES + group, shedOnOverload),
		bit(base + outlet.outletShedSkipOffDelay, row.SHED_RULES + group, shedSkipsOffDelay),
		bit(base + outlet.outletShedStayOff, row.SHED_RULES + group, shedStaysOff),
	];
	return group === 0 ? main : main.concat(switched);
}

/** By id, so that a reader need not search. */
const accesses: (Access | undefined)[] = [];

function fillAccesses(): void {
	let all: Access[] = upsAccesses.slice();
	for (let group = 0; group < GROUPS; group++) {
		all = all.concat(groupAccesses(group));
	}
	for (let i = 0; i < all.length; i++) {
		accesses[all[i].id] = all[i];
	}
}

fillAccesses();

/** Day and time of the self-test, and the install date: what a calendar is needed for. */
const testDay = 21;
const testTime = 22;
const installed = 40;
const calendarIds: readonly number[] = [testDay, testTime, installed];

/**
 * The settings of the UPS that `ups` views; whoever moves the view moves this. `now` is the time of the UPS, and
 * `utcAtZero` what the calendar said at its time 0, in UTC.
 */
export class InProcessSettings implements UpsSettings {
	ups: Ups;
	now: () => Millis;
	utcAtZero: Millis;

	constructor(ups: Ups, now: () => Millis, utcAtZero: Millis) {
		this.ups = ups;
		this.now = now;
		this.utcAtZero = utcAtZero;
	}

	has(id: number): boolean {
		return accesses[id] !== undefined || calendarIds.indexOf(id) >= 0;
	}

	lacks(_id: number): boolean {
		return false;
	}

	read(id: number): number {
		if (id === installed) {
			return Math.floor((this.utcAtZero + this.ups.installedAt - EPOCH_2000_MS) / DAY);
		}
		if (id === testDay || id === testTime) {
			return this.readTestMoment(id);
		}
		return (accesses[id] as Access).read(this.ups);
	}

	write(id: number, given: SettingValue): void {
		const value = Number(given);
		if (id === installed) {
			setup.setInstalled(this.ups, this.now(), EPOCH_2000_MS + value * DAY - this.utcAtZero);
		} else if (id === testDay) {
			this.setTestMoment(value, Math.max(0, this.readTestMoment(testTime)));
		} else if (id === testTime) {
			this.setTestMoment(value === NEVER ? 0 : Math.max(1, this.readTestMoment(testDay)), value);
		} else {
			(accesses[id] as Access).write(this.ups, this.now(), value);
		}
	}

	/** Weekday from 1 (0 any) or minutes of the day (-1 any) of the scheduled self-test. */
	readTestMoment(id: number): number {
		if (this.ups.testPhaseMs < 0) {
			return id === testDay ? 0 : NEVER;
		}
		const sinceMonday = modulo(this.ups.testPhaseMs + this.monday(), WEEK);
		return id === testDay ? 1 + Math.floor(sinceMonday / DAY) : round((sinceMonday % DAY) / MINUTE);
	}

	/** A time without a day means Monday, a day without a time midnight; without both any moment will do. */
	setTestMoment(day: number, minutes: number): void {
		const phase = day === 0 ? NEVER : modulo((day - 1) * DAY + Math.max(0, minutes) * MINUTE - this.monday(), WEEK);
		setup.setTestPhase(this.ups, this.now(), phase);
	}

	/** Milliseconds from the beginning of a week to time 0 of the UPS. */
	monday(): Millis {
		return modulo(this.utcAtZero - EPOCH_2000_MS + (WEEKDAY_2000 - 1) * DAY, WEEK);
	}
}

function modulo(value: number, by: number): number {
	return ((value % by) + by) % by;
}

/** Of a card without a UPS at hand, as when a file is checked: the card's own object holds everything. */
export const noUps: UpsSettings = {
	has: () => false,
	lacks: () => false,
	read: () => 0,
	write: () => {},
};
