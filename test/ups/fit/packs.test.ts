import test from 'ava';
import {fullRuntimeMinutes} from '../../../src/ups/battery.ts';
import {errorPercent} from '../../../src/ups/fit/leave-one-out.ts';
import {fitPacks, type PackTable, withPacks} from '../../../src/ups/fit/packs.ts';
import {spreadOf} from '../../accuracy/statistics.ts';
import {upsTable} from '../../accuracy/tables.ts';

const gxt3: readonly PackTable[] = [
	{packs: 0, points: upsTable('liebert-gxt3-internal').points},
	{packs: 2, points: upsTable('liebert-gxt3-plus2').points},
	{packs: 4, points: upsTable('liebert-gxt3-plus4').points},
];

test('one parameter set with a pack share of 0.72 fits the three GXT3 tables', t => {
	const {battery, packShare} = fitPacks(gxt3);
	t.true(Math.abs(packShare - 0.72) < 0.01, `${packShare}`);
	const spreads = gxt3.map(table =>
		spreadOf(
			table.points.map(point =>
				errorPercent(fullRuntimeMinutes(withPacks(battery, table.packs, packShare), point.load), point.minutes),
			),
		),
	);
	t.true(Math.max(...spreads.map(spread => spread.median)) < 6.5, JSON.stringify(spreads));
	t.true(Math.max(...spreads.map(spread => spread.worst)) < 18, JSON.stringify(spreads));
});

test('a pack adds energy and leaves idle draw, cut-off and wells alone', t => {
	const battery = {capacityWmin: 100, availableShare: 0.5, levelingPerMinute: 0.03, cutoffHours: 0.1, idleWatts: 4};
	t.deepEqual(withPacks(battery, 2, 0.75), {...battery, capacityWmin: 250});
	t.deepEqual(withPacks(battery, 0, 0.75), battery);
});

test('a load drains a larger battery deeper, so that runtime grows more than energy', t => {
	const battery = {capacityWmin: 6000, availableShare: 0.5, levelingPerMinute: 0.03, cutoffHours: 0.1, idleWatts: 4};
	t.true(fullRuntimeMinutes(withPacks(battery, 1, 1), 300) > 2 * fullRuntimeMinutes(battery, 300));
});
