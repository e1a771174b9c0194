import test from 'ava';
import {
	displayedMinutes,
	fitPeukert,
	interpolatedMinutes,
	logInterpolatedMinutes,
	NUT_CHARGE_SECONDS,
	nutCalibration,
	nutCharged,
	nutDischarged,
	nutRuntimeSeconds,
	peukertMinutes,
} from '../../src/ups/peukert.ts';

// battery.md 10: runtimecal = 240,100,720,50.
const calibration = nutCalibration(240, 100, 720, 50);

test('the NUT calibration 240,100,720,50 has an exponent of 1.584963 and a nominal runtime of 240 s', t => {
	t.is(calibration.exponent.toFixed(6), '1.584963');
	t.is(calibration.nominalSeconds.toFixed(6), '240.000000');
});

test('the nominal runtime is the one at full load, whatever the higher load of the calibration', t => {
	const same = nutCalibration(nutRuntimeSeconds(calibration, 240, 80), 80, 720, 50);
	t.is(same.nominalSeconds.toFixed(6), '240.000000');
});

const runtimes: ReadonlyArray<readonly [percent: number, seconds: number]> = [
	[100, 240],
	[75, 378.6],
	[50, 720],
	[25, 2160],
	[10, 9229.4],
	[5, 9229.4],
];

for (const [percent, seconds] of runtimes) {
	test(`NUT reckons with ${seconds} s from full at ${percent} % load`, t => {
		t.true(Math.abs(nutRuntimeSeconds(calibration, 240, percent) - seconds) < 0.05);
	});
}

test('the NUT runtime falls by a second a second on battery at constant load, and never below none', t => {
	const after = nutDischarged(calibration, 240, 50, 100);
	t.is(nutRuntimeSeconds(calibration, after, 50).toFixed(6), '620.000000');
	t.is(nutDischarged(calibration, 240, 50, 5000), 0);
});

test('the NUT estimate is full again after the charge time, and no fuller later', t => {
	t.is(nutCharged(calibration, 0, NUT_CHARGE_SECONDS, NUT_CHARGE_SECONDS / 4).toFixed(6), '60.000000');
	t.is(nutCharged(calibration, 0, NUT_CHARGE_SECONDS, 3 * NUT_CHARGE_SECONDS).toFixed(6), '240.000000');
});

test('Peukert through half and full load of the 5 kVA UPS promises 215 min at 500 W', t => {
	const law = fitPeukert([
		{load: 2000, minutes: 26.7},
		{load: 4000, minutes: 9.4},
	]);
	const expected = [
		[500, 215],
		[1000, 75.8],
		[1500, 41.2],
		[2000, 26.7],
		[3000, 14.5],
		[4000, 9.4],
	] as const;
	for (const [watts, minutes] of expected) {
		t.true(Math.abs(peukertMinutes(law, watts) / minutes - 1) < 0.005, `${watts} W`);
	}
});

test('the least squares of Peukert find the law that made a table', t => {
	const law = fitPeukert([1, 2, 3, 5, 8].map(load => ({load, minutes: 30 / load ** 1.25})));
	t.is(law.exponent.toFixed(9), '1.250000000');
	t.is(law.scale.toFixed(9), '30.000000000');
});

const line = [
	{load: 30, minutes: 10},
	{load: 10, minutes: 40},
	{load: 20, minutes: 16},
] as const;

test('interpolation runs straight between neighbours in any order of the table', t => {
	t.is(interpolatedMinutes(line, 15), 28);
	t.is(interpolatedMinutes(line, 25), 13);
	t.is(interpolatedMinutes(line, 20), 16);
});

test('log-log interpolation follows a power law between neighbours', t => {
	t.is(
		logInterpolatedMinutes(
			[
				{load: 1, minutes: 64},
				{load: 4, minutes: 4},
			],
			2,
		).toFixed(9),
		'16.000000000',
	);
	t.is(logInterpolatedMinutes(line, 20).toFixed(9), '16.000000000');
});

test('outside the table interpolation has no answer', t => {
	t.deepEqual(
		[9, 31].map(load => interpolatedMinutes(line, load)),
		[NaN, NaN],
	);
	t.deepEqual(
		[9, 31].map(load => logInterpolatedMinutes(line, load)),
		[NaN, NaN],
	);
});

const displayed: ReadonlyArray<readonly [minutes: number, shown: number]> = [
	[0, 0],
	[0.9, 0],
	[9.7, 9],
	[99.9, 99],
	[100, 100],
	[101.9, 100],
	[199, 198],
	[204.9, 200],
	[499, 495],
	[509, 500],
	[999, 990],
	[1019, 1000],
	[1999, 1980],
	[2519, 2500],
];

test('a display shows minutes in steps of 1, 2, 5, 10 and 20 that grow at 100, 200, 500 and 1000', t => {
	t.deepEqual(
		displayed.map(([minutes]) => displayedMinutes(minutes)),
		displayed.map(([, shown]) => shown),
	);
});
