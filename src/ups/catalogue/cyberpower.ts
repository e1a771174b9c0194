// CyberPower OL, PR, CP PFC and OR.

import type {CatalogueFamily} from './row.ts';

export const cyberPowerOl: CatalogueFamily = {
	vendor: 'CyberPower',
	family: 'OL',
	topology: 'doubleConversion',
	chemistry: 'leadAcid',
	edges: 'battery',
	assumedGroups: 1,
	rows: [
		{
			// 100 to 125 V in and out. 9 Ah blocks, of a number not stated.
			sku: 'OL1500RTXL2U',
			va: 1500,
			watts: 1350,
			assumedVolts: 120,
			ampereHours: 9,
			sources: 'S10',
		},
	],
};

export const cyberPowerPr: CatalogueFamily = {
	vendor: 'CyberPower',
	family: 'PR',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	assumedGroups: 1,
	rows: [
		{sku: 'PR1500RT2U', va: 1500, watts: 1500, assumedVolts: 120, sources: 'S1'},
		{sku: 'PR2200RT2UC', va: 2200, assumedVolts: 120, sysObjectId: '1.3.6.1.4.1.3808.1.1.1', sources: 'S6'},
		{
			sku: 'PR6000LCDRTXL5U',
			va: 6000,
			watts: 4500,
			assumedVolts: 208,
			batteryVolts: 48,
			low: 147,
			high: 254,
			sources: 'S1',
		},
	],
};

export const cyberPowerPfc: CatalogueFamily = {
	vendor: 'CyberPower',
	family: 'CP PFC',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	assumedGroups: 0,
	rows: [{sku: 'CP1500PFCLCD', va: 1500, watts: 900, volts: 120, batteryVolts: 24, low: 88, high: 139, sources: 'S1'}],
};

export const cyberPowerOr: CatalogueFamily = {
	vendor: 'CyberPower',
	family: 'OR',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	assumedGroups: 0,
	rows: [{sku: 'OR1500ERM1U', va: 1500, watts: 900, assumedVolts: 120, batteryVolts: 24, sources: 'S1'}],
};
