import test from 'ava';
import fc from 'fast-check';
import {type Battery, fullRuntimeMinutes} from '../../../src/ups/battery.ts';
import {fitCell, fitTable, fitTwoPoints} from '../../../src/ups/fit/fit.ts';
import {errorPercent, leaveOneOut} from '../../../src/ups/fit/leave-one-out.ts';
import type {RuntimePoint} from '../../../src/ups/fit/shape.ts';
import {spreadOf} from '../../accuracy/statistics.ts';
import {cellTable, twoPointRow, upsTable, upsTableNames, upsTables} from '../../accuracy/tables.ts';

/** battery.md 3: what each table gives. Energy in W·h (%·h for GXT3); c and k wander, hence their wide bands. */
const published = {
	'apc-su420': {capacity: 72.7, share: 0.395, leveling: 0.0121, cutoff: 0.068, idle: 10.7, median: 0.8, worst: 2.8},
	'apc-su1000': {capacity: 223.6, share: 0.358, leveling: 0.0619, cutoff: 0.059, idle: 31.6, median: 0.9, worst: 4.0},
	'apc-su1400': {capacity: 399.6, share: 0.377, leveling: 0.0538, cutoff: 0.112, idle: 34.0, median: 1.0, worst: 3.3},
	'liebert-gxt3-internal': {
		capacity: 37.0,
		share: 0.596,
		leveling: 0.0085,
		cutoff: 0.112,
		idle: 4.1,
		median: 1.1,
		worst: 7.8,
	},
	'liebert-gxt3-plus2': {
		capacity: 125.7,
		share: 0.523,
		leveling: 0.0134,
		cutoff: 0.048,
		idle: 16.4,
		median: 2.5,
		worst: 10.9,
	},
	'liebert-gxt3-plus4': {
		capacity: 157.5,
		share: 0.468,
		leveling: 0.0839,
		cutoff: 0.113,
		idle: 22.6,
		median: 3.6,
		worst: 7.2,
	},
} as const;

function errorsOf(battery: Battery, points: readonly RuntimePoint[]): number[] {
	return points.map(point => errorPercent(fullRuntimeMinutes(battery, point.load), point.minutes));
}

function near(actual: number, expected: number, share: number): boolean {
	return Math.abs(actual / expected - 1) <= share;
}

for (const name of upsTableNames) {
	test(`the fit of ${name} gives the parameters of the reference`, t => {
		const battery = fitTable(upsTable(name).points);
		const row = published[name];
		t.true(near(battery.capacityWmin / 60, row.capacity, 0.01), `capacity ${battery.capacityWmin / 60}`);
		t.true(near(battery.idleWatts, row.idle, 0.02), `idle draw ${battery.idleWatts}`);
		t.true(near(battery.cutoffHours, row.cutoff, 0.02), `cut-off ${battery.cutoffHours}`);
		t.true(near(battery.availableShare, row.share, 0.05), `share ${battery.availableShare}`);
		t.true(near(battery.levelingPerMinute, row.leveling, 0.1), `levelling ${battery.levelingPerMinute}`);
	});

	test(`the fit of ${name} meets its table as closely as the reference`, t => {
		const points = upsTable(name).points;
		const spread = spreadOf(errorsOf(fitTable(points), points));
		t.true(spread.median <= published[name].median + 0.1, `median ${spread.median}`);
		t.true(spread.worst <= published[name].worst + 0.1, `worst ${spread.worst}`);
	});
}

test('half and full load of a 5 kVA UPS predict the other loads', t => {
	const [half, full] = twoPointRow('apc-5kva-rbc55x2');
	const battery = fitTwoPoints(half, full);
	t.true(near(battery.capacityWmin / 60, 2011, 0.005));
	t.true(near(battery.cutoffHours, 0.191, 0.005));
	t.true(near(battery.idleWatts, 143, 0.005));
	t.is(battery.availableShare, 0.5);
	t.is(battery.levelingPerMinute, 0.03);
	const predicted: ReadonlyArray<readonly [watts: number, minutes: number]> = [
		[500, 143],
		[1000, 65.4],
		[1500, 39.0],
		[2000, 26.5],
		[3000, 14.9],
		[4000, 9.45],
	];
	for (const [watts, minutes] of predicted) {
		t.true(near(fullRuntimeMinutes(battery, watts), minutes, 0.005), `${watts} W`);
	}
});

test('the battery of the SU1400 gives the runtimes that units of 980 W with its size of battery report', t => {
	const battery = fitTable(upsTable('apc-su1400').points);
	// battery.md 3: load in percent, minutes that the reference reckons, minutes that the unit reported.
	const rows: ReadonlyArray<readonly [percent: number, minutes: number, reported: number]> = [
		[12.3, 117.9, 114],
		[17.6, 79.2, 76],
		[22.7, 57.5, 57],
		[32.5, 35.3, 37],
		[39.6, 26.7, 29],
	];
	for (const [percent, minutes, reported] of rows) {
		const reckoned = fullRuntimeMinutes(battery, 9.8 * percent);
		t.true(near(reckoned, minutes, 0.005), `${percent} %: ${reckoned}`);
		t.true(near(reckoned, reported, 0.1), `${percent} %: ${reckoned}`);
	}
});

test('the order of the two points does not matter', t => {
	const [half, full] = twoPointRow('apc-5kva-rbc55x2');
	t.true(near(fitTwoPoints(full, half).capacityWmin, fitTwoPoints(half, full).capacityWmin, 1e-6));
});

test('a table of two to four lines keeps the typical wells, one of five does not', t => {
	const points = upsTable('apc-su1400').points;
	t.deepEqual(
		[2, 3, 4].map(count => fitTable(points.slice(0, count)).availableShare),
		[0.5, 0.5, 0.5],
	);
	t.not(fitTable(points.slice(0, 5)).availableShare, 0.5);
});

test('a bare block has no idle draw, and its cut-off rises with the end voltage', t => {
	const low = fitCell(cellTable('panasonic-up-pw1245-power', '9.6').points);
	const high = fitCell(cellTable('panasonic-up-pw1245-power', '10.8').points);
	t.is(low.idleWatts, 0);
	t.true(near(low.cutoffHours, 0.104, 0.01), `${low.cutoffHours}`);
	t.true(near(high.cutoffHours, 0.15, 0.01), `${high.cutoffHours}`);
});

test('a table in amperes is fitted like one in watts', t => {
	const points = cellTable('csb-gp645-current', '1.8').points;
	const battery = fitCell(points);
	t.true(near(battery.cutoffHours, 0.184, 0.01), `${battery.cutoffHours}`);
	t.true(near(battery.capacityWmin / 60, 4.65, 0.01), `${battery.capacityWmin / 60} Ah of a block of 4.5 Ah`);
	t.true(spreadOf(errorsOf(battery, points)).worst < 2.5);
});

test('a smaller unit of power scales energy and idle draw and nothing else', t => {
	const points = upsTable('apc-su1000').points;
	const inWatts = fitTable(points);
	const inMilliwatts = fitTable(points.map(point => ({load: point.load * 1000, minutes: point.minutes})));
	t.true(near(inMilliwatts.capacityWmin, inWatts.capacityWmin * 1000, 1e-4));
	t.true(near(inMilliwatts.idleWatts, inWatts.idleWatts * 1000, 1e-4));
	t.true(near(inMilliwatts.cutoffHours, inWatts.cutoffHours, 1e-4));
});

test('the same table gives the same bits, and nearly the same in another order', t => {
	const points = upsTable('apc-su420').points;
	t.deepEqual(fitTable(points), fitTable([...points]));
	t.true(near(fitTable([...points].reverse()).capacityWmin, fitTable(points).capacityWmin, 1e-3));
});

test('what a battery of known parameters would print is fitted back to its runtimes', t => {
	const batteries = fc.record({
		capacityWmin: fc.double({min: 2000, max: 2e5, noNaN: true}),
		availableShare: fc.double({min: 0.35, max: 0.65, noNaN: true}),
		levelingPerMinute: fc.double({min: 0.01, max: 0.06, noNaN: true}),
		cutoffHours: fc.double({min: 0.05, max: 0.12, noNaN: true}),
		idleShare: fc.double({min: 0.03, max: 0.05, noNaN: true}),
	});
	fc.assert(
		fc.property(batteries, given => {
			const rated = given.capacityWmin / 30;
			const battery: Battery = {...given, idleWatts: given.idleShare * rated};
			const points = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1].map(share => ({
				load: share * rated,
				minutes: fullRuntimeMinutes(battery, share * rated),
			}));
			return spreadOf(errorsOf(fitTable(points), points)).worst < 1;
		}),
		{numRuns: 30},
	);
	t.pass();
});

test('any falling table is fitted to finite positive parameters', t => {
	const steps = fc.array(
		fc.tuple(fc.double({min: 1.01, max: 4, noNaN: true}), fc.double({min: 1, max: 20, noNaN: true})),
		{minLength: 2, maxLength: 8},
	);
	fc.assert(
		fc.property(steps, ratios => {
			let load = 0.001;
			let minutes = 1e6;
			const points = ratios.map(([more, less]) => {
				load *= more;
				minutes /= less;
				return {load, minutes};
			});
			const battery = fitTable(points);
			return [
				battery.capacityWmin,
				battery.cutoffHours,
				battery.idleWatts,
				battery.availableShare,
				battery.levelingPerMinute,
			].every(value => Number.isFinite(value) && value > 0);
		}),
		{numRuns: 50},
	);
	t.pass();
});

test('leaving one out predicts each line from the others alone', t => {
	const seen: number[] = [];
	const predicted = leaveOneOut(
		[
			{load: 1, minutes: 10},
			{load: 2, minutes: 5},
			{load: 4, minutes: 2},
		],
		others => {
			seen.push(others.reduce((sum, point) => sum + point.load, 0));
			return load => load * 100;
		},
	);
	t.deepEqual(seen, [6, 5, 3]);
	t.deepEqual(predicted, [100, 200, 400]);
});

test('the six tables hold 71 lines, and the censored one is left out', t => {
	t.is(upsTables().flatMap(table => table.points).length, 71);
	t.deepEqual(upsTable('liebert-gxt3-plus4').points[0], {load: 20, minutes: 205});
});

test('errors are percent of the published runtime, positive where the model promises too much', t => {
	t.is(errorPercent(11, 10).toFixed(6), '10.000000');
	t.is(errorPercent(9, 10).toFixed(6), '-10.000000');
});
