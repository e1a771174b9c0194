// RFC 1628: tests (snmp.md (a)): which ran last, how it went, and starting one under the spin lock.

import type {CardView} from '../../../agent/card-view.ts';
import {NOT_AVAILABLE} from '../../../core/absent.ts';
import {INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, TIME_TICKS} from '../mib.ts';
import type {MibRow, MibValue, SetPlan, SetRefusal, SnmpPlace} from '../mib.ts';
import {EPOCH_2000} from '../objects/dates.ts';
import {under} from '../objects/lines.ts';
import type {Access, Read} from '../objects/lines.ts';
import {ordering} from '../objects/settings.ts';
import {OBJECTS, WELL_KNOWN_TESTS} from './prefix.ts';

const NO_TESTS = 1;
const ABORT_TEST = 2;
const GENERAL_TEST = 3;
const QUICK_TEST = 4;
const DEEP_CALIBRATION = 5;

/** Names under which the agent keeps what was started through it. */
const TEST_ID = 'upsTestId';
const TEST_START = 'upsTestStartTime';
const SPIN_LOCK = 'upsTestSpinLock';

const FIRST_LOCK = 1;
const LAST_LOCK = 2147483647;
const MS_A_TICK = 10;
const MS_A_MINUTE = 60000;
const CALIBRATION_UNKNOWN = 7;

function isCalibrating(card: CardView): boolean {
	return card.holds('calibrating');
}

function isTesting(card: CardView): boolean {
	return card.holds('selfTesting');
}

function isInProgress(card: CardView): boolean {
	return isCalibrating(card) || isTesting(card);
}

function hasTested(card: CardView): boolean {
	const {selfTestResult} = card.reading;
	return selfTestResult !== NOT_AVAILABLE && selfTestResult !== 0;
}

function hasCalibrated(card: CardView): boolean {
	const {calibrationResult} = card.reading;
	return calibrationResult !== NOT_AVAILABLE && calibrationResult !== CALIBRATION_UNKNOWN;
}

/** Of the self-tests, the one that was asked for here, or the quick one. */
function selfTestId(card: CardView, place: SnmpPlace): number {
	return place.kept(card.card, TEST_ID) === GENERAL_TEST ? GENERAL_TEST : QUICK_TEST;
}

/** The test in progress, or else the one that ended last. */
function testNumber(card: CardView, place: SnmpPlace): number {
	if (isCalibrating(card)) {
		return DEEP_CALIBRATION;
	}
	const {selfTestMinute, calibrationMinute} = card.detail;
	const calibratedLast = hasCalibrated(card) && (!hasTested(card) || calibrationMinute > selfTestMinute);
	if (isTesting(card) || (hasTested(card) && !calibratedLast)) {
		return selfTestId(card, place);
	}
	return calibratedLast ? DEEP_CALIBRATION : NO_TESTS;
}

const testId: Read = (card, place) =>
	`${WELL_KNOWN_TESTS}.${place.quirk('quickTestAlways') ? QUICK_TEST : testNumber(card, place)}`;

function starting(command: string, id: number, card: CardView, place: SnmpPlace): SetPlan | SetRefusal {
	if (isInProgress(card)) {
		return 'inconsistentValue';
	}
	const at = card.card;
	const ticks = place.upTimeTicks;
	const act = (): void => {
		place.keep(at, TEST_ID, id);
		place.keep(at, TEST_START, ticks);
	};
	return {...ordering(command, 0), act};
}

function aborting(card: CardView): SetPlan | SetRefusal {
	if (!isInProgress(card)) {
		return 'inconsistentValue';
	}
	return ordering(isCalibrating(card) ? 'stopCalibration' : 'stopTest', 0);
}

/** By the last arc of a well-known test. */
const startable: Readonly<Record<number, string>> = {
	[GENERAL_TEST]: 'testBattery',
	[QUICK_TEST]: 'testBattery',
	[DEEP_CALIBRATION]: 'calibrate',
};

function startTest(card: CardView, value: MibValue, place: SnmpPlace): SetPlan | SetRefusal {
	const prefix = `${WELL_KNOWN_TESTS}.`;
	const text = String(value);
	const id = text.startsWith(prefix) ? Number(text.slice(prefix.length)) : 0;
	if (id === ABORT_TEST) {
		return aborting(card);
	}
	const command = startable[id];
	return command === undefined ? 'wrongValue' : starting(command, id, card, place);
}

/** TestAndIncr: a SET must bring the present value, and moves it on (RFC 2579). */
const spinLock: Access = {
	read: (card, place) => place.kept(card.card, SPIN_LOCK) ?? FIRST_LOCK,
	write: (card, value, place) => {
		const at = card.card;
		const now = Number(place.kept(at, SPIN_LOCK) ?? FIRST_LOCK);
		return value === now
			? {act: () => place.keep(at, SPIN_LOCK, now === LAST_LOCK ? 0 : now + 1)}
			: 'inconsistentValue';
	},
};

const PASSED = 1;
const WARNED = 2;
const FAILED = 3;
const ABORTED = 4;
const IN_PROGRESS = 5;
const NOTHING_TESTED = 6;
/** upsTestResultsSummary by result of a self-test, from 1: passed, failed, invalid, running. */
const testSummaries: readonly number[] = [NOTHING_TESTED, PASSED, FAILED, WARNED, IN_PROGRESS];
/** By result of a calibration, from 1: ok, invalid, running, refused, aborted, pending, unknown. */
const calibrationSummaries: readonly number[] = [
	NOTHING_TESTED,
	PASSED,
	WARNED,
	IN_PROGRESS,
	WARNED,
	ABORTED,
	IN_PROGRESS,
	NOTHING_TESTED,
];
const details: readonly string[] = [
	'',
	'The test passed.',
	'The test was not valid: the battery was not charged enough.',
	'The test failed: the battery could not carry the load.',
	'The test was aborted.',
	'The test is in progress.',
	'No test was initiated.',
];

function summary(card: CardView, place: SnmpPlace): number {
	if (isInProgress(card)) {
		return IN_PROGRESS;
	}
	const {selfTestResult, calibrationResult} = card.reading;
	const calibrated = testNumber(card, place) === DEEP_CALIBRATION;
	return (calibrated ? calibrationSummaries[calibrationResult] : testSummaries[selfTestResult]) ?? NOTHING_TESTED;
}

/** sysUpTime when the last test began: known to the tick of one that was started here, to the minute of others. */
const startTicks: Read = (card, place) => {
	const id = testNumber(card, place);
	if (id === NO_TESTS || place.quirk('quickTestAlways')) {
		return 0;
	}
	const kept = place.kept(card.card, TEST_START);
	if (kept !== null && place.kept(card.card, TEST_ID) === id) {
		return kept;
	}
	const minute = id === DEEP_CALIBRATION ? card.detail.calibrationMinute : card.detail.selfTestMinute;
	if (minute === NOT_AVAILABLE) {
		return 0;
	}
	const ago = card.utc - (EPOCH_2000 + minute * MS_A_MINUTE);
	return Math.max(0, place.upTimeTicks - Math.round(ago / MS_A_TICK));
};

/** Of the test in progress. The UPS does not tell how long one took that is over: 0. */
const elapsedTicks: Read = (card, place) =>
	isInProgress(card) ? Math.max(0, place.upTimeTicks - Number(startTicks(card, place))) : 0;

const rows: readonly MibRow[] = under(`${OBJECTS}.7`, [
	['1.0', TEST_ID, OBJECT_IDENTIFIER, {read: testId, write: startTest}],
	['2.0', SPIN_LOCK, INTEGER, spinLock],
	['3.0', 'upsTestResultsSummary', INTEGER, summary],
	['4.0', 'upsTestResultsDetail', OCTET_STRING, (card, place) => details[summary(card, place)] ?? ''],
	['5.0', TEST_START, TIME_TICKS, startTicks],
]);

/** The objects of tests. A TimeInterval is an INTEGER (RFC 2579); APC's cards answer TimeTicks, other makers' do not (recorded). */
export function testRows(elapsedTime: typeof INTEGER | typeof TIME_TICKS): MibRow[] {
	return [...rows, ...under(`${OBJECTS}.7`, [['6.0', 'upsTestElapsedTime', elapsedTime, elapsedTicks]])];
}
