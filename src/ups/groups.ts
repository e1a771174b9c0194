// Outlet groups: one main group (the output itself) and up to three switched ones, with delays, sequencing and return
// (nmc.md 8). Off, reboot, sleep and shutdown of the whole UPS are the same machine applied to the main group.

import {MINUTE, SECOND} from '../core/clock.ts';
import * as code from './codes.ts';
import * as condition from './conditions.ts';
import {timeOfCharge, timeOfRuntime} from './recharge.ts';
import * as row from './row.ts';
import type {Ups} from './row.ts';
import {testAfterTurnOn} from './self-test.ts';
import {enterOff, enterOn} from './source.ts';
import {holdsOutput} from './update-state.ts';
import {renew} from './wear.ts';

export const MAIN = 0;
const NEVER = -1;

/** Commands to a group, numbered as the PowerNet MIB does. */
export const groupOn = 1;
export const groupOff = 2;
export const groupReboot = 3;
export const groupOnDelayed = 4;
export const groupOffDelayed = 5;
export const groupRebootDelayed = 6;
export const groupCancel = 7;
export const groupShutdown = 9;
export const groupShutdownDelayed = 10;

/** What each command that turns off does: whether its delay runs first, and what follows. By command number. */
const offCommands: readonly ({delayed: boolean; after: number} | null)[] = [
	null,
	null,
	{delayed: false, after: code.afterOffStay},
	{delayed: false, after: code.afterOffReturn},
	null,
	{delayed: true, after: code.afterOffStay},
	{delayed: true, after: code.afterOffReturn},
	null,
	null,
	{delayed: false, after: code.afterOffReturnWithPower},
	{delayed: true, after: code.afterOffReturnWithPower},
];

export function isOn(u: Ups, group: number): boolean {
	return ((u.groupsOn >> group) & 1) === 1;
}

export function phaseOf(u: Ups, group: number): number {
	return u.j[u.p + row.PHASE + group];
}

function setPhase(u: Ups, group: number, phase: number, at: number): void {
	u.j[u.p + row.PHASE + group] = phase;
	u.f[u.o + row.GROUP_TIMER[group]] = at;
}

function secondsOf(u: Ups, column: number, group: number): number {
	return u.j[u.p + column + group];
}

function afterOff(u: Ups, group: number): number {
	return u.j[u.p + row.AFTER_OFF + group];
}

/** Load of the groups that are on: each draws its share of what the whole UPS is asked for. */
export function settleLoad(u: Ups): void {
	let permille = 0;
	for (let group = 0; group < u.rating.groups; group++) {
		permille += isOn(u, group) ? u.j[u.p + row.SHARE + group] : 0;
	}
	u.loadWatts = isOn(u, MAIN) ? (u.demandWatts * permille) / 1000 : 0;
	// On line the load is none of the battery's business.
	if (u.source === code.sourceBattery) {
		renew(u);
	}
}

/** Carries out a command (one of the numbers above). The caller has checked the group. */
export function commandGroup(u: Ups, t: number, group: number, command: number): void {
	const off = offCommands[command];
	if (off !== null) {
		beginOff(u, t, group, off.delayed, off.after);
	} else if (command === groupOn) {
		u.latched = u.latched === code.latchedByOverload ? 0 : u.latched;
		turnOn(u, t, group);
	} else if (command === groupOnDelayed) {
		beginOnDelay(u, t, group);
	} else if (command === groupCancel) {
		setPhase(u, group, code.phaseIdle, Infinity);
	}
	settleConditions(u);
}

/** Turns a group off, now or after its delay. A group that is off already only learns what follows. */
export function beginOff(u: Ups, t: number, group: number, delayed: boolean, after: number): void {
	u.j[u.p + row.AFTER_OFF + group] = after;
	const delay = secondsOf(u, row.OFF_DELAY, group);
	if (delayed && isOn(u, group)) {
		setPhase(u, group, code.phaseOffDelay, delay === NEVER ? Infinity : t + delay * SECOND);
		return;
	}
	turnOff(u, t, group);
	hold(u, t, group, secondsOf(u, row.REBOOT, group) * SECOND);
}

/** Sends the whole UPS to sleep for `sleepMs`; it wakes once there is utility. */
export function sleepFor(u: Ups, t: number, sleepMs: number): void {
	u.j[u.p + row.AFTER_OFF + MAIN] = code.afterOffWake;
	turnOff(u, t, MAIN);
	hold(u, t, MAIN, sleepMs);
	settleConditions(u);
}

/** Nothing carries the load any more: everything goes down, and comes back with the utility where restarts are allowed. */
export function dropOutput(u: Ups, t: number, changeCause: number): void {
	u.changeCause = changeCause;
	u.j[u.p + row.AFTER_OFF + MAIN] = u.restarts === 0 ? code.afterOffStay : code.afterOffReturnWithPower;
	turnOff(u, t, MAIN);
	hold(u, t, MAIN, 0);
	settleConditions(u);
}

/** The output is taken down by a fault and stays down until somebody acts. */
export function latchOff(u: Ups, t: number, latch: number): void {
	u.latched = latch;
	u.j[u.p + row.AFTER_OFF + MAIN] = code.afterOffStay;
	turnOff(u, t, MAIN);
	settleConditions(u);
}

function hold(u: Ups, t: number, group: number, durationMs: number): void {
	if (afterOff(u, group) === code.afterOffStay) {
		setPhase(u, group, code.phaseIdle, Infinity);
	} else if (durationMs > 0) {
		setPhase(u, group, code.phaseHolding, t + durationMs);
	} else {
		awaitPower(u, t, group);
	}
}

/** Switched groups go first, the main one last (nmc.md 8, rule 3). */
function turnOff(u: Ups, t: number, group: number): void {
	if (group === MAIN) {
		for (let other = 1; other < u.rating.groups; other++) {
			if (isOn(u, other)) {
				u.groupsOn = u.groupsOn & ~(1 << other);
				u.j[u.p + row.AFTER_OFF + other] = afterOff(u, MAIN);
				setPhase(
					u,
					other,
					afterOff(u, MAIN) === code.afterOffStay ? code.phaseIdle : code.phaseAwaitingPower,
					Infinity,
				);
			}
		}
		enterOff(u, t);
	}
	u.groupsOn = u.groupsOn & ~(1 << group);
	setPhase(u, group, code.phaseIdle, Infinity);
	settleLoad(u);
}

/** The main group goes on before the one that was asked for (rule 4). */
function turnOn(u: Ups, t: number, group: number): void {
	if (group !== MAIN && !isOn(u, MAIN)) {
		turnOn(u, t, MAIN);
	}
	if (isOn(u, group) || (group !== MAIN && !isOn(u, MAIN))) {
		setPhase(u, group, code.phaseIdle, Infinity);
		return;
	}
	u.groupsOn = u.groupsOn | (1 << group);
	setPhase(u, group, code.phaseIdle, Infinity);
	settleLoad(u);
	if (group === MAIN && !enterOn(u, t)) {
		u.groupsOn = u.groupsOn & ~1;
		u.j[u.p + row.AFTER_OFF + MAIN] = code.afterOffReturnWithPower;
		setPhase(u, MAIN, code.phaseAwaitingPower, Infinity);
		settleLoad(u);
	} else if (group === MAIN) {
		testAfterTurnOn(u, t);
		scheduleAwaiting(u, t);
	}
}

function beginOnDelay(u: Ups, t: number, group: number): void {
	const delay = secondsOf(u, row.ON_DELAY, group);
	if (delay === NEVER) {
		setPhase(u, group, code.phaseOnDelay, Infinity);
		return;
	}
	const wait = delay * SECOND + (group === MAIN ? u.returnDelayMs : 0);
	if (wait === 0) {
		turnOn(u, t, group);
	} else {
		setPhase(u, group, code.phaseOnDelay, t + wait);
	}
}

function awaitPower(u: Ups, t: number, group: number): void {
	setPhase(u, group, code.phaseAwaitingPower, readyAt(u, t, group));
}

/** When a group that is off may begin its on delay: utility accepted, enough charge and runtime; Infinity until then. */
function readyAt(u: Ups, t: number, group: number): number {
	if (holdsOutput(u) || (group !== MAIN && !isOn(u, MAIN))) {
		return Infinity;
	}
	if (afterOff(u, group) === code.afterOffReturn) {
		return t;
	}
	if (u.inputAccepted === 0) {
		return Infinity;
	}
	const runtimeMs = Math.max(secondsOf(u, row.MIN_RUNTIME, group) * SECOND, group === MAIN ? u.minReturnRuntimeMs : 0);
	const charged = group === MAIN ? timeOfCharge(u, u.minReturnCharge) : t;
	return Math.max(t, charged, timeOfRuntime(u, runtimeMs / MINUTE, u.shutdownWatts, t));
}

/** Asks again for every group that waits: the utility was accepted, or the main group came on. */
export function scheduleAwaiting(u: Ups, t: number): void {
	for (let group = 0; group < u.rating.groups; group++) {
		if (phaseOf(u, group) === code.phaseAwaitingPower) {
			awaitPower(u, t, group);
		}
	}
}

/** The utility went bad: groups that were about to return with it wait again. */
export function postponeReturns(u: Ups): void {
	for (let group = 0; group < u.rating.groups; group++) {
		const phase = phaseOf(u, group);
		const needsPower = afterOff(u, group) === code.afterOffReturnWithPower || afterOff(u, group) === code.afterOffWake;
		if (!isOn(u, group) && needsPower && (phase === code.phaseAwaitingPower || phase === code.phaseOnDelay)) {
			setPhase(u, group, code.phaseAwaitingPower, Infinity);
		}
	}
}

/** A group's timer is due. */
export function continueGroup(u: Ups, t: number, group: number): void {
	const phase = phaseOf(u, group);
	if (phase === code.phaseOffDelay) {
		beginOff(u, t, group, false, afterOff(u, group));
	} else if (phase === code.phaseHolding) {
		awaitPower(u, t, group);
	} else if (phase === code.phaseAwaitingPower) {
		beginOnDelay(u, t, group);
	} else if (phase === code.phaseOnDelay) {
		turnOn(u, t, group);
	}
	settleConditions(u);
}

/** Conditions that follow from the main group. */
export function settleConditions(u: Ups): void {
	const on = isOn(u, MAIN);
	const phase = phaseOf(u, MAIN);
	const holding = phase === code.phaseHolding;
	const waking = afterOff(u, MAIN) === code.afterOffWake;
	// Off for an update is neither a sleep nor a reboot.
	const away = !on && !holdsOutput(u);
	u.mark(condition.outputOff, !on);
	u.mark(condition.sleeping, away && (phase === code.phaseAwaitingPower || (holding && waking)));
	u.mark(condition.rebooting, away && holding && !waking);
	u.mark(condition.gracefulShutdown, on && phase === code.phaseOffDelay);
}
