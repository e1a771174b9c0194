// What faults do to the UPS of one card and to its world, wherever that UPS lives: in a fleet, or in an agent.

import * as condition from '../../src/ups/conditions.ts';
import {setUpdateFault} from '../../src/ups/orders.ts';
import {setCondition} from '../../src/ups/ups.ts';
import {once} from '../faults/fault.ts';
import type {FaultTarget, Undo} from '../scenario/bench.ts';
import type {PartName} from '../scenario/ups-target.ts';
import type {DialWorld} from './dials.ts';
import type {Disturbed} from './disturbed.ts';

/** What a UPS finds out about a part of it that broke. */
export const brokenConditions: Readonly<Record<PartName, number>> = {
	battery: condition.noBattery,
	charger: condition.chargerFailure,
	inverter: condition.inverterFault,
	bypass: condition.bypassSupplyFault,
	bypassRelay: condition.bypassRelay,
	regulator: condition.avrRelayFault,
	fan: condition.fanFault,
	temperatureSensor: condition.batteryTemperatureSensor,
};

type UpsFaults = Pick<
	FaultTarget,
	'addLoad' | 'breakPart' | 'breakUpdates' | 'dial' | 'failCells' | 'scaleInput' | 'shiftHertz'
>;

export function upsTarget(record: () => Disturbed, world: DialWorld): UpsFaults {
	const turned = (name: Parameters<FaultTarget['dial']>[0], value: number): Undo => {
		const dial = record().dials.hold(name, world);
		dial.turn(value);
		return dial.undo;
	};
	return {
		dial: name => record().dials.hold(name, world),
		breakPart: part => breakPart(record(), part, world),
		scaleInput: factor => turned('inputVolts', factor),
		shiftHertz: hertz => turned('inputHertz', hertz),
		addLoad: ratio => turned('addedLoad', ratio),
		failCells: cells => turned('deadCells', cells),
		breakUpdates: () => breakUpdates(record(), world),
	};
}

function breakPart({brokenParts}: Disturbed, part: PartName, world: DialWorld): Undo {
	const count = (change: number): void => {
		const now = (brokenParts.get(part) ?? 0) + change;
		brokenParts.set(part, now);
		if (now === 0) {
			brokenParts.delete(part);
		}
		// The first breaks it, the last mends it.
		if (now === 0 || (now === 1 && change > 0)) {
			world.change((u, t) => setCondition(u, t, brokenConditions[part], now > 0));
		}
	};
	count(1);
	return once(() => count(-1));
}

function breakUpdates({brokenUpdates}: Disturbed, world: DialWorld): Undo {
	return held(brokenUpdates, {}, () => world.change(u => setUpdateFault(u, brokenUpdates.size > 0)));
}

/** Adds `entry` to `entries`, applies, and returns what takes it out again. */
export function held<T>(entries: Set<T>, entry: T, apply: () => void): Undo {
	entries.add(entry);
	apply();
	return once(() => {
		entries.delete(entry);
		apply();
	});
}
