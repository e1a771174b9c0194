// APC Smart-UPS with cards of the second and third generation: SMC, SMT, SMX and lithium.

import type {CatalogueFamily} from './row.ts';

/** APC's service note (S13): 3 h to 90 % for standard models. */
const STANDARD_HOURS = 3;
/** What cards in SMT, SMX and SMTL answer (S6). */
const OBJECT_ID = '1.3.6.1.4.1.318.1.3.27';

export const smartUpsC: CatalogueFamily = {
	vendor: 'APC',
	family: 'Smart-UPS C (SMC)',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	rechargeHours: STANDARD_HOURS,
	assumedGroups: 0,
	rows: [{sku: 'SMC1500', va: 1500, watts: 900, assumedVolts: 120, batteryVolts: 24, sources: 'S1 G'}],
};

export const smartUpsCBrazil: CatalogueFamily = {
	vendor: 'APC',
	family: 'Smart-UPS (SMC Brazil)',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	rechargeHours: STANDARD_HOURS,
	assumedGroups: 0,
	rows: [{sku: 'SMC2200BI-BR', va: 2200, assumedVolts: 120, batteryVolts: 24, sources: 'S1'}],
};

export const smartUpsT: CatalogueFamily = {
	vendor: 'APC',
	family: 'Smart-UPS (SMT)',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	rechargeHours: STANDARD_HOURS,
	assumedGroups: 1,
	rows: [
		{
			// RBC48 is listed for SMT750C.
			sku: 'SMT750I',
			va: 750,
			watts: 500,
			volts: 230,
			batteryVolts: 24,
			ampereHours: 7,
			assumedRbc: 'RBC48',
			low: 208,
			high: 253,
			sysObjectId: OBJECT_ID,
			sources: 'S1 S3 G',
		},
		{
			// A recording shows two outlet groups, the main one included.
			sku: 'SMT1500',
			va: 1500,
			watts: 1000,
			assumedVolts: 120,
			batteryVolts: 24,
			ampereHours: 17,
			rbc: 'RBC7',
			switchedGroups: 1,
			sysObjectId: OBJECT_ID,
			sources: 'S3 S6 G',
		},
		{
			// RBC116 is listed too.
			sku: 'SMT1500RM2U',
			va: 1500,
			watts: 1000,
			assumedVolts: 120,
			batteryVolts: 24,
			ampereHours: 18,
			assumedRbc: 'RBC133',
			sysObjectId: OBJECT_ID,
			sources: 'S3 S6 G',
		},
		{
			// The dump says 24 V beside a float voltage of 54.5 V.
			sku: 'SMT3000RMI2U',
			va: 3000,
			watts: 2700,
			volts: 230,
			batteryVolts: 48,
			ampereHours: 10,
			rbc: 'RBC43',
			sysObjectId: OBJECT_ID,
			sources: 'S1 S12 G',
		},
	],
};

export const smartUpsTConnect: CatalogueFamily = {
	vendor: 'APC',
	family: 'Smart-UPS (SMT SmartConnect)',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	rechargeHours: STANDARD_HOURS,
	assumedGroups: 1,
	rows: [
		{
			sku: 'SMT1500RM2UC',
			va: 1500,
			watts: 1000,
			assumedVolts: 120,
			batteryVolts: 24,
			ampereHours: 18,
			rbc: 'RBC159',
			sysObjectId: OBJECT_ID,
			sources: 'S3 S6 G',
		},
		{
			sku: 'SMT2200C',
			va: 2200,
			watts: 1980,
			assumedVolts: 120,
			batteryVolts: 48,
			ampereHours: 17,
			rbc: 'RBC55',
			sysObjectId: OBJECT_ID,
			sources: 'S8 G',
		},
		{
			sku: 'SMT2200RM2UC',
			va: 2200,
			watts: 1980,
			assumedVolts: 120,
			batteryVolts: 48,
			ampereHours: 10,
			rbc: 'RBC43',
			sysObjectId: OBJECT_ID,
			sources: 'S8 G',
		},
	],
};

export const smartUpsX: CatalogueFamily = {
	vendor: 'APC',
	family: 'Smart-UPS X (SMX)',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	assumedGroups: 2,
	rows: [
		{
			sku: 'SMX750I',
			va: 750,
			watts: 600,
			assumedVolts: 230,
			batteryVolts: 48,
			sysObjectId: OBJECT_ID,
			sources: 'S1 S6',
		},
		{
			sku: 'SMX1500I',
			va: 1500,
			watts: 1200,
			assumedVolts: 230,
			batteryVolts: 48,
			ampereHours: 9,
			rbc: 'APCRBC115',
			sysObjectId: OBJECT_ID,
			sources: 'S1 S6 G',
		},
	],
};

export const smartUpsLithium: CatalogueFamily = {
	vendor: 'APC',
	family: 'Smart-UPS (SMTL lithium-ion)',
	topology: 'lineInteractive',
	chemistry: 'lithium',
	edges: 'regulator',
	assumedGroups: 1,
	rows: [
		{
			// The suffix is not recorded. 40.8 V at full charge is the float level of three 12 V blocks; the ampere-hours
			// are those that give the 25.4 min at 37.8 % load of the recording (battery.md 8).
			sku: 'SMTL1000',
			va: 1000,
			assumedVolts: 120,
			assumedBatteryVolts: 36,
			assumedAmpereHours: 3.8,
			sysObjectId: OBJECT_ID,
			sources: 'S6',
		},
	],
};
