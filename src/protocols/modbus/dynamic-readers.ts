// Registers 128 to 511: what is measured, and what counts down.

import type {CardView} from '../../agent/card-view.ts';
import {efficiencyCode} from '../../codec/modbus-bits.ts';
import {findRegister, groupPrefix} from '../../codec/modbus-registers.ts';
import {inputBits, isOff, isOnBypass} from './input-readers.ts';
import {groupsOf, MAP_GROUPS, presentOf, slot} from './readers.ts';
import type {NumberReader, NumberReaders} from './readers.ts';

const PERCENT = 100;
const ON_BATTERY = 3;
const ON_BATTERY_TEST = 15;
const NOT_RUNNING = -1;

function apparentPercent(card: CardView): number {
	return (PERCENT * presentOf(card.reading.outputVoltAmperes)) / card.identity.rating.ratedVoltAmperes;
}

/** Codes stand in the register as they are: as quantities they are the fewer by its scale. */
const EFFICIENCY_SCALE = 1 << (findRegister('Input.Efficiency_EN')?.scale ?? 0);

/** Why there is no percentage. */
function whyNoEfficiency(card: CardView): number {
	const status = card.reading.outputStatus;
	if (isOff(card)) {
		return efficiencyCode.outputOff;
	}
	if (status === ON_BATTERY || status === ON_BATTERY_TEST) {
		return efficiencyCode.onBattery;
	}
	if (isOnBypass(card)) {
		return efficiencyCode.inBypass;
	}
	return card.holds('noBattery') ? efficiencyCode.batteryDisconnected : efficiencyCode.loadTooLow;
}

function efficiency(card: CardView): number {
	const percent = presentOf(card.reading.efficiency) / 10;
	return Number.isNaN(percent) ? whyNoEfficiency(card) / EFFICIENCY_SCALE : percent;
}

function countdown(group: number, read: (card: CardView) => number): NumberReader {
	return card => (group < groupsOf(card) ? presentOf(read(card)) : NOT_RUNNING);
}

function countdownReaders(): NumberReaders {
	const readers: Record<string, NumberReader> = {};
	for (let group = 0; group < MAP_GROUPS; group++) {
		const prefix = groupPrefix(group);
		readers[`${prefix}.TurnOffCountdown`] = countdown(group, card => card.detail.turnOffIn(group));
		readers[`${prefix}.TurnOnCountdown`] = countdown(group, card => card.detail.turnOnIn(group));
		readers[`${prefix}.StayOffCountdown`] = countdown(group, card => card.detail.stayOffFor(group));
	}
	return readers;
}

export const dynamicReaders: NumberReaders = {
	RunTimeRemaining: slot(reading => reading.batteryRuntime, 1),
	StateOfCharge_Pct: slot(reading => reading.batteryCharge, 10),
	'Battery.Positive.VoltageDC': slot(reading => reading.batteryVolts, 100),
	'Battery.Date': ({detail}) => presentOf(detail.batteryLifeEndDay),
	'Battery.Temperature': slot(reading => reading.batteryTemperature, 10),
	'Output[0].RealPower_Pct': slot(reading => reading.loadRatio, 10),
	'Output[0].ApparentPower_Pct': apparentPercent,
	'Output[0].CurrentAC': slot(reading => reading.outputAmperes, 100),
	'Output[0].VoltageAC': slot(reading => reading.outputVolts, 10),
	'Output.Frequency': slot(reading => reading.outputHertz, 100),
	'Output.Energy': slot(reading => reading.outputEnergy, 1),
	'Input.InputStatus_BF': inputBits,
	'Input[0].VoltageAC': slot(reading => reading.inputVolts, 10),
	'Input.Efficiency_EN': efficiency,
	...countdownReaders(),
};
