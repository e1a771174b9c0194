// What faults and `set` have done to the world of single cards: factors multiply, offsets add up, in any order of undoing.
// Kept only for cards that are under a fault, so that a quiet fleet pays nothing, however many faults it has been through.

import type {LinkFault, MemoryFault} from '../scenario/card-target.ts';
import type {DialName, PartName, QuirkName, SensorBend, SensorName} from '../scenario/ups-target.ts';
import {Dials} from './dials.ts';

/** A bend that holds, since when, and what the sensor read then. */
export interface HeldBend extends SensorBend {
	readonly sensor: SensorName;
	readonly sinceMs: number;
	readonly valueThen: number;
}

export interface Disturbed {
	readonly dials: Dials;
	/** How many faults have broken each part. */
	readonly brokenParts: Map<PartName, number>;
	readonly bends: Set<HeldBend>;
	readonly quirks: Set<{quirk: QuirkName}>;
	/** What breaks transfers of firmware. */
	readonly brokenUpdates: Set<object>;
	silences: number;
	/** Faults that keep the card itself down. */
	downs: number;
	/** What befalls the answers of the UPS, where it answers. */
	readonly linkFaults: Set<LinkFault>;
	/** What it has too little memory for. */
	readonly memoryFaults: Set<MemoryFault>;
	/** The last reading before the link fell silent, or the last that came over one that answers badly. */
	frozen: Int32Array | undefined;
}

const NO_FAULTS: ReadonlySet<LinkFault> = new Set();

export class DisturbedCards {
	readonly #byCard = new Map<number, Disturbed>();

	/** How many cards have a record. */
	get size(): number {
		return this.#byCard.size;
	}

	/** The record of a card, made on first use. What is put into it must be there before `tidy`. */
	of(card: number): Disturbed {
		let record = this.#byCard.get(card);
		if (record === undefined) {
			record = {
				dials: new Dials(),
				brokenParts: new Map(),
				bends: new Set(),
				quirks: new Set(),
				brokenUpdates: new Set(),
				silences: 0,
				downs: 0,
				linkFaults: new Set(),
				memoryFaults: new Set(),
				frozen: undefined,
			};
			this.#byCard.set(card, record);
		}
		return record;
	}

	/** Where a dial stands for a card; `sound` is where it stands without faults. */
	dial(card: number, name: DialName, sound: number): number {
		return this.#byCard.get(card)?.dials.total(name) ?? sound;
	}

	/** What the equipment behind a card draws, of which `asked` is without faults. */
	watts(card: number, asked: number, rated: number): number {
		return asked * this.dial(card, 'load', 1) + this.dial(card, 'addedLoad', 0) * rated;
	}

	/** The record of a card whose UPS does not tell what is the case; undefined for the others. */
	untruthful(card: number): Disturbed | undefined {
		if (this.#byCard.size === 0) {
			return undefined;
		}
		const record = this.#byCard.get(card);
		return record !== undefined && record.bends.size + record.quirks.size > 0 ? record : undefined;
	}

	/** Whether no fault has anything to do with a card. */
	isQuiet(card: number): boolean {
		const record = this.#byCard.get(card);
		if (record === undefined) {
			return true;
		}
		const {brokenParts, bends, quirks, brokenUpdates, linkFaults, memoryFaults} = record;
		const sets = [brokenParts, bends, quirks, brokenUpdates, linkFaults, memoryFaults];
		const held = sets.reduce((sum, {size}) => sum + size, record.silences + record.downs);
		return record.dials.isQuiet && held === 0;
	}

	/** Lets go of the record of a card, where there is one that holds nothing any more. */
	tidy(card: number): void {
		const record = this.#byCard.get(card);
		if (record !== undefined && record.frozen === undefined && this.isQuiet(card)) {
			this.#byCard.delete(card);
		}
	}

	/** What befalls the answers of the UPS of a card. */
	linkFaultsOf(card: number): ReadonlySet<LinkFault> {
		return this.#byCard.get(card)?.linkFaults ?? NO_FAULTS;
	}

	/** All that faults hold on a card, as a text that is the same for the same; '' where they hold nothing. */
	heldText(card: number): string {
		const record = this.#byCard.get(card);
		if (record === undefined || (this.isQuiet(card) && record.frozen === undefined)) {
			return '';
		}
		const {dials, brokenParts, bends, quirks, brokenUpdates, silences, linkFaults, memoryFaults, frozen} = record;
		const held = [[...brokenParts], [...bends], [...quirks], [...linkFaults], [...memoryFaults], [...(frozen ?? [])]];
		return JSON.stringify([dials.totals(), ...held, brokenUpdates.size, silences]);
	}

	/** Entries that a card's log has room for; 0 for all. */
	logRoom(card: number): number {
		const rooms = this.#memory(card).flatMap(fault => (fault.kind === 'log' ? [fault.entries] : []));
		return rooms.length === 0 ? 0 : Math.min(...rooms);
	}

	/** Share of a card's samples that finds no room. */
	droppedSamples(card: number): number {
		// Asked for every sample: most cards are under no fault.
		if ((this.#byCard.get(card)?.memoryFaults.size ?? 0) === 0) {
			return 0;
		}
		const kept = this.#memory(card).map(fault => (fault.kind === 'samples' ? 1 - fault.share : 1));
		return 1 - kept.reduce((product, share) => product * share, 1);
	}

	#memory(card: number): MemoryFault[] {
		return [...(this.#byCard.get(card)?.memoryFaults ?? [])];
	}

	isSilent(card: number): boolean {
		return (this.#byCard.get(card)?.silences ?? 0) > 0;
	}

	frozenReading(card: number): Int32Array | undefined {
		return this.#byCard.get(card)?.frozen;
	}
}
