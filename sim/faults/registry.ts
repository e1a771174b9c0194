// All faults there are, in the order in which help shows them. Names are public: append only.

import {codedError} from '../../src/core/errors.ts';
import {suggestion} from '../scenario/nearest.ts';
import {agedBattery} from './aged-battery.ts';
import {ambientRise} from './ambient-rise.ts';
import {batteryDisconnected} from './battery-disconnected.ts';
import {batteryFlagsFlash} from './battery-flags-flash.ts';
import {brokerDisconnects} from './broker-disconnects.ts';
import {brokerForgets} from './broker-forgets.ts';
import {brokerOutage} from './broker-outage.ts';
import {brokerRefusal} from './broker-refusal.ts';
import {brokerSlow} from './broker-slow.ts';
import {brownout} from './brownout.ts';
import {bypassFailure} from './bypass-failure.ts';
import {capacityLoss} from './capacity-loss.ts';
import {cardRestart} from './card-restart.ts';
import {cellFailure} from './cell-failure.ts';
import {chargerFailure} from './charger-failure.ts';
import {chargerWeak} from './charger-weak.ts';
import {chunkCorruption} from './chunk-corruption.ts';
import {clockDrift} from './clock-drift.ts';
import {clockJump} from './clock-jump.ts';
import {clockReset} from './clock-reset.ts';
import {clockStuck} from './clock-stuck.ts';
import {dischargeOnLine} from './discharge-on-line.ts';
import {fanFailure} from './fan-failure.ts';
import {fastSelfDischarge} from './fast-self-discharge.ts';
import {faultAreas} from './fault.ts';
import type {Fault} from './fault.ts';
import {firmwareCrash} from './firmware-crash.ts';
import {flashCut} from './flash-cut.ts';
import {flashDecay} from './flash-decay.ts';
import {flashWear} from './flash-wear.ts';
import {flicker} from './flicker.ts';
import {frequencyDrift} from './frequency-drift.ts';
import {frequencyShift} from './frequency-shift.ts';
import {generatorSupply} from './generator-supply.ts';
import {harmonicDistortion} from './harmonic-distortion.ts';
import {highResistance} from './high-resistance.ts';
import {inrush} from './inrush.ts';
import {inverterFailure} from './inverter-failure.ts';
import {linkFlapping} from './link-flapping.ts';
import {linkGarbled} from './link-garbled.ts';
import {linkSilence} from './link-silence.ts';
import {linkSlow} from './link-slow.ts';
import {linkStale} from './link-stale.ts';
import {loadDrop} from './load-drop.ts';
import {loadOscillation} from './load-oscillation.ts';
import {loadTimesTen} from './load-times-ten.ts';
import {logShortage} from './log-shortage.ts';
import {lowBatteryAtOnce} from './low-battery-at-once.ts';
import {memoryPressure} from './memory-pressure.ts';
import {networkDelay} from './network-delay.ts';
import {networkDuplicate} from './network-duplicate.ts';
import {networkHalfOpen} from './network-half-open.ts';
import {networkLoss} from './network-loss.ts';
import {networkPartition} from './network-partition.ts';
import {networkReorder} from './network-reorder.ts';
import {networkReset} from './network-reset.ts';
import {networkThrottle} from './network-throttle.ts';
import {outage} from './outage.ts';
import {outageUntold} from './outage-untold.ts';
import {overcharge} from './overcharge.ts';
import {overload} from './overload.ts';
import {readingsAbsent} from './readings-absent.ts';
import {regulatorFailure} from './regulator-failure.ts';
import {runtimeNonsense} from './runtime-nonsense.ts';
import {sensorDead} from './sensor-dead.ts';
import {sensorDrift} from './sensor-drift.ts';
import {sensorNoise} from './sensor-noise.ts';
import {sensorOffset} from './sensor-offset.ts';
import {sensorScale} from './sensor-scale.ts';
import {sensorStuck} from './sensor-stuck.ts';
import {slowRecovery} from './slow-recovery.ts';
import {stuckOnBypass} from './stuck-on-bypass.ts';
import {swell} from './swell.ts';
import {testFlagStays} from './test-flag-stays.ts';
import {thermalRunaway} from './thermal-runaway.ts';
import {upsUpdateFailure} from './ups-update-failure.ts';
import {watchdogHang} from './watchdog-hang.ts';
import {wrongBattery} from './wrong-battery.ts';

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
	frequencyShift,
	frequencyDrift,
	generatorSupply,
	harmonicDistortion,
	slowRecovery,
	batteryDisconnected,
	highResistance,
	capacityLoss,
	wrongBattery,
	fastSelfDischarge,
	chargerFailure,
	chargerWeak,
	overcharge,
	inverterFailure,
	bypassFailure,
	stuckOnBypass,
	regulatorFailure,
	sensorStuck,
	sensorDrift,
	sensorNoise,
	sensorOffset,
	sensorScale,
	sensorDead,
	inrush,
	loadOscillation,
	loadDrop,
	ambientRise,
	fanFailure,
	thermalRunaway,
	lowBatteryAtOnce,
	dischargeOnLine,
	outageUntold,
	loadTimesTen,
	runtimeNonsense,
	readingsAbsent,
	testFlagStays,
	batteryFlagsFlash,
	clockReset,
	cardRestart,
	logShortage,
	memoryPressure,
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
