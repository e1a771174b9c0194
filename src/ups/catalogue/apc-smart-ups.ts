// APC Smart-UPS of the classic generations: SU, Matrix, SC, SUA and the XL kin.

import {rbc55x2, su1000, su1400, su420} from './fits.ts';
import type {CatalogueFamily} from './row.ts';

/** APC's service note (S13): 3 h to 90 % for standard models, 9 h for those of the XL class. */
const STANDARD_HOURS = 3;
const XL_HOURS = 9;
/** PowerNet-MIB: what an unlisted Smart-UPS 450 answers, and several SUA cards with it. */
const SUA_OBJECT_ID = '1.3.6.1.4.1.318.1.3.2.7';

export const smartUps: CatalogueFamily = {
	vendor: 'APC',
	family: 'Smart-UPS (SU)',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	rechargeHours: STANDARD_HOURS,
	assumedGroups: 0,
	rows: [
		{sku: 'SU420', va: 420, assumedVolts: 120, battery: su420, sources: 'S5'},
		{
			sku: 'SU1000',
			va: 1000,
			watts: 670,
			assumedVolts: 120,
			batteryVolts: 24,
			battery: su1000,
			sysObjectId: '1.3.6.1.4.1.318.1.3.2.9',
			sources: 'S5 S2 S7',
		},
		{
			sku: 'SU1400',
			va: 1400,
			volts: 230,
			batteryVolts: 24,
			battery: su1400,
			low: 196,
			high: 253,
			sysObjectId: '1.3.6.1.4.1.318.1.3.2.10',
			sources: 'S5 S2 S12',
		},
		{
			sku: 'SU1400RM2U',
			va: 1400,
			assumedVolts: 120,
			rbc: 'RBC24',
			sysObjectId: '1.3.6.1.4.1.318.1.3.2.10',
			sources: 'S3 S2',
		},
		{
			sku: 'SU2200',
			va: 2200,
			volts: 230,
			batteryVolts: 48,
			low: 196,
			high: 253,
			sysObjectId: '1.3.6.1.4.1.318.1.3.2.11',
			sources: 'S1 S2',
		},
		{
			sku: 'SU3000RM',
			va: 3000,
			volts: 120,
			batteryVolts: 48,
			low: 103,
			high: 132,
			sysObjectId: '1.3.6.1.4.1.318.1.3.2.12',
			sources: 'S1 S2',
		},
		{
			sku: 'SU5000RM',
			va: 5000,
			volts: 230,
			batteryVolts: 48,
			low: 196,
			high: 253,
			sysObjectId: '1.3.6.1.4.1.318.1.3.2.13',
			sources: 'S1 S2',
		},
	],
};

export const smartUpsXl: CatalogueFamily = {
	vendor: 'APC',
	family: 'Smart-UPS XL (SU)',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	rechargeHours: XL_HOURS,
	assumedGroups: 0,
	rows: [
		{
			sku: 'SU1000XL',
			va: 1000,
			volts: 230,
			batteryVolts: 24,
			sysObjectId: '1.3.6.1.4.1.318.1.3.2.9',
			sources: 'S2 S12 S13',
		},
	],
};

export const matrixUps: CatalogueFamily = {
	vendor: 'APC',
	family: 'Matrix-UPS',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	assumedGroups: 0,
	rows: [
		{
			sku: 'MX3000',
			va: 3000,
			assumedVolts: 230,
			batteryVolts: 48,
			low: 176,
			high: 264,
			sysObjectId: '1.3.6.1.4.1.318.1.3.3.1',
			sources: 'S1 S2',
		},
		{
			sku: 'MX5000',
			va: 5000,
			assumedVolts: 230,
			batteryVolts: 48,
			sysObjectId: '1.3.6.1.4.1.318.1.3.3.2',
			sources: 'S2',
		},
	],
};

export const smartUpsSc: CatalogueFamily = {
	vendor: 'APC',
	family: 'Smart-UPS SC',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	rechargeHours: STANDARD_HOURS,
	assumedGroups: 0,
	rows: [
		{sku: 'SC420', va: 420, assumedVolts: 120, rbc: 'RBC2', sources: 'S3'},
		{sku: 'SC450RM', va: 450, volts: 230, batteryVolts: 12, low: 208, high: 253, sources: 'S1'},
		{sku: 'SC1500', va: 1500, volts: 230, batteryVolts: 24, rbc: 'RBC59', low: 208, high: 253, sources: 'S1 S3'},
	],
};

export const smartUpsA: CatalogueFamily = {
	vendor: 'APC',
	family: 'Smart-UPS (SUA)',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	rechargeHours: STANDARD_HOURS,
	assumedGroups: 0,
	rows: [
		{
			sku: 'SUA750',
			va: 750,
			watts: 500,
			assumedVolts: 120,
			batteryVolts: 24,
			ampereHours: 7,
			rbc: 'RBC48',
			sources: 'S1 G',
		},
		{
			sku: 'SUA1000',
			va: 1000,
			watts: 670,
			volts: 230,
			batteryVolts: 24,
			ampereHours: 12,
			rbc: 'RBC6',
			low: 208,
			high: 253,
			sources: 'S1 S3 S12 G',
		},
		{
			// The MIB lists ...3.2.16 (smartUPS1500) as well.
			sku: 'SUA1500I',
			va: 1500,
			watts: 980,
			volts: 230,
			batteryVolts: 24,
			ampereHours: 17,
			rbc: 'RBC7',
			low: 208,
			high: 253,
			sysObjectId: SUA_OBJECT_ID,
			sources: 'S1 S3 S2 S12 G',
		},
		{
			sku: 'SUA1500',
			va: 1500,
			watts: 980,
			volts: 120,
			batteryVolts: 24,
			ampereHours: 17,
			rbc: 'RBC7',
			low: 106,
			high: 127,
			sources: 'S1 S3 G',
		},
		{
			// RBC24 is listed for SUA1500RM2U; RBC133 is listed too.
			sku: 'SUA1500RMI2U',
			va: 1500,
			volts: 230,
			batteryVolts: 24,
			assumedRbc: 'RBC24',
			sysObjectId: SUA_OBJECT_ID,
			sources: 'S3 S6',
		},
		{
			sku: 'SUA2200RM2U',
			va: 2200,
			watts: 1980,
			assumedVolts: 120,
			batteryVolts: 48,
			ampereHours: 10,
			rbc: 'RBC43',
			sources: 'S3 S1 G',
		},
		{
			sku: 'SUA3000RM2U',
			va: 3000,
			watts: 2700,
			assumedVolts: 120,
			batteryVolts: 48,
			ampereHours: 10,
			rbc: 'RBC43',
			sources: 'S3 S8 S1 G',
		},
		{
			sku: 'SUA5000RMT5U',
			va: 5000,
			watts: 4000,
			assumedVolts: 230,
			batteryVolts: 48,
			rbc: 'RBC55 x 2',
			battery: rbc55x2,
			rechargeHours: 3,
			low: 208,
			high: 253,
			sysObjectId: SUA_OBJECT_ID,
			sources: 'S3 S11 S1',
		},
	],
};

export const smartUpsXlm: CatalogueFamily = {
	vendor: 'APC',
	family: 'Smart-UPS XLM',
	topology: 'lineInteractive',
	chemistry: 'leadAcid',
	edges: 'regulator',
	rechargeHours: XL_HOURS,
	assumedGroups: 0,
	rows: [
		{sku: 'SUM1500RMXL2U', va: 1500, volts: 120, batteryVolts: 48, low: 106, high: 127, sources: 'S1'},
		{sku: 'SUM3000RMXL2U', va: 3000, assumedVolts: 120, rbc: 'RBC43', sources: 'S3'},
	],
};
