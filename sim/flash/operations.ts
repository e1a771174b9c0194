// The one counter of all operations on flash and OTP, and what a plan has in store for them.

import {RandomStream, seedFor} from '../../src/core/random.ts';
import type {FaultPlan, FlashFault} from './fault-plan.ts';
import {PowerCut} from './power-cut.ts';

export class Operations {
	/** Operations so far, of all lives. */
	count = 0;
	/** Whether the supply failed: then nothing answers until restart(). */
	isOff = false;
	/** Chance of torn bits and of reads that are not stable. */
	random: RandomStream;
	#faults: readonly FlashFault[];
	#next = 0;

	constructor(plan: FaultPlan) {
		this.random = new RandomStream(seedFor(plan.seed, 'flash'));
		this.#faults = [...plan.faults].sort((a, b) => a.at - b.at);
	}

	/** Puts another plan in the place of what is still to come: its operations count from the next one on. */
	plan(faults: readonly FlashFault[]): void {
		this.#faults = faults.map(fault => ({...fault, at: fault.at + this.count})).sort((a, b) => a.at - b.at);
		this.#next = 0;
	}

	/** Puts more in store, counted from the next operation on; what it returns is what drop() takes. */
	add(faults: readonly FlashFault[]): readonly FlashFault[] {
		const added = faults.map(fault => ({...fault, at: fault.at + this.count}));
		this.#faults = [...this.#faults, ...added].sort((a, b) => a.at - b.at);
		this.#next = 0;
		return added;
	}

	/** Forgets those of `faults` that are still to come. */
	drop(faults: readonly FlashFault[]): void {
		this.#faults = this.#faults.filter(fault => !faults.includes(fault));
		this.#next = 0;
	}

	/** Chance begins anew, as a plan of this seed has it. */
	reseed(seed: number): void {
		this.random = new RandomStream(seedFor(seed, 'flash'));
	}

	/** How many faults are still to come. */
	left(): number {
		return this.#faults.filter(({at}) => at > this.count).length;
	}

	/** Counts an operation; undefined when nothing befalls it. A cut before it ends the program here. */
	begin(): FlashFault | undefined {
		this.requirePower();
		this.count += 1;
		while (this.#next < this.#faults.length && this.#faults[this.#next].at < this.count) {
			this.#next += 1;
		}
		const fault = this.#faults[this.#next];
		if (fault === undefined || fault.at !== this.count) {
			return undefined;
		}
		if (fault.do === 'cutBefore') {
			this.cut();
		}
		return fault;
	}

	cut(): never {
		this.isOff = true;
		throw new PowerCut(`the supply failed at operation ${this.count}`);
	}

	requirePower(): void {
		if (this.isOff) {
			this.cut();
		}
	}

	restart(): void {
		this.isOff = false;
	}

	/** Whether faults are still to come. */
	hasMore(): boolean {
		return this.#faults.some(({at}) => at > this.count);
	}
}
