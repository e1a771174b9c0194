import fc from 'fast-check';
import test from 'ava';
import {selectSample} from '../../../src/protocols/ntp/select.ts';
import type {NtpSample} from '../../../src/protocols/ntp/select.ts';

const sample = (server: string, offsetMs: number, distanceMs = 20): NtpSample => ({
	server,
	offsetMs,
	distanceMs,
	stratum: 2,
});

const cases: ReadonlyArray<readonly [what: string, samples: readonly NtpSample[], chosen: string | undefined]> = [
	['nobody', [], undefined],
	['a single server', [sample('a', 500)], 'a'],
	['two that agree: the nearer', [sample('a', 500, 30), sample('b', 510, 20)], 'b'],
	['two that do not agree: neither', [sample('a', 0), sample('b', 5000)], undefined],
	['three of which one lies: one of the others', [sample('liar', 90_000, 1), sample('a', 5), sample('b', -5, 15)], 'b'],
	[
		'four that are two and two: neither',
		[sample('a', 0), sample('b', 1), sample('c', 900), sample('d', 901)],
		undefined,
	],
];

for (const [what, samples, chosen] of cases) {
	test(`of ${what} is believed`, t => {
		t.is(selectSample(samples)?.server, chosen);
	});
}

test('as long as most servers are right, the chosen offset is within their bounds of the truth', t => {
	const right = fc.record({error: fc.integer({min: -50, max: 50}), slack: fc.integer({min: 0, max: 30})});
	const liars = fc.array(fc.integer({min: -1e9, max: 1e9}), {maxLength: 2});
	const property = fc.property(
		fc.array(right, {minLength: 3, maxLength: 5}),
		liars,
		fc.integer(),
		(good, bad, truth) => {
			const samples = [
				...good.map(({error, slack}, i) => sample(`good ${i}`, truth + error, Math.abs(error) + slack)),
				...bad.map((offset, i) => sample(`bad ${i}`, offset, 20)),
			];
			const chosen = selectSample(samples);
			// A liar may stand with the others where its interval holds the truth as well, or nearly so.
			return chosen !== null && Math.abs(chosen.offsetMs - truth) <= 200;
		},
	);
	t.notThrows(() => fc.assert(property));
});
