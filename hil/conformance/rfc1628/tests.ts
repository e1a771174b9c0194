// Tests of the UPS: which one upsTestId tells, and how one is started under its spin lock.

import {allOf, failed, hold, notApplicable, passed} from '../clause.ts';
import type {Clause} from '../clause.ts';
import {shown, snmpTypes} from '../snmp-face.ts';
import type {SnmpFace, Varbind} from '../snmp-face.ts';
import {NO_WRITER} from './access.ts';
import {becomes} from './alarms.ts';
import {OBJECTS} from './objects.ts';

const WELL_KNOWN_TESTS = `${OBJECTS}.7.7`;
const ID = `${OBJECTS}.7.1.0`;
const LOCK = `${OBJECTS}.7.2.0`;
const SUMMARY = `${OBJECTS}.7.3.0`;
const DETAIL = `${OBJECTS}.7.4.0`;
const START = `${OBJECTS}.7.5.0`;
const LAST_LOCK = 2147483647;
const LAST_TEST = 5;
const NO_TESTS = `${WELL_KNOWN_TESTS}.1`;
const ABORT = `${WELL_KNOWN_TESTS}.2`;
const QUICK = `${WELL_KNOWN_TESTS}.4`;
const IN_PROGRESS = 5;
const NONE_INITIATED = 6;
const TEST_PATIENCE_MS = 60_000;

/** TestAndIncr: one more, and 0 after the last (RFC 2579). */
export function nextLock(lock: number): number {
	return lock === LAST_LOCK ? 0 : lock + 1;
}

function lockOf(value: number): Varbind {
	return {oid: LOCK, type: snmpTypes.integer, value};
}

function test(value: string): Varbind {
	return {oid: ID, type: snmpTypes.objectIdentifier, value};
}

async function numberAt(face: SnmpFace, oid: string): Promise<number> {
	return Number((await face.get(oid)).value);
}

const identity: Clause<SnmpFace> = {
	id: 'RFC1628-7.1-value',
	requires: 'upsTestId is a well-known test or one of the maker, and never the abort',
	source: 'RFC 1628, upsTestId DESCRIPTION and upsWellKnownTests',
	async judge(face) {
		const {value} = await face.get(ID);
		const text = String(value);
		const isKnown = Array.from({length: LAST_TEST}, (_, i) => `${WELL_KNOWN_TESTS}.${i + 1}`).includes(text);
		const isOwn = text.startsWith('1.3.6.1.4.1.');
		return hold((isKnown && text !== ABORT) || isOwn, `${WELL_KNOWN_TESTS}.1, .3, .4, .5 or one of the maker`, text);
	},
};

const agree: Clause<SnmpFace> = {
	id: 'RFC1628-7.3-agrees',
	requires: 'upsTestResultsSummary is noTestsInitiated(6) where upsTestId is upsTestNoTestsInitiated, and only there',
	source: 'RFC 1628, upsTestResultsSummary DESCRIPTION',
	async judge(face) {
		const id = await face.get(ID);
		const summary = await face.get(SUMMARY);
		const isNone = id.value === NO_TESTS;
		return hold(
			isNone === (summary.value === NONE_INITIATED),
			isNone ? 'noTestsInitiated(6)' : 'a result of the test',
			`${shown(summary)} with upsTestId ${id.value}`,
		);
	},
};

const staleLock: Clause<SnmpFace> = {
	id: 'RFC1628-7.2-stale',
	requires: 'a SET of upsTestSpinLock to another value than it has is inconsistentValue, and moves nothing',
	source: 'RFC 1628, upsTestSpinLock; RFC 2579, TestAndIncr',
	async judge(face) {
		const {set} = face;
		if (set === null) {
			return notApplicable(NO_WRITER);
		}
		const now = await numberAt(face, LOCK);
		const status = await set([lockOf(nextLock(nextLock(now)))]);
		const after = await numberAt(face, LOCK);
		return allOf([
			hold(['InconsistentValue', 'BadValue'].includes(status), 'InconsistentValue', status),
			hold(after === now, `the lock still ${now}`, `${after}`),
		]);
	},
};

const freshLock: Clause<SnmpFace> = {
	id: 'RFC1628-7.2-increment',
	requires: 'a SET of upsTestSpinLock to the value it has moves it on by one',
	source: 'RFC 1628, upsTestSpinLock; RFC 2579, TestAndIncr',
	async judge(face) {
		const {set} = face;
		if (set === null) {
			return notApplicable(NO_WRITER);
		}
		const now = await numberAt(face, LOCK);
		const status = await set([lockOf(now)]);
		const after = await numberAt(face, LOCK);
		return status === 'NoError'
			? hold(after === nextLock(now), `${nextLock(now)}`, `${after}`)
			: failed('NoError', status);
	},
};

const staleStart: Clause<SnmpFace> = {
	id: 'RFC1628-7.1-stale',
	requires: 'a SET of upsTestId with a stale spin lock starts nothing',
	source: 'RFC 1628, upsTestSpinLock DESCRIPTION',
	async judge(face) {
		const {set, disturb} = face;
		if (set === null) {
			return notApplicable(NO_WRITER);
		}
		if (!disturb.test) {
			return notApplicable('a card that is wrong here would start a self-test, which was not allowed');
		}
		const before = await numberAt(face, SUMMARY);
		const status = await set([lockOf(nextLock(await numberAt(face, LOCK))), test(QUICK)]);
		const after = await numberAt(face, SUMMARY);
		return allOf([
			hold(status !== 'NoError', 'InconsistentValue', status),
			hold(after === before, `upsTestResultsSummary still ${before}`, `${after}`),
		]);
	},
};

const unknownTest: Clause<SnmpFace> = {
	id: 'RFC1628-7.1-unknown',
	requires: 'a SET of upsTestId to what is no test is refused',
	source: 'RFC 1628, upsTestId DESCRIPTION',
	async judge(face) {
		const {set} = face;
		if (set === null) {
			return notApplicable(NO_WRITER);
		}
		const status = await set([test(`${WELL_KNOWN_TESTS}.${LAST_TEST + 94}`)]);
		return hold(status !== 'NoError', 'WrongValue or InconsistentValue', status);
	},
};

const starts: Clause<SnmpFace> = {
	id: 'RFC1628-7.1-start',
	requires:
		'upsTestQuickBatteryTest with the spin lock starts a test, which upsTestId and upsTestResultsSummary then tell',
	source: 'RFC 1628, upsTestId, upsTestResultsSummary, upsTestStartTime DESCRIPTION',
	async judge(face) {
		const {set, disturb} = face;
		if (set === null || !disturb.test) {
			return notApplicable(set === null ? NO_WRITER : 'a self-test was not allowed');
		}
		const status = await set([lockOf(await numberAt(face, LOCK)), test(QUICK)]);
		if (status !== 'NoError') {
			return failed('NoError', status);
		}
		const isRunning = await becomes(face, async () => (await numberAt(face, SUMMARY)) === IN_PROGRESS);
		const during = await face.get(ID);
		const start = await numberAt(face, START);
		const isDone = await becomes(face, async () => (await numberAt(face, SUMMARY)) < IN_PROGRESS, TEST_PATIENCE_MS);
		return allOf([
			hold(isRunning, 'inProgress(5)', 'never in progress'),
			hold(during.value === QUICK, QUICK, shown(during)),
			hold(start > 0, 'upsTestStartTime after 0', `${start}`),
			hold(isDone, 'a result within a minute', 'still in progress'),
		]);
	},
};

const detail: Clause<SnmpFace> = {
	id: 'RFC1628-7.4-agrees',
	requires: 'upsTestResultsDetail is there wherever upsTestResultsSummary is',
	source: 'RFC 1628, upsTestResultsDetail DESCRIPTION',
	async judge(face) {
		const summary = await face.get(SUMMARY);
		const text = await face.get(DETAIL);
		return summary.type >= snmpTypes.noSuchObject
			? notApplicable('the card has no upsTestResultsSummary')
			: text.type === snmpTypes.octetString
				? passed
				: failed('an OCTET STRING, empty where there is nothing to say', shown(text));
	},
};

export const testClauses: ReadonlyArray<Clause<SnmpFace>> = [
	identity,
	agree,
	detail,
	staleLock,
	freshLock,
	unknownTest,
	staleStart,
	starts,
];
