// PowerNet: orders to the UPS, and tests (snmp.md (b), control, test and calibration; nmc.md 5, 6, 8).

import type {CardView} from '../../../agent/card-view.ts';
import {NOT_AVAILABLE} from '../../../core/absent.ts';
import {INTEGER, OCTET_STRING} from '../mib.ts';
import type {MibRow, SnmpPlace} from '../mib.ts';
import {dayOfMinute, twoDigits, UNKNOWN} from '../objects/dates.ts';
import {keptText, under} from '../objects/lines.ts';
import type {Access, Read} from '../objects/lines.ts';
import {code, isOnBattery} from '../objects/read.ts';
import {changing, choices, commandObject, NONE, noSyncGroup, nothingToDo, ordering} from '../objects/settings.ts';
import type {Deed} from '../objects/settings.ts';
import {SLEEP_SECONDS} from './config-kept.ts';
import {UPS} from './prefix.ts';

/** Only while the utility is out: a card refuses it on line (snmp.md (b), writes). */
const conserve: Deed = card =>
	isOnBattery(card) && card.holds('onBattery') ? ordering('conserveBattery', 0) : 'inconsistentValue';

/** A sleep of no time is off until there is power, and on again. */
function sleepOr(command: string): Deed {
	return (card: CardView, place: SnmpPlace) => {
		const seconds = Number(place.kept(card.card, SLEEP_SECONDS) ?? 0);
		return seconds === 0 ? ordering(command, 0) : {order: {command: 'sleep', target: 0, value: seconds}};
	};
}

/** Only a double-conversion UPS can be told to go to bypass. */
function ofDoubleConversion(command: string): Deed {
	return card => (card.identity.rating.doubleConversion ? ordering(command, 0) : 'inconsistentValue');
}

const NO_UPDATE = 1;
const BEGIN_UPDATE = 2;

/** Reads how far an update of the UPS is; 2 begins one with the image on the card, 1 forgets how the last one ended (nmc.md 10.2). */
const firmwareUpdate: Access = {
	read: card => (card.detail.updateState === NOT_AVAILABLE ? NO_UPDATE : card.detail.updateState),
	write: (card, value) => {
		if (value === NO_UPDATE) {
			return card.detail.updateState > NO_UPDATE ? ordering('forgetUpsUpdate', 0) : {};
		}
		// No manager can be told of the mode here: who writes 2 takes the one that the UPS has.
		return value === BEGIN_UPDATE
			? {order: {command: 'updateUpsFirmware', target: 0, value: card.detail.updateMode}}
			: 'wrongValue';
	},
};

const controls = under(`${UPS}.6`, [
	['1.1.0', 'upsBasicControlConserveBattery', INTEGER, commandObject({2: conserve})],
	[
		'2.1.0',
		'upsAdvControlUpsOff',
		INTEGER,
		commandObject({2: 'outputOff', 3: 'outputOffDelayed', 4: noSyncGroup, 5: noSyncGroup, 6: noSyncGroup}),
	],
	[
		'2.2.0',
		'upsAdvControlRebootShutdownUps',
		INTEGER,
		commandObject({2: 'shutdown', 3: 'shutdownDelayed', 4: noSyncGroup, 5: noSyncGroup}),
	],
	[
		'2.3.0',
		'upsAdvControlUpsSleep',
		INTEGER,
		commandObject({2: sleepOr('shutdown'), 3: sleepOr('shutdownDelayed'), 4: noSyncGroup, 5: noSyncGroup}),
	],
	['2.4.0', 'upsAdvControlSimulatePowerFail', INTEGER, commandObject({2: 'simulatePowerFailure'})],
	[
		'2.5.0',
		'upsAdvControlFlashAndBeep',
		INTEGER,
		commandObject({2: nothingToDo, 3: noSyncGroup, 4: nothingToDo, 5: nothingToDo}),
	],
	['2.6.0', 'upsAdvControlTurnOnUPS', INTEGER, commandObject({2: 'outputOn', 3: noSyncGroup, 4: 'outputOnDelayed'})],
	[
		'2.7.0',
		'upsAdvControlBypassSwitch',
		INTEGER,
		commandObject({2: ofDoubleConversion('toBypass'), 3: ofDoubleConversion('fromBypass')}),
	],
	['2.8.0', 'upsAdvControlRebootUpsWithOrWithoutAC', INTEGER, commandObject({2: 'reboot', 3: 'rebootDelayed'})],
	['2.9.0', 'upsAdvControlFirmwareUpdate', INTEGER, firmwareUpdate],
]);

const UNKNOWN_SCHEDULE = 1;
const schedules = [NONE, NONE, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const days = [NONE, 1, 2, 3, 4, 5, 6, 7];
const INVALID_TEST = 3;
const CALIBRATION_UNKNOWN = 7;
const MINUTES_AN_HOUR = 60;
const INTERVAL_CHARACTERS = 64;
const ANY_TIME = -1;

/** hh:mm, or `Unknown` where any time will do. */
const testTime: Access = {
	read: card => {
		const minute = card.number('ups.selfTest.time');
		const hour = Math.floor(minute / MINUTES_AN_HOUR);
		return minute < 0 ? UNKNOWN : `${twoDigits(hour)}:${twoDigits(minute % MINUTES_AN_HOUR)}`;
	},
	write: (_card, value) => {
		if (value === UNKNOWN) {
			return changing('ups.selfTest.time', ANY_TIME);
		}
		const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(String(value));
		return parts === null
			? 'wrongValue'
			: changing('ups.selfTest.time', Number(parts[1]) * MINUTES_AN_HOUR + Number(parts[2]));
	},
};

/** Before the first test there is no valid result: 3, as recorded of a card whose UPS had none. */
const testResult: Read = card => {
	const result = card.reading.selfTestResult;
	return result === NOT_AVAILABLE || result === 0 || card.lost ? INVALID_TEST : result;
};

const lastTestDate: Read = card => dayOfMinute(card.detail.selfTestMinute);
const calibrationDate: Read = card => dayOfMinute(card.detail.calibrationMinute);

/** By result of the self-test from 1: done, done, precondition not met, in progress. */
const processStates: readonly number[] = [7, 1, 1, 2, 3];
const PROCESS_UNKNOWN = 7;
const PROCESS_NO_BATTERY = 8;

const testProcess: Read = card => {
	if (card.holds('noBattery')) {
		return PROCESS_NO_BATTERY;
	}
	return card.lost ? PROCESS_UNKNOWN : (processStates[card.reading.selfTestResult] ?? PROCESS_UNKNOWN);
};

const CONDITION_UNKNOWN = 1;
const CONDITION_OK = 2;
const CONDITION_DECREASED = 3;
const CONDITION_DEFECT = 4;
const CONDITION_NONE = 5;
const TEST_PASSED = 1;

const batteryCondition: Read = card => {
	if (card.lost) {
		return CONDITION_UNKNOWN;
	}
	if (card.holds('noBattery')) {
		return CONDITION_NONE;
	}
	if (card.holds('selfTestFailed')) {
		return CONDITION_DEFECT;
	}
	if (card.holds('replaceBattery')) {
		return CONDITION_DECREASED;
	}
	return card.reading.selfTestResult === TEST_PASSED ? CONDITION_OK : CONDITION_UNKNOWN;
};

const INTERVAL_NEVER = 1;
/** upsAdvTestDiagnosticsBatteryInterval by our code of ups.selfTest.schedule. */
const intervals: readonly number[] = [1, 1, 3, 2, 1, 1, 4, 6, 3, 2, 5, 7, 8, 4];

const tests = under(`${UPS}.7.2`, [
	['1.0', 'upsAdvTestDiagnosticSchedule', INTEGER, choices('ups.selfTest.schedule', schedules, UNKNOWN_SCHEDULE)],
	['2.0', 'upsAdvTestDiagnostics', INTEGER, commandObject({2: 'testBattery'})],
	['3.0', 'upsAdvTestDiagnosticsResults', INTEGER, testResult],
	['4.0', 'upsAdvTestLastDiagnosticsDate', OCTET_STRING, lastTestDate],
	['5.0', 'upsAdvTestRuntimeCalibration', INTEGER, commandObject({2: 'calibrate', 3: 'stopCalibration'})],
	['6.0', 'upsAdvTestCalibrationResults', INTEGER, code(reading => reading.calibrationResult, CALIBRATION_UNKNOWN)],
	['7.0', 'upsAdvTestCalibrationDate', OCTET_STRING, calibrationDate],
	['8.0', 'upsAdvTestDiagnosticTime', OCTET_STRING, testTime],
	['9.0', 'upsAdvTestDiagnosticDay', INTEGER, choices('ups.selfTest.day', days, -1)],
	['10.0', 'upsAdvTestBatteryInterval', OCTET_STRING, keptText(UNKNOWN, INTERVAL_CHARACTERS)],
	[
		'11.0',
		'upsAdvTestCalibrationLastSuccessfulDate',
		OCTET_STRING,
		card => (card.reading.calibrationResult === 1 ? dayOfMinute(card.detail.calibrationMinute) : UNKNOWN),
	],
	[
		'12.0',
		'upsAdvTestBatteryLastSuccessfulDate',
		OCTET_STRING,
		card => (card.reading.selfTestResult === TEST_PASSED ? dayOfMinute(card.detail.selfTestMinute) : UNKNOWN),
	],
	['13.0', 'upsAdvTestBatteryLastDate', OCTET_STRING, lastTestDate],
	['14.0', 'upsAdvTestBatteryProcessStatus', INTEGER, testProcess],
	['15.0', 'upsAdvTestBatteryConditionStatus', INTEGER, batteryCondition],
	[
		'16.0',
		'upsAdvTestDiagnosticsBatteryInterval',
		INTEGER,
		card => intervals[card.number('ups.selfTest.schedule')] ?? INTERVAL_NEVER,
	],
]);

export const control: readonly MibRow[] = [...controls, ...tests];
