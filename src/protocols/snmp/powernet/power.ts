// PowerNet: input and output (snmp.md (b), input, output).

import type {CardView} from '../../../agent/card-view.ts';
import {NOT_AVAILABLE} from '../../../core/absent.ts';
import {GAUGE32, INTEGER} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {always, under} from '../objects/lines.ts';
import type {Read} from '../objects/lines.ts';
import {code, isKnown, isOnBattery, isOnBypass, notMeasured, orMinusOne, present, scaled} from '../objects/read.ts';
import {UPS} from './prefix.ts';

const DECI = 10;
const CENTI = 100;
const CENTI_A_DECI = 10;
const WATT_HOURS_A_CENTI_KWH = 10;
const KILO = 1000;
const NO_TRANSFER = 1;
const OUTPUT_UNKNOWN = 1;
const SINGLE_PHASE = always(1);

/** An extreme of the input voltage, `divisor` steps of 0.1 V to the unit. */
function extreme(which: 'inputVoltsLow' | 'inputVoltsHigh', divisor: number): Read {
	return card => {
		const volts = card.detail[which];
		return isKnown(card, volts) ? scaled(volts, divisor) : null;
	};
}

const EFFICIENCY_NOT_AVAILABLE = -1;
const EFFICIENCY_LOAD_TOO_LOW = -2;
const EFFICIENCY_OUTPUT_OFF = -3;
const EFFICIENCY_ON_BATTERY = -4;
const EFFICIENCY_IN_BYPASS = -5;

/** 0.1 %, or a code that says why there is none (snmp.md (b), output). */
function efficiency(card: CardView): number {
	const {efficiency: permille, outputVolts} = card.reading;
	if (card.lost) {
		return EFFICIENCY_NOT_AVAILABLE;
	}
	if (permille !== NOT_AVAILABLE) {
		return permille;
	}
	if (isOnBattery(card)) {
		return EFFICIENCY_ON_BATTERY;
	}
	if (isOnBypass(card)) {
		return EFFICIENCY_IN_BYPASS;
	}
	return outputVolts === 0 ? EFFICIENCY_OUTPUT_OFF : EFFICIENCY_LOAD_TOO_LOW;
}

const outputCode = code(reading => reading.outputStatus, OUTPUT_UNKNOWN);
const ON_LINE = 2;
const ON_BATTERY_TEST = 15;

/**
 * A self-test reads as on line: NUT 2.8.0 and apcupsd know no word for onBatteryTest and would have no status at all, as of a UPS
 * that is not heard (tried). The state flags and the result of the test tell of it.
 */
const outputStatus: Read = (card, place) => {
	const status = outputCode(card, place);
	return status === ON_BATTERY_TEST && !place.quirk('batteryTestStatus') ? ON_LINE : status;
};

const input = under(`${UPS}.3`, [
	['1.1.0', 'upsBasicInputPhase', INTEGER, SINGLE_PHASE],
	['2.1.0', 'upsAdvInputLineVoltage', GAUGE32, present(reading => reading.inputVolts, DECI)],
	['2.2.0', 'upsAdvInputMaxLineVoltage', GAUGE32, extreme('inputVoltsHigh', DECI)],
	['2.3.0', 'upsAdvInputMinLineVoltage', GAUGE32, extreme('inputVoltsLow', DECI)],
	['2.4.0', 'upsAdvInputFrequency', GAUGE32, frequency(CENTI)],
	['2.5.0', 'upsAdvInputLineFailCause', INTEGER, code(reading => reading.transferCause, NO_TRANSFER)],
	['2.6.0', 'upsAdvInputNominalFrequency', INTEGER, card => card.identity.rating.nominalHertz],
	['2.7.0', 'upsAdvInputNominalVoltage', INTEGER, card => card.identity.rating.nominalVolts],
	['3.1.0', 'upsHighPrecInputLineVoltage', GAUGE32, present(reading => reading.inputVolts, 1)],
	['3.2.0', 'upsHighPrecInputMaxLineVoltage', GAUGE32, extreme('inputVoltsHigh', 1)],
	['3.3.0', 'upsHighPrecInputMinLineVoltage', GAUGE32, extreme('inputVoltsLow', 1)],
	['3.4.0', 'upsHighPrecInputFrequency', GAUGE32, frequency(CENTI_A_DECI)],
	['3.5.0', 'upsHighPrecInputEnergyUsage', GAUGE32, notMeasured],
]);

/** A dead input has no frequency: it reads 0 while the UPS answers. */
function frequency(divisor: number): Read {
	return card => {
		const hertz = card.reading.inputHertz;
		if (card.lost) {
			return null;
		}
		return hertz === NOT_AVAILABLE ? 0 : scaled(hertz, divisor);
	};
}

const output = under(`${UPS}.4`, [
	['1.1.0', 'upsBasicOutputStatus', INTEGER, outputStatus],
	['1.2.0', 'upsBasicOutputPhase', INTEGER, SINGLE_PHASE],
	['2.1.0', 'upsAdvOutputVoltage', GAUGE32, present(reading => reading.outputVolts, DECI)],
	['2.2.0', 'upsAdvOutputFrequency', GAUGE32, present(reading => reading.outputHertz, CENTI)],
	['2.3.0', 'upsAdvOutputLoad', GAUGE32, present(reading => reading.loadRatio, DECI)],
	['2.4.0', 'upsAdvOutputCurrent', GAUGE32, present(reading => reading.outputAmperes, CENTI)],
	['2.5.0', 'upsAdvOutputRedundancy', GAUGE32, notMeasured],
	['2.6.0', 'upsAdvOutputKVACapacity', INTEGER, card => scaled(card.identity.rating.ratedVoltAmperes, KILO)],
	['2.7.0', 'upsAdvOutputNominalFrequency', INTEGER, card => card.identity.rating.nominalHertz],
	['2.8.0', 'upsAdvOutputActivePower', INTEGER, orMinusOne(reading => reading.outputWatts, 1)],
	['2.9.0', 'upsAdvOutputApparentPower', INTEGER, orMinusOne(reading => reading.outputVoltAmperes, 1)],
	['2.12.0', 'upsAdvOutputEnergyUsage', GAUGE32, present(reading => reading.outputEnergy, KILO)],
	['3.1.0', 'upsHighPrecOutputVoltage', GAUGE32, present(reading => reading.outputVolts, 1)],
	['3.2.0', 'upsHighPrecOutputFrequency', GAUGE32, present(reading => reading.outputHertz, CENTI_A_DECI)],
	['3.3.0', 'upsHighPrecOutputLoad', GAUGE32, present(reading => reading.loadRatio, 1)],
	['3.4.0', 'upsHighPrecOutputCurrent', GAUGE32, present(reading => reading.outputAmperes, CENTI_A_DECI)],
	['3.5.0', 'upsHighPrecOutputEfficiency', INTEGER, efficiency],
	['3.6.0', 'upsHighPrecOutputEnergyUsage', GAUGE32, present(reading => reading.outputEnergy, WATT_HOURS_A_CENTI_KWH)],
]);

export const power: readonly MibRow[] = [...input, ...output];
