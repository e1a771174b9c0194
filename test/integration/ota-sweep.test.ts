import test from 'ava';
import {signedLife} from '../helpers/ota-life/signed.ts';
import {
	brokenText,
	lives,
	noCounts,
	sweepRandom,
	sweepSingle,
	sweepSlips,
	type SweepCounts,
} from '../helpers/ota-life/sweep.ts';

/** A journal that begins new, and one whose first sector is nearly full; `make sweep` does all eight levels. */
const FILLS = [0, 2];
const RANDOM_RUNS = 3000;
const SIGNED_RUNS = 200;
const SEED = 5;
const BROKEN_MAX = 3;
const all = lives();

function sweep(run: (counts: SweepCounts) => void): {readonly counts: SweepCounts; readonly broken: string} {
	const counts = noCounts();
	run(counts);
	return {counts, broken: counts.broken.map(brokenText).join('\n')};
}

for (const life of all) {
	test(`a power cut in any operation of a life leaves the right image running: ${life.name}`, t => {
		const {counts, broken} = sweep(counts => sweepSingle(counts, life, FILLS, BROKEN_MAX));
		t.is(broken, '');
		t.true(counts.cuts >= life.operations * FILLS.length * 4, `only ${counts.cuts} cuts`);
		t.log(`${counts.runs} lives, ${counts.cuts} cuts, ${counts.boots} boots`);
	});

	test(`a part that fails once in any operation of a life costs nothing: ${life.name}`, t => {
		const {counts, broken} = sweep(counts => sweepSlips(counts, life, FILLS, BROKEN_MAX));
		t.is(broken, '');
		t.true(counts.runs >= life.operations * FILLS.length * 4, `only ${counts.runs} lives`);
	});
}

test(`lives with two to four power cuts by chance end as those without: ${RANDOM_RUNS} of them`, t => {
	const {counts, broken} = sweep(counts => sweepRandom(counts, all, SEED, RANDOM_RUNS, BROKEN_MAX));
	t.is(broken, '');
	t.true(counts.cuts > 2 * RANDOM_RUNS, `only ${counts.cuts} cuts`);
	t.log(`${counts.runs} lives, ${counts.cuts} cuts, ${counts.boots} boots`);
});

test('the same holds with signed envelopes and the check that the bootloader makes of them', t => {
	const life = signedLife();
	const {counts, broken} = sweep(counts => {
		sweepSingle(counts, life, [1], BROKEN_MAX);
		sweepRandom(counts, [life], SEED, SIGNED_RUNS, BROKEN_MAX);
	});
	t.is(broken, '');
	t.true(counts.cuts > life.operations * 4 + 2 * SIGNED_RUNS, `only ${counts.cuts} cuts`);
	t.log(`${counts.runs} lives, ${counts.cuts} cuts, ${counts.boots} boots`);
});
