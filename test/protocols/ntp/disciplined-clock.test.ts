import fc from 'fast-check';
import test from 'ava';
import {disciplinedClock} from '../../../src/protocols/ntp/disciplined-clock.ts';
import type {DisciplinedClock} from '../../../src/protocols/ntp/disciplined-clock.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';

const START = 1_700_000_000_000;

function rig(): {clock: ManualClock; wall: DisciplinedClock} {
	const clock = new ManualClock();
	return {clock, wall: disciplinedClock({nowUtc: () => START + clock.now()}, clock)};
}

test('a large offset is a step', t => {
	const {wall} = rig();
	t.true(wall.correct(-3600_000));
	t.is(wall.nowUtc(), START - 3600_000);
	t.is(wall.remainingMs, 0);
});

test('a small offset is worked off at 500 parts in a million', t => {
	const {wall, clock} = rig();
	t.false(wall.correct(-100));
	t.is(wall.nowUtc(), START);
	clock.advance(100_000);
	t.is(wall.nowUtc(), START + 100_000 - 50);
	t.is(wall.remainingMs, -50);
	clock.advance(1_000_000);
	t.is(wall.nowUtc(), START + 1_100_000 - 100);
	t.is(wall.remainingMs, 0);
	t.is(wall.correctionMs, -100);
});

test('a new correction replaces what was still to be worked off', t => {
	const {wall, clock} = rig();
	wall.correct(100);
	clock.advance(100_000);
	wall.correct(-10);
	clock.advance(1_000_000);
	t.is(wall.correctionMs, 40);
});

test('small corrections never let time run backwards', t => {
	const moves = fc.array(fc.tuple(fc.integer({min: -128, max: 128}), fc.integer({min: 0, max: 500_000})), {
		maxLength: 30,
	});
	const property = fc.property(moves, list => {
		const {wall, clock} = rig();
		let before = wall.nowUtc();
		for (const [offset, delay] of list) {
			wall.correct(offset);
			clock.advance(delay);
			const now = wall.nowUtc();
			if (now < before) {
				return false;
			}
			before = now;
		}
		return true;
	});
	t.notThrows(() => fc.assert(property));
});
