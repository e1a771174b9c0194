// Whether a UPS is in a state in which its card may erase, arm or reset (ota.md 6.6): never while the load depends on the card.

import {updateGraceful, updateRestarting} from '../../ups/codes.ts';
import * as condition from '../../ups/conditions.ts';
import {batteryCharge, conditions0} from '../../ups/reading.ts';
import {NOT_AVAILABLE} from '../../core/absent.ts';

/** Filled by `lookAtUps`; one object serves any number of cards. */
export interface UpsNow {
	/** Why the card must wait, as a person reads it; '' when it need not. */
	problem: string;
	onBattery: boolean;
	/** Percent; 0 while it is not known. */
	batteryPercent: number;
}

/** What a reading does not tell. */
export interface AroundUps {
	/** Whether readings reach the card. */
	readonly isHeard: boolean;
	/** Phase of an update of the UPS's own firmware (ups/codes.ts): what is on its way there comes through this card. */
	readonly updatePhase: number;
	/** Whether an order that switches outlets, or a shutdown, is under way. */
	readonly switching: boolean;
	/** Whether hosts were told to shut down. */
	readonly announced: boolean;
}

interface Rule {
	readonly when: number;
	readonly why: string;
}

/** Conditions that forbid it, the gravest first: the first that holds is named. */
const rules: readonly Rule[] = [
	{when: condition.lowBattery, why: 'the battery is low'},
	{when: condition.onBattery, why: 'the UPS is on battery'},
	{when: condition.bypassInternalFault, why: 'the UPS is in bypass by a fault'},
	{when: condition.bypassSupplyFault, why: 'the UPS is in bypass by a fault'},
	{when: condition.forcedBypass, why: 'the UPS is in bypass by a fault'},
	{when: condition.onBatteryByFault, why: 'the UPS is on battery by a fault'},
	{when: condition.selfTesting, why: 'a self-test runs'},
	{when: condition.calibrating, why: 'a calibration runs'},
	{when: condition.gracefulShutdown, why: 'a shutdown is under way'},
	{when: condition.rebooting, why: 'the output is being cycled'},
];

const TENTHS = 10;

function holds(row: Int32Array, at: number, which: number): boolean {
	return ((row[at + conditions0 + (which >> 5)] >>> (which & 31)) & 1) === 1;
}

function problemOf(row: Int32Array, at: number, around: AroundUps): string {
	if (!around.isHeard) {
		return 'the UPS does not answer';
	}
	for (let i = 0; i < rules.length; i++) {
		if (holds(row, at, rules[i].when)) {
			return rules[i].why;
		}
	}
	if (around.updatePhase >= updateGraceful && around.updatePhase <= updateRestarting) {
		return 'the firmware of the UPS is being updated';
	}
	if (around.switching) {
		return 'an outlet command is under way';
	}
	return around.announced ? 'hosts were told to shut down' : '';
}

/** Fills `into` from a reading row at `at`. */
export function judgeUps(row: Int32Array, at: number, around: AroundUps, into: UpsNow): void {
	const charge = row[at + batteryCharge];
	into.problem = problemOf(row, at, around);
	into.onBattery = around.isHeard && holds(row, at, condition.onBattery);
	into.batteryPercent = charge === NOT_AVAILABLE ? 0 : Math.floor(charge / TENTHS);
}
