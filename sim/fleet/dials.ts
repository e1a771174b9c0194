// What faults turn about a UPS and its world by numbers: how those that overlap come together, and who takes up the outcome.

import {setFlaw, setFailedCells} from '../../src/ups/ups.ts';
import type {FlawColumn} from '../../src/ups/flaws.ts';
import type {Ups} from '../../src/ups/row.ts';
import {once} from '../faults/fault.ts';
import type {Dial, DialName} from '../scenario/ups-target.ts';

/** How the UPS under a dial is reached. */
export interface DialWorld {
	/** The utility at its input is another. */
	feed(): void;
	/** The equipment behind it asks for something else. */
	load(): void;
	change(act: (u: Ups, t: number) => void): void;
}

type Apply = (world: DialWorld, total: number) => void;

interface DialKind {
	/** Factors multiply and stand at 1, the others add up and stand at 0. */
	readonly isFactor: boolean;
	readonly apply: Apply;
}

const feed: Apply = world => world.feed();
const load: Apply = world => world.load();

/** A flaw of the UPS; a factor is told as what it adds to 1. */
function flaw(column: FlawColumn, isFactor: boolean): DialKind {
	const base = isFactor ? 1 : 0;
	return {isFactor, apply: (world, total) => world.change((u, t) => setFlaw(u, t, column, total - base))};
}

const kinds: Readonly<Record<DialName, DialKind>> = {
	inputVolts: {isFactor: true, apply: feed},
	inputHertz: {isFactor: false, apply: feed},
	inputDistortion: {isFactor: false, apply: feed},
	load: {isFactor: true, apply: load},
	addedLoad: {isFactor: false, apply: load},
	deadCells: {isFactor: false, apply: (world, total) => world.change((u, t) => setFailedCells(u, t, total))},
	batteryCapacity: flaw('capacity', true),
	batteryResistance: flaw('resistance', true),
	chargingCurrent: flaw('charging', true),
	selfDischarge: flaw('leak', true),
	heatRise: flaw('heating', true),
	ambient: flaw('warmth', false),
	chargerVolts: flaw('overVolts', false),
	runawayHeat: flaw('runaway', false),
};

/** Every dial that faults hold on one card, by its name. */
export class Dials {
	readonly #held = new Map<DialName, Set<{value: number}>>();

	/** All that stands on a dial together. */
	total(name: DialName): number {
		const {isFactor} = kinds[name];
		let total = isFactor ? 1 : 0;
		for (const {value} of this.#held.get(name) ?? []) {
			total = isFactor ? total * value : total + value;
		}
		return total;
	}

	/** The dials that are held, with where they stand. */
	totals(): Array<readonly [DialName, number]> {
		return [...this.#held.keys()].map(name => [name, this.total(name)] as const);
	}

	/** A hand on a dial; it stands where it does nothing until it is turned. */
	hold(name: DialName, world: DialWorld): Dial {
		const {isFactor, apply} = kinds[name];
		const hand = {value: isFactor ? 1 : 0};
		const hands = this.#held.get(name) ?? new Set();
		this.#held.set(name, hands.add(hand));
		const settle = (): void => apply(world, this.total(name));
		return {
			turn(value) {
				hand.value = value;
				settle();
			},
			undo: once(() => {
				hands.delete(hand);
				if (hands.size === 0) {
					this.#held.delete(name);
				}
				settle();
			}),
		};
	}

	/** Whether no fault holds any. */
	get isQuiet(): boolean {
		return this.#held.size === 0;
	}
}
