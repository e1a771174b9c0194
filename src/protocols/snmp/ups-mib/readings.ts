// RFC 1628: identity, battery, input, output and bypass (snmp.md (a)). A single-phase UPS has a line of each.

import type {CardView} from '../../../agent/card-view.ts';
import {NOT_AVAILABLE} from '../../../core/absent.ts';
import {COUNTER32, INTEGER, OCTET_STRING} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {always, indexLine, keptText, under} from '../objects/lines.ts';
import type {Read} from '../objects/lines.ts';
import {inputDeciAmperes, inputWatts, isKnown, isOnBypass, present, scaled} from '../objects/read.ts';
import {words} from '../objects/settings.ts';
import {OBJECTS} from './prefix.ts';

const NAME_CHARACTERS = 16;
const ATTACHED_CHARACTERS = 63;
const DECI = 10;
const CENTI_A_DECI = 10;
const SECONDS_A_MINUTE = 60;
/** upsOutputPercentLoad is INTEGER (0..200). */
const MOST_PERCENT_LOAD = 200;

/** `read`, left out where the named quirk is on. */
function unless(quirk: string, read: Read): Read {
	return (card, place) => (place.quirk(quirk) ? null : read(card, place));
}

/** `read`, or 0 where cards with the quirk do not measure it. */
function measuredPower(read: Read): Read {
	return (card, place) => (place.quirk('noLinePowers') ? 0 : read(card, place));
}

const attachedDevices = keptText('', ATTACHED_CHARACTERS);

const identity = under(`${OBJECTS}.1`, [
	['1.0', 'upsIdentManufacturer', OCTET_STRING, card => card.identity.vendor],
	['2.0', 'upsIdentModel', OCTET_STRING, card => card.identity.modelName],
	['3.0', 'upsIdentUPSSoftwareVersion', OCTET_STRING, card => card.identity.upsFirmware],
	['4.0', 'upsIdentAgentSoftwareVersion', OCTET_STRING, unless('sparseUpsMib', card => card.identity.cardFirmware)],
	['5.0', 'upsIdentName', OCTET_STRING, words('ups.name', NAME_CHARACTERS)],
	['6.0', 'upsIdentAttachedDevices', OCTET_STRING, attachedDevices],
]).map(row => (row.name === 'upsIdentAttachedDevices' ? {...row, read: unless('sparseUpsMib', row.read)} : row));

const BATTERY_UNKNOWN = 1;
const BATTERY_NORMAL = 2;
const BATTERY_LOW = 3;
const BATTERY_DEPLETED = 4;
/** By battery status of the reading: unknown, normal, low, in fault, none; the last two carry no load. */
const batteryStates: readonly number[] = [
	BATTERY_UNKNOWN,
	BATTERY_UNKNOWN,
	BATTERY_NORMAL,
	BATTERY_LOW,
	BATTERY_DEPLETED,
	BATTERY_DEPLETED,
];
/** Sleeping until power returns: low no longer, but empty. */
const SLEEPING_UNTIL_POWER = 11;

function batteryStatus(card: CardView): number {
	const status = card.reading.batteryStatus;
	if (!isKnown(card, status)) {
		return BATTERY_UNKNOWN;
	}
	const empty = status === BATTERY_LOW && card.reading.outputStatus === SLEEPING_UNTIL_POWER;
	return empty ? BATTERY_DEPLETED : (batteryStates[status] ?? BATTERY_UNKNOWN);
}

/** PositiveInteger: the last minute still counts as one. */
function minutesRemaining(card: CardView): number | null {
	const seconds = card.reading.batteryRuntime;
	return isKnown(card, seconds) ? Math.max(1, Math.floor(seconds / SECONDS_A_MINUTE)) : null;
}

const battery = under(`${OBJECTS}.2`, [
	['1.0', 'upsBatteryStatus', INTEGER, batteryStatus],
	['2.0', 'upsSecondsOnBattery', INTEGER, present(reading => reading.secondsOnBattery, 1)],
	['3.0', 'upsEstimatedMinutesRemaining', INTEGER, minutesRemaining],
	['4.0', 'upsEstimatedChargeRemaining', INTEGER, present(reading => reading.batteryCharge, DECI)],
	['5.0', 'upsBatteryVoltage', INTEGER, present(reading => reading.batteryVolts, CENTI_A_DECI)],
	[
		'6.0',
		'upsBatteryCurrent',
		INTEGER,
		unless(
			'sparseUpsMib',
			present(reading => reading.batteryAmperes, CENTI_A_DECI),
		),
	],
	['7.0', 'upsBatteryTemperature', INTEGER, present(reading => reading.batteryTemperature, DECI)],
]);

/** A dead input has no frequency: it reads 0 while the UPS answers. */
function inputFrequency(card: CardView): number | null {
	const hertz = card.reading.inputHertz;
	if (card.lost) {
		return null;
	}
	return hertz === NOT_AVAILABLE ? 0 : scaled(hertz, CENTI_A_DECI);
}

const inputVoltage = present(reading => reading.inputVolts, DECI);
const outputCurrent = present(reading => reading.outputAmperes, CENTI_A_DECI);
const outputPower = present(reading => reading.outputWatts, 1);

const input = under(`${OBJECTS}.3`, [
	[
		'1.0',
		'upsInputLineBads',
		COUNTER32,
		unless(
			'sparseUpsMib',
			present(reading => reading.transferCount, 1),
		),
	],
	['2.0', 'upsInputNumLines', INTEGER, always(1)],
	indexLine('3.1.1.1', 'upsInputLineIndex', 1),
	['3.1.2.1', 'upsInputFrequency', INTEGER, inputFrequency],
	['3.1.3.1', 'upsInputVoltage', INTEGER, inputVoltage],
	['3.1.4.1', 'upsInputCurrent', INTEGER, measuredPower(inputDeciAmperes)],
	['3.1.5.1', 'upsInputTruePower', INTEGER, measuredPower(inputWatts)],
]);

const OTHER = 1;
const NO_SOURCE = 2;
const NORMAL = 3;
const BYPASS = 4;
const ON_BATTERY = 5;
const BOOSTER = 6;
const REDUCER = 7;
/** upsOutputSource by output status (nmc.md 1.1). A self-test feeds the load from the battery. */
const sources: readonly number[] = [
	OTHER,
	OTHER,
	NORMAL,
	ON_BATTERY,
	BOOSTER,
	NO_SOURCE,
	BYPASS,
	NO_SOURCE,
	NO_SOURCE,
	BYPASS,
	BYPASS,
	NO_SOURCE,
	REDUCER,
	NORMAL,
	NORMAL,
	ON_BATTERY,
	BYPASS,
	BYPASS,
];

const outputSource: Read = (card, place) => {
	const status = card.reading.outputStatus;
	const source = isKnown(card, status) ? (sources[status] ?? OTHER) : OTHER;
	return source === NORMAL && place.quirk('sourceNoneOnLine') ? NO_SOURCE : source;
};

function percentLoad(card: CardView): number | null {
	const load = card.reading.loadRatio;
	return isKnown(card, load) ? Math.min(MOST_PERCENT_LOAD, scaled(load, DECI)) : null;
}

const output = under(`${OBJECTS}.4`, [
	['1.0', 'upsOutputSource', INTEGER, outputSource],
	['2.0', 'upsOutputFrequency', INTEGER, present(reading => reading.outputHertz, CENTI_A_DECI)],
	['3.0', 'upsOutputNumLines', INTEGER, always(1)],
	indexLine('4.1.1.1', 'upsOutputLineIndex', 1),
	['4.1.2.1', 'upsOutputVoltage', INTEGER, present(reading => reading.outputVolts, DECI)],
	['4.1.3.1', 'upsOutputCurrent', INTEGER, outputCurrent],
	['4.1.4.1', 'upsOutputPower', INTEGER, measuredPower(outputPower)],
	['4.1.5.1', 'upsOutputPercentLoad', INTEGER, percentLoad],
]);

const BYPASS_LINES = `${OBJECTS}.5.2.0`;

/** A double-conversion UPS has a bypass, fed from the input; real cards show a line on others too. */
function ofBypassLine(read: Read): Read {
	return (card, place) => {
		const {rating, recorded} = card.identity;
		const has = rating.doubleConversion || place.quirk('bypassLineAlways') || recorded[BYPASS_LINES] === '1';
		return has ? read(card, place) : null;
	};
}

const hasBypass: Read = (card, place) => ofBypassLine(() => 1)(card, place) ?? 0;

/** What flows through the bypass: what the output takes while it is on, else nothing. */
function throughBypass(read: Read): Read {
	return ofBypassLine((card, place) => (isOnBypass(card) && !card.lost ? read(card, place) : 0));
}

const bypassCurrent: Read = (card, place) =>
	place.quirk('noLinePowers') ? ofBypassLine(outputCurrent)(card, place) : throughBypass(outputCurrent)(card, place);

const bypass = under(`${OBJECTS}.5`, [
	['1.0', 'upsBypassFrequency', INTEGER, ofBypassLine(inputFrequency)],
	['2.0', 'upsBypassNumLines', INTEGER, hasBypass],
	['3.1.1.1', 'upsBypassLineIndex', INTEGER, ofBypassLine(() => 1)],
	[
		'3.1.2.1',
		'upsBypassVoltage',
		INTEGER,
		ofBypassLine((card, place) => (card.identity.rating.doubleConversion ? inputVoltage(card, place) : 0)),
	],
	['3.1.3.1', 'upsBypassCurrent', INTEGER, bypassCurrent],
	['3.1.4.1', 'upsBypassPower', INTEGER, throughBypass(outputPower)],
]);

export const readings: readonly MibRow[] = [...identity, ...battery, ...input, ...output, ...bypass];
