import test from 'ava';
import * as calibration from '../../src/ups/calibration.ts';
import * as code from '../../src/ups/codes.ts';
import * as condition from '../../src/ups/conditions.ts';
import {reportedCharge, reportedMinutes, runtimeNow} from '../../src/ups/runtime.ts';
import type {Ups} from '../../src/ups/row.ts';
import {
	advance,
	beginCalibration,
	giveGroupCommand,
	replaceBattery,
	setCondition,
	setDemand,
	setInput,
	stopTest,
	wearTo,
} from '../../src/ups/ups.ts';
import {groupOffDelayed} from '../../src/ups/groups.ts';
import {HOUR, MINUTE, newUps, refModel, SECOND} from '../helpers/ref-model.ts';

function charge(u: Ups): number {
	return reportedCharge(u, u.energy, u.gap);
}

function runtime(u: Ups): number {
	return reportedMinutes(u, u.energy, u.gap);
}

test('a calibration runs down to a quarter of the charge and gives the load back', t => {
	const u = newUps();
	t.is(beginCalibration(u, 0), 0);
	t.true(u.holds(condition.calibrating));
	t.false(u.holds(condition.onBattery));
	const end = u.atCalibrationEnd;
	advance(u, end - SECOND);
	t.true(Math.abs(charge(u) - 0.25) < 0.01, `${charge(u)}`);
	advance(u, end + MINUTE);
	t.is(u.source, code.sourceLine);
	t.is(u.calibrationResult, code.calibrationOk);
	t.true(u.holds(condition.discharged));
	advance(u, end + 12 * HOUR);
	t.false(u.holds(condition.discharged));
});

for (const [why, packs, load, spoil, refusal, result] of [
	['the load is below 10 %', 0, 90, () => {}, calibration.refusedLoadLow, code.calibrationRefused],
	['the load is below 25 % with one pack', 1, 230, () => {}, calibration.refusedLoadLow, code.calibrationRefused],
	['the load is below 40 % with two packs', 2, 370, () => {}, calibration.refusedLoadLow, code.calibrationRefused],
	['the load is below 85 % with five packs', 5, 800, () => {}, calibration.refusedLoadLow, code.calibrationRefused],
	[
		'the charge is not full',
		0,
		400,
		(u: Ups) => {
			u.energy *= 0.98;
		},
		calibration.refusedCharge,
		code.calibrationInvalid,
	],
	[
		'there is an overload',
		0,
		400,
		(u: Ups) => setDemand(u, 0, 990),
		calibration.refusedInvalidState,
		code.calibrationRefused,
	],
	[
		'an outlet group is about to switch',
		0,
		400,
		(u: Ups) => giveGroupCommand(u, 0, 1, groupOffDelayed),
		calibration.refusedInvalidState,
		code.calibrationRefused,
	],
	[
		'the charger is faulty',
		0,
		400,
		(u: Ups) => setCondition(u, 0, condition.chargerFailure, true),
		calibration.refusedInternalFault,
		code.calibrationRefused,
	],
	[
		'the battery needs replacement',
		0,
		400,
		(u: Ups) => setCondition(u, 0, condition.replaceBattery, true),
		calibration.refusedInternalFault,
		code.calibrationRefused,
	],
	[
		'the load is on battery',
		0,
		400,
		(u: Ups) => setInput(u, 0, 0, 0, 0),
		calibration.refusedInvalidState,
		code.calibrationRefused,
	],
] as const) {
	test(`a calibration is refused when ${why} (nmc.md 6)`, t => {
		const u = newUps(refModel, load);
		u.packs = packs;
		spoil(u);
		t.is(beginCalibration(u, SECOND), refusal);
		t.is(u.calibrationResult, result);
		t.false(u.holds(condition.calibrating));
	});
}

for (const [what, act] of [
	['mains loss', (u: Ups) => setInput(u, MINUTE, 0, 0, 0)],
	['a change of the load by 6 %', (u: Ups) => setDemand(u, MINUTE, 424)],
	['a command', (u: Ups) => stopTest(u, MINUTE)],
] as const) {
	test(`${what} aborts a calibration`, t => {
		const u = newUps();
		beginCalibration(u, 0);
		act(u);
		t.is(u.calibrationResult, code.calibrationAborted);
		t.false(u.holds(condition.calibrating));
		t.is(u.holds(condition.onBattery), what === 'mains loss');
	});
}

test('a change of the load by 4 % does not abort a calibration', t => {
	const u = newUps();
	beginCalibration(u, 0);
	setDemand(u, MINUTE, 416);
	t.true(u.holds(condition.calibrating));
});

test('firmware that knows only a new battery overestimates a worn one, until it calibrates', t => {
	const u = newUps();
	wearTo(u, 0, 1);
	t.true(runtime(u) / runtimeNow(u) > 1.4);
	beginCalibration(u, 0);
	advance(u, 24 * HOUR);
	t.is(u.calibrationResult, code.calibrationOk);
	t.true(Math.abs(runtime(u) / runtimeNow(u) - 1) < 0.03, `${runtime(u) / runtimeNow(u)}`);
});

test('firmware learns from an outage too', t => {
	const u = newUps();
	wearTo(u, 0, 1);
	setInput(u, 0, 0, 0, 0);
	advance(u, 5 * MINUTE);
	setInput(u, 5 * MINUTE, 230, 50, 0);
	advance(u, 24 * HOUR);
	t.true(Math.abs(runtime(u) / runtimeNow(u) - 1) < 0.03, `${runtime(u) / runtimeNow(u)}`);
});

test('a new battery keeps the old constant: full on line, little over half within seconds of an outage, true runtime unharmed', t => {
	const u = newUps();
	u.batteryConstant = 0.57;
	replaceBattery(u, SECOND);
	advance(u, HOUR);
	t.is(charge(u), 1);
	setInput(u, HOUR, 0, 0, 0);
	advance(u, HOUR + SECOND);
	t.true(charge(u) > 0.55 && charge(u) < 0.58, `${charge(u)}`);
	advance(u, HOUR + 4 * MINUTE);
	t.true(charge(u) < 0.5, `${charge(u)}`);
	t.true(Math.abs(runtimeNow(u) - 21.6) < 0.2, `${runtimeNow(u)}`);
});

test('reported charge is nought at the cut-off, whatever energy is left', t => {
	const u = newUps(refModel, 857);
	setInput(u, 0, 0, 0, 0);
	while (u.atEmpty - u.at > 10) {
		advance(u, u.atEmpty - 10);
	}
	t.true(charge(u) < 0.001);
	t.true(u.energy / u.capacity > 0.6);
});
