// Battery parameters fitted to published runtimes by src/ups/fit. A test fits them again from the tables.

import type {Battery} from '../battery.ts';
import type {PublishedBattery} from './row.ts';

/** APC Smart-UPS manual, chapter 13, table of the 420 VA model. */
export const su420: PublishedBattery = {
	source: 'runtimeTable',
	parameters: {
		capacityWmin: 4360.3,
		availableShare: 0.395,
		levelingPerMinute: 0.01208,
		cutoffHours: 0.06758,
		idleWatts: 10.71,
	},
	certain: true,
};

/** The same, 1000 VA. */
export const su1000: PublishedBattery = {
	source: 'runtimeTable',
	parameters: {
		capacityWmin: 13415,
		availableShare: 0.3584,
		levelingPerMinute: 0.06192,
		cutoffHours: 0.05946,
		idleWatts: 31.55,
	},
	certain: true,
};

/** The same, 1400 VA. Models of which nothing is known take this battery, scaled by rated watts. */
export const su1400: PublishedBattery = {
	source: 'runtimeTable',
	parameters: {
		capacityWmin: 23973,
		availableShare: 0.3765,
		levelingPerMinute: 0.0538,
		cutoffHours: 0.1116,
		idleWatts: 34.02,
	},
	certain: true,
};

/** Liebert GXT3 230 V manual, table 11, internal battery: loads in percent of a rating that the page does not give. */
export const gxt3InternalPercent: Battery = {
	capacityWmin: 2220.7,
	availableShare: 0.5958,
	levelingPerMinute: 0.008484,
	cutoffHours: 0.1125,
	idleWatts: 4.097,
};

/** APC data sheet, 5 kVA with two RBC55: 26.7 min at 2000 W, 9.4 min at 4000 W. The SKU is inferred, not named. */
export const rbc55x2: PublishedBattery = {
	source: 'twoPoints',
	parameters: {
		capacityWmin: 120670,
		availableShare: 0.5,
		levelingPerMinute: 0.03,
		cutoffHours: 0.1909,
		idleWatts: 143.3,
	},
	certain: false,
};

/** A battery for `factor` times the power: energy and idle draw grow, the rates stay. */
export function scaledBattery(battery: Battery, factor: number): Battery {
	return {
		capacityWmin: battery.capacityWmin * factor,
		availableShare: battery.availableShare,
		levelingPerMinute: battery.levelingPerMinute,
		cutoffHours: battery.cutoffHours,
		idleWatts: battery.idleWatts * factor,
	};
}
