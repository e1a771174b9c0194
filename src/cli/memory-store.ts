// Small values that end with the process.

import type {Store} from '../core/ports.ts';

/** What a card without a state directory keeps its values in. */
export class MemoryStore implements Store {
	readonly #values = new Map<string, Uint8Array>();

	load(name: string): Uint8Array | null {
		return this.#values.get(name) ?? null;
	}

	save(name: string, bytes: Uint8Array): void {
		this.#values.set(name, Uint8Array.from(bytes));
	}
}
