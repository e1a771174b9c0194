import test from 'ava';
import fc from 'fast-check';
import {isCoded} from '../../../src/core/errors.ts';
import {parseRuntimeTable} from '../../../src/ups/fit/runtime-table.ts';
import {fixtureText} from '../../accuracy/tables.ts';

const header = 'load_w,runtime_min';

test('a table gives its loads and runtimes in the order of the file', t => {
	const table = parseRuntimeTable(`# a data sheet\n${header}\n\n100,20\n  50 , 45.5\n`, 't.csv');
	t.deepEqual(table, {
		loadUnit: 'W',
		points: [
			{load: 100, minutes: 20},
			{load: 50, minutes: 45.5},
		],
		cappedCount: 0,
		lastLine: 5,
		warnings: [],
	});
});

test('columns may stand in any order, and load_va beside load_w is not used', t => {
	const table = parseRuntimeTable('runtime_min,load_va,load_w\n20,140,100\n', 't.csv');
	t.deepEqual(table.points, [{load: 100, minutes: 20}]);
});

test('line ends and the byte order mark of a spreadsheet are no part of the table', t => {
	const table = parseRuntimeTable(`\ufeff${header}\r\n100,20\r\n`, 't.csv');
	t.deepEqual(table.points, [{load: 100, minutes: 20}]);
});

test('a load in percent of the rating is told apart, and a capped line is left out and counted', t => {
	const table = parseRuntimeTable(fixtureText('liebert-gxt3-plus4.csv'), 'plus4.csv');
	t.is(table.loadUnit, '%');
	t.is(table.points.length, 9);
	t.is(table.cappedCount, 1);
});

test('a runtime that rises with the load is a warning that names its line', t => {
	const table = parseRuntimeTable(`${header}\n300,12\n100,10\n200,9\n`, 't.csv');
	t.is(table.points.length, 3);
	t.is(table.warnings.length, 1);
	const words = /t\.csv, line 2, column runtime_min: 12 min at a load of 300 is more than the 9 min at 200/;
	t.regex(table.warnings[0] ?? '', words);
});

const refused: ReadonlyArray<readonly [title: string, text: string, line: number, column: string, words: RegExp]> = [
	['an empty file', '', 1, header, /empty/],
	['a file of comments', '# nothing\n', 1, header, /empty/],
	['a missing header', '100,20\n', 1, header, /"100" stands where the header must be/],
	['semicolons for commas', 'load_w;runtime_min\n', 1, header, /separated by commas/],
	['binary bytes', `${header}\n\u0000\u0001`, 2, 'all', /not text/],
	['bytes that are not UTF-8', `${header}\n\ufffd`, 2, 'all', /not text/],
	['an unknown column', 'load_w,runtime_min,color\n', 1, 'color', /is not a column.*load_w, load_pct/],
	['a column named twice', 'load_w,load_w,runtime_min\n', 1, 'load_w', /twice/],
	['watts beside percent', 'load_w,load_pct,runtime_min\n', 1, 'load_pct', /one of the two/],
	['a header without a load', 'runtime_min\n', 1, 'load_w', /load_w \(W\) or load_pct \(%\)/],
	['a header without a runtime', 'load_w\n', 1, 'runtime_min', /runtime_min \(minutes\)/],
	['too few values', `${header}\n100\n`, 2, header, /has 1 values where the header names 2/],
	['a separator of thousands', `${header}\n1,000,20\n`, 2, header, /thousands/],
	['a word for a number', `${header}\n100,20\nfull,10\n`, 3, 'load_w', /is "full"; it must be a number above 0/],
	['a negative runtime', `${header}\n100,-2\n`, 2, 'runtime_min', /is "-2"; it must be a number above 0/],
	['a load of zero', `${header}\n0,200\n`, 2, 'load_w', /above 0/],
	['an empty value', `${header}\n100,\n`, 2, 'runtime_min', /is ""/],
	['a hexadecimal number', `${header}\n0x10,20\n`, 2, 'load_w', /is "0x10"/],
	['a load that stands twice', `${header}\n100,20\n100.0,19\n`, 3, 'load_w', /as in line 2/],
	['an unknown flag', 'load_w,runtime_min,flag\n100,20,hat\n', 2, 'flag', /is "hat"; it must be empty, or cap/],
];

for (const [title, text, line, column, words] of refused) {
	test(`${title} is refused with file, line and column`, t => {
		const error = t.throws(() => parseRuntimeTable(text, 'dir/t.csv'));
		t.true(isCoded(error));
		t.like(error, {code: 'E_TABLE_INVALID', context: {file: 'dir/t.csv', line, column}});
		t.regex(error?.message ?? '', words);
		t.true(error?.message.startsWith(`dir/t.csv, line ${line}, column ${column}: `));
	});
}

test('a table of more than 500 lines is refused', t => {
	const lines = Array.from({length: 501}, (_, i) => `${i + 1},10`);
	t.is(parseRuntimeTable([header, ...lines.slice(0, 500)].join('\n'), 't.csv').points.length, 500);
	t.like(
		t.throws(() => parseRuntimeTable([header, ...lines].join('\n'), 't.csv')),
		{context: {line: 502}},
	);
});

test('any text is read or refused with a code, never anything else', t => {
	const words = fc.constantFrom('load_w', 'load_pct', 'runtime_min', 'flag', 'cap', '', '-1', '1e9', '.', '5');
	const cell = fc.oneof(words, fc.string());
	const text = fc
		.array(
			fc.array(cell, {maxLength: 4}).map(cells => cells.join(',')),
			{maxLength: 6},
		)
		.map(lines => lines.join('\n'));
	fc.assert(
		fc.property(text, given => {
			try {
				return parseRuntimeTable(given, 't.csv').points.every(point => point.load > 0 && point.minutes > 0);
			} catch (error) {
				return isCoded(error) && error.code === 'E_TABLE_INVALID';
			}
		}),
		{numRuns: 500},
	);
	t.pass();
});
