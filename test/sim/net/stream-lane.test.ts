// A stream over any path: every byte arrives once and in order, or the connection is given up; never anything else.

import test from 'ava';
import fc from 'fast-check';
import type {NetworkFault} from '../../../sim/scenario/card-target.ts';
import {StreamLane} from '../../../sim/net/stream-lane.ts';
import {Weather} from '../../../sim/net/weather.ts';
import {VirtualClock} from '../../../src/platform/memory/virtual-clock.ts';
import {HOUR, MINUTE, SECOND} from '../../helpers/ref-model.ts';

interface Played {
	lane: StreamLane;
	clock: VirtualClock;
	weather: Weather;
	/** What arrived, with its time. */
	arrived: Array<{at: number; bytes: Uint8Array}>;
	gaveUp(): number;
	hasEnded(): boolean;
}

function lane(seed: number, faults: readonly NetworkFault[]): Played {
	const clock = new VirtualClock();
	const weather = new Weather(seed);
	faults.forEach(fault => weather.add(fault));
	const arrived: Played['arrived'] = [];
	let given = 0;
	let ended = false;
	const made = new StreamLane({
		clock,
		weather,
		way: 'out',
		deliver(load) {
			if (load === 'end') {
				ended = true;
			} else {
				arrived.push({at: clock.now(), bytes: load});
			}
		},
		gaveUp: () => (given += 1),
	});
	return {lane: made, clock, weather, arrived, gaveUp: () => given, hasEnded: () => ended};
}

function joined(arrived: Played['arrived']): Buffer {
	return Buffer.concat(arrived.map(({bytes}) => bytes));
}

const anyFault: fc.Arbitrary<NetworkFault> = fc.oneof(
	fc.record({
		kind: fc.constant('loss' as const),
		p: fc.constantFrom(0.01, 0.2),
		r: fc.constantFrom(0.3, 0.9),
		lossGood: fc.constantFrom(0, 0.05),
		lossBad: fc.constantFrom(0.5, 0.9),
	}),
	fc.record({
		kind: fc.constant('delay' as const),
		delayMs: fc.integer({min: 1, max: 2000}),
		jitterMs: fc.integer({min: 0, max: 500}),
		way: fc.constantFrom('both' as const, 'out' as const, 'in' as const),
	}),
	fc.record({
		kind: fc.constant('reorder' as const),
		share: fc.constantFrom(0.1, 1),
		lateMs: fc.integer({min: 1, max: 3000}),
	}),
	fc.record({kind: fc.constant('duplicate' as const), share: fc.constantFrom(0.1, 1)}),
	fc.record({kind: fc.constant('throttle' as const), bytesPerSecond: fc.integer({min: 500, max: 1_000_000})}),
);

const chunks = fc.array(fc.tuple(fc.integer({min: 0, max: 5000}), fc.uint8Array({minLength: 1, maxLength: 4000})), {
	minLength: 1,
	maxLength: 12,
});

test('whatever the path does, every byte arrives once and in order, and the end after the last', t => {
	fc.assert(
		fc.property(fc.array(anyFault, {maxLength: 4}), chunks, fc.nat(), (faults, sent, seed) => {
			const {lane: made, clock, arrived, gaveUp, hasEnded} = lane(seed, faults);
			for (const [waitMs, bytes] of sent) {
				clock.moveTo(clock.now() + waitMs);
				made.carry(bytes);
			}
			made.carry('end');
			clock.moveTo(clock.now() + HOUR);
			t.is(gaveUp(), 0);
			t.true(hasEnded());
			t.deepEqual(joined(arrived), Buffer.concat(sent.map(([, bytes]) => bytes)));
			t.is(made.waitingBytes, 0);
			t.true(made.isEmpty);
		}),
		{numRuns: 60},
	);
});

test('a fair path hands everything over at once', t => {
	const {lane: made, arrived} = lane(1, []);
	made.carry(Buffer.alloc(4000, 1));
	t.is(joined(arrived).length, 4000);
	t.true(made.isEmpty);
});

test('a delay holds each byte as long as it says, and the jitter stays within its bounds', t => {
	const {lane: made, clock, arrived} = lane(3, [{kind: 'delay', delayMs: 300, jitterMs: 100, way: 'both'}]);
	for (let i = 0; i < 200; i++) {
		clock.moveTo(i * SECOND);
		made.carry(Buffer.from([i]));
	}
	clock.moveTo(HOUR);
	const delays = arrived.map(({at}, i) => at - i * SECOND);
	t.true(delays.every(delay => delay >= 200 && delay <= 400));
	t.true(Math.min(...delays) < 220 && Math.max(...delays) > 380);
});

test('a delay of the other way holds nothing', t => {
	const {lane: made, arrived} = lane(3, [{kind: 'delay', delayMs: 300, jitterMs: 0, way: 'in'}]);
	made.carry(Buffer.from([1]));
	t.is(arrived.length, 1);
});

test('a narrow line passes no more than it can, however much is sent at once', t => {
	const {lane: made, clock, arrived} = lane(1, [{kind: 'throttle', bytesPerSecond: 1460}]);
	made.carry(Buffer.alloc(14_600));
	for (let second = 1; second <= 10; second++) {
		clock.moveTo(second * SECOND);
		t.is(joined(arrived).length, second * 1460);
		t.is(made.waitingBytes, 14_600 - second * 1460);
	}
});

test('what arrives early waits for what is late', t => {
	const {lane: made, clock, arrived, weather} = lane(1, []);
	const late: NetworkFault = {kind: 'delay', delayMs: 5000, jitterMs: 0, way: 'both'};
	weather.add(late);
	made.carry(Buffer.from([1]));
	weather.delete(late);
	made.carry(Buffer.from([2]));
	clock.moveTo(4999);
	t.is(arrived.length, 0);
	clock.moveTo(5000);
	t.deepEqual([...joined(arrived)], [1, 2]);
});

test('through a partition nothing comes; after it all does, at the next try', t => {
	const cut: NetworkFault = {kind: 'partition', way: 'both'};
	const {lane: made, clock, arrived, weather, gaveUp} = lane(1, [cut]);
	made.carry(Buffer.from([1, 2, 3]));
	clock.moveTo(5 * MINUTE);
	t.is(arrived.length, 0);
	weather.delete(cut);
	// Tries are at most two minutes apart.
	clock.moveTo(7 * MINUTE);
	t.deepEqual([...joined(arrived)], [1, 2, 3]);
	t.is(gaveUp(), 0);
});

test('a partition that never ends is given up after fifteen more tries, about a quarter of an hour', t => {
	const {lane: made, clock, gaveUp, arrived} = lane(1, [{kind: 'partition', way: 'out'}]);
	made.carry(Buffer.from([1]));
	clock.moveTo(804 * SECOND);
	t.is(gaveUp(), 0);
	clock.moveTo(926 * SECOND);
	t.is(gaveUp(), 1);
	t.is(arrived.length, 0);
});

test('a lane that is closed delivers nothing more', t => {
	const {lane: made, clock, arrived} = lane(1, [{kind: 'delay', delayMs: 100, jitterMs: 0, way: 'both'}]);
	made.carry(Buffer.from([1]));
	made.close();
	clock.moveTo(HOUR);
	t.is(arrived.length, 0);
	t.is(made.waitingBytes, 0);
});
