import test from 'ava';
import {textTable} from '../../src/cli/text-table.ts';

test('columns are as wide as their longest cell, two spaces apart, and lines end without spaces', t => {
	const lines = textTable(
		[
			{title: 'name', align: 'left'},
			{title: 'W', align: 'right'},
			{title: 'note', align: 'left'},
		],
		[
			['a', '1000', ''],
			['longer', '5', 'x'],
		],
	);
	t.deepEqual(lines, ['name       W  note', 'a       1000', 'longer     5  x']);
});
