import fc from 'fast-check';
import test from 'ava';
import {hash32, noiseAt, RandomStream, seedFor, unitAt} from '../../src/core/random.ts';

const TWO_TO_32 = 2 ** 32;
const seeds = fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1});

test('the derivation of seeds never changes', t => {
	t.is(seedFor(7, 'grid'), 2642871568);
	t.is(seedFor(7, 'card-1'), 2957829598);
	t.is(seedFor(7, 'card-2'), 2234799612);
	t.is(seedFor(8, 'grid'), 702216485);
	t.is(seedFor(0, ''), 4243941292);
});

test('the hash never changes, and takes times beyond 32 bits', t => {
	t.is(hash32(1, 2, 3), 3802398410);
	t.is(hash32(1, 2, 5 * TWO_TO_32 + 3), 1480427958);
	t.is(hash32(7, 1, 1_767_632_400_000), 2780239503);
});

test('a stream is xorshift32 (13, 17, 5)', t => {
	const stream = new RandomStream(42);
	t.deepEqual(
		[stream.next(), stream.next(), stream.next()].map(x => x * TWO_TO_32),
		[11355432, 2836018348, 476557059],
	);
});

test('the seed 0, on which xorshift stands still, gives a stream all the same', t => {
	const stream = new RandomStream(0);
	t.is(stream.next() * TWO_TO_32, 3777279546);
	t.not(stream.next(), stream.next());
});

test('a number of a time depends on nothing but seed, channel and time', t => {
	t.is(unitAt(7, 3, 60000) * TWO_TO_32, 3269729110);
	t.is(noiseAt(7, 3, 60000), -0.13191424429694054);
	noiseAt(7, 4, 60000);
	t.is(noiseAt(7, 3, 60000), -0.13191424429694054);
});

test('streams of two names under a seed do not follow each other', t => {
	fc.assert(
		fc.property(seeds, fc.string({maxLength: 8}), fc.string({maxLength: 8}), (seed, a, b) => {
			fc.pre(a !== b);
			const first = new RandomStream(seedFor(seed, a));
			const second = new RandomStream(seedFor(seed, b));
			let same = 0;
			for (let i = 0; i < 64; i++) {
				same += first.next() < 0.5 === second.next() < 0.5 ? 1 : 0;
			}
			// 64 fair coins agree fewer than 5 or more than 59 times once in 10^13 pairs.
			return same >= 5 && same <= 59;
		}),
		{numRuns: 2000},
	);
	t.pass();
});

test('neighbouring seeds, channels and times are unlike', t => {
	const seen = new Set<number>();
	for (let i = 0; i < 1000; i++) {
		seen.add(hash32(i, 1, 1));
		seen.add(hash32(1, i + 2000, 1));
		seen.add(hash32(1, 1, i + 4000));
		seen.add(hash32(1, 1, (i + 1) * TWO_TO_32));
		seen.add(seedFor(i, 'card'));
		seen.add(seedFor(1, `card-${i}`));
	}
	// Six thousand numbers out of 2^32 hold a pair by chance in 0.4 % of draws; this draw is fixed and holds none.
	t.is(seen.size, 6000);
});

test('every bit of a hash is set in half of all draws', t => {
	const draws = 4000;
	for (let bit = 0; bit < 32; bit++) {
		let count = 0;
		for (let i = 0; i < draws; i++) {
			count += (hash32(7, 3, i * 1000) >>> bit) & 1;
		}
		t.true(Math.abs(count / draws - 0.5) < 0.04, `bit ${bit}: ${count}`);
	}
});

test('noise stays within (-1, 1), averages 0 and has the spread of a triangle', t => {
	const draws = 20_000;
	let sum = 0;
	let squares = 0;
	for (let i = 0; i < draws; i++) {
		const noise = noiseAt(11, i % 7, i * 250);
		t.true(noise >= -1 && noise <= 1);
		sum += noise;
		squares += noise * noise;
	}
	t.true(Math.abs(sum / draws) < 0.01, `mean ${sum / draws}`);
	t.true(Math.abs(squares / draws - 1 / 6) < 0.005, `mean square ${squares / draws}`);
});

test('whole numbers fall on every value of their range and on no other', t => {
	fc.assert(
		fc.property(seeds, fc.integer({min: -50, max: 50}), fc.integer({min: 0, max: 9}), (seed, low, span) => {
			const stream = new RandomStream(seed);
			const seen = new Set<number>();
			for (let i = 0; i < 400; i++) {
				seen.add(stream.whole(low, low + span));
			}
			return seen.size === span + 1 && [...seen].every(n => Number.isInteger(n) && n >= low && n <= low + span);
		}),
	);
	t.pass();
});

test('numbers between two bounds stay between them and reach both ends', t => {
	const stream = new RandomStream(5);
	const drawn = Array.from({length: 5000}, () => stream.between(-3, 7));
	t.true(drawn.every(x => x >= -3 && x < 7));
	t.true(Math.min(...drawn) < -2.9 && Math.max(...drawn) > 6.9);
});
