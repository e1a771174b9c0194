import test from 'ava';
import {SampleTurns} from '../../../sim/fleet/sample-turns.ts';
import type {SampleWishes} from '../../../sim/fleet/sample-turns.ts';
import {shardOf} from '../../../sim/fleet/spec.ts';
import type {FleetSpec} from '../../../sim/fleet/spec.ts';
import {smallSpec, startFleet} from '../../helpers/fleets.ts';
import {MINUTE} from '../../helpers/ref-model.ts';

const ROUNDS = 20;

/** By card id, the moments of its samples in so many intervals. */
function momentsOf(spec: FleetSpec, wishes: SampleWishes): Record<string, number[]> {
	const turns = new SampleTurns(spec, wishes);
	const moments: Record<string, number[]> = {};
	turns.start(0, (card, t) => (moments[spec.cards[card].id] ??= []).push(t));
	for (let turn = 0; turn < 12 * ROUNDS; turn++) {
		turns.take(turns.nextAt);
	}
	return moments;
}

test('each card has its moment in the interval, and not all the same', t => {
	const moments = momentsOf(smallSpec([24, 24]), {intervalMs: 10_000});
	for (const times of Object.values(moments)) {
		t.is(times.length, ROUNDS);
		t.deepEqual(
			times.slice(1).map((time, i) => time - times[i]),
			Array.from({length: ROUNDS - 1}, () => 10_000),
		);
	}
	t.is(new Set(Object.values(moments).map(([first]) => first)).size, 12);
});

test('an interval that does not divide by the turns is kept to the millisecond', t => {
	const [times] = Object.values(momentsOf(smallSpec([1]), {intervalMs: 1000}));
	t.is(times[ROUNDS - 1] - times[0], (ROUNDS - 1) * 1000);
});

test('with jitter each card speaks once in every interval, at moments that wander as far as was said', t => {
	for (const [jitter, spread] of [
		[0.25, 3],
		[1, 11],
	]) {
		const moments = momentsOf(smallSpec([30]), {intervalMs: 12_000, jitter});
		for (const times of Object.values(moments)) {
			const places = times.map((time, round) => time / 1000 - 1 - 12 * round);
			t.is(times.length, ROUNDS);
			t.true(places.every(place => place >= 0 && place < 12));
			t.true(Math.max(...places) - Math.min(...places) <= spread);
			t.true(new Set(places).size > 1);
		}
	}
});

test('the moments of a card are the same on a shard as in the whole fleet', t => {
	const spec = smallSpec([5, 5, 5, 5]);
	const wishes = {intervalMs: 6000, jitter: 0.5};
	const whole = momentsOf(spec, wishes);
	const parts = [0, 1].map(index => momentsOf(shardOf(spec, index, 2), wishes));
	t.deepEqual(Object.assign({}, ...parts), whole);
});

test('after the limit no sample is sent, and events go on', t => {
	const {fleet, publisher, sink} = startFleet(smallSpec([10]), undefined, {limit: 15});
	fleet.run(1.4 * MINUTE);
	t.false(publisher.isSpent);
	fleet.run(5 * MINUTE);
	t.true(publisher.isSpent);
	t.is((sink as unknown as {counts: {sample: number}}).counts.sample, 15);
});
