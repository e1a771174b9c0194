// What a fleet is given, and whom it tells.

import type {EventSink} from '../../src/agent/card.ts';
import type {Millis} from '../../src/core/clock.ts';
import type {UpsModel} from '../../src/ups/model.ts';

export interface FleetOptions {
	/** Finds a model by SKU; the spec has been checked, so it is there. */
	readonly modelOf: (sku: string) => UpsModel;
	/** Entries that each card's log keeps in memory. */
	readonly logSize: number;
}

/** Who is told of what happens to cards. */
export interface FleetEvents extends EventSink {
	/** Something happened to a card that is worth a sample. */
	changed(card: number, t: Millis): void;
}

/** Told after each card's event, when somebody watches. Returning true stops the run there. */
export type Watch = (card: number, t: Millis) => boolean;

/** Who takes samples of the cards, in turns that all sites share. */
export interface Sampler {
	/** Whether each site may take its samples without regard to the others. */
	readonly isFree: boolean;
	/** When the next turn is; Infinity for never. */
	readonly nextAt: Millis;
	/** Takes the next turn at all sites if it is due at `t`; returns whether it was. */
	take(t: Millis): boolean;
	/** Takes the turns of one site before `until`, and calls `live` with the time of each first. */
	takeSite(site: number, until: Millis, live: (t: Millis) => void): void;
	/** All sites took their turns before `t`. */
	passTo(t: Millis): void;
}

export const noSampler: Sampler = {isFree: true, nextAt: Infinity, take: () => false, takeSite() {}, passTo() {}};
