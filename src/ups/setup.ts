// Settings of a running UPS that do more than change a column. Like everything in ups.ts they take the time at which they
// happen, and return with the state settled.

import {round} from '../core/math.ts';
import {testIntervalOf} from './families.ts';
import {settle} from './fire.ts';
import {advanceTo} from './flow.ts';
import {takeInput} from './input.ts';
import type {Ups} from './row.ts';
import {nextTestAt} from './self-test.ts';
import {renew} from './wear.ts';

/** The input is judged anew, by the window and the sensitivity as they are now. */
function judgeInput(u: Ups, t: number): void {
	takeInput(u, t, u.inputVolts, u.inputHertz, u.inputDistortion);
	settle(u, t);
}

/** Where the regulator (or, in a double-conversion type, the battery) steps in above nominal, V; the battery's edge keeps its distance. */
export function setTransferHigh(u: Ups, t: number, volts: number): void {
	const window = u.rating.model.window;
	advanceTo(u, t);
	u.trimAbove = volts;
	u.batteryAbove = round((volts * window.batteryAbove) / window.trimAbove);
	judgeInput(u, t);
}

/** The same below nominal. */
export function setTransferLow(u: Ups, t: number, volts: number): void {
	const window = u.rating.model.window;
	advanceTo(u, t);
	u.boostBelow = volts;
	u.batteryBelow = round((volts * window.batteryBelow) / window.boostBelow);
	judgeInput(u, t);
}

/** A sensitivity of codes.ts, or 1 for automatic. */
export function setSensitivity(u: Ups, t: number, sensitivity: number): void {
	advanceTo(u, t);
	u.sensitivity = sensitivity;
	judgeInput(u, t);
}

/** A schedule of families.ts; the next self-test is one interval away. */
export function setTestSchedule(u: Ups, t: number, schedule: number): void {
	advanceTo(u, t);
	u.testSchedule = schedule;
	u.testIntervalMs = testIntervalOf(schedule);
	u.atTestDue = nextTestAt(u, t);
	settle(u, t);
}

/** The moment of the week, in time of the UPS, at which scheduled self-tests begin; -1 where any will do. */
export function setTestPhase(u: Ups, t: number, phaseMs: number): void {
	advanceTo(u, t);
	u.testPhaseMs = phaseMs;
	u.atTestDue = nextTestAt(u, t);
	settle(u, t);
}

/** External battery packs; -1 where the UPS counts them itself, and finds none. */
export function setPacks(u: Ups, t: number, packs: number): void {
	advanceTo(u, t);
	u.packSetting = packs;
	u.packs = packs < 0 ? 0 : packs;
	renew(u);
	settle(u, t);
}

/** When the battery was put in, in time of the UPS; before its start where it is older. */
export function setInstalled(u: Ups, t: number, at: number): void {
	advanceTo(u, t);
	u.installedAt = at;
	settle(u, t);
}

/** A column of integers: delays and limits of the output and its groups, whole seconds; column from row.ts. */
export function setColumn(u: Ups, t: number, column: number, value: number): void {
	advanceTo(u, t);
	u.j[u.p + column] = value;
	settle(u, t);
}

/** A bit of a column of integers. */
export function setBit(u: Ups, t: number, column: number, bit: number, on: boolean): void {
	const now = u.j[u.p + column];
	setColumn(u, t, column, on ? now | bit : now & ~bit);
}
