// `make sweep`: every operation of whole lives of a card cut in four ways, and failed in four, at eight fill
// levels of its journal; then RUNS lives with
// two to four cuts by chance from SEED. Exit code 1 when a card is bricked or its confirmed image is lost.

import {
	brokenText,
	FILL_LEVELS,
	lives,
	noCounts,
	sweepRandom,
	sweepSingle,
	sweepSlips,
} from '../helpers/ota-life/sweep.ts';

const HUNDRED_THOUSAND = 100_000;
const BROKEN_MAX = 5;
const {RUNS, SEED} = process.env;
const runs = Number(RUNS ?? HUNDRED_THOUSAND);
const seed = Number(SEED ?? Date.now() % 4_294_967_296);
const fills = Array.from({length: FILL_LEVELS}, (_, fill) => fill);

const all = lives();
const single = noCounts();
const slips = noCounts();
for (const life of all) {
	sweepSingle(single, life, fills, BROKEN_MAX);
	sweepSlips(slips, life, fills, BROKEN_MAX);
}
const random = noCounts();
sweepRandom(random, all, seed, runs, BROKEN_MAX);
for (const {title, counts} of [
	{title: 'single cut', counts: single},
	{title: 'single slip of the part', counts: slips},
	{title: `random cuts from seed ${seed}`, counts: random},
]) {
	const {runs: lived, cuts, boots, broken} = counts;
	process.stdout.write(`${title}: ${lived} lives, ${cuts} restarts, ${boots} boots, ${broken.length} broken\n`);
	process.stdout.write(broken.map(one => `${brokenText(one)}\n`).join(''));
}
process.exitCode = single.broken.length + slips.broken.length + random.broken.length > 0 ? 1 : 0;
