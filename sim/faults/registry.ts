// All faults there are, in the order in which help shows them. Names are public: append only.

import {codedError} from '../../src/core/errors.ts';
import {suggestion} from '../scenario/nearest.ts';
import {agedBattery} from './aged-battery.ts';
import {brokerDisconnects} from './broker-disconnects.ts';
import {brokerForgets} from './broker-forgets.ts';
import {brokerOutage} from './broker-outage.ts';
import {brokerRefusal} from './broker-refusal.ts';
import {brokerSlow} from './broker-slow.ts';
import {brownout} from './brownout.ts';
import {cellFailure} from './cell-failure.ts';
import {chunkCorruption} from './chunk-corruption.ts';
import {clockDrift} from './clock-drift.ts';
import {clockJump} from './clock-jump.ts';
import {clockStuck} from './clock-stuck.ts';
import {faultAreas} from './fault.ts';
import type {Fault} from './fault.ts';
import {firmwareCrash} from './firmware-crash.ts';
import {flashCut} from './flash-cut.ts';
import {flashDecay} from './flash-decay.ts';
import {flashWear} from './flash-wear.ts';
import {flicker} from './flicker.ts';
import {linkFlapping} from './link-flapping.ts';
import {linkGarbled} from './link-garbled.ts';
import {linkSilence} from './link-silence.ts';
import {linkSlow} from './link-slow.ts';
import {linkStale} from './link-stale.ts';
import {networkDelay} from './network-delay.ts';
import {networkDuplicate} from './network-duplicate.ts';
import {networkHalfOpen} from './network-half-open.ts';
import {networkLoss} from './network-loss.ts';
import {networkPartition} from './network-partition.ts';
import {networkReorder} from './network-reorder.ts';
import {networkReset} from './network-reset.ts';
import {networkThrottle} from './network-throttle.ts';
import {outage} from './outage.ts';
import {overload} from './overload.ts';
import {swell} from './swell.ts';
import {upsUpdateFailure} from './ups-update-failure.ts';
import {watchdogHang} from './watchdog-hang.ts';

export const faults: readonly Fault[] = [
	outage,
	brownout,
	swell,
	flicker,
	cellFailure,
	agedBattery,
	overload,
	linkSilence,
	brokerOutage,
	upsUpdateFailure,
	flashCut,
	flashWear,
	flashDecay,
	firmwareCrash,
	watchdogHang,
	chunkCorruption,
	linkGarbled,
	linkSlow,
	linkStale,
	linkFlapping,
	clockJump,
	clockDrift,
	clockStuck,
	networkLoss,
	networkDelay,
	networkReorder,
	networkDuplicate,
	networkThrottle,
	networkPartition,
	networkHalfOpen,
	networkReset,
	brokerRefusal,
	brokerSlow,
	brokerForgets,
	brokerDisconnects,
];

export const faultNames: readonly string[] = faults.map(fault => fault.name);

/** `list` by area; within one in the order of the registry. */
export function byArea(list: readonly Fault[]): Fault[] {
	return faultAreas.flatMap(area => list.filter(fault => fault.area === area));
}

/** The fault called `name`; undefined when there is none. */
export function findFault(name: string): Fault | undefined {
	return faults.find(fault => fault.name === name);
}

/** The fault called `name`; throws E_FAULT_UNKNOWN. */
export function requireFault(name: string): Fault {
	const fault = findFault(name);
	if (fault === undefined) {
		throw codedError('E_FAULT_UNKNOWN', unknownFault(name), {fault: name});
	}
	return fault;
}

/** The sentence for a name that no fault has. */
export function unknownFault(name: string): string {
	return `no fault is called ${name}; there are ${faultNames.join(', ')}${suggestion(name, faultNames)}`;
}
