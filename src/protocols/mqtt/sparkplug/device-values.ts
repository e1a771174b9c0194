// The values of the device: what was read last, and what hosts have been told. Only what differs beyond noise is news.

import type {SparkplugReadings} from '../../../agent/sparkplug-metrics.ts';

/** As in src/ups/reading.ts. */
export const NOT_AVAILABLE = -2147483648;

export class DeviceValues {
	readonly readings: SparkplugReadings;
	/** One each metric. */
	readonly values: Int32Array;
	readonly told: Int32Array;

	constructor(readings: SparkplugReadings) {
		this.readings = readings;
		this.values = new Int32Array(readings.metrics.length).fill(NOT_AVAILABLE);
		this.told = new Int32Array(readings.metrics.length);
	}

	read(row: Int32Array, at: number): void {
		this.readings.read(this.readings.metrics, row, at, this.values);
	}

	/** Whether value `i` differs from what hosts have by more than its dead band. */
	isNews(i: number): boolean {
		const value = this.values[i];
		const told = this.told[i];
		if (value === told) {
			return false;
		}
		const {deadBand} = this.readings.metrics[i];
		return value === NOT_AVAILABLE || told === NOT_AVAILABLE || Math.abs(value - told) > deadBand;
	}

	/** Notes that hosts have every value. */
	tellAll(): void {
		this.told.set(this.values);
	}

	/** Notes that hosts have what was news. */
	tellNews(): void {
		for (let i = 0; i < this.told.length; i++) {
			this.told[i] = this.isNews(i) ? this.values[i] : this.told[i];
		}
	}
}
