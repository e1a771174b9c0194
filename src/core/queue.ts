// The event queue: a 4-ary heap over typed arrays with a position index, one entry per key.

const ARITY = 4;

/**
 * Orders keys 0 … count-1 by (time, key). At equal times the smaller key comes first, which depends on nothing else in
 * the process. Setting a key that is already in moves it; Infinity parks it. 16 bytes a key, nothing allocated later.
 */
export class EventQueue {
	time: Float64Array;
	heap: Int32Array;
	place: Int32Array;
	size: number;

	constructor(keys: number) {
		this.time = new Float64Array(keys).fill(Infinity);
		this.heap = new Int32Array(keys);
		this.place = new Int32Array(keys).fill(-1);
		this.size = 0;
	}

	/** The key that is due first, -1 when nothing is queued. */
	peek(): number {
		return this.size > 0 ? this.heap[0] : -1;
	}

	/** When the first key is due; Infinity when nothing is queued. */
	peekAt(): number {
		return this.size > 0 ? this.time[this.heap[0]] : Infinity;
	}

	/** When `key` is due; Infinity when it is parked. */
	timeOf(key: number): number {
		return this.time[key];
	}

	/** Puts `key` at `time`, earlier or later than before; Infinity takes it out. */
	set(key: number, time: number): void {
		const place = this.place[key];
		if (time === Infinity) {
			if (place >= 0) {
				this.remove(key, place);
			}
			return;
		}
		const before = this.time[key];
		this.time[key] = time;
		if (place < 0) {
			this.size += 1;
			this.siftUp(key, this.size - 1);
		} else if (time < before) {
			this.siftUp(key, place);
		} else if (time > before) {
			this.siftDown(key, place);
		}
	}

	remove(key: number, place: number): void {
		this.time[key] = Infinity;
		this.place[key] = -1;
		this.size -= 1;
		const last = this.heap[this.size];
		if (last === key) {
			return;
		}
		this.siftUp(last, place);
		if (this.place[last] === place) {
			this.siftDown(last, place);
		}
	}

	siftUp(key: number, from: number): void {
		const time = this.time;
		const heap = this.heap;
		const due = time[key];
		let at = from;
		while (at > 0) {
			const parent = (at - 1) >> 2;
			const other = heap[parent];
			if (time[other] < due || (time[other] === due && other < key)) {
				break;
			}
			heap[at] = other;
			this.place[other] = at;
			at = parent;
		}
		heap[at] = key;
		this.place[key] = at;
	}

	siftDown(key: number, from: number): void {
		const time = this.time;
		const heap = this.heap;
		const due = time[key];
		let at = from;
		for (;;) {
			const first = ARITY * at + 1;
			if (first >= this.size) {
				break;
			}
			const end = Math.min(first + ARITY, this.size);
			let child = first;
			for (let i = first + 1; i < end; i++) {
				if (time[heap[i]] < time[heap[child]] || (time[heap[i]] === time[heap[child]] && heap[i] < heap[child])) {
					child = i;
				}
			}
			const other = heap[child];
			if (due < time[other] || (due === time[other] && key < other)) {
				break;
			}
			heap[at] = other;
			this.place[other] = at;
			at = child;
		}
		heap[at] = key;
		this.place[key] = at;
	}
}
