// What faults make of the world of a twin, as one thing to compare.

import type {TwinLists, TwinUps} from './twin-ups.ts';

export interface TwinWorld extends TwinLists {
	readonly hertz: number;
	readonly cells: number;
	readonly damage: number;
	readonly load: number;
	readonly silent: boolean;
	readonly breaks: boolean;
	readonly dials: Readonly<Record<string, number>>;
}

/**
 * Hz off, dead cells, damage, load in all, whether the link is silent and updates break off; the dials of other things that do not
 * stand where they should, and what is broken, bent and odd.
 */
export function worldOf(ups: TwinUps): TwinWorld {
	return {
		hertz: ups.hertz.sum(),
		cells: ups.cells.sum(),
		damage: ups.damage.most(),
		load: ups.loadNow(),
		silent: ups.silence.sum() > 0,
		breaks: ups.brokenUpdates.sum() > 0,
		dials: ups.dials(),
		...ups.told(),
	};
}
