// PowerNet: the battery (snmp.md (b), battery).

import type {CardView} from '../../../agent/card-view.ts';
import {GAUGE32, INTEGER, OCTET_STRING, TIME_TICKS} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {dateSetting, dayOf, UNKNOWN} from '../objects/dates.ts';
import {fixed, under} from '../objects/lines.ts';
import {aboveZero, code, isKnown, orMinusOne, present, scaled, ticks, TICKS_A_SECOND} from '../objects/read.ts';
import {UPS} from './prefix.ts';

const VOLTS_A_BLOCK = 12;
/** Steps of the reading's volts and amperes. */
const CENTI = 100;
const CENTI_A_DECI = 10;
const DECI = 10;
/** 0.01 V times 0.01 A in a kW. */
const STEPS_A_KILOWATT = 1e7;
const SECONDS_AN_HOUR = 3600;
/** The catalogue's recharge time is from 10 % to 90 %. */
const RECHARGE_STEPS = 800;
const FULL_STEPS = 1000;

function packs(card: CardView): number {
	const external = card.detail.externalPacks;
	return isKnown(card, external) ? external : -1;
}

function badPacks(card: CardView): number {
	const bad = card.detail.badPacks;
	return isKnown(card, bad) ? bad : -1;
}

function kilowatts(card: CardView): number {
	const {batteryVolts, batteryAmperes} = card.reading;
	const known = isKnown(card, batteryVolts) && isKnown(card, batteryAmperes);
	return known ? scaled(batteryVolts * batteryAmperes, STEPS_A_KILOWATT) : -1;
}

/** At the pace at which the maker says that this model recharges. */
function chargeTicks(card: CardView): number | null {
	const charge = card.reading.batteryCharge;
	if (!isKnown(card, charge)) {
		return null;
	}
	const seconds = card.identity.rating.model.rechargeHours * SECONDS_AN_HOUR;
	return scaled(Math.max(0, FULL_STEPS - charge) * seconds, RECHARGE_STEPS) * TICKS_A_SECOND;
}

const CHARGER_UNKNOWN = 1;
const CHARGER_FAULT = 3;
const CHARGER_TESTING = 9;
/** By charger stage: off is not charging, bulk and absorption boost charging, float floating. */
const chargerStates: readonly number[] = [7, 5, 5, 4];

function chargerStatus(card: CardView): number {
	if (card.lost) {
		return CHARGER_UNKNOWN;
	}
	if (card.holds('chargerFailure')) {
		return CHARGER_FAULT;
	}
	if (card.holds('selfTesting') || card.holds('calibrating')) {
		return CHARGER_TESTING;
	}
	return chargerStates[card.reading.chargerStage] ?? CHARGER_UNKNOWN;
}

const CONDITION_UNKNOWN = 1;
const CONDITION_OK = 2;
const CONDITION_WEAK = 3;
const CONDITION_POOR = 4;

/** Poor is a battery to be replaced, weak one whose life is near its end (snmp-exporter.md gives the enumeration). */
function condition(card: CardView): number {
	if (card.lost || card.holds('noBattery')) {
		return CONDITION_UNKNOWN;
	}
	if (card.holds('replaceBattery')) {
		return CONDITION_POOR;
	}
	return card.holds('batteryLifeNearEnd') || card.holds('batteryLifeExceeded') ? CONDITION_WEAK : CONDITION_OK;
}

const NOT_RESTRICTED = 2;
const BATTERY_UNKNOWN = 1;
const nominalVolts = (card: CardView): number => card.identity.rating.blocks * VOLTS_A_BLOCK;

const basic = under(`${UPS}.2.1`, [
	['1.0', 'upsBasicBatteryStatus', INTEGER, code(reading => reading.batteryStatus, BATTERY_UNKNOWN)],
	['2.0', 'upsBasicBatteryTimeOnBattery', TIME_TICKS, ticks(reading => reading.secondsOnBattery)],
	['3.0', 'upsBasicBatteryLastReplaceDate', OCTET_STRING, dateSetting('ups.battery.installed')],
]);

const advanced = under(`${UPS}.2.2`, [
	['1.0', 'upsAdvBatteryCapacity', GAUGE32, present(reading => reading.batteryCharge, DECI)],
	['2.0', 'upsAdvBatteryTemperature', GAUGE32, aboveZero(reading => reading.batteryTemperature, DECI)],
	['3.0', 'upsAdvBatteryRunTimeRemaining', TIME_TICKS, ticks(reading => reading.batteryRuntime)],
	['4.0', 'upsAdvBatteryReplaceIndicator', INTEGER, card => (card.holds('replaceBattery') ? 2 : 1)],
	['5.0', 'upsAdvBatteryNumOfBattPacks', INTEGER, packs],
	['6.0', 'upsAdvBatteryNumOfBadBattPacks', INTEGER, badPacks],
	['7.0', 'upsAdvBatteryNominalVoltage', INTEGER, nominalVolts],
	['8.0', 'upsAdvBatteryActualVoltage', INTEGER, orMinusOne(reading => reading.batteryVolts, CENTI)],
	['9.0', 'upsAdvBatteryCurrent', INTEGER, orMinusOne(reading => reading.batteryAmperes, CENTI)],
	['10.0', 'upsAdvTotalDCCurrent', INTEGER, orMinusOne(reading => reading.batteryAmperes, CENTI)],
	['11.0', 'upsAdvBatteryFullCapacity', INTEGER, orMinusOne(reading => reading.batteryHealth, DECI)],
	['15.0', 'upsAdvBatteryEstimatedChargeTime', TIME_TICKS, chargeTicks],
	['16.0', 'upsAdvBatteryPower', INTEGER, kilowatts],
	['17.0', 'upsAdvBatteryChargerStatus', INTEGER, chargerStatus],
	['19.0', 'upsAdvBatteryInternalSKU', OCTET_STRING, card => card.identity.rating.model.batterySku || UNKNOWN],
	['20.0', 'upsAdvBatteryExternalSKU', OCTET_STRING, fixed(UNKNOWN)],
	['21.0', 'upsAdvBatteryRecommendedReplaceDate', OCTET_STRING, dayOf(detail => detail.batteryLifeEndDay)],
	['23.0', 'upsAdvBatteryCondition', INTEGER, condition],
	['24.0', 'upsAdvBatteryChargingCurrentRestricted', INTEGER, fixed(NOT_RESTRICTED)],
]);

const precise = under(`${UPS}.2.3`, [
	['1.0', 'upsHighPrecBatteryCapacity', GAUGE32, present(reading => reading.batteryCharge, 1)],
	['2.0', 'upsHighPrecBatteryTemperature', GAUGE32, aboveZero(reading => reading.batteryTemperature, 1)],
	['3.0', 'upsHighPrecBatteryNominalVoltage', INTEGER, card => nominalVolts(card) * DECI],
	['4.0', 'upsHighPrecBatteryActualVoltage', INTEGER, orMinusOne(reading => reading.batteryVolts, CENTI_A_DECI)],
	['5.0', 'upsHighPrecBatteryCurrent', INTEGER, orMinusOne(reading => reading.batteryAmperes, CENTI_A_DECI)],
	['6.0', 'upsHighPrecTotalDCCurrent', INTEGER, orMinusOne(reading => reading.batteryAmperes, CENTI_A_DECI)],
]);

export const battery: readonly MibRow[] = [...basic, ...advanced, ...precise];
