// Tells of managers that asked with a wrong name or key: the first time at once, then at most once a minute for each source, with
// how many there were; and of so many sources at most, since addresses of datagrams are easily made up.

import type {Millis} from '../../core/clock.ts';

const MINUTE_MS = 60_000;
const MOST_SOURCES = 256;

interface Source {
	toldAtMs: Millis;
	/** Since then, not told yet. */
	count: number;
}

/** `count` requests of this source since it was told of last, this one included. */
export type TellRefused = (card: number, address: string, count: number) => void;

export class Refused {
	readonly #sources = new Map<string, Source>();
	readonly #tell: TellRefused;

	constructor(tell: TellRefused) {
		this.#tell = tell;
	}

	/** A request for a card from this address was refused. */
	add(card: number, address: string, now: Millis): void {
		const key = `${card} ${address}`;
		const known = this.#sources.get(key);
		if (known === undefined) {
			if (this.#makeRoom(now)) {
				this.#sources.set(key, {toldAtMs: now, count: 0});
				this.#tell(card, address, 1);
			}
			return;
		}
		known.count++;
		if (now - known.toldAtMs >= MINUTE_MS) {
			const {count} = known;
			known.toldAtMs = now;
			known.count = 0;
			this.#tell(card, address, count);
		}
	}

	/** Forgets sources that were silent for a minute where there are many; false where all are busy. */
	#makeRoom(now: Millis): boolean {
		if (this.#sources.size < MOST_SOURCES) {
			return true;
		}
		for (const [key, {toldAtMs}] of this.#sources) {
			if (now - toldAtMs >= MINUTE_MS) {
				this.#sources.delete(key);
			}
		}
		return this.#sources.size < MOST_SOURCES;
	}
}
