// bdSeq, which pairs a birth with the will that ends it (mqtt.md a.1, a.6): kept over restarts, and never used again while a will
// that holds it may still be at a broker.

import type {Store} from '../../../core/ports.ts';

const NAME = 'sparkplug-bd-seq';
const VALUES = 256;

export class BdSeq {
	readonly store: Store;
	/** Of the connection that is, or is tried; -1 before the first. */
	value: number;
	/** Whether the next try may use it again. */
	free: boolean;

	constructor(store: Store) {
		this.store = store;
		const kept = store.load(NAME);
		this.value = kept !== null && kept.length === 1 ? kept[0] : -1;
		this.free = false;
	}

	/** The number for the CONNECT to come, safe before it is sent: the first is 0, and after 255 comes 0. */
	forConnect(): number {
		if (!this.free) {
			this.value = (this.value + 1) % VALUES;
			this.store.save(NAME, Uint8Array.of(this.value));
		}
		this.free = false;
		return this.value;
	}

	/** The try left no will: its number is taken again, so that hosts see no number missing. */
	release(): void {
		this.free = true;
	}
}
