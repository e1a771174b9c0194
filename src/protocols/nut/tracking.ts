// What became of commands and changes, by id (nut.md 2, tracking).

import {randomUUID} from 'node:crypto';
import type {Clock, Millis} from '../../core/clock.ts';
import {HOUR} from '../../core/clock.ts';
import type {Outcome} from './source.ts';

/** NUT's TRACKINGDELAY. */
const KEPT_MS = HOUR;
/** Ids kept at a time; the oldest go first. */
const MOST_KEPT = 10_000;

interface Tracked {
	readonly sinceMs: Millis;
	outcome: Outcome | 'pending';
}

const answers: Readonly<Record<Outcome | 'pending', string>> = {
	pending: 'PENDING',
	success: 'SUCCESS',
	unknown: 'ERR UNKNOWN',
	invalidArgument: 'ERR INVALID-ARGUMENT',
	failed: 'ERR FAILED',
};

/** The ids of a server, in the order in which they were given. */
export class Tracking {
	private readonly byId = new Map<string, Tracked>();
	private readonly clock: Clock;

	constructor(clock: Clock) {
		this.clock = clock;
	}

	get count(): number {
		return this.byId.size;
	}

	/** A new id, and what is to be called with how it ends. */
	begin(): {readonly id: string; readonly told: (outcome: Outcome) => void} {
		this.forgetOld();
		const id = randomUUID().toUpperCase();
		const tracked: Tracked = {sinceMs: this.clock.now(), outcome: 'pending'};
		this.byId.set(id, tracked);
		return {
			id,
			told: outcome => {
				tracked.outcome = outcome;
			},
		};
	}

	/** The answer to GET TRACKING id; of an id that is unknown or too old it is the one for "nobody knows". */
	answer(id: string): string {
		this.forgetOld();
		return answers[this.byId.get(id.toUpperCase())?.outcome ?? 'unknown'];
	}

	private forgetOld(): void {
		const oldest = this.clock.now() - KEPT_MS;
		for (const [id, tracked] of this.byId) {
			if (tracked.sinceMs > oldest && this.byId.size < MOST_KEPT) {
				return;
			}
			this.byId.delete(id);
		}
	}
}
