// Links that answer badly. A card hears a good link at once; one under a fault is asked again and again, and what comes of each
// question is told here: nothing, something, and how late. Chance depends on the card and the time alone.

import {SECOND} from '../../src/core/clock.ts';
import type {Clock, Millis} from '../../src/core/clock.ts';
import {unitAt} from '../../src/core/random.ts';
import type {LinkFault} from '../scenario/card-target.ts';

/** How often a card asks its UPS. */
const POLL_MS: Millis = SECOND;

export interface LinkPort {
	readonly clock: Clock;
	/** Of the chance on the link of a card. */
	seedOf(card: number): number;
	faultsOf(card: number): ReadonlySet<LinkFault>;
	/** What the UPS would say now; null while it says nothing at all. */
	look(card: number): Int32Array | null;
	heard(card: number, row: Int32Array): void;
	/** All tries of a question failed. */
	unheard(card: number): void;
}

interface Poll {
	cancel: () => void;
	cancelAnswer: () => void;
}

export class PolledLinks {
	/** Answers with a wrong check sum, and questions that got no good answer in all their tries. */
	garbled = 0;
	failed = 0;
	readonly #port: LinkPort;
	readonly #polls = new Map<number, Poll>();

	constructor(port: LinkPort) {
		this.#port = port;
	}

	/** Begins or ends to ask, as the faults of the link want it. */
	follow(card: number): void {
		const poll = this.#polls.get(card);
		const wanted = this.#port.faultsOf(card).size > 0;
		if (wanted && poll === undefined) {
			const begun: Poll = {cancel: () => {}, cancelAnswer: () => {}};
			this.#polls.set(card, begun);
			this.#plan(card, begun);
		} else if (!wanted && poll !== undefined) {
			this.#polls.delete(card);
			poll.cancel();
			poll.cancelAnswer();
		}
	}

	#plan(card: number, poll: Poll): void {
		const period = Math.max(POLL_MS, delayOf(this.#port.faultsOf(card)));
		poll.cancel = this.#port.clock.after(period, () => {
			this.#plan(card, poll);
			this.#ask(card, poll);
		});
	}

	#ask(card: number, poll: Poll): void {
		const faults = this.#port.faultsOf(card);
		const row = isStale(faults) ? null : this.#port.look(card);
		if (row === null) {
			return;
		}
		if (this.#isGarbled(card, faults)) {
			this.failed += 1;
			this.#port.unheard(card);
			return;
		}
		poll.cancelAnswer = this.#port.clock.after(delayOf(faults), () => this.#port.heard(card, row));
	}

	/** Whether each try fails. */
	#isGarbled(card: number, faults: ReadonlySet<LinkFault>): boolean {
		const {share, tries} = noiseOf(faults);
		const seed = this.#port.seedOf(card);
		const now = this.#port.clock.now();
		for (let attempt = 0; attempt < tries; attempt++) {
			if (unitAt(seed, attempt, now) >= share) {
				return false;
			}
			this.garbled += 1;
		}
		return true;
	}
}

function isStale(faults: ReadonlySet<LinkFault>): boolean {
	return [...faults].some(({kind}) => kind === 'stale');
}

function delayOf(faults: ReadonlySet<LinkFault>): Millis {
	return [...faults].reduce((sum, fault) => sum + (fault.kind === 'slow' ? fault.delayMs : 0), 0);
}

/** Sources of noise are independent of each other; the card tries as often as the least patient fault says. */
function noiseOf(faults: ReadonlySet<LinkFault>): {share: number; tries: number} {
	let clean = 1;
	let tries = Infinity;
	for (const fault of faults) {
		if (fault.kind === 'garbled') {
			clean *= 1 - fault.share;
			tries = Math.min(tries, fault.retries + 1);
		}
	}
	return {share: 1 - clean, tries: tries === Infinity ? 1 : tries};
}
