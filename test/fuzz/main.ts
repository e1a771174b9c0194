// `make fuzz`: every fuzzer in turn, or the one that NAME names, with INPUTS inputs (default a million) drawn from SEED.

import {allFuzzers} from './registry.ts';

const MILLION = 1_000_000;
const {NAME, INPUTS, SEED} = process.env;
const inputs = Number(INPUTS ?? MILLION);
const seed = Number(SEED ?? Date.now() % 4_294_967_296);

const fuzzers = (await allFuzzers()).filter(({name}) => NAME === undefined || NAME === '' || name === NAME);
if (fuzzers.length === 0) {
	process.stderr.write(
		`No fuzzer is called ${NAME}; there are ${(await allFuzzers()).map(({name}) => name).join(', ')}.\n`,
	);
	process.exitCode = 2;
}
for (const fuzzer of fuzzers) {
	const began = Date.now();
	try {
		await fuzzer.run(seed, inputs);
		const seconds = (Date.now() - began) / 1000;
		process.stdout.write(
			`${fuzzer.name}: ${inputs} inputs from seed ${seed} in ${seconds.toFixed(1)} s, nothing found\n`,
		);
	} catch (error) {
		process.stdout.write(`${fuzzer.name}: seed ${seed}: ${error instanceof Error ? error.stack : String(error)}\n`);
		process.exitCode = 1;
	}
}
