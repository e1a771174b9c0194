// How long virtual time waits for the network: while sessions are being made, and while a connected card has much to say.

import {breathe, sleep} from '../../src/platform/node/pace.ts';
import type {ConnectGate} from '../../src/protocols/mqtt/connect-gate.ts';

export const REAL_WAIT_MS = 2;
/** Virtual time waits for the network at most this long in one go. */
const LONGEST_WAIT_MS = 10_000;
/** And at most this long for what was said to be acknowledged. */
const LONGEST_CATCH_UP_MS = 500;
const EAGER_TURNS = 50;

export interface PatienceOptions {
	readonly stop: AbortSignal;
	/** Real time that virtual time waits in one go; 10 s where nothing is said. */
	readonly longestWaitMs?: number;
	/** Where cards wait for their turn to connect. */
	readonly gate: ConnectGate | undefined;
	/** Whether any of these cards, whose sessions are being made, can be expected to get one soon. */
	readonly isWaitedFor: (cards: ReadonlySet<number>) => boolean;
	/** Whether a connected card has so much to say that its log may drop some. */
	readonly isCrowded: (card: number) => boolean;
	/** Whether a connected card has said something that its broker has not taken yet. */
	readonly isBehind: () => boolean;
	/** Whether anything else is under way. */
	readonly isBusy: () => boolean;
}

export class NetPatience {
	/** Cards that are between CONNECT and CONNACK. */
	readonly #connecting = new Set<number>();
	/** Cards whose queue was long when they were last looked at. */
	readonly #crowded = new Set<number>();
	readonly #options: PatienceOptions;
	/** Whether it was in vain to wait for acknowledgements, so that nobody does before they have come. */
	#isTired = false;

	constructor(options: PatienceOptions) {
		this.#options = options;
	}

	/** A card has asked for a session. */
	asked(card: number): void {
		this.#connecting.add(card);
	}

	/** A card has its session, or will not have it. */
	answered(card: number): void {
		this.#connecting.delete(card);
	}

	/** A card has something new to say. */
	woke(card: number): void {
		if (this.#options.isCrowded(card)) {
			this.#crowded.add(card);
		}
	}

	/** Resolves when virtual time may go on. */
	async ready(): Promise<void> {
		const {gate, longestWaitMs} = this.#options;
		const isReady = await this.#wait(() => this.#isBusy(), (longestWaitMs ?? LONGEST_WAIT_MS) + (gate?.backlogMs ?? 0));
		if (!isReady) {
			// These are left to their own patience, which is of virtual time: to wait for them at each step would keep them from it.
			this.#connecting.clear();
		}
	}

	/** Resolves when brokers have taken what the cards have said: only then it shows what is missing. */
	async caughtUp(): Promise<void> {
		const {isBehind} = this.#options;
		await this.#wait(isBehind, this.#isTired ? REAL_WAIT_MS : LONGEST_CATCH_UP_MS);
		this.#isTired = isBehind();
	}

	/** Whether what was waited for came about. */
	async #wait(isBusy: () => boolean, longestMs: number): Promise<boolean> {
		const {stop} = this.#options;
		let waited = 0;
		for (let turn = 0; waited < longestMs && !stop.aborted && isBusy(); turn++) {
			if (turn < EAGER_TURNS) {
				await breathe();
			} else {
				await sleep(REAL_WAIT_MS, stop);
				waited += REAL_WAIT_MS;
			}
		}
		return !isBusy();
	}

	#isBusy(): boolean {
		const {gate, isWaitedFor, isCrowded, isBusy} = this.#options;
		for (const card of this.#crowded) {
			if (!isCrowded(card)) {
				this.#crowded.delete(card);
			}
		}
		return isWaitedFor(this.#connecting) || (gate?.waiting ?? 0) > 0 || this.#crowded.size > 0 || isBusy();
	}
}
