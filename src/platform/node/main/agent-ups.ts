// The UPS of a card without a real one: it lives in the card's time, and lived on while the card was off.

import {DAY} from '../../../core/clock.ts';
import type {Clock, Millis, WallClock} from '../../../core/clock.ts';
import {seedFor} from '../../../core/random.ts';
import {ratingOf} from '../../../ups/rating.ts';
import {Ups, UpsRows} from '../../../ups/row.ts';
import {addType, advance, startUps} from '../../../ups/ups.ts';
import type {AgentState} from '../agent-state.ts';
import type {AgentIdentity} from '../main.ts';

/** Self-tests of UPSs that were switched on some time ago are somewhere within this. */
const TEST_SPREAD_MS = 14 * DAY;

interface Clocks {
	readonly clock: Clock;
	readonly wallClock: WallClock;
}

export class AgentUps {
	readonly ups: Ups;
	/** Time of the UPS at the card's own time 0. */
	readonly offsetMs: Millis;
	readonly #clocks: Clocks;

	/** A UPS that goes on where `saved` ended, or a new one. */
	constructor(identity: AgentIdentity, clocks: Clocks, saved: AgentState | null) {
		const rows = new UpsRows(1);
		addType(rows, ratingOf(identity.model));
		this.ups = new Ups(rows, 0);
		this.#clocks = clocks;
		this.offsetMs = saved === null ? this.#begin(identity) : this.#resume(rows, saved);
	}

	/** Time of the UPS. */
	now(): Millis {
		return this.offsetMs + this.#clocks.clock.now();
	}

	/** Lets it live up to now. */
	catchUp(): void {
		advance(this.ups, this.now());
	}

	/** Full and on line; a real one was switched on some time ago, so its calendar is somewhere in its course. */
	#begin({model, cardId, loadRatio, ambientCelsius}: AgentIdentity): Millis {
		const seed = seedFor(0, cardId);
		startUps(this.ups, 0, {
			seed,
			loadWatts: loadRatio * model.ratedWatts,
			ambientCelsius,
			agingOffsetMs: 1 + (seed % DAY),
			testOffsetMs: 1 + (seed % TEST_SPREAD_MS),
		});
		return -this.#clocks.clock.now();
	}

	#resume(rows: UpsRows, saved: AgentState): Millis {
		rows.f.set(saved.doubles);
		rows.j.set(saved.integers);
		const {clock, wallClock} = this.#clocks;
		return saved.upsTime + Math.max(0, wallClock.nowUtc() - saved.savedUtc) - clock.now();
	}
}
