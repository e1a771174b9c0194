// How a UPS leaves the factory: its settings before anybody changes one (nmc.md 4, battery.md 11).

import {SECOND} from '../core/clock.ts';
import {alarmTimed} from './alarm.ts';
import * as code from './codes.ts';
import {testIntervalOf} from './families.ts';
import {MAIN} from './groups.ts';
import type {Rating} from './rating.ts';
import * as row from './row.ts';
import type {Ups} from './row.ts';

/** Factory settings (nmc.md 4, battery.md 11). */
const LOW_BATTERY_MS = 120 * SECOND;
const QUALIFY_MS = 4 * SECOND;
const REBOOT_SECONDS = 8;
const NEVER = -1;
/** The main group carries this share of the load where there are switched ones [assumed]. */
const MAIN_PERMILLE = 400;

export function startSettings(u: Ups, rating: Rating): void {
	const window = rating.model.window;
	u.batteryBelow = window.batteryBelow;
	u.boostBelow = window.boostBelow;
	u.trimAbove = window.trimAbove;
	u.batteryAbove = window.batteryAbove;
	u.lowBatteryMs = LOW_BATTERY_MS;
	u.qualifyMs = QUALIFY_MS;
	u.testSchedule = rating.testSchedule;
	u.testIntervalMs = testIntervalOf(rating.testSchedule);
	u.testPhaseMs = NEVER;
	u.alarmMode = alarmTimed;
	u.shutdownCharge = NEVER;
	u.shutdownLoad = NEVER;
	u.packSetting = NEVER;
	u.sensitivity = code.sensitivityHigh;
	u.restarts = 1;
	u.transferCause = code.causeNone;
	u.calibrationResult = code.calibrationUnknown;
}

export function startGroup(u: Ups, rating: Rating, group: number): void {
	const switched = rating.groups - 1;
	const exists = group < rating.groups;
	const share = switched === 0 ? 1000 : (1000 - MAIN_PERMILLE) / switched;
	u.j[u.p + row.SHARE + group] = group === MAIN && switched > 0 ? MAIN_PERMILLE : share;
	u.j[u.p + row.OFF_DELAY + group] = rating.offDelaySeconds;
	u.j[u.p + row.REBOOT + group] = REBOOT_SECONDS;
	u.j[u.p + row.SHED_AFTER + group] = NEVER;
	u.j[u.p + row.SHED_BELOW + group] = NEVER;
	u.groupsOn = exists ? u.groupsOn | (1 << group) : u.groupsOn;
}
