// Liebert, HP, Dell and Tripp Lite.

import {gxt3InternalPercent, scaledBattery} from './fits.ts';
import type {CatalogueFamily} from './row.ts';

/** Watts of 1 % of the GXT3-5000RT208, at the 0.9 W per VA assumed of a double-conversion type. */
const GXT3_WATTS_PER_PERCENT = 45;

export const liebertGxt2: CatalogueFamily = {
	vendor: 'Liebert',
	family: 'GXT2',
	topology: 'doubleConversion',
	chemistry: 'leadAcid',
	edges: 'battery',
	assumedGroups: 0,
	rows: [
		{sku: 'GXT2-1000RT230', va: 1000, volts: 230, batteryVolts: 48, sources: 'S1'},
		{sku: 'GXT2-3000RT230', va: 3000, volts: 230, batteryVolts: 72, sources: 'S1'},
	],
};

export const liebertGxt3: CatalogueFamily = {
	vendor: 'Liebert',
	family: 'GXT3',
	topology: 'doubleConversion',
	chemistry: 'leadAcid',
	edges: 'battery',
	assumedGroups: 0,
	rows: [
		{
			sku: 'GXT3-5000RT208',
			va: 5000,
			volts: 208,
			rechargeHours: 3,
			battery: {
				source: 'runtimeTable',
				certain: false,
				parameters: scaledBattery(gxt3InternalPercent, GXT3_WATTS_PER_PERCENT),
			},
			sources: 'S13',
		},
	],
};

export const hpR1500: CatalogueFamily = {
	vendor: 'HP',
	family: 'R1500',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	assumedGroups: 2,
	rows: [{sku: 'R1500-G3', va: 1500, volts: 230, batteryVolts: 36, low: 194, high: 266, sources: 'S1'}],
};

export const dellOnlineRack: CatalogueFamily = {
	vendor: 'Dell',
	family: 'Online Rack UPS',
	topology: 'doubleConversion',
	chemistry: 'leadAcid',
	edges: 'battery',
	assumedGroups: 2,
	rows: [{sku: 'RackTower-2700W-HV', watts: 2700, volts: 230, low: 160, high: 286, sources: 'S1'}],
};

export const trippLiteSmartOnline: CatalogueFamily = {
	vendor: 'Tripp Lite',
	family: 'SmartOnline',
	topology: 'doubleConversion',
	chemistry: 'leadAcid',
	edges: 'battery',
	assumedGroups: 1,
	rows: [{sku: 'SU1500RTXL2Ua', va: 1500, volts: 120, batteryVolts: 48, low: 65, high: 138, sources: 'S1'}],
};
