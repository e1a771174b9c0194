// A reading by names from the registers of a UPS: a row a slot. Null is what the map has not; it is never guessed.

import * as bit from '../codec/modbus-bits.ts';
import {groupPrefix} from '../codec/modbus-registers.ts';
import type {Millis} from '../core/clock.ts';
import {SECOND} from '../core/clock.ts';
import * as condition from './conditions.ts';
import {calibrationResult, testResult} from './history.ts';
import type {LinkHistory} from './history.ts';
import type {LinkedIdentity} from './identity.ts';
import type {RegisterImage} from './image.ts';

/** All that a reading is made of. */
export interface Seen {
	readonly image: RegisterImage;
	readonly history: LinkHistory;
	readonly identity: LinkedIdentity;
	/** Now, in the card's own time. */
	readonly t: Millis;
}

/** Groups that a reading has a place for. */
const GROUPS = 4;

const UNKNOWN = 1;

/** Output status as the PowerNet MIB numbers it (nmc.md 1.1). */
function outputStatus(image: RegisterImage): number {
	if (image.bit('UPSStatus_BF', bit.upsStatus.outputOff)) {
		return offStatus(image);
	}
	if (condition.isOnBypass(image)) {
		return condition.hasFault(image) ? 10 : 6;
	}
	// A card may call a test or a calibration "on line"; the battery carries the load in both (nmc.md 5, 6).
	if (condition.isSelfTesting(image)) {
		return 15;
	}
	return condition.runsOnBattery(image) || condition.isCalibrating(image) ? 3 : lineStatus(image);
}

function lineStatus(image: RegisterImage): number {
	if (!image.bit('UPSStatus_BF', bit.upsStatus.online)) {
		return UNKNOWN;
	}
	if (image.bit('Input.InputStatus_BF', bit.inputStatus.boost)) {
		return 4;
	}
	return image.bit('Input.InputStatus_BF', bit.inputStatus.trim) ? 12 : 2;
}

function offStatus(image: RegisterImage): number {
	if (condition.isRebooting(image)) {
		return 8;
	}
	if (!condition.isSleeping(image)) {
		return 7;
	}
	return image.bit('MOG.OutletStatus_BF', bit.outletStatus.sleep) ? 5 : 11;
}

function batteryStatus(image: RegisterImage): number {
	const holding = condition.conditionsIn(image);
	if (holding.has('noBattery')) {
		return 5;
	}
	return holding.has('lowBattery') ? 3 : 2;
}

function scaled(name: string, scale: number): (seen: Seen) => number | null {
	return ({image}) => {
		const value = image.quantity(name);
		return value === null ? null : Math.round(value * scale);
	};
}

/** A share of a rating in percent; null where the UPS does not say what it is rated for. */
function shareOf(name: string, rating: (identity: LinkedIdentity) => number | null): (seen: Seen) => number | null {
	return ({image, identity}) => {
		const percent = image.quantity(name);
		const rated = rating(identity);
		return percent === null || rated === null ? null : Math.round((percent * rated) / 100);
	};
}

/** Percent with one decimal; null where the register holds a code for why there is none (modbus.md, Efficiency codes). */
function efficiency({image}: Seen): number | null {
	const raw = image.raw('Input.Efficiency_EN');
	return raw === null || raw < 0 ? null : Math.round((image.quantity('Input.Efficiency_EN') ?? 0) * 10);
}

function secondsOnBattery({history, t, image}: Seen): number {
	const since = history.onBatterySince;
	return since === null || !condition.conditionsIn(image).has('onBattery') ? 0 : Math.floor((t - since) / SECOND);
}

/** The register of a group's status: of the main one, then of the switched ones. */
function outletRegister(group: number): string {
	return `${groupPrefix(group)}.OutletStatus_BF`;
}

/** A UPS without a main group has its output for one. */
function isGroupOn({image, identity}: Seen, group: number): boolean {
	const name = outletRegister(group);
	if (group > 0 || (image.raw(name) ?? 0) !== 0) {
		return group <= identity.switchedGroups && image.bit(name, bit.outletStatus.on);
	}
	return !image.bit('UPSStatus_BF', bit.upsStatus.outputOff);
}

function groupsOn(seen: Seen): number {
	let on = 0;
	for (let group = 0; group < GROUPS; group++) {
		on += isGroupOn(seen, group) ? 2 ** group : 0;
	}
	return on;
}

function groupStatus(group: number): (seen: Seen) => number | null {
	return ({image, identity}) => (group > identity.switchedGroups ? null : image.raw(outletRegister(group)));
}

type SlotRow = readonly [slot: string, read: (seen: Seen) => number | null];

/** Slots of ups/reading.ts in its steps. Those that are missing here, a UPS does not tell: charger, current, input frequency. */
const slotRows: readonly SlotRow[] = [
	['outputStatus', ({image}) => outputStatus(image)],
	['batteryStatus', ({image}) => batteryStatus(image)],
	['batteryCharge', scaled('StateOfCharge_Pct', 10)],
	['batteryRuntime', scaled('RunTimeRemaining', 1)],
	['batteryVolts', scaled('Battery.Positive.VoltageDC', 100)],
	['batteryTemperature', scaled('Battery.Temperature', 10)],
	['secondsOnBattery', secondsOnBattery],
	['inputVolts', scaled('Input[0].VoltageAC', 10)],
	['outputVolts', scaled('Output[0].VoltageAC', 10)],
	['outputHertz', scaled('Output.Frequency', 100)],
	['outputAmperes', scaled('Output[0].CurrentAC', 100)],
	['outputWatts', shareOf('Output[0].RealPower_Pct', identity => identity.ratedWatts)],
	['outputVoltAmperes', shareOf('Output[0].ApparentPower_Pct', identity => identity.ratedVoltAmperes)],
	['loadRatio', scaled('Output[0].RealPower_Pct', 10)],
	['outputEnergy', scaled('Output.Energy', 1)],
	['efficiency', efficiency],
	['transferCause', ({history}) => history.transferCause],
	['changeCause', ({image}) => image.raw('UPSStatusChangeCause_EN')],
	['transferCount', ({history}) => history.transfers],
	['selfTestResult', ({image}) => testResult(image)],
	['selfTestCount', ({history}) => history.selfTests],
	['calibrationResult', ({image}) => calibrationResult(image)],
	['groupsOn', groupsOn],
	['group0Status', groupStatus(0)],
	['group1Status', groupStatus(1)],
	['group2Status', groupStatus(2)],
	['group3Status', groupStatus(3)],
];

/** The reading by slot name; a slot that is not in it, or null, is not available. */
export function readingOf(seen: Seen): ReadonlyMap<string, number | null> {
	return new Map(slotRows.map(([slot, read]) => [slot, read(seen)]));
}

const countdowns: readonly (readonly [detail: string, register: string])[] = [
	['turnOffIn', 'TurnOffCountdown'],
	['turnOnIn', 'TurnOnCountdown'],
	['stayOffFor', 'StayOffCountdown'],
];

/** The countdowns of an outlet group by name, s; -1 while none runs, null where the UPS has no such group. */
export function countdownsOf({image, identity}: Seen, group: number): ReadonlyMap<string, number | null> {
	const prefix = groupPrefix(group);
	const exists = group === 0 ? identity.hasMainGroup : group <= identity.switchedGroups;
	return new Map(countdowns.map(([detail, name]) => [detail, exists ? image.raw(`${prefix}.${name}`) : null]));
}

/** Whether it beeps, and whether somebody muted it (modbus.md, register 26). */
export function beeperOf({image}: Seen): {readonly beeping: boolean; readonly muted: boolean} {
	return {
		beeping: image.bit('UserInterfaceStatus_BF', bit.userInterface.alarmSounding),
		muted: image.bit('UserInterfaceStatus_BF', bit.userInterface.alarmMuted),
	};
}
