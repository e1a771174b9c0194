// What follows from a model once and for all: the constants that the physics of one UPS type needs.

import {bulkRatePerHour} from './charger.ts';
import {cutoffHead} from './battery.ts';
import {calibrationRulesOf, offDelayOf, testScheduleOf, updateModeOf} from './families.ts';
import type {CalibrationRules} from './families.ts';
import type {UpsModel} from './model.ts';
import {blockOhms, blockOpenVolts} from './voltage.ts';

export interface Rating {
	readonly model: UpsModel;
	readonly doubleConversion: boolean;
	readonly lithium: boolean;
	readonly ratedWatts: number;
	readonly ratedVoltAmperes: number;
	readonly nominalVolts: number;
	readonly nominalHertz: number;
	readonly capacityWmin: number;
	readonly availableShare: number;
	readonly levelingPerMinute: number;
	readonly cutoffHours: number;
	readonly idleWatts: number;
	readonly blocks: number;
	readonly ampereHours: number;
	/** Of the whole string when new. */
	readonly stringOhms: number;
	readonly bulkPerHour: number;
	readonly kelvinPerWatt: number;
	readonly thermalMinutes: number;
	/** Heat that float charging leaves in the battery. */
	readonly floatWatts: number;
	readonly lifeYears: number;
	readonly fullCycles: number;
	readonly groups: number;
	readonly calibration: CalibrationRules;
	/** Factory settings: the schedule of families.ts, and seconds. */
	readonly testSchedule: number;
	readonly offDelaySeconds: number;
	/** What an update of the firmware does with the output: updateOutputOn or updateOutputOff of codes.ts. */
	readonly updateMode: number;
}

/** Share of the battery's power that reaches the output (battery.md 2 uses it for the voltage vectors). */
export const INVERTER_EFFICIENCY = 0.88;
/** Cut-off of a 12 V block: 1.70 V a cell, between the 1.67 and 1.75 of battery.md 2. */
export const CUTOFF_BLOCK_VOLTS = 10.2;
/** battery.md 7: defaults of a 24 V tower, whose battery holds about 400 W·h. */
const TOWER_KELVIN_PER_WATT = 1.2;
const TOWER_CAPACITY_WMIN = 24000;
const THERMAL_MINUTES = 180;
const FLOAT_WATTS = 5;
/** battery.md 8: years of float life at 25 °C, and full cycles. */
const LEAD_ACID_LIFE_YEARS = 4;
const FULL_CYCLES = 200;

/**
 * Ohms of the string such that a discharge at rated load ends at the cut-off voltage (battery.md 2, consistency); the
 * resistance by size where the model's figures do not allow that.
 */
function ohmsAtCutoff(model: UpsModel): number {
	const battery = model.battery;
	const draw = model.ratedWatts + battery.idleWatts;
	const head = cutoffHead(draw, battery.capacityWmin, battery.cutoffHours);
	const volts = model.blocks * CUTOFF_BLOCK_VOLTS;
	const amperes = draw / INVERTER_EFFICIENCY / volts;
	const ohms = (model.blocks * blockOpenVolts(head) - volts) / amperes;
	return ohms > 0 ? ohms : model.blocks * blockOhms(model.ampereHours);
}

/** The constants of a model. */
export function ratingOf(model: UpsModel): Rating {
	const battery = model.battery;
	const size = battery.capacityWmin / TOWER_CAPACITY_WMIN;
	return {
		model: model,
		doubleConversion: model.topology === 'doubleConversion',
		lithium: model.chemistry === 'lithium',
		ratedWatts: model.ratedWatts,
		ratedVoltAmperes: model.ratedVoltAmperes,
		nominalVolts: model.nominalVolts,
		nominalHertz: model.nominalHertz,
		capacityWmin: battery.capacityWmin,
		availableShare: battery.availableShare,
		levelingPerMinute: battery.levelingPerMinute,
		cutoffHours: battery.cutoffHours,
		idleWatts: battery.idleWatts,
		blocks: model.blocks,
		ampereHours: model.ampereHours,
		stringOhms: ohmsAtCutoff(model),
		bulkPerHour: bulkRatePerHour(model.rechargeHours),
		kelvinPerWatt: TOWER_KELVIN_PER_WATT / size,
		thermalMinutes: THERMAL_MINUTES,
		floatWatts: FLOAT_WATTS * size,
		lifeYears: LEAD_ACID_LIFE_YEARS,
		fullCycles: FULL_CYCLES,
		groups: 1 + model.switchedGroups,
		calibration: calibrationRulesOf(model.family),
		testSchedule: testScheduleOf(model.family),
		offDelaySeconds: offDelayOf(model.family),
		updateMode: updateModeOf(model.family),
	};
}
