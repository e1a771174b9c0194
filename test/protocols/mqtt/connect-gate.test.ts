import test from 'ava';
import {RandomStream} from '../../../src/core/random.ts';
import {ConnectGate} from '../../../src/protocols/mqtt/connect-gate.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';

interface Opened {
	readonly clock: ManualClock;
	readonly gate: ConnectGate;
	readonly times: number[];
	readonly join: () => () => void;
}

function open(perSecond: number, seed: number): Opened {
	const clock = new ManualClock();
	const gate = new ConnectGate(perSecond, clock, new RandomStream(seed));
	const times: number[] = [];
	return {clock, gate, times, join: () => gate.admit(() => times.push(clock.now()))};
}

test('each has a slot of its own, in the order of asking, and a random moment in it', t => {
	const {clock, gate, times, join} = open(10, 1);
	for (let i = 0; i < 50; i++) {
		join();
	}
	t.is(gate.waiting, 50);
	t.is(gate.backlogMs, 5000);
	clock.advance(5000);
	t.is(gate.waiting, 0);
	t.deepEqual(
		times.map(time => Math.floor(time / 100)),
		Array.from({length: 50}, (_, i) => i),
	);
	t.true(new Set(times.map(time => time % 100)).size > 20);
});

test('the same seed gives the same moments, another gives others', t => {
	const timesOf = (seed: number): number[] => {
		const {clock, times, join} = open(10, seed);
		Array.from({length: 20}, join);
		clock.advance(2000);
		return times;
	};
	t.deepEqual(timesOf(1), timesOf(1));
	t.notDeepEqual(timesOf(1), timesOf(2));
});

test('slots that nobody took are not saved up for a crowd', t => {
	const {clock, times, join} = open(10, 1);
	clock.advance(60_000);
	Array.from({length: 20}, join);
	clock.advance(1000);
	t.is(times.length, 10);
});

test('who withdraws is not called, and waits no more', t => {
	const {clock, gate, times, join} = open(10, 1);
	const withdraw = join();
	withdraw();
	withdraw();
	t.is(gate.waiting, 0);
	clock.advance(1000);
	t.deepEqual(times, []);
});
