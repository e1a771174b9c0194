// The metrics of a card (ecosystem.md 2.5): a row each, from a reading to a base unit. Names and labels are public.

import type {ReadingSlots} from '../../agent/card-view.ts';
import type {MetricType} from './exposition.ts';

/** One number of the reading. The metric is the slot's whole number times `perStep`. */
export interface ReadingMetric {
	readonly name: string;
	readonly type: MetricType;
	readonly help: string;
	readonly slot: keyof ReadingSlots;
	readonly perStep: number;
	/** Written after `ups`. Cards of one phase have phase 1. */
	readonly labels: string;
}

const PHASE = ',phase="1"';
const JOULES_A_WATT_HOUR = 3600;

function gauge(name: string, slot: keyof ReadingSlots, perStep: number, help: string, labels = ''): ReadingMetric {
	return {name, type: 'gauge', help, slot, perStep, labels};
}

/** Steps of the slots: ups/reading.ts. */
export const readingMetrics: readonly ReadingMetric[] = [
	gauge('ups_battery_charge_ratio', 'batteryCharge', 0.001, 'Energy left in the battery as a share of full.'),
	gauge('ups_battery_health_ratio', 'batteryHealth', 0.001, 'Present full capacity as a share of new, as predicted.'),
	gauge('ups_battery_voltage_volts', 'batteryVolts', 0.01, 'Voltage of the battery.'),
	gauge('ups_battery_current_amperes', 'batteryAmperes', 0.01, 'Current of the battery, positive while it discharges.'),
	gauge('ups_battery_temperature_celsius', 'batteryTemperature', 0.1, 'Temperature of the battery.'),
	gauge('ups_battery_runtime_remaining_seconds', 'batteryRuntime', 1, 'Time to cut-off at the present load.'),
	gauge('ups_input_voltage_volts', 'inputVolts', 0.1, 'Voltage of the utility.', PHASE),
	gauge('ups_input_frequency_hertz', 'inputHertz', 0.01, 'Frequency of the utility.', PHASE),
	gauge('ups_output_voltage_volts', 'outputVolts', 0.1, 'Voltage at the output.', PHASE),
	gauge('ups_output_current_amperes', 'outputAmperes', 0.01, 'Current at the output.', PHASE),
	gauge('ups_output_power_watts', 'outputWatts', 1, 'Real power at the output.'),
	gauge('ups_output_apparent_power_voltamperes', 'outputVoltAmperes', 1, 'Apparent power at the output.'),
	gauge('ups_load_ratio', 'loadRatio', 0.001, 'Real power at the output as a share of the rating.'),
	{
		name: 'ups_output_energy_joules_total',
		type: 'counter',
		help: 'Energy given at the output since the UPS started.',
		slot: 'outputEnergy',
		perStep: JOULES_A_WATT_HOUR,
		labels: '',
	},
];

/** Every flag of the state set `ups_status`, as NUT writes them. */
export const statusFlags: readonly string[] = [
	'OL',
	'OB',
	'LB',
	'HB',
	'RB',
	'CHRG',
	'DISCHRG',
	'BYPASS',
	'CAL',
	'OFF',
	'OVER',
	'TRIM',
	'BOOST',
	'FSD',
];

/** Words of the state set `ups_self_test_result`, by code (nmc.md 5). */
export const selfTestResults: readonly string[] = ['none', 'passed', 'failed', 'invalid', 'in_progress'];

/** Words of `reason` of `ups_transfers_total`, by upsAdvInputLineFailCause (nmc.md 1.4). */
const transferReasons: readonly string[] = [
	'unknown',
	'none',
	'high_voltage',
	'brownout',
	'blackout',
	'small_sag',
	'deep_sag',
	'small_spike',
	'large_spike',
	'self_test',
	'rate_of_change',
];

/** What transfers before the first look are counted under: nobody saw why. */
export const UNKNOWN_REASON = 'unknown';

export function transferReason(cause: number): string {
	return transferReasons[cause] ?? UNKNOWN_REASON;
}

/** What a card does, for `ridethrough_devices`: the first word that fits; `lost` stands for silence. */
export const deviceStates: ReadonlyArray<readonly [state: string, word: string]> = [
	['off', 'OFF'],
	['bypass', 'BYPASS'],
	['on_battery', 'OB'],
	['on_line', 'OL'],
];
