import test from 'ava';
import fc from 'fast-check';
import {VirtualClock} from '../../../src/platform/memory/virtual-clock.ts';

test('what is due runs in order of time, ties in order of scheduling, each at its own time', t => {
	fc.assert(
		fc.property(fc.array(fc.integer({min: 0, max: 20}), {maxLength: 30}), delays => {
			const clock = new VirtualClock();
			const ran: Array<[number, number]> = [];
			for (const [i, delay] of delays.entries()) {
				clock.after(delay, () => ran.push([clock.now(), i]));
			}
			clock.moveTo(20);
			const expected = delays
				.map((delay, i): [number, number] => [delay, i])
				.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
			t.deepEqual(ran, expected);
			return true;
		}),
	);
});

test('nothing runs before its time, and a cancelled alarm never does', t => {
	const clock = new VirtualClock();
	let ran = 0;
	const cancel = clock.after(5, () => ran++);
	clock.after(6, () => ran++);
	clock.moveTo(4);
	t.is(ran, 0);
	t.is(clock.nextAt(), 5);
	cancel();
	cancel();
	clock.moveTo(10);
	t.is(ran, 1);
	t.is(clock.nextAt(), Infinity);
});

test('an alarm that sets another one within the same move sees it run', t => {
	const clock = new VirtualClock();
	const ran: number[] = [];
	const again = (): void => {
		ran.push(clock.now());
		if (ran.length < 5) {
			clock.after(3, again);
		}
	};
	clock.after(3, again);
	clock.moveTo(100);
	t.deepEqual(ran, [3, 6, 9, 12, 15]);
	t.is(clock.now(), 100);
});

test('a second move goes on from where the first ended', t => {
	const clock = new VirtualClock();
	clock.moveTo(10);
	clock.moveTo(25);
	t.is(clock.now(), 25);
	clock.moveTo(5);
	t.is(clock.now(), 25);
});
