// `make mutants`: breaks one rule of the update's own code after the other and sweeps what is left. Exit code 1 when the sweep lets
// one through that it must catch, or catches one that is said to be covered for by another rule.

import {runMutant} from '../helpers/ota-life/mutant-bench.ts';
import {control, mutants} from '../helpers/ota-life/mutants.ts';

const FILLS = 4;
const RANDOM_RUNS = 10_000;
const SEED = 1;
const {NAME} = process.env;

let wrong = 0;
let caught = 0;
let covered = 0;
for (const mutant of [control, ...mutants].filter(
	({name}) => NAME === undefined || NAME === '' || name.includes(NAME),
)) {
	const {lives, broken} = await runMutant(mutant, FILLS, RANDOM_RUNS, SEED);
	const mustBreak = mutant !== control && mutant.covered === '';
	const isRight = mustBreak === (broken !== '');
	wrong += isRight ? 0 : 1;
	caught += isRight && mustBreak ? 1 : 0;
	covered += isRight && mutant.covered !== '' ? 1 : 0;
	const verdict = broken === '' ? `nothing broke in ${lives} lives` : `caught in life ${lives}: ${broken}`;
	const why = mutant.covered === '' ? '' : `\n  not shown necessary: ${mutant.covered}`;
	const clause = mutant.clause === '' ? '' : ` (ota.md ${mutant.clause})`;
	process.stdout.write(`${isRight ? 'ok' : 'WRONG'}  ${mutant.name}${clause}\n  ${verdict}${why}\n`);
}
process.stdout.write(`${caught} mutants caught, ${covered} not shown necessary, ${wrong} wrong\n`);
process.exitCode = wrong > 0 ? 1 : 0;
