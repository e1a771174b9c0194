// What faults do to one card of a fleet and to its UPS.

import * as ups from '../../src/ups/ups.ts';
import {READING_SIZE} from '../../src/ups/reading.ts';
import {codedError} from '../../src/core/errors.ts';
import {once} from '../faults/fault.ts';
import type {FaultTarget, Undo} from '../scenario/bench.ts';
import type {SensorBend, SensorName} from '../scenario/ups-target.ts';
import {cardTarget} from './card-faults.ts';
import type {DialWorld} from './dials.ts';
import type {Fleet} from './fleet.ts';
import type {Outside} from './outside.ts';
import {sensorValue} from './told.ts';
import {firmwareTarget} from './updates/firmware-target.ts';
import type {FleetUpdates} from './updates/fleet-updates.ts';
import {held, upsTarget} from './ups-target.ts';

/** The world of `card`. */
export function fleetTarget(
	fleet: Fleet,
	card: number,
	updates: () => FleetUpdates | undefined,
	net: Outside | undefined,
): FaultTarget {
	const record = () => fleet.disturbed.of(card);
	const world: DialWorld = {
		feed: () => fleet.applyInput(card),
		load: () => fleet.applyLoad(card),
		change: act => fleet.change(card, act),
	};
	return {
		...upsTarget(record, world),
		wearBattery: damage => wear(fleet, card, damage),
		silenceLink: () => silence(fleet, card),
		bendSensor: (sensor, bend) => bendSensor(fleet, card, sensor, bend),
		giveQuirk: quirk => held(record().quirks, {quirk}, () => fleet.change(card, () => {})),
		firmware: () => firmwareTarget(updates() ?? takesNone(), card),
		card: () => cardTarget(fleet, card, net, updates() !== undefined),
	};
}

/** Undoing gives the battery back the wear it had: the wear that time added meanwhile is small beside it. */
function wear(fleet: Fleet, card: number, damage: number): Undo {
	const before = fleet.upsView(card);
	const calendar = before.calendarWear;
	const cycling = before.cyclingWear;
	fleet.change(card, (u, t) => ups.wearTo(u, t, damage));
	return once(() => fleet.change(card, (u, t) => ups.setWear(u, t, calendar, cycling)));
}

function bendSensor(fleet: Fleet, card: number, sensor: SensorName, bend: SensorBend): Undo {
	const now = fleet.now();
	const row = new Int32Array(READING_SIZE);
	fleet.measureAt(card, now, row, 0);
	const valueThen = sensorValue(sensor, row, 0);
	return held(fleet.disturbed.of(card).bends, {...bend, sensor, sinceMs: now, valueThen}, () =>
		fleet.change(card, () => {}),
	);
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
