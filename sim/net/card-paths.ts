// The paths between the cards of a fleet and their broker. Only cards under a fault of the network have anything here but their
// present stream.

import type {Duplex} from 'node:stream';
import type {Clock} from '../../src/core/clock.ts';
import {once} from '../faults/fault.ts';
import type {Undo} from '../scenario/bench.ts';
import type {Break, NetworkFault} from '../scenario/card-target.ts';
import {Detour} from './detour.ts';
import {Weather} from './weather.ts';

interface Path {
	readonly weather: Weather;
	/** Streams that are led over it, those included that the card has given up and the broker has not. */
	readonly detours: Set<Detour>;
}

export class CardPaths {
	readonly #clock: Clock;
	readonly #seedOf: (card: number) => number;
	/** The stream that each card used last. */
	readonly #streams: Duplex[] = [];
	readonly #detourOf = new WeakMap<Duplex, Detour>();
	readonly #paths = new Map<number, Path>();

	/** `seedOf` gives the seed of the chance on a card's path. */
	constructor(clock: Clock, seedOf: (card: number) => number) {
		this.#clock = clock;
		this.#seedOf = seedOf;
	}

	/** A card is about to use this stream. */
	opened(card: number, stream: Duplex): Duplex {
		this.#streams[card] = stream;
		if (this.isDisturbed(card)) {
			this.#lead(card, stream, false);
		}
		return stream;
	}

	disturb(card: number, fault: NetworkFault): Undo {
		const entry = {...fault};
		const path = this.#pathOf(card);
		path.weather.add(entry);
		this.#leadPresent(card);
		path.detours.forEach(detour => detour.review());
		return once(() => {
			path.weather.delete(entry);
			path.detours.forEach(detour => detour.review());
		});
	}

	/** Breaks the connection that a card has; there is nothing to break where it has none. */
	break(card: number, how: Break, afterBytes: number): Undo {
		const detour = this.#leadPresent(card);
		detour?.break(how, afterBytes);
		return once(() => detour?.mend());
	}

	/** Whether faults of the network hold for a card, or what they delayed is not through: nobody waits for it then. */
	isDisturbed(card: number): boolean {
		const path = this.#paths.get(card);
		return path !== undefined && (!path.weather.isFair || [...path.detours].some(detour => detour.isWaiting()));
	}

	/** Whether one of `cards` is under no such fault. */
	hasFair(cards: ReadonlySet<number>): boolean {
		for (const card of cards) {
			if (!this.isDisturbed(card)) {
				return true;
			}
		}
		return false;
	}

	/** Whether something is on its way over a disturbed path, so that time must go in small steps. */
	hurries(): boolean {
		for (const {detours} of this.#paths.values()) {
			for (const detour of detours) {
				if (detour.isActive()) {
					return true;
				}
			}
		}
		return false;
	}

	/** Ends what is left of all led streams. */
	close(): void {
		for (const {detours} of this.#paths.values()) {
			[...detours].forEach(detour => detour.end());
		}
	}

	#pathOf(card: number): Path {
		let path = this.#paths.get(card);
		if (path === undefined) {
			path = {weather: new Weather(this.#seedOf(card)), detours: new Set()};
			this.#paths.set(card, path);
		}
		return path;
	}

	/** Leads the stream that a card has now; undefined where it has none. */
	#leadPresent(card: number): Detour | undefined {
		const stream = this.#streams[card];
		if (stream === undefined || stream.destroyed) {
			return undefined;
		}
		return this.#detourOf.get(stream) ?? this.#lead(card, stream, true);
	}

	#lead(card: number, stream: Duplex, isOld: boolean): Detour {
		const {weather, detours} = this.#pathOf(card);
		const detour: Detour = new Detour(stream, {
			clock: this.#clock,
			weather,
			isOld,
			closed: () => detours.delete(detour),
		});
		detours.add(detour);
		this.#detourOf.set(stream, detour);
		return detour;
	}
}
