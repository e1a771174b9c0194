// One fault of the desk with its timetable: when it begins, how long it lasts, how often it comes again. Its states are those that
// users of chaos tools asked to be clear (chaos-mesh#594, #2930, #3544).

import type {Clock, Millis} from '../../../src/core/clock.ts';
import {unitAt} from '../../../src/core/random.ts';
import type {FaultValues} from '../../faults/fault.ts';
import type {Undo} from '../../scenario/bench.ts';

/** Public: append only. */
export const faultStates = ['waiting', 'active', 'paused', 'ended', 'failed'] as const;
export type FaultState = (typeof faultStates)[number];

/** Times in ms. */
export interface Timetable {
	readonly afterMs: Millis;
	/** How long it lasts each time; null until it is told to end. */
	readonly forMs: Millis | null;
	/** From one start to the next; null where it comes once. */
	readonly everyMs: Millis | null;
	/** How often it comes; null for ever. */
	readonly times: number | null;
	/** Chance that it comes when it is due. */
	readonly probability: number;
}

export interface FaultPort {
	readonly clock: Clock;
	/** Of its chance. */
	readonly seed: number;
	inject(values: FaultValues): Undo;
	/** It is over, by itself or because it was told to, or failed. */
	over(): void;
}

interface Timer {
	readonly dueMs: Millis;
	readonly run: () => void;
	readonly cancel: () => void;
}

export class ScheduledFault {
	state: FaultState = 'waiting';
	/** Why it failed. */
	reason = '';
	/** When it last began, or was made. */
	sinceMs: Millis;
	injections = 0;
	readonly #port: FaultPort;
	#values: FaultValues;
	#table: Timetable;
	#undo: Undo = () => {};
	#timer: Timer | undefined;
	/** What goes on at the end of a pause, after so long; Infinity where nothing was due. */
	#held: {wasActive: boolean; leftMs: Millis; run: () => void} | undefined;
	#due = 0;

	constructor(port: FaultPort, values: FaultValues, table: Timetable) {
		this.#port = port;
		this.#values = values;
		this.#table = table;
		this.sinceMs = port.clock.now();
	}

	get values(): FaultValues {
		return this.#values;
	}

	get table(): Timetable {
		return this.#table;
	}

	/** When its state changes by itself; null when it does not. */
	get nextMs(): Millis | null {
		return this.#timer?.dueMs ?? null;
	}

	/** Begins the timetable. Throws what a fault throws that is due at once. */
	start(): void {
		if (this.#table.afterMs > 0) {
			this.#wait(this.#table.afterMs, () => this.#comeDue());
		} else {
			this.#begin();
		}
	}

	/** Puts right what it did, until it is resumed; its time stands still meanwhile. */
	pause(): void {
		if (this.state !== 'active' && this.state !== 'waiting') {
			return;
		}
		const timer = this.#timer;
		const leftMs = timer === undefined ? Infinity : timer.dueMs - this.#port.clock.now();
		this.#held = {wasActive: this.state === 'active', leftMs, run: timer?.run ?? (() => {})};
		this.#stop();
		this.state = 'paused';
	}

	/** Goes on where it was paused. Throws what the fault throws. */
	resume(): void {
		const held = this.#held;
		if (this.state !== 'paused' || held === undefined) {
			return;
		}
		this.#held = undefined;
		if (held.wasActive) {
			this.#undo = this.#port.inject(this.#values);
		}
		this.state = held.wasActive ? 'active' : 'waiting';
		if (held.leftMs < Infinity) {
			this.#wait(held.leftMs, held.run);
		}
	}

	/** Other parameters, from now on. Throws what the fault throws; then it goes on as it was. */
	reshape(values: FaultValues): void {
		if (this.state === 'active') {
			const undo = this.#port.inject(values);
			this.#undo();
			this.#undo = undo;
		}
		this.#values = values;
	}

	/** Another duration, counted from its present start; null until it is told to end. */
	last(forMs: Millis | null): void {
		this.#table = {...this.#table, forMs};
		if (this.state !== 'active') {
			return;
		}
		this.#timer?.cancel();
		this.#timer = undefined;
		if (forMs !== null) {
			this.#wait(Math.max(0, this.sinceMs + forMs - this.#port.clock.now()), () => this.#finish());
		}
	}

	/** Puts right what it did. */
	end(): void {
		this.#close('ended');
	}

	#begin(): void {
		const {probability, everyMs} = this.#table;
		this.#due += 1;
		if (unitAt(this.#port.seed, 1, this.#due) >= probability) {
			this.#goOn(everyMs ?? 0);
			return;
		}
		this.#undo = this.#port.inject(this.#values);
		this.injections += 1;
		this.state = 'active';
		this.sinceMs = this.#port.clock.now();
		if (this.#table.forMs !== null) {
			this.#wait(this.#table.forMs, () => this.#finish());
		}
	}

	#comeDue(): void {
		try {
			this.#begin();
		} catch (error) {
			this.reason = (error as Error).message;
			this.#close('failed');
		}
	}

	#finish(): void {
		this.#stop();
		this.#goOn((this.#table.everyMs ?? 0) - (this.#table.forMs ?? 0));
	}

	/** Waits for its next time, or is over. */
	#goOn(waitMs: Millis): void {
		const {everyMs, times} = this.#table;
		if (everyMs === null || (times !== null && this.#due >= times)) {
			this.#close('ended');
			return;
		}
		this.state = 'waiting';
		this.#wait(waitMs, () => this.#comeDue());
	}

	#wait(ms: Millis, run: () => void): void {
		const {clock} = this.#port;
		this.#timer = {dueMs: clock.now() + ms, run, cancel: clock.after(ms, run)};
	}

	#stop(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
		const undo = this.#undo;
		this.#undo = () => {};
		undo();
	}

	#close(state: 'ended' | 'failed'): void {
		if (this.state !== 'ended' && this.state !== 'failed') {
			this.state = state;
			this.#port.over();
			this.#stop();
		}
	}
}
