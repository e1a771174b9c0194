import {readFileSync} from 'node:fs';
import test from 'ava';
import {faultPage} from '../../../sim/faults/docs.ts';
import {faults} from '../../../sim/faults/registry.ts';

/** Compiled, this file is dist/test/sim/faults/docs.test.js. */
const PAGE = new URL('../../../../sim/faults/README.md', import.meta.url);

test('the page of all faults is what the registry says: make fault-docs writes it', t => {
	t.is(readFileSync(PAGE, 'utf8'), faultPage());
});

test('every fault has one row, with each of its parameters', t => {
	const rows = faultPage().split('\n');
	for (const {name, parameters} of faults) {
		const own = rows.filter(row => row.startsWith(`| \`${name}\` |`));
		t.is(own.length, 1, name);
		t.true(
			parameters.every(parameter => own[0].includes(`\`${parameter.name}\`: ${parameter.summary}`)),
			name,
		);
	}
});
