// REF, the reference battery of battery.md 5, as a UPS: a Smart-UPS 1400 with two 17 Ah blocks.

import {Ups, UpsRows} from '../../src/ups/row.ts';
import {ratingOf} from '../../src/ups/rating.ts';
import type {UpsModel} from '../../src/ups/model.ts';
import {addType, startUps} from '../../src/ups/ups.ts';

export const refBattery = {
	capacityWmin: 24_000,
	availableShare: 0.377,
	levelingPerMinute: 0.0538,
	cutoffHours: 0.112,
	idleWatts: 34,
};

export const refModel: UpsModel = {
	sku: 'REF',
	vendor: 'Test',
	family: 'Test',
	topology: 'lineInteractive',
	ratedVoltAmperes: 1400,
	ratedWatts: 950,
	nominalVolts: 230,
	nominalHertz: 50,
	window: {batteryBelow: 180, boostBelow: 208, trimAbove: 253, batteryAbove: 281},
	chemistry: 'leadAcid',
	blocks: 2,
	ampereHours: 17,
	battery: refBattery,
	batterySource: 'runtimeTable',
	batterySku: 'RBC7',
	rechargeHours: 3,
	switchedGroups: 2,
	sysObjectId: '',
	assumed: [],
};

export const onlineModel: UpsModel = {...refModel, sku: 'REF-ONLINE', topology: 'doubleConversion'};
export const lithiumModel: UpsModel = {
	...refModel,
	sku: 'REF-LI',
	chemistry: 'lithium',
	battery: {...refBattery, availableShare: 1, cutoffHours: 0.02},
};

export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
export const YEAR = 365.25 * DAY;

/** A UPS of `model` on good line, full, with no self-test or aging soon. */
export function newUps(model: UpsModel = refModel, loadWatts = 400, ambientCelsius = 19): Ups {
	const rows = new UpsRows(1);
	addType(rows, ratingOf(model));
	const u = new Ups(rows, 0);
	startUps(u, 0, {seed: 1, loadWatts, ambientCelsius, agingOffsetMs: 1000 * YEAR, testOffsetMs: 1000 * YEAR});
	return u;
}
