// One line, or one connection, of the wire: which answer belongs to which question, and what the faults make of it.

import type {Millis} from '../../src/core/clock.ts';
import type {Carrier, Wire} from './wire.ts';

/** Different questions whose last answers are kept; a master polls a handful of blocks. */
const MOST_KEPT = 64;
/** A question is at most a frame; whatever is longer came without an answer in between. */
const MOST_ASKED_BYTES = 512;

export class WireLine {
	readonly #wire: Wire;
	readonly #carrier: Carrier;
	readonly #send: (bytes: Buffer) => void;
	readonly #lastAnswers = new Map<string, Buffer>();
	readonly #cancels = new Set<() => void>();
	#asked = Buffer.alloc(0);
	#lastDueAt: Millis = 0;

	/** `send` puts bytes on the line to the master. */
	constructor(wire: Wire, carrier: Carrier, send: (bytes: Buffer) => void) {
		this.#wire = wire;
		this.#carrier = carrier;
		this.#send = send;
	}

	/** Bytes came from the master; false where the UPS does not hear them. */
	heard(bytes: Buffer): boolean {
		if (this.#wire.isSilent()) {
			this.#wire.counters.swallowed += 1;
			return false;
		}
		const whole = Buffer.concat([this.#asked, bytes]);
		this.#asked = whole.subarray(Math.max(0, whole.length - MOST_ASKED_BYTES));
		return true;
	}

	/** The UPS answers what was heard last. */
	answered(answer: Buffer): void {
		const {counters} = this.#wire;
		const known = this.#known(answer);
		if (this.#wire.isSilent()) {
			counters.swallowed += 1;
			return;
		}
		counters.answers += 1;
		const {random} = this.#wire.ports;
		if (random.next() < this.#wire.garbledShare()) {
			counters.garbled += 1;
			this.#sendLater(this.#carrier.spoil(known, random));
		} else {
			this.#sendLater(known);
		}
	}

	/** What is still on its way never comes. */
	close(): void {
		this.#cancels.forEach(cancel => cancel());
		this.#cancels.clear();
	}

	/** The answer as a line that repeats itself has it. */
	#known(answer: Buffer): Buffer {
		const {numberBytes} = this.#carrier;
		const key = this.#asked.subarray(numberBytes).toString('hex');
		this.#asked = Buffer.alloc(0);
		const before = this.#lastAnswers.get(key);
		if (this.#wire.isStale() && before !== undefined) {
			this.#wire.counters.stale += 1;
			return Buffer.concat([answer.subarray(0, numberBytes), before.subarray(numberBytes)]);
		}
		if (this.#lastAnswers.size >= MOST_KEPT) {
			this.#lastAnswers.clear();
		}
		this.#lastAnswers.set(key, answer);
		return answer;
	}

	/** Answers keep their order, though the delay changes meanwhile. */
	#sendLater(bytes: Buffer): void {
		const {clock} = this.#wire.ports;
		const now = clock.now();
		const dueAt = Math.max(this.#lastDueAt, now + this.#wire.delayMs());
		this.#lastDueAt = dueAt;
		if (dueAt <= now) {
			this.#send(bytes);
			return;
		}
		this.#wire.counters.late += 1;
		const cancel = clock.after(dueAt - now, () => {
			this.#cancels.delete(cancel);
			this.#send(bytes);
		});
		this.#cancels.add(cancel);
	}
}
