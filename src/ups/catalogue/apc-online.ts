// APC double-conversion types: Smart-UPS RT, Smart-UPS On-Line, Symmetra LX.

import type {CatalogueFamily} from './row.ts';

export const smartUpsRt: CatalogueFamily = {
	vendor: 'APC',
	family: 'Smart-UPS RT',
	topology: 'doubleConversion',
	chemistry: 'leadAcid',
	edges: 'battery',
	assumedGroups: 0,
	rows: [
		{
			sku: 'SURT2000XLI',
			va: 2000,
			watts: 1400,
			volts: 230,
			batteryVolts: 48,
			low: 161,
			high: 253,
			sources: 'S1 G',
		},
		{sku: 'SURT3000XLI', va: 3000, watts: 2100, volts: 230, batteryVolts: 192, sources: 'S1 G'},
		{sku: 'SURT6000XLI', va: 6000, watts: 4200, assumedVolts: 230, batteryVolts: 192, sources: 'S1 G'},
		{
			sku: 'SURT8000XLI',
			va: 8000,
			watts: 6400,
			volts: 230,
			batteryVolts: 192,
			low: 161,
			high: 253,
			sysObjectId: '1.3.6.1.4.1.318.1.3.2.19',
			sources: 'S1 S2 G',
		},
	],
};

export const smartUpsOnLine: CatalogueFamily = {
	vendor: 'APC',
	family: 'Smart-UPS On-Line (SRT)',
	topology: 'doubleConversion',
	chemistry: 'leadAcid',
	edges: 'battery',
	assumedGroups: 2,
	// The same arc as SMT and SMX; no SRT was seen.
	assumedSysObjectId: '1.3.6.1.4.1.318.1.3.27',
	rows: [
		{sku: 'SRT1500RMXLA', va: 1500, watts: 1350, assumedVolts: 120, rbc: 'APCRBC155', sources: 'S4 G'},
		{
			sku: 'SRT2200XLA',
			va: 2200,
			watts: 1980,
			assumedVolts: 120,
			batteryVolts: 72,
			rbc: 'APCRBC141',
			sources: 'S4 S8 G',
		},
		{
			// 208 or 240 V. A lookup table says APCRBC140.
			sku: 'SRT3000RMXLT',
			va: 3000,
			watts: 2700,
			assumedVolts: 208,
			batteryVolts: 96,
			ampereHours: 5,
			assumedRbc: 'APCRBC152',
			sources: 'S3 S4 S8 G',
		},
		{
			sku: 'SRT5KRMXLI',
			va: 5000,
			watts: 4500,
			volts: 230,
			batteryVolts: 192,
			ampereHours: 5,
			rbc: 'APCRBC140',
			sources: 'S4 S8 G',
		},
		{
			sku: 'SRT6KXLI',
			va: 6000,
			watts: 6000,
			assumedVolts: 230,
			batteryVolts: 192,
			ampereHours: 5,
			rbc: 'APCRBC140',
			sources: 'S9 S4 G',
		},
		{
			sku: 'SRT8KXLI',
			va: 8000,
			watts: 8000,
			assumedVolts: 230,
			batteryVolts: 192,
			ampereHours: 10,
			rbc: 'APCRBC140',
			sources: 'S4 G',
		},
		{
			sku: 'SRT10KXLI',
			va: 10000,
			watts: 10000,
			assumedVolts: 230,
			batteryVolts: 192,
			ampereHours: 10,
			rbc: 'APCRBC140',
			sources: 'S4 G',
		},
	],
};

export const symmetraLx: CatalogueFamily = {
	vendor: 'APC',
	family: 'Symmetra LX',
	topology: 'doubleConversion',
	chemistry: 'leadAcid',
	edges: 'battery',
	assumedGroups: 0,
	rows: [
		{
			sku: 'Symmetra LX 16000 RM',
			va: 16000,
			assumedVolts: 230,
			sysObjectId: '1.3.6.1.4.1.318.1.3.5.4',
			sources: 'S6 S2',
		},
	],
};
