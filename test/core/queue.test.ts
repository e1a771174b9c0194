import fc from 'fast-check';
import test from 'ava';
import {EventQueue} from '../../src/core/queue.ts';
import {RandomStream} from '../../src/core/random.ts';

/** What the queue must equal: a plain list, sorted by (time, key) whenever it is asked. */
class SortedList {
	readonly #times = new Map<number, number>();

	set(key: number, time: number): void {
		this.#times.delete(key);
		if (time !== Infinity) {
			this.#times.set(key, time);
		}
	}

	first(): readonly [key: number, time: number] {
		const order = [...this.#times].sort(([a, s], [b, u]) => s - u || a - b);
		return order[0] ?? [-1, Infinity];
	}

	get size(): number {
		return this.#times.size;
	}

	timeOf(key: number): number {
		return this.#times.get(key) ?? Infinity;
	}
}

const KEYS = 12;
/** Few times, so that equal ones are common. */
const moves = fc.tuple(
	fc.integer({min: 0, max: KEYS - 1}),
	fc.oneof({weight: 4, arbitrary: fc.integer({min: 0, max: 6})}, {weight: 1, arbitrary: fc.constant(Infinity)}),
);

test('after any moves the queue is the sorted list', t => {
	fc.assert(
		fc.property(fc.array(moves, {maxLength: 80}), sequence => {
			const queue = new EventQueue(KEYS);
			const list = new SortedList();
			for (const [key, time] of sequence) {
				queue.set(key, time);
				list.set(key, time);
				const [first, due] = list.first();
				if (queue.peek() !== first || queue.peekAt() !== due || queue.size !== list.size) {
					return false;
				}
			}
			return Array.from({length: KEYS}, (_, key) => key).every(key => queue.timeOf(key) === list.timeOf(key));
		}),
		{numRuns: 2000},
	);
	t.pass();
});

test('20,000 random moves of 500 keys keep the order', t => {
	const keys = 500;
	const stream = new RandomStream(1);
	const queue = new EventQueue(keys);
	const list = new SortedList();
	for (let move = 0; move < 20_000; move++) {
		const key = stream.whole(0, keys - 1);
		const time = stream.next() < 0.1 ? Infinity : stream.whole(0, 2000);
		queue.set(key, time);
		list.set(key, time);
		if (move % 20 === 0) {
			t.deepEqual([queue.peek(), queue.peekAt()], [...list.first()], `move ${move}`);
		}
	}
	t.deepEqual(drain(queue), drainList(list));
});

function drain(queue: EventQueue): string[] {
	const order: string[] = [];
	while (queue.peek() >= 0) {
		order.push(`${queue.peekAt()} ${queue.peek()}`);
		queue.set(queue.peek(), Infinity);
	}
	return order;
}

function drainList(list: SortedList): string[] {
	const order: string[] = [];
	for (let [key, time] = list.first(); key >= 0; [key, time] = list.first()) {
		order.push(`${time} ${key}`);
		list.set(key, Infinity);
	}
	return order;
}

test('at equal times the smaller key comes first, in whatever order they were set', t => {
	fc.assert(
		fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], {minLength: 8}), order => {
			const queue = new EventQueue(8);
			order.forEach(key => queue.set(key, 5));
			return drain(queue).join() === '5 0,5 1,5 2,5 3,5 4,5 5,5 6,5 7';
		}),
	);
	t.pass();
});

test('a key that is set again moves, and is in once', t => {
	const queue = new EventQueue(3);
	queue.set(0, 10);
	queue.set(1, 20);
	queue.set(0, 30);
	t.deepEqual(drain(queue), ['20 1', '30 0']);
	queue.set(2, 5);
	queue.set(2, 4);
	queue.set(2, 4);
	t.deepEqual(drain(queue), ['4 2']);
});

test('a parked key is out, can be parked again and comes back', t => {
	const queue = new EventQueue(2);
	queue.set(0, Infinity);
	t.is(queue.peek(), -1);
	t.is(queue.peekAt(), Infinity);
	queue.set(0, 7);
	queue.set(0, Infinity);
	queue.set(0, Infinity);
	t.is(queue.size, 0);
	t.is(queue.timeOf(0), Infinity);
	queue.set(0, 3);
	t.deepEqual([queue.peek(), queue.peekAt()], [0, 3]);
});

test('a queue of no keys is empty', t => {
	const queue = new EventQueue(0);
	t.is(queue.peek(), -1);
	t.is(queue.peekAt(), Infinity);
});
