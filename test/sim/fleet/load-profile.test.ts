import test from 'ava';
import fc from 'fast-check';
import {loadStep} from '../../../sim/fleet/load-profile.ts';
import {DEFAULT_START_UTC} from '../../../sim/fleet/spec.ts';
import {DAY, HOUR, MINUTE} from '../../helpers/ref-model.ts';

test('a constant load never changes', t => {
	t.deepEqual(loadStep('constant', 1, 0, 5 * DAY), {factor: 1, until: Infinity});
});

test('a wandering load keeps its value until the time it says, within 12 % of its base', t => {
	fc.assert(
		fc.property(fc.integer({min: 0, max: 100}), fc.integer({min: 0, max: 30 * DAY}), (seed, at) => {
			const step = loadStep('wander', seed, 0, at);
			const last = loadStep('wander', seed, 0, step.until - 1);
			return (
				step.until > at
				&& step.until <= at + HOUR
				&& Math.abs(step.factor - 1) <= 0.12
				&& last.factor === step.factor
				&& loadStep('wander', seed, 0, step.until).factor !== step.factor
			);
		}),
	);
	t.pass();
});

test('an office draws less at night, and least at the weekend', t => {
	const mean = (fromUtc: number): number => {
		let sum = 0;
		for (let i = 0; i < 40; i++) {
			sum += loadStep('office', i, fromUtc, 10 * MINUTE).factor / 40;
		}
		return sum;
	};
	const midnightMonday = DEFAULT_START_UTC - 17 * HOUR;
	const [day, night, sunday] = [
		mean(midnightMonday + 12 * HOUR),
		mean(midnightMonday + 2 * HOUR),
		mean(midnightMonday - 12 * HOUR),
	];
	t.true(day > 0.95 && day < 1.05, `${day}`);
	t.true(night > 0.55 && night < 0.65, `${night}`);
	t.true(sunday > 0.45 && sunday < 0.55, `${sunday}`);
});
