// What a fleet notes for expectations about a span of time: whether a load was dropped, how long a card said nothing, which events are
// not out yet, and how well it foretold the end of its battery.

import type {Millis} from '../../src/core/clock.ts';
import {MINUTE, SECOND} from '../../src/core/clock.ts';
import * as code from '../../src/ups/codes.ts';
import type {Ups} from '../../src/ups/row.ts';
import type {Noted, Observation} from '../scenario/bench.ts';
import type {Fleet} from './fleet.ts';

/** How often the runtime that cards tell is looked at. */
const LOOK_MS = 30 * SECOND;
/** Closer to the end, the whole seconds and the looks themselves are many percent. */
const LEAST_LEFT_MS = MINUTE;

export interface ObservationPorts {
	readonly fleet: Fleet;
	/** Events of a card's log that are where they should be: the sequence of the last. */
	publishedThrough(card: number): number;
	/** Battery runtime that a card tells now, s. */
	toldRuntime(card: number): number | undefined;
	/** Forgets it. */
	ended(observation: FleetObservation): void;
}

interface Look {
	readonly atMs: Millis;
	readonly toldMs: Millis;
}

export class FleetObservation implements Observation {
	readonly #ports: ObservationPorts;
	readonly #dropped: Uint8Array;
	readonly #sentAt: Float64Array;
	readonly #longestGap: Float64Array;
	/** Newest entry of each log at the beginning. */
	readonly #logged: Int32Array;
	/** Looks at the discharge under way, by card. */
	readonly #looks = new Map<number, Look[]>();
	readonly #errors = new Map<number, number>();
	readonly #view: Ups;
	#cancel: () => void = () => {};

	constructor(ports: ObservationPorts, what: ReadonlySet<Noted>) {
		const {fleet} = ports;
		const count = fleet.spec.cards.length;
		const sizeOf = (noted: Noted): number => (what.has(noted) ? count : 0);
		this.#ports = ports;
		this.#view = fleet.upsView(0);
		this.#dropped = new Uint8Array(sizeOf('loadDropped'));
		for (let card = 0; card < this.#dropped.length; card++) {
			this.#dropped[card] = hasOutput(this.#view.to(card)) ? 0 : 1;
		}
		this.#sentAt = new Float64Array(sizeOf('telemetryGap')).fill(fleet.now());
		this.#longestGap = new Float64Array(sizeOf('telemetryGap'));
		this.#logged = what.has('eventsMissing') ? fleet.cards.lastSequence.slice() : new Int32Array(0);
		if (what.has('runtimeError')) {
			this.#lookOn();
		}
	}

	/** Whether it says which events are missing. */
	get countsEvents(): boolean {
		return this.#logged.length > 0;
	}

	/** Something happened to the UPS of a card. */
	settled(card: number, t: Millis, u: Ups): void {
		if (hasOutput(u)) {
			if (u.source !== code.sourceBattery) {
				this.#looks.delete(card);
			}
			return;
		}
		if (card < this.#dropped.length) {
			this.#dropped[card] = 1;
		}
		this.#endDischarge(card, t, u);
	}

	/** A message of a card went out. */
	sent(card: number, t: Millis): void {
		if (card < this.#sentAt.length) {
			this.#longestGap[card] = Math.max(this.#longestGap[card], t - this.#sentAt[card]);
			this.#sentAt[card] = t;
		}
	}

	loadDropped(card: number): boolean {
		return this.#dropped[card] === 1;
	}

	longestGapMs(card: number): Millis {
		return Math.max(this.#longestGap[card], this.#ports.fleet.now() - this.#sentAt[card]);
	}

	eventsMissing(card: number): number {
		const newest = this.#ports.fleet.cards.lastSequence[card];
		return Math.max(0, newest - Math.max(this.#logged[card], this.#ports.publishedThrough(card)));
	}

	runtimeError(card: number): number | undefined {
		return this.#errors.get(card);
	}

	end(): void {
		this.#cancel();
		this.#ports.ended(this);
	}

	#lookOn(): void {
		const {fleet} = this.#ports;
		for (let card = 0; card < fleet.spec.cards.length; card++) {
			if (this.#view.to(card).source === code.sourceBattery) {
				this.#look(card, fleet.now());
			}
		}
		this.#cancel = fleet.clock.after(LOOK_MS, () => this.#lookOn());
	}

	#look(card: number, atMs: Millis): void {
		const told = this.#ports.toldRuntime(card);
		if (told === undefined) {
			return;
		}
		const looks = this.#looks.get(card) ?? [];
		looks.push({atMs, toldMs: told * SECOND});
		this.#looks.set(card, looks);
	}

	/** The output is off: where the battery was empty, what came is known. */
	#endDischarge(card: number, endMs: Millis, u: Ups): void {
		const looks = this.#looks.get(card) ?? [];
		this.#looks.delete(card);
		const errors = looks
			.filter(({atMs}) => endMs - atMs >= LEAST_LEFT_MS)
			.map(({atMs, toldMs}) => (100 * Math.abs(toldMs - (endMs - atMs))) / (endMs - atMs));
		if (u.changeCause === code.changeLowBattery && errors.length > 0) {
			this.#errors.set(card, Math.max(...errors));
		}
	}
}

/** Whether the main output of a UPS feeds its load. */
function hasOutput(u: Ups): boolean {
	return u.source !== code.sourceOff && (u.groupsOn & 1) === 1;
}
