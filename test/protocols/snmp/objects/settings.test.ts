import test from 'ava';
import fc from 'fast-check';
import {sleepSeconds} from '../../../../src/protocols/snmp/powernet/config-kept.ts';
import {readerOf} from '../../../helpers/mib-reader.ts';

const UPS = '1.3.6.1.4.1.318.1.1.1';
const STEP = 360;

test('a sleep time is a number of steps of 360 s, the nearest and never none', t => {
	fc.assert(
		fc.property(fc.integer({min: 1, max: 359 * 3600}), wanted => {
			const taken = sleepSeconds(wanted);
			const isNear = wanted < STEP ? taken === STEP : Math.abs(taken - wanted) <= STEP / 2;
			return taken % STEP === 0 && taken >= STEP && isNear && sleepSeconds(taken) === taken;
		}),
	);
	t.is(sleepSeconds(0), 0);
	t.is(sleepSeconds(1e9), 359 * 3600);
});

/** By place: whether what lies between two steps goes up, and the scale on the wire. */
const rounded: ReadonlyArray<readonly [place: string, up: boolean, steps: readonly number[]]> = [
	['5.2.2.0', true, [253, 257, 261, 265]],
	['5.2.3.0', false, [196, 200, 204, 208]],
	['5.2.6.0', true, [0, 15, 50, 90]],
	['5.2.10.0', true, [2000, 6000, 12000, 24000, 48000, 72000, 96000]],
];

for (const [place, up, steps] of rounded) {
	test(`${place} of an older UPS takes any number as the step ${up ? 'above' : 'below'} it`, t => {
		const reader = readerOf('SUA1500I', 'nmc2');
		const first = steps[0] ?? 0;
		const last = steps[steps.length - 1] ?? 0;
		fc.assert(
			fc.property(fc.integer({min: 0, max: 2 * last}), wanted => {
				const next = up
					? (steps.find(step => step >= wanted) ?? last)
					: (steps.findLast(step => step <= wanted) ?? first);
				return reader.set(`${UPS}.${place}`, wanted) === '' && reader.get(`${UPS}.${place}`) === next;
			}),
			{numRuns: 60},
		);
		t.pass();
	});
}
