// Orders to a real UPS: what each writes, whether it makes sense just now, and how long it waits by the UPS's own settings.
// Whether the UPS has done it, only its status registers tell (modbus.md, Behaviour).

import * as act from '../../../agent/ups-control.ts';
import type {UpsControl} from '../../../agent/ups-control.ts';
import {upsStatus, userInterface} from '../../../codec/modbus-bits.ts';
import {groupPrefix} from '../../../codec/modbus-registers.ts';
import type {Millis} from '../../../core/clock.ts';
import {MINUTE, SECOND} from '../../../core/clock.ts';
import {isCalibrating, isOnBypass, isOutage, isSelfTesting} from '../../../link/conditions.ts';
import type {LinkedIdentity} from '../../../link/identity.ts';
import type {RegisterImage} from '../../../link/image.ts';
import * as orders from '../../../link/orders.ts';
import type {OutletOrder, Write} from '../../../link/orders.ts';
import * as groups from '../../../ups/groups.ts';

/** What the control needs of the link. */
export interface ControlLink {
	readonly identity: LinkedIdentity;
	readonly image: RegisterImage;
	readonly doubleConversion: boolean;
	/** Whether it answers. */
	readonly isHeard: boolean;
	/** Sends an order; that it was not taken is told later. */
	send(action: number, target: number, write: Write): void;
}

/** A calibration that takes this many times the runtime has gone wrong. */
const CALIBRATION_SLACK = 2;
const RUNTIME = 'RunTimeRemaining';
/** A delay that the UPS does not tell is over by then [assumed]. */
const UNKNOWN_DELAY_MS = 10 * MINUTE;

function isOnLine(image: RegisterImage): boolean {
	return image.bit('UPSStatus_BF', upsStatus.online) && !isSelfTesting(image) && !isCalibrating(image);
}

function outlet(command: OutletOrder['command'], usesOnDelay: boolean, usesOffDelay: boolean): OutletOrder {
	return {command, usesOnDelay, usesOffDelay};
}

/** By command of ups/groups.ts. What comes back runs through the on delay (nmc.md 8). */
const groupOrders: Readonly<Record<number, OutletOrder>> = {
	[groups.groupOn]: outlet('on', false, false),
	[groups.groupOff]: outlet('off', false, false),
	[groups.groupReboot]: outlet('reboot', true, false),
	[groups.groupOnDelayed]: outlet('on', true, false),
	[groups.groupOffDelayed]: outlet('off', false, true),
	[groups.groupRebootDelayed]: outlet('reboot', true, true),
	[groups.groupCancel]: outlet('cancel', false, false),
	[groups.groupShutdown]: outlet('shutdown', true, false),
	[groups.groupShutdownDelayed]: outlet('shutdown', true, true),
};

interface Action {
	readonly write: Write;
	/** Why not just now; 0 where nothing is against it. */
	readonly refusal: (image: RegisterImage) => number;
}

function action(write: Write, holds: (image: RegisterImage) => boolean, otherwise: number): Action {
	return {write, refusal: image => (holds(image) ? 0 : otherwise)};
}

const beeps = (image: RegisterImage): boolean => image.bit('UserInterfaceStatus_BF', userInterface.alarmSounding);

/** By action of ups-control.ts. A sleep and a power failure on demand are none of this map's. */
const actions: Readonly<Record<number, Action>> = {
	[act.actSelfTest]: action(orders.startSelfTest, isOnLine, act.refusedNotOnLine),
	[act.actStopSelfTest]: action(orders.stopSelfTest, isSelfTesting, act.refusedNoTest),
	[act.actCalibrate]: action(orders.startCalibration, isOnLine, act.refusedNotOnLine),
	[act.actStopCalibration]: action(orders.stopCalibration, isCalibrating, act.refusedNoCalibration),
	[act.actToBypass]: action(orders.toBypass, isOnLine, act.refusedNotOnLine),
	[act.actFromBypass]: action(orders.fromBypass, isOnBypass, act.refusedNotOnBypass),
	[act.actMute]: action(orders.mute, beeps, act.refusedNoAlarm),
};

function isPending(image: RegisterImage, group: number): boolean {
	return ['TurnOffCountdown', 'TurnOnCountdown', 'StayOffCountdown'].some(
		name => (image.raw(`${groupPrefix(group)}.${name}`) ?? -1) >= 0,
	);
}

/** The groups that an order is for: all, where it is for the output and there is no main group. */
function groupsOf({hasMainGroup, switchedGroups}: LinkedIdentity, group: number): readonly number[] {
	const all = Array.from({length: switchedGroups}, (_none, at) => at + 1);
	return group === groups.MAIN && !hasMainGroup ? all : [group];
}

export class LinkedControl implements UpsControl {
	readonly #link: ControlLink;

	constructor(link: ControlLink) {
		this.#link = link;
	}

	switchedGroups(): number {
		return this.#link.identity.switchedGroups;
	}

	supports(which: number): boolean {
		const isBypass = which === act.actToBypass || which === act.actFromBypass;
		const hasWrite = which in actions || which === act.actGroup || which === act.actConserveBattery;
		return hasWrite && (!isBypass || this.#link.doubleConversion);
	}

	waitMs(which: number, target: number, value: number): Millis {
		if (which === act.actCalibrate) {
			return CALIBRATION_SLACK * (this.#link.image.raw(RUNTIME) ?? 0) * SECOND;
		}
		return which === act.actGroup ? this.#groupWaitMs(target, value) : 0;
	}

	begin(which: number, target: number, value: number): number {
		if (!this.#link.isHeard) {
			return act.refusedSilent;
		}
		if (which === act.actGroup) {
			return this.#switch(target, value);
		}
		return which === act.actConserveBattery ? this.#conserve() : this.#act(which, target);
	}

	#act(which: number, target: number): number {
		const {write, refusal} = actions[which];
		const refused = refusal(this.#link.image);
		if (refused === 0) {
			this.#link.send(which, target, write);
		}
		return refused;
	}

	#switch(group: number, command: number): number {
		const {image, identity} = this.#link;
		if (command === groups.groupCancel && !groupsOf(identity, group).some(each => isPending(image, each))) {
			return act.refusedNothingPending;
		}
		this.#link.send(act.actGroup, group, orders.outletWrite(groupOrders[command], identity, group));
		return 0;
	}

	/** Off until the utility is back. */
	#conserve(): number {
		if (!isOutage(this.#link.image)) {
			return act.refusedNotOnBattery;
		}
		const write = orders.outletWrite(groupOrders[groups.groupShutdown], this.#link.identity, groups.MAIN);
		this.#link.send(act.actConserveBattery, groups.MAIN, write);
		return 0;
	}

	#groupWaitMs(group: number, command: number): Millis {
		const {command: name, usesOnDelay, usesOffDelay} = groupOrders[command];
		const comesBack = name === 'reboot';
		return (
			(usesOffDelay ? this.#delayMs(group, 'TurnOff') : 0)
			+ (comesBack ? this.#delayMs(group, 'StayOff') : 0)
			+ (usesOnDelay && name !== 'shutdown' ? this.#delayMs(group, 'TurnOn') : 0)
		);
	}

	#delayMs(group: number, which: string): Millis {
		const {image, identity} = this.#link;
		const delays = groupsOf(identity, group).map(each => {
			const seconds = image.raw(`${groupPrefix(each)}.${which}CountdownSetting`);
			return seconds === null ? UNKNOWN_DELAY_MS : seconds * SECOND;
		});
		return delays.some(delay => delay < 0) ? Infinity : Math.max(...delays);
	}
}
