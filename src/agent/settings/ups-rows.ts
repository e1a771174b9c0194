// Settings of the UPS itself: nmc.md 4, its ranges, rounding and defaults. What no source gives is marked [assumed].

import {hasSteppedDelays} from '../../ups/families.ts';
import type {Rating} from '../../ups/rating.ts';
import {choice, orWord, range, steps} from './allowed.ts';
import type {Allowed} from './allowed.ts';
import {
	accessible,
	accessRead,
	accessWrite,
	date,
	downward,
	flag,
	option,
	own,
	quantity,
	ratedQuantity,
	upward,
	words,
} from './setting-row.ts';
import type {SettingRow} from './setting-row.ts';

export const NEVER = -1;
/** Longest delay, s [assumed]: nmc.md 4 gives 600 s for older cards and no limit for newer ones. */
export const LONGEST_DELAY_SECONDS = 86400;
const seconds = range(0, LONGEST_DELAY_SECONDS, 1);
const AUTO_PACKS = -1;
/** External packs that a UPS takes [assumed]; ten are common among extended-runtime types. */
const MOST_PACKS = 10;

/** Transfer points of the classic Smart-UPS by nominal volts (nmc.md 4). */
const transferLists: readonly (readonly [nominal: number, high: readonly number[], low: readonly number[]])[] = [
	[100, [108, 110, 112, 114], [86, 88, 90, 92]],
	[120, [127, 130, 133, 136], [97, 100, 103, 106]],
	[230, [253, 257, 261, 265], [196, 200, 204, 208]],
];
/** Elsewhere the point may lie between these shares of nominal [assumed], and wherever the model has it as delivered. */
const LEAST_HIGH = 1.05;
const MOST_HIGH = 1.2;
const LEAST_LOW = 0.7;
const MOST_LOW = 0.95;

function listFor(rating: Rating, column: 1 | 2, delivered: number): readonly number[] | null {
	for (let i = 0; i < transferLists.length; i++) {
		const list = transferLists[i];
		if (list[0] === rating.nominalVolts && list[column].indexOf(delivered) >= 0) {
			return list[column];
		}
	}
	return null;
}

function highTransfers(rating: Rating): Allowed {
	const delivered = rating.model.window.trimAbove;
	const list = listFor(rating, 1, delivered);
	const low = Math.min(delivered, Math.ceil(LEAST_HIGH * rating.nominalVolts));
	return list === null ? range(low, Math.max(delivered, Math.floor(MOST_HIGH * rating.nominalVolts)), 1) : steps(list);
}

function lowTransfers(rating: Rating): Allowed {
	const delivered = rating.model.window.boostBelow;
	const list = listFor(rating, 2, delivered);
	const low = Math.min(delivered, Math.ceil(LEAST_LOW * rating.nominalVolts));
	return list === null ? range(low, Math.max(delivered, Math.floor(MOST_LOW * rating.nominalVolts)), 1) : steps(list);
}

/** Voltages that a UPS can be set to put out, by its class (the bits of register 592, nmc.md 9). */
const outputClasses: readonly (readonly number[])[] = [[100], [110, 115, 120, 127], [200, 208], [220, 230, 240]];

function outputVolts(rating: Rating): Allowed {
	for (let i = 0; i < outputClasses.length; i++) {
		if (outputClasses[i].indexOf(rating.nominalVolts) >= 0) {
			return steps(outputClasses[i]);
		}
	}
	return steps([rating.nominalVolts]);
}

/** Only an inverter that always runs can make another voltage than the utility's. */
function outputAccess(rating: Rating): number {
	return rating.doubleConversion && outputVolts(rating).steps.length > 1 ? accessWrite : accessRead;
}

/** The one among the families of stepped delays with steps of its own (nmc.md 4). */
const SHORT_DELAYS = 'Smart-UPS SC';
const extendedFamilies: readonly string[] = ['Smart-UPS XL (SU)', 'Matrix-UPS', 'Smart-UPS XLM', 'Symmetra LX'];

function isStepped(rating: Rating): boolean {
	return hasSteppedDelays(rating.model.family);
}

function offDelays(rating: Rating): Allowed {
	if (!isStepped(rating)) {
		return seconds;
	}
	return steps(rating.model.family === SHORT_DELAYS ? [60, 180, 300, 600] : [20, 60, 120, 240, 480, 720, 960]);
}

function returnDelays(rating: Rating): Allowed {
	if (!isStepped(rating)) {
		return seconds;
	}
	return rating.model.family === SHORT_DELAYS ? range(0, 420, 60) : steps([0, 20, 60, 120, 240, 480, 720, 960]);
}

function lowBatteryTimes(rating: Rating): Allowed {
	if (!isStepped(rating)) {
		return range(0, 3600, 1);
	}
	return extendedFamilies.indexOf(rating.model.family) >= 0 ? range(120, 1380, 60) : steps([120, 300, 420]);
}

function returnCharges(rating: Rating): Allowed {
	return isStepped(rating) ? steps([0, 15, 50, 90]) : range(0, 90, 1);
}

function alarmTimers(rating: Rating): Allowed {
	return steps(isStepped(rating) ? [0, 5, 30] : [0, 30]);
}

/** Schedules of the self-test, numbered as the MIB does from 2; values of rating.testSchedule. */
const schedules: readonly string[] = [
	'every14Days',
	'every7Days',
	'atTurnOn',
	'never',
	'every4Weeks',
	'every12Weeks',
	'14DaysSinceLastTest',
	'7DaysSinceLastTest',
	'every8Weeks',
	'every26Weeks',
	'every52Weeks',
	'every30Days',
];

const MINUTES_A_DAY = 1440;

function testSchedule(): SettingRow {
	const row = option(20, 'ups.selfTest.schedule', choice(2, schedules), 2);
	(row as {standard: (rating: Rating) => number}).standard = rating => rating.testSchedule;
	return row;
}

function upsName(): SettingRow {
	const row = own(words(1, 'ups.name', 16, ''));
	(row as {standard: (rating: Rating) => string}).standard = rating => `${rating.model.vendor} UPS`.slice(0, 16);
	return row;
}

export const upsRows: readonly SettingRow[] = [
	upsName(),
	option(2, 'ups.sensitivity', choice(1, ['auto', 'low', 'medium', 'high']), 4),
	upward(ratedQuantity(3, 'ups.transfer.high', 'V', highTransfers, rating => rating.model.window.trimAbove)),
	downward(ratedQuantity(4, 'ups.transfer.low', 'V', lowTransfers, rating => rating.model.window.boostBelow)),
	own(
		accessible(
			downward(ratedQuantity(5, 'ups.output.voltage', 'V', outputVolts, rating => rating.nominalVolts)),
			outputAccess,
		),
	),
	quantity(6, 'ups.qualification', 's', range(0, 600, 1), 4),
	flag(7, 'ups.automaticRestart', true),
	flag(8, 'ups.deepDischargeProtection', true),
	flag(9, 'ups.greenMode', false),
	upward(ratedQuantity(10, 'ups.lowBattery.duration', 's', lowBatteryTimes, () => 120)),
	upward(ratedQuantity(11, 'ups.off.delay', 's', offDelays, rating => rating.offDelaySeconds)),
	upward(ratedQuantity(12, 'ups.return.delay', 's', returnDelays, () => 0)),
	upward(ratedQuantity(13, 'ups.return.minCharge', '%', returnCharges, () => 0)),
	quantity(14, 'ups.return.minRuntime', 's', seconds, 0),
	quantity(15, 'ups.reboot.duration', 's', seconds, 8),
	quantity(16, 'ups.basicSignalling.lowBatteryDuration', 's', seconds, 120),
	quantity(17, 'ups.basicSignalling.shutdownDelay', 's', seconds, 90),
	flag(18, 'ups.simpleSignalling.shutdown', false),
	testSchedule(),
	option(
		21,
		'ups.selfTest.day',
		choice(0, ['any', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']),
		0,
	),
	quantity(22, 'ups.selfTest.time', 'min', orWord(range(0, MINUTES_A_DAY - 1, 1), NEVER, 'any'), NEVER),
	option(25, 'ups.alarm.mode', choice(1, ['timed', 'atLowBattery', 'never']), 1),
	downward(ratedQuantity(26, 'ups.alarm.delay', 's', alarmTimers, rating => (isStepped(rating) ? 5 : 0))),
	quantity(27, 'ups.alarm.loadAbove', 'VA', orWord(range(0, 1000000, 1), NEVER, 'never'), NEVER),
	quantity(28, 'ups.alarm.runtimeBelow', 'min', orWord(range(0, 1440, 1), NEVER, 'never'), NEVER),
	quantity(30, 'ups.shutdown.onBatteryFor', 's', orWord(seconds, NEVER, 'never'), NEVER),
	quantity(31, 'ups.shutdown.runtimeBelow', 's', orWord(seconds, NEVER, 'never'), NEVER),
	quantity(32, 'ups.shutdown.chargeBelow', '%', orWord(range(1, 99, 1), NEVER, 'never'), NEVER),
	quantity(33, 'ups.shutdown.loadBelow', '%', orWord(range(1, 99, 1), NEVER, 'never'), NEVER),
	flag(34, 'ups.shutdown.skipOffDelay', false),
	flag(35, 'ups.shutdown.stayOff', false),
	own(date(40, 'ups.battery.installed')),
	own(quantity(41, 'ups.battery.externalPacks', '', orWord(range(0, MOST_PACKS, 1), AUTO_PACKS, 'auto'), AUTO_PACKS)),
	quantity(42, 'ups.battery.healthWarning', 'd', orWord(range(0, 3650, 1), NEVER, 'never'), 90),
	quantity(43, 'ups.battery.healthSnooze', 'd', orWord(range(0, 3650, 1), NEVER, 'never'), 30),
	option(
		50,
		'ups.display.language',
		choice(1, ['english', 'french', 'german', 'spanish', 'italian', 'portuguese', 'japanese', 'russian', 'chinese']),
		1,
	),
	flag(51, 'ups.display.locked', false),
	option(52, 'ups.position', choice(1, ['tower', 'rack']), 1),
];
