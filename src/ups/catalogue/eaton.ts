// Eaton 5P, 5PX, 5SC, 9PX and 9SX. The makers' figure of 3 h to 90 % (battery.md 6) holds for all of them.

import type {CatalogueFamily} from './row.ts';

const RECHARGE_HOURS = 3;

export const eaton5P: CatalogueFamily = {
	vendor: 'Eaton',
	family: '5P',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'battery',
	rechargeHours: RECHARGE_HOURS,
	assumedGroups: 2,
	rows: [{sku: '5P650i', va: 650, watts: 420, volts: 230, batteryVolts: 12, low: 160, high: 294, sources: 'S1'}],
};

export const eaton5PX: CatalogueFamily = {
	vendor: 'Eaton',
	family: '5PX',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'battery',
	rechargeHours: RECHARGE_HOURS,
	assumedGroups: 2,
	rows: [
		{
			sku: '5PX1500i',
			va: 1500,
			watts: 1350,
			volts: 230,
			batteryVolts: 48,
			ampereHours: 9,
			low: 160,
			boost: 184,
			trim: 265,
			high: 294,
			switchedGroups: 2,
			sources: 'S1',
		},
		{sku: '5PX2000i', va: 2000, watts: 1800, volts: 230, low: 160, high: 294, sources: 'S1'},
	],
};

export const eaton5SC: CatalogueFamily = {
	vendor: 'Eaton',
	family: '5SC',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'battery',
	rechargeHours: RECHARGE_HOURS,
	assumedGroups: 0,
	rows: [
		{sku: '5SC750i', va: 750, watts: 525, volts: 230, low: 184, high: 276, sources: 'S1'},
		{sku: '5SC2200i-RT', va: 2200, watts: 1980, volts: 230, low: 184, high: 276, sources: 'S1'},
	],
};

export const eaton9PX: CatalogueFamily = {
	vendor: 'Eaton',
	family: '9PX',
	topology: 'doubleConversion',
	chemistry: 'leadAcid',
	edges: 'battery',
	rechargeHours: RECHARGE_HOURS,
	assumedGroups: 2,
	rows: [
		{sku: '9PX1000i-RT2U', va: 1000, assumedVolts: 230, sysObjectId: '1.3.6.1.4.1.705.1', sources: 'S6'},
		{sku: '9PX2000i-RT', va: 2000, watts: 1800, assumedVolts: 230, sources: 'S1'},
		{
			sku: '9PX6000i',
			va: 6000,
			watts: 5400,
			volts: 230,
			batteryVolts: 180,
			ampereHours: 5,
			switchedGroups: 2,
			sources: 'S1',
		},
	],
};

export const eaton9SX: CatalogueFamily = {
	vendor: 'Eaton',
	family: '9SX',
	topology: 'doubleConversion',
	chemistry: 'leadAcid',
	edges: 'battery',
	rechargeHours: RECHARGE_HOURS,
	assumedGroups: 2,
	rows: [{sku: '9SX5000i', va: 5000, watts: 4500, volts: 230, ampereHours: 5, switchedGroups: 2, sources: 'S1'}],
};
