import test from 'ava';
import {allFuzzers} from './registry.ts';

/** A taste of what `make fuzz` does with a million. */
const INPUTS = 2000;
const SEED = 20_261_124;

for (const fuzzer of await allFuzzers()) {
	test(`${fuzzer.name} finds nothing in ${INPUTS} inputs`, async t => {
		await t.notThrowsAsync(async () => fuzzer.run(SEED, INPUTS));
	});
}

test('every fuzzer has a name of its own', async t => {
	const names = (await allFuzzers()).map(({name}) => name);
	t.is(new Set(names).size, names.length);
});
