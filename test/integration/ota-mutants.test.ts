import {readFileSync} from 'node:fs';
import test from 'ava';
import {mutated, runMutant} from '../helpers/ota-life/mutant-bench.ts';
import {control, mutants} from '../helpers/ota-life/mutants.ts';

const RANDOM_RUNS = 300;
const SEED = 1;

/** Quick to catch; `make mutants` does all. */
const quick = mutants.filter(({name}) =>
	['the sector of the newest record is erased', 'VERIFIED is written before the envelope'].includes(name),
);

test('every mutant still applies to the source', t => {
	for (const mutant of mutants) {
		for (const {file} of mutant.patches) {
			t.not(mutated(mutant, file), readFileSync(file, 'utf8'), mutant.name);
		}
	}
});

test('a mutant whose place is gone says so', t => {
	const gone = {...control, name: 'gone', patches: [{file: 'src/ota/boot.ts', from: 'no such line', to: ''}]};
	t.throws(() => mutated(gone, 'src/ota/boot.ts'), {message: /gone: src\/ota\/boot\.ts has 0 places/});
});

test('the sweep breaks nothing where nothing is changed', async t => {
	const {lives, broken} = await runMutant(control, 1, RANDOM_RUNS, SEED);
	t.is(broken, '');
	t.true(lives > RANDOM_RUNS);
});

for (const mutant of quick) {
	test(`the sweep catches a mutant: ${mutant.name}`, async t => {
		t.is(quick.length, 2);
		const {broken} = await runMutant(mutant, 1, RANDOM_RUNS, SEED);
		t.regex(broken, /"do":"cut/);
	});
}
