// What faults do to one card of a fleet and to its UPS.

import {setUpdateFault} from '../../src/ups/orders.ts';
import * as ups from '../../src/ups/ups.ts';
import {codedError} from '../../src/core/errors.ts';
import {once} from '../faults/fault.ts';
import type {FaultTarget, Undo} from '../scenario/bench.ts';
import {cardTarget} from './card-faults.ts';
import type {Fleet} from './fleet.ts';
import type {Outside} from './outside.ts';
import {firmwareTarget} from './updates/firmware-target.ts';
import type {FleetUpdates} from './updates/fleet-updates.ts';

/** The world of `card`. */
export function fleetTarget(
	fleet: Fleet,
	card: number,
	updates: () => FleetUpdates | undefined,
	net: Outside | undefined,
): FaultTarget {
	const record = () => fleet.disturbed.of(card);
	return {
		scaleInput: factor => held(record().inputFactors, {factor}, () => fleet.applyInput(card)),
		shiftHertz: hertz => held(record().hertzShifts, {hertz}, () => fleet.applyInput(card)),
		addLoad: ratio => held(record().addedLoads, {ratio}, () => fleet.applyLoad(card)),
		failCells: cells => held(record().deadCells, {cells}, () => applyCells(fleet, card)),
		wearBattery: damage => wear(fleet, card, damage),
		silenceLink: () => silence(fleet, card),
		breakUpdates: () => held(record().brokenUpdates, {}, () => applyUpdates(fleet, card)),
		firmware: () => firmwareTarget(updates() ?? takesNone(), card),
		card: () => cardTarget(fleet, card, net),
	};
}

function applyUpdates(fleet: Fleet, card: number): void {
	const breaks = fleet.disturbed.of(card).brokenUpdates.size > 0;
	fleet.change(card, u => setUpdateFault(u, breaks));
}

function applyCells(fleet: Fleet, card: number): void {
	fleet.change(card, (u, t) => ups.setFailedCells(u, t, fleet.disturbed.deadCells(card)));
}

/** Undoing gives the battery back the wear it had: the wear that time added meanwhile is small beside it. */
function wear(fleet: Fleet, card: number, damage: number): Undo {
	const before = fleet.upsView(card);
	const calendar = before.calendarWear;
	const cycling = before.cyclingWear;
	fleet.change(card, (u, t) => ups.wearTo(u, t, damage));
	return once(() => fleet.change(card, (u, t) => ups.setWear(u, t, calendar, cycling)));
}

function silence(fleet: Fleet, card: number): Undo {
	const record = fleet.disturbed.of(card);
	record.silences += 1;
	fleet.applyLink(card);
	return once(() => {
		record.silences -= 1;
		fleet.applyLink(card);
	});
}

function takesNone(): never {
	const text =
		'The cards of this fleet take no firmware: give it some (firmware: in a scenario, --firmware-root of sim).';
	throw codedError('E_FAULT_UNSUPPORTED', text, {});
}

/** Adds `entry` to `entries`, applies, and returns what takes it out again. */
function held<T>(entries: Set<T>, entry: T, apply: () => void): Undo {
	entries.add(entry);
	apply();
	return once(() => {
		entries.delete(entry);
		apply();
	});
}
