// The UPS of a card without a real one: it lives in the card's time, and lived on while the card was off.

import {DAY} from '../../../core/clock.ts';
import type {Clock, Millis, WallClock} from '../../../core/clock.ts';
import {seedFor} from '../../../core/random.ts';
import {InProcessSettings} from '../../../agent/settings/in-process.ts';
import {InProcessControl} from '../../../agent/ups-control.ts';
import {measureDetails} from '../../../ups/details.ts';
import {nextEventAt} from '../../../ups/fire.ts';
import {firmwareText} from '../../../ups/firmware-image.ts';
import {measure} from '../../../ups/measure.ts';
import {READING_SIZE} from '../../../ups/reading.ts';
import {ratingOf} from '../../../ups/rating.ts';
import type {Rating} from '../../../ups/rating.ts';
import {Ups, UpsRows} from '../../../ups/row.ts';
import {updateNone} from '../../../ups/codes.ts';
import {answers} from '../../../ups/update-state.ts';
import {addType, advance, startUps} from '../../../ups/ups.ts';
import type {AgentState} from '../agent-state.ts';
import type {AgentIdentity} from './agent-ports.ts';
import type {UpsState, UpsWorld} from './ups-world.ts';

/** Self-tests of UPSs that were switched on some time ago are somewhere within this. */
const TEST_SPREAD_MS = 14 * DAY;

interface Clocks {
	readonly clock: Clock;
	readonly wallClock: WallClock;
}

export class AgentUps implements UpsWorld {
	readonly simulated: Ups;
	readonly rating: Rating;
	readonly control: InProcessControl;
	readonly settings: InProcessSettings;
	/** Time of the UPS at the card's own time 0. */
	readonly offsetMs: Millis;
	readonly #clocks: Clocks;
	readonly #lastRow = new Int32Array(READING_SIZE);
	#hasRow = false;

	/** A UPS that goes on where `saved` ended, or a new one. */
	constructor(identity: AgentIdentity, clocks: Clocks, saved: AgentState | null) {
		const rows = new UpsRows(1);
		this.rating = ratingOf(identity.model);
		addType(rows, this.rating);
		this.simulated = new Ups(rows, 0);
		this.#clocks = clocks;
		this.offsetMs = saved === null ? this.#begin(identity) : this.#resume(rows, saved);
		const utcAtZero = clocks.wallClock.nowUtc() - clocks.clock.now() - this.offsetMs;
		this.control = new InProcessControl(this.simulated, () => this.now());
		this.settings = new InProcessSettings(this.simulated, () => this.now(), utcAtZero);
	}

	get firmware(): string {
		return firmwareText(this.simulated.firmware);
	}

	/** It does not answer while it starts a new firmware. */
	get isHeard(): boolean {
		return answers(this.simulated);
	}

	get updatePhase(): number {
		return this.simulated.updatePhase;
	}

	get twinRating(): Rating {
		return this.rating;
	}

	get state(): UpsState {
		const {at, f, j} = this.simulated;
		return {linked: false, upsTime: at, doubles: f, integers: j};
	}

	/** Time of the UPS. */
	now(): Millis {
		return this.offsetMs + this.#clocks.clock.now();
	}

	/** Lets it live up to now. */
	catchUp(): void {
		advance(this.simulated, this.now());
	}

	/** A UPS that does not answer has said what it said last. */
	measure(row: Int32Array): void {
		if (this.isHeard || !this.#hasRow) {
			measure(this.simulated, this.now(), this.#lastRow, 0);
			this.#hasRow = true;
		}
		row.set(this.#lastRow);
	}

	measureDetails(row: Int32Array): void {
		measureDetails(this.simulated, this.now(), row);
	}

	nextAt(): Millis {
		return nextEventAt(this.simulated) - this.offsetMs;
	}

	start(): void {}

	async stop(): Promise<void> {}

	/** Full and on line; a real one was switched on some time ago, so its calendar is somewhere in its course. */
	#begin({model, cardId, loadRatio, ambientCelsius}: AgentIdentity): Millis {
		const seed = seedFor(0, cardId);
		startUps(this.simulated, 0, {
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
		// What faults add is not kept: they end with the process.
		this.simulated.flawed = 0;
		if (this.simulated.updatePhase === updateNone) {
			// Rows that were kept before UPSs could be updated have no time for it.
			this.simulated.atUpdate = Infinity;
		}
		const {clock, wallClock} = this.#clocks;
		return saved.upsTime + Math.max(0, wallClock.nowUtc() - saved.savedUtc) - clock.now();
	}
}
