// One sector of a simulated flash part: bytes, which of their bits are not stable, which units were programmed, and its wear.

import type {RandomStream} from '../../src/core/random.ts';

const ERASED = 0xff;

export class FlashSector {
	/** Bits as they are; those that are not stable read as they like. */
	readonly bytes: Uint8Array;
	/** 1 where a bit is not stable; null while all are, which is nearly always. */
	unstable: Uint8Array | null = null;
	/** 1 for each unit that was programmed since the last erase. */
	readonly written: Uint8Array;
	readonly #unitBytes: number;
	erases = 0;
	isStuck = false;
	/** An erase was lost without a word: what is programmed now lands on what was there. */
	hidesLoss = false;
	/** Reads that go well before those that do not. */
	readsBefore = 0;
	readsToFail = 0;
	readsToSpoil = 0;

	constructor(sectorBytes: number, unitBytes: number) {
		this.bytes = new Uint8Array(sectorBytes).fill(ERASED);
		this.written = new Uint8Array(sectorBytes / unitBytes);
		this.#unitBytes = unitBytes;
	}

	copy(): FlashSector {
		const copy = new FlashSector(this.bytes.length, this.#unitBytes);
		copy.bytes.set(this.bytes);
		copy.written.set(this.written);
		copy.unstable = this.unstable === null ? null : this.unstable.slice();
		copy.erases = this.erases;
		copy.isStuck = this.isStuck;
		copy.hidesLoss = this.hidesLoss;
		copy.readsBefore = this.readsBefore;
		copy.readsToFail = this.readsToFail;
		copy.readsToSpoil = this.readsToSpoil;
		return copy;
	}

	/** Works again as a good one does; what it holds stays. */
	mend(): void {
		this.isStuck = false;
		this.unstable = null;
		this.readsBefore = 0;
		this.readsToFail = 0;
		this.readsToSpoil = 0;
	}

	/** False when the read fails. */
	read(at: number, into: Uint8Array, random: RandomStream): boolean {
		for (let i = 0; i < into.length; i++) {
			into[i] = this.bytes[at + i];
		}
		for (let i = 0; this.unstable !== null && i < into.length; i++) {
			const mask = this.unstable[at + i];
			into[i] = mask === 0 ? into[i] : (into[i] & ~mask) | (random.whole(0, ERASED) & mask);
		}
		if (this.readsBefore > 0) {
			this.readsBefore -= 1;
			return true;
		}
		if (this.readsToSpoil > 0) {
			this.readsToSpoil -= 1;
			into[random.whole(0, into.length - 1)] ^= 1 << random.whole(0, 7);
		}
		const isGood = this.readsToFail === 0;
		this.readsToFail -= isGood ? 0 : 1;
		return isGood;
	}

	/** Whether the unit cannot read as erased: programming it is forbidden. */
	isUsed(unit: number): boolean {
		if (this.hidesLoss) {
			return false;
		}
		const from = unit * this.#unitBytes;
		for (let i = from; i < from + this.#unitBytes; i++) {
			if ((this.bytes[i] | (this.unstable === null ? 0 : this.unstable[i])) !== ERASED) {
				return true;
			}
		}
		return this.written[unit] === 1 && this.isStable(from);
	}

	isStable(from: number): boolean {
		const unstable = this.unstable;
		return unstable === null || unstable.subarray(from, from + this.#unitBytes).every(mask => mask === 0);
	}

	/** Clears bits: cells that were not stable and become 0 are so from now on. */
	program(at: number, bytes: Uint8Array): void {
		for (let i = 0; i < bytes.length; i++) {
			this.bytes[at + i] &= bytes[i];
			if (this.unstable !== null) {
				this.unstable[at + i] &= bytes[i];
			}
		}
		const first = at / this.#unitBytes;
		this.written.fill(1, first, first + bytes.length / this.#unitBytes);
	}

	/** Clears some of the bits; `isLoose` leaves others that read differently each time. */
	tear(at: number, bytes: Uint8Array, isLoose: boolean, random: RandomStream): void {
		for (let i = 0; i < bytes.length; i++) {
			const clears = ~bytes[i] & ERASED;
			const cleared = clears & random.whole(0, ERASED);
			this.bytes[at + i] &= ~cleared;
			if (isLoose) {
				this.loosen(at + i, clears & ~cleared & random.whole(0, ERASED));
			}
		}
	}

	loosen(at: number, mask: number): void {
		if (mask !== 0) {
			this.unstable ??= new Uint8Array(this.bytes.length);
			this.unstable[at] |= mask;
		}
	}

	erase(): void {
		this.erases += 1;
		this.bytes.fill(ERASED);
		this.unstable = null;
		this.written.fill(0);
		this.hidesLoss = false;
	}

	/** Sets some of the bits: a share of the bytes is erased, the others are somewhere on the way. */
	tearErase(isLoose: boolean, random: RandomStream): void {
		this.erases += 1;
		const share = random.next();
		for (let i = 0; i < this.bytes.length; i++) {
			const before = this.bytes[i];
			const set = random.next() < share ? ERASED : random.whole(0, ERASED);
			this.bytes[i] |= set;
			if (isLoose) {
				this.loosen(i, ~before & random.whole(0, ERASED));
			}
		}
	}
}
