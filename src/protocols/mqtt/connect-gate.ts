// Lets so many begin to connect a second and no more: a broker's listen queue is short, and a fleet that begins at once fills it.
// Each has a slot of its own and comes at a random moment in it, so that no two shards beat in time.

import type {Clock} from '../../core/clock.ts';
import type {RandomStream} from '../../core/random.ts';

export class ConnectGate {
	readonly slotMs: number;
	readonly clock: Clock;
	readonly random: RandomStream;
	/** When the next free slot begins, ms. */
	nextMs: number;
	/** How many wait for their slot. */
	waiting: number;

	/** `clock` is that of the broker's world: real time, however fast the cards live. */
	constructor(perSecond: number, clock: Clock, random: RandomStream) {
		this.slotMs = 1000 / perSecond;
		this.clock = clock;
		this.random = random;
		this.nextMs = 0;
		this.waiting = 0;
	}

	/** Calls `go` in the next free slot, never before it returned; the answer gives the slot back. */
	admit(go: () => void): () => void {
		const now = this.clock.now();
		const slot = Math.max(now, this.nextMs);
		this.nextMs = slot + this.slotMs;
		this.waiting += 1;
		let waits = true;
		const leave = (): void => {
			this.waiting -= waits ? 1 : 0;
			waits = false;
		};
		const cancel = this.clock.after(Math.floor(slot - now + this.random.between(0, this.slotMs)), () => {
			leave();
			go();
		});
		return () => {
			cancel();
			leave();
		};
	}

	/** How long until all that wait now had their slot, ms. */
	get backlogMs(): number {
		return this.waiting * this.slotMs;
	}
}
