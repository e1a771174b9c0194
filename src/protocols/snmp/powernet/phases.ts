// PowerNet: inputs and outputs by phase (snmp.md (b), phases): single-phase double-conversion types serve them with one phase each.

import type {CardView} from '../../../agent/card-view.ts';
import {GAUGE32, INTEGER, OCTET_STRING} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {always, fixed, indexLine, keptText, under, where} from '../objects/lines.ts';
import type {Line, Read} from '../objects/lines.ts';
import {inputDeciAmperes, inputWatts, isKnown, orMinusOne, present, scaled} from '../objects/read.ts';
import {commandObject, nothingToDo} from '../objects/settings.ts';
import {UPS} from './prefix.ts';

const DECI = 10;
const CENTI_A_DECI = 10;
const PERCENT = 100;
const WATT_HOURS_A_KWH = 1000;
const SINGLE_PHASE = 2;
const MAIN_INPUT = 2;
const NAME_CHARACTERS = 32;
/** Not measured, or no extreme kept. */
const unknown = fixed(-1);

function extreme(which: 'inputVoltsLow' | 'inputVoltsHigh'): Read {
	return card => {
		const volts = card.detail[which];
		return isKnown(card, volts) ? scaled(volts, DECI) : -1;
	};
}

/** Output VA as a share of the rating. */
function loadPercent(card: CardView): number {
	const voltAmperes = card.reading.outputVoltAmperes;
	return isKnown(card, voltAmperes) ? scaled(voltAmperes * PERCENT, card.identity.rating.ratedVoltAmperes) : -1;
}

/** In hundredths. */
function powerFactor(card: CardView): number {
	const {outputWatts, outputVoltAmperes} = card.reading;
	const known = isKnown(card, outputWatts) && isKnown(card, outputVoltAmperes) && outputVoltAmperes > 0;
	return known ? scaled(outputWatts * PERCENT, outputVoltAmperes) : -1;
}

const volts = orMinusOne(reading => reading.inputVolts, DECI);
const outputVolts = orMinusOne(reading => reading.outputVolts, DECI);
const watts: Read = card => inputWatts(card) ?? -1;

const inputs: readonly Line[] = [
	['1.1.0', 'upsPhaseResetMaxMinValues', INTEGER, commandObject({2: nothingToDo})],
	['2.1.0', 'upsPhaseNumInputs', INTEGER, always(1)],
	indexLine('2.2.1.1.1', 'upsPhaseInputTableIndex', 1),
	['2.2.1.2.1', 'upsPhaseNumInputPhases', INTEGER, always(1)],
	['2.2.1.3.1', 'upsPhaseInputVoltageOrientation', INTEGER, fixed(SINGLE_PHASE)],
	['2.2.1.4.1', 'upsPhaseInputFrequency', INTEGER, orMinusOne(reading => reading.inputHertz, CENTI_A_DECI)],
	['2.2.1.5.1', 'upsPhaseInputType', INTEGER, fixed(MAIN_INPUT)],
	['2.2.1.6.1', 'upsPhaseInputName', OCTET_STRING, keptText('Main Input', NAME_CHARACTERS)],
	indexLine('2.3.1.1.1.1.1', 'upsPhaseInputPhaseTableIndex', 1),
	indexLine('2.3.1.2.1.1.1', 'upsPhaseInputPhaseIndex', 1),
	['2.3.1.3.1.1.1', 'upsPhaseInputVoltage', INTEGER, volts],
	['2.3.1.4.1.1.1', 'upsPhaseInputMaxVoltage', INTEGER, extreme('inputVoltsHigh')],
	['2.3.1.5.1.1.1', 'upsPhaseInputMinVoltage', INTEGER, extreme('inputVoltsLow')],
	['2.3.1.6.1.1.1', 'upsPhaseInputCurrent', INTEGER, card => inputDeciAmperes(card) ?? -1],
	['2.3.1.7.1.1.1', 'upsPhaseInputMaxCurrent', INTEGER, unknown],
	['2.3.1.8.1.1.1', 'upsPhaseInputMinCurrent', INTEGER, unknown],
	['2.3.1.9.1.1.1', 'upsPhaseInputPower', INTEGER, watts],
	['2.3.1.10.1.1.1', 'upsPhaseInputMaxPower', INTEGER, unknown],
	['2.3.1.11.1.1.1', 'upsPhaseInputMinPower', INTEGER, unknown],
	['2.3.1.12.1.1.1', 'upsPhaseInputApparentPower', INTEGER, watts],
	['2.3.1.13.1.1.1', 'upsPhaseInputPowerFactor', INTEGER, unknown],
	['2.3.1.14.1.1.1', 'upsPhaseInputVoltagePN', INTEGER, volts],
];

const outputs: readonly Line[] = [
	['3.1.0', 'upsPhaseNumOutputs', INTEGER, always(1)],
	indexLine('3.2.1.1.1', 'upsPhaseOutputTableIndex', 1),
	['3.2.1.2.1', 'upsPhaseNumOutputPhases', INTEGER, always(1)],
	['3.2.1.3.1', 'upsPhaseOutputVoltageOrientation', INTEGER, fixed(SINGLE_PHASE)],
	['3.2.1.4.1', 'upsPhaseOutputFrequency', INTEGER, orMinusOne(reading => reading.outputHertz, CENTI_A_DECI)],
	indexLine('3.3.1.1.1.1.1', 'upsPhaseOutputPhaseTableIndex', 1),
	indexLine('3.3.1.2.1.1.1', 'upsPhaseOutputPhaseIndex', 1),
	['3.3.1.3.1.1.1', 'upsPhaseOutputVoltage', INTEGER, outputVolts],
	['3.3.1.4.1.1.1', 'upsPhaseOutputCurrent', INTEGER, orMinusOne(reading => reading.outputAmperes, CENTI_A_DECI)],
	['3.3.1.5.1.1.1', 'upsPhaseOutputMaxCurrent', INTEGER, unknown],
	['3.3.1.6.1.1.1', 'upsPhaseOutputMinCurrent', INTEGER, unknown],
	['3.3.1.7.1.1.1', 'upsPhaseOutputLoad', INTEGER, orMinusOne(reading => reading.outputVoltAmperes, 1)],
	['3.3.1.8.1.1.1', 'upsPhaseOutputMaxLoad', INTEGER, unknown],
	['3.3.1.9.1.1.1', 'upsPhaseOutputMinLoad', INTEGER, unknown],
	['3.3.1.10.1.1.1', 'upsPhaseOutputPercentLoad', INTEGER, loadPercent],
	['3.3.1.11.1.1.1', 'upsPhaseOutputMaxPercentLoad', INTEGER, unknown],
	['3.3.1.12.1.1.1', 'upsPhaseOutputMinPercentLoad', INTEGER, unknown],
	['3.3.1.13.1.1.1', 'upsPhaseOutputPower', INTEGER, orMinusOne(reading => reading.outputWatts, 1)],
	['3.3.1.14.1.1.1', 'upsPhaseOutputMaxPower', INTEGER, unknown],
	['3.3.1.15.1.1.1', 'upsPhaseOutputMinPower', INTEGER, unknown],
	['3.3.1.16.1.1.1', 'upsPhaseOutputPercentPower', INTEGER, orMinusOne(reading => reading.loadRatio, DECI)],
	['3.3.1.17.1.1.1', 'upsPhaseOutputMaxPercentPower', INTEGER, unknown],
	['3.3.1.18.1.1.1', 'upsPhaseOutputMinPercentPower', INTEGER, unknown],
	['3.3.1.19.1.1.1', 'upsPhaseOutputPowerFactor', INTEGER, powerFactor],
	['3.3.1.20.1.1.1', 'upsPhaseOutputApparentPower', INTEGER, orMinusOne(reading => reading.outputVoltAmperes, 1)],
	['3.3.1.21.1.1.1', 'upsPhaseOutputInverterVoltage', INTEGER, unknown],
	['3.3.1.22.1.1.1', 'upsPhaseOutputVoltagePN', INTEGER, outputVolts],
	['3.3.1.23.1.1.1', 'upsPhaseOutputEnergyUsage', GAUGE32, present(reading => reading.outputEnergy, WATT_HOURS_A_KWH)],
];

export const phases: readonly MibRow[] = where(
	card => card.identity.rating.doubleConversion,
	under(`${UPS}.9`, [...inputs, ...outputs]),
);
