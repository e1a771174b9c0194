import test from 'ava';
import * as code from '../../src/ups/codes.ts';
import * as condition from '../../src/ups/conditions.ts';
import {ratingOf} from '../../src/ups/rating.ts';
import {Ups, UpsRows} from '../../src/ups/row.ts';
import {runtimeNow} from '../../src/ups/runtime.ts';
import {
	advance,
	addType,
	beginSelfTest,
	setDemand,
	setFailedCells,
	setInput,
	startUps,
	stopTest,
	wearTo,
} from '../../src/ups/ups.ts';
import {batteryAmperes, openVolts} from '../../src/ups/wear.ts';
import {DAY, HOUR, MINUTE, newUps, refModel, SECOND, YEAR} from '../helpers/ref-model.ts';

/** REF with the measured resistance of two 17 Ah blocks, at 25 °C with no heating, as battery.md 9 tabulates it. */
function tabulated(loadWatts: number): Ups {
	const rows = new UpsRows(1);
	addType(rows, {...ratingOf(refModel), stringOhms: 0.0874, kelvinPerWatt: 0});
	const u = new Ups(rows, 0);
	startUps(u, 0, {seed: 1, loadWatts, ambientCelsius: 25, agingOffsetMs: 1000 * YEAR, testOffsetMs: 1000 * YEAR});
	return u;
}

for (const [damage, amperes, volts, minutes, result] of [
	[0, 15.63, 24.283, 38.33, code.testPassed],
	[0.5, 15.749, 24.1, 34.73, code.testPassed],
	[0.75, 15.903, 23.867, 30.42, code.testPassed],
	[1, 16.13, 23.531, 24.78, code.testPassed],
	[1.25, 16.443, 23.083, 18.23, code.testFailed],
	[1.5, 16.865, 22.505, 11.27, code.testFailed],
] as const) {
	test(`at damage ${damage} eight seconds at 300 W draw ${amperes} A at ${volts} V, and the test says ${result === 1 ? 'pass' : 'replace'} (battery.md 9)`, t => {
		const u = tabulated(300);
		wearTo(u, 0, damage);
		t.true(Math.abs(runtimeNow(u) - minutes) < 0.006);
		t.true(beginSelfTest(u, SECOND));
		advance(u, 9 * SECOND - 1);
		const current = batteryAmperes(u, u.energy, u.gap);
		const across = openVolts(u, u.energy, u.gap) - current * u.stringOhms;
		t.true(Math.abs(current - amperes) < 0.002, `${current} A`);
		t.true(Math.abs(across - volts) < 0.002, `${across} V`);
		advance(u, 9 * SECOND);
		t.is(u.testResult, result);
		t.is(u.holds(condition.replaceBattery), result === code.testFailed);
		t.is(u.source, code.sourceLine);
	});
}

test('a self-test is a drill: no on-battery condition, its own transfer cause, its own running flag', t => {
	const u = newUps();
	beginSelfTest(u, SECOND);
	t.is(u.source, code.sourceBattery);
	t.false(u.holds(condition.onBattery));
	t.true(u.holds(condition.selfTesting));
	t.is(u.transferCause, code.causeSelfTest);
	t.is(u.transferCount, 0);
	advance(u, MINUTE);
	t.false(u.holds(condition.selfTesting));
	t.is(u.testCount, 1);
});

test('a test of a battery that is neither charged nor long enough on the charger is invalid and changes no flag', t => {
	const u = newUps(refModel, 857);
	setInput(u, 0, 0, 0, 0);
	advance(u, HOUR);
	setInput(u, HOUR, 230, 50, 0);
	advance(u, HOUR + MINUTE);
	t.true(beginSelfTest(u, HOUR + MINUTE));
	t.is(u.testResult, code.testInvalid);
	t.is(u.source, code.sourceLine);
	t.false(u.holds(condition.replaceBattery));
});

test('only a valid test sets or clears replace battery: an outage does not', t => {
	const u = newUps(refModel, 300);
	wearTo(u, 0, 1.4);
	beginSelfTest(u, SECOND);
	advance(u, MINUTE);
	t.true(u.holds(condition.replaceBattery));
	setInput(u, HOUR, 0, 0, 0);
	advance(u, HOUR + MINUTE);
	setInput(u, HOUR + MINUTE, 230, 50, 0);
	advance(u, 2 * HOUR);
	t.true(u.holds(condition.replaceBattery));
});

test('a dead cell fails the test', t => {
	const u = newUps(refModel, 300);
	setFailedCells(u, 0, 1);
	beginSelfTest(u, SECOND);
	advance(u, MINUTE);
	t.is(u.testResult, code.testFailed);
});

test('a battery that gives out within the test fails it, and the load stays up', t => {
	const u = newUps(refModel, 940);
	wearTo(u, 0, 2.1);
	t.true(runtimeNow(u) > 0 && runtimeNow(u) * 60 < 8, `${runtimeNow(u) * 60} s`);
	beginSelfTest(u, SECOND);
	advance(u, MINUTE);
	t.is(u.testResult, code.testFailed);
	t.is(u.source, code.sourceLine);
	t.is(u.loadWatts, 940);
});

test('an outage during a test ends the test without a verdict and is an outage from then on', t => {
	const u = newUps();
	beginSelfTest(u, SECOND);
	setInput(u, 4 * SECOND, 0, 0, 0);
	t.true(u.holds(condition.onBattery));
	t.false(u.holds(condition.selfTesting));
	t.is(u.testResult, code.testInvalid);
	t.is(u.transferCause, code.causeDeepSag);
	advance(u, MINUTE);
	t.is(u.source, code.sourceBattery);
});

test('a test that is stopped says nothing and gives the load back', t => {
	const u = newUps();
	beginSelfTest(u, SECOND);
	stopTest(u, 4 * SECOND);
	t.is(u.source, code.sourceLine);
	t.is(u.testResult, code.testInvalid);
	t.false(u.holds(condition.selfTesting));
});

test('no test starts on battery or with the output off', t => {
	const u = newUps();
	setInput(u, 0, 0, 0, 0);
	t.false(beginSelfTest(u, SECOND));
	advance(u, HOUR);
	t.false(beginSelfTest(u, HOUR));
});

test('tests come every fourteen days by themselves, and are put off while there is an outage', t => {
	const rows = new UpsRows(1);
	addType(rows, ratingOf(refModel));
	const u = new Ups(rows, 0);
	startUps(u, 0, {seed: 1, loadWatts: 300, ambientCelsius: 19, agingOffsetMs: DAY, testOffsetMs: 3 * DAY});
	advance(u, 3 * DAY + MINUTE);
	t.is(u.testCount, 1);
	setInput(u, 17 * DAY - MINUTE, 0, 0, 0);
	setInput(u, 17 * DAY + MINUTE, 230, 50, 0);
	advance(u, 17 * DAY + 2 * HOUR);
	t.is(u.testCount, 2);
	advance(u, 17 * DAY + 3 * HOUR + 14 * DAY);
	t.is(u.testCount, 3);
});

test('a battery at ten degrees too warm asks for its replacement in half the time', t => {
	const yearsToReplace = [15, 25].map(ambient => {
		const rows = new UpsRows(1);
		addType(rows, ratingOf(refModel));
		const u = new Ups(rows, 0);
		startUps(u, 0, {seed: 1, loadWatts: 300, ambientCelsius: ambient, agingOffsetMs: DAY, testOffsetMs: DAY});
		let time = 0;
		while (!u.holds(condition.replaceBattery) && time < 20 * YEAR) {
			time += 30 * DAY;
			advance(u, time);
		}
		return time / YEAR;
	});
	const [cool, warm] = yearsToReplace as [number, number];
	t.true(cool > 4 && cool < 10, `${cool} years`);
	t.true(cool / warm > 1.8 && cool / warm < 2.2, `${cool} against ${warm} years`);
});

test('a load that changes while a test runs does not disturb it', t => {
	const u = newUps();
	beginSelfTest(u, SECOND);
	setDemand(u, 3 * SECOND, 500);
	advance(u, MINUTE);
	t.is(u.testResult, code.testPassed);
});
