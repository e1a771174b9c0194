// The event queue against what one writes first: a binary heap of objects, which cannot move a key and so leaves stale
// entries behind (engine.md).

import {EventQueue} from '../../src/core/queue.ts';
import {RandomStream} from '../../src/core/random.ts';
import type {BenchRow} from './row.ts';
import {compareSeconds} from './timing.ts';

const KEYS = 100_000;
const EVENTS = 300_000;

interface Entry {
	readonly time: number;
	readonly key: number;
}

class BinaryHeap {
	readonly #entries: Entry[] = [];

	get size(): number {
		return this.#entries.length;
	}

	push(entry: Entry): void {
		const entries = this.#entries;
		let at = entries.length;
		entries.push(entry);
		while (at > 0 && isBefore(entry, entries[(at - 1) >> 1])) {
			entries[at] = entries[(at - 1) >> 1];
			at = (at - 1) >> 1;
		}
		entries[at] = entry;
	}

	pop(): Entry {
		const first = this.#entries[0];
		const last = this.#entries.pop() ?? first;
		if (this.#entries.length > 0) {
			this.#sink(last);
		}
		return first;
	}

	#sink(entry: Entry): void {
		const entries = this.#entries;
		let at = 0;
		for (let child = 1; child < entries.length; child = 2 * at + 1) {
			const least = child + 1 < entries.length && isBefore(entries[child + 1], entries[child]) ? child + 1 : child;
			if (!isBefore(entries[least], entry)) {
				break;
			}
			entries[at] = entries[least];
			at = least;
		}
		entries[at] = entry;
	}
}

function isBefore(a: Entry, b: Entry): boolean {
	return a.time < b.time || (a.time === b.time && a.key < b.key);
}

/** The first key moves on; every fourth time another one does too, as when the grid changes under a card. */
function playQueue(): number {
	const stream = new RandomStream(1);
	const queue = new EventQueue(KEYS);
	for (let key = 0; key < KEYS; key++) {
		queue.set(key, stream.whole(0, 60_000));
	}
	let sum = 0;
	for (let event = 0; event < EVENTS; event++) {
		const now = queue.peekAt();
		sum += queue.peek();
		queue.set(queue.peek(), now + stream.whole(1, 60_000));
		if (event % 4 === 0) {
			queue.set(stream.whole(0, KEYS - 1), now + stream.whole(1, 60_000));
		}
	}
	return sum;
}

function playHeap(): number {
	const stream = new RandomStream(1);
	const heap = new BinaryHeap();
	const due = new Float64Array(KEYS);
	const put = (key: number, time: number): void => {
		due[key] = time;
		heap.push({time, key});
	};
	for (let key = 0; key < KEYS; key++) {
		put(key, stream.whole(0, 60_000));
	}
	let sum = 0;
	for (let event = 0; event < EVENTS; event++) {
		let {time, key} = heap.pop();
		while (due[key] !== time) {
			({time, key} = heap.pop());
		}
		sum += key;
		put(key, time + stream.whole(1, 60_000));
		if (event % 4 === 0) {
			put(stream.whole(0, KEYS - 1), time + stream.whole(1, 60_000));
		}
	}
	return sum;
}

export async function bench(): Promise<BenchRow[]> {
	if (playQueue() !== playHeap()) {
		throw new Error('the two queues do not agree on the order of events: the bench compares nothing');
	}
	const {ours, other} = compareSeconds(playQueue, playHeap);
	const perSecond = EVENTS / 1e6;
	return [
		{
			name: `event queue, ${KEYS / 1000},000 keys`,
			ours: perSecond / ours,
			other: perSecond / other,
			otherName: 'binary heap of objects',
			unit: 'M events/s',
			goal: {ratioAtLeast: 1.5},
		},
	];
}
