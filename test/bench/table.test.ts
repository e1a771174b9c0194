import test from 'ava';
import type {BenchRow, Goal} from './row.ts';
import {goalText, isMet} from './row.ts';
import {documentOf, figure, tableText} from './table.ts';
import {median} from './timing.ts';

const row = (ours: number, other: number, goal: Goal): BenchRow => ({
	name: 'writer',
	ours,
	other,
	otherName: 'protobufjs',
	unit: 'M/s',
	goal,
});

const cases: readonly (readonly [ours: number, other: number, goal: Goal, met: boolean])[] = [
	[10, 2, {ratioAtLeast: 5}, true],
	[9.99, 2, {ratioAtLeast: 5}, false],
	[3, 2, {ratioAtMost: 1.5}, true],
	[3.01, 2, {ratioAtMost: 1.5}, false],
	[40, 1, {oursAtMost: 40}, true],
	[41, 1, {oursAtMost: 40}, false],
	[1, 1, {oursAtLeast: 1}, true],
	[0.9, 1, {oursAtLeast: 1}, false],
	[40, 600, {oursAtMost: 40, ratioAtMost: 0.05}, false],
	[NaN, 1, {oursAtMost: 1}, false],
	[1, NaN, {ratioAtLeast: 1}, false],
	[1, 1, {}, true],
];

for (const [ours, other, goal, met] of cases) {
	test(`${ours} beside ${other} ${met ? 'reaches' : 'misses'} ${JSON.stringify(goal)}`, t => {
		t.is(isMet(row(ours, other, goal)), met);
	});
}

test('a goal is told with its sign and unit', t => {
	t.is(goalText(row(1, 1, {ratioAtLeast: 5})), '≥ 5 ×');
	t.is(goalText(row(1, 1, {ratioAtMost: 1.5, oursAtLeast: 1})), '≤ 1.5 ×, ≥ 1 M/s');
	t.is(goalText(row(1, 1, {})), '');
});

test('figures have three digits', t => {
	t.deepEqual([0.012345, 1.2345, 12.345, 1234567, 0, NaN].map(figure), [
		'0.0123',
		'1.23',
		'12.3',
		'1,234,567',
		'0',
		'NaN',
	]);
});

test('the table has aligned columns, the ratio and the verdict', t => {
	const [head, ...lines] = tableText([row(10, 2, {ratioAtLeast: 5}), row(1, 2, {ratioAtLeast: 5})]).split('\n');
	t.regex(head, /ours +peer or floor +ratio +goal/);
	t.deepEqual(lines, [
		'writer  10.0  M/s  2.00 protobufjs   5.00 ×  ≥ 5 ×  ok',
		'writer  1.00  M/s  2.00 protobufjs  0.500 ×  ≥ 5 ×  MISSED',
	]);
});

test('the document carries schema, ratio and verdict', t => {
	const document = documentOf([row(1, 2, {ratioAtLeast: 5})]) as {
		schema: string;
		rows: {ratio: number; met: boolean}[];
	};
	t.is(document.schema, 'ridethrough.bench.v1');
	t.deepEqual(
		document.rows.map(({ratio, met}) => [ratio, met]),
		[[0.5, false]],
	);
});

test('the median is the middle, or between the two in the middle', t => {
	t.is(median([9, 1, 5]), 5);
	t.is(median([4, 1, 9, 2]), 3);
});
