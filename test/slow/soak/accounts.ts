// Whether what a collector kept is what the cards logged: of each card every event, once, in order. What was logged is held as one
// hash a card, so that keeping the account costs the same in the first minute as in the last.

import {createReadStream} from 'node:fs';
import {createInterface} from 'node:readline';

const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

function mixed(digest: number, value: number): number {
	return Math.imul(digest ^ value, PRIME) ^ (value >>> 16);
}

export class Accounts {
	readonly #digests: Int32Array;
	readonly #counts: Uint32Array;

	constructor(cards: number) {
		this.#digests = new Int32Array(cards).fill(BASIS);
		this.#counts = new Uint32Array(cards);
	}

	/** The next event of a card. */
	take(card: number, sequence: number, event: number): void {
		this.#digests[card] = mixed(mixed(this.#digests[card], sequence), event);
		this.#counts[card] += 1;
	}

	get events(): number {
		return this.#counts.reduce((sum, count) => sum + count, 0);
	}

	/** Cards of which the two hold different events. */
	differing(other: Accounts): number[] {
		return Array.from(this.#counts.keys()).filter(
			card => this.#counts[card] !== other.#counts[card] || this.#digests[card] !== other.#digests[card],
		);
	}
}

export interface Kept {
	readonly accounts: Accounts;
	/** Events that left a card's log before the collector had them. */
	readonly lost: number;
}

/** What `collect --out` wrote. */
export async function readKept(file: string, cardOf: ReadonlyMap<string, number>): Promise<Kept> {
	const accounts = new Accounts(cardOf.size);
	let lost = 0;
	for await (const text of createInterface({input: createReadStream(file)})) {
		const line = JSON.parse(text) as {schema: string; card: string; sequence: number; id: number};
		if (line.schema === 'ridethrough.event/1') {
			accounts.take(cardOf.get(line.card) ?? -1, line.sequence, line.id);
		} else {
			lost += 1;
		}
	}
	return {accounts, lost};
}
