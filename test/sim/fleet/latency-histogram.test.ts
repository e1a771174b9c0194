import test from 'ava';
import fc from 'fast-check';
import {BOUNDS_S, LatencyHistogram} from '../../../sim/fleet/latency-histogram.ts';

test('a percentile is at most a 32nd above the value that so large a share reached, and never below it', t => {
	const times = fc.array(fc.double({min: 0, max: 100_000, noNaN: true}), {minLength: 1, maxLength: 200});
	fc.assert(
		fc.property(times, fc.constantFrom(0.5, 0.9, 0.99, 1), (all, share) => {
			const histogram = new LatencyHistogram();
			all.forEach(ms => histogram.add(ms));
			const sorted = [...all].sort((a, b) => a - b);
			const exact = sorted[Math.ceil(share * all.length) - 1];
			const told = histogram.quantile(share);
			t.true(told >= exact - 0.001, `${told} of ${exact}`);
			t.true(told <= exact * (1 + 1 / 32) + 0.001, `${told} of ${exact}`);
		}),
	);
});

test('each time counts in the first bound that holds it; what is longer than all, in none', t => {
	const histogram = new LatencyHistogram();
	[0.5, 1, 1.01, 9_999, 10_001, 2_000_000].forEach(ms => histogram.add(ms));
	const counted = BOUNDS_S.map((bound, i) => [bound, histogram.byBound[i]]).filter(([, count]) => count > 0);
	t.deepEqual(counted, [
		[0.001, 2],
		[0.0025, 1],
		[10, 1],
	]);
	t.is(histogram.document.count, 6);
	t.is(histogram.document.maxMs, 2_000_000);
});

test('without a time all is 0', t => {
	t.deepEqual(new LatencyHistogram().document, {count: 0, p50Ms: 0, p90Ms: 0, p99Ms: 0, maxMs: 0});
});
