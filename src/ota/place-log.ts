// Two sectors of 64-byte places, append only: the journal (ota.md 6.2) and the bootloader's events lie in such. What this keeps
// in memory: two places while it reads, the newest entry, and three numbers a sector.

import type {Flash} from '../core/device-ports.ts';
import {isBlank, sameBytes} from './flash-bytes.ts';
import {RECORD_BYTES} from './layout.ts';

/** Each place is read so often; unequal reads are an entry whose bits are not stable (ota.md 6.2). */
const READS = 3;

interface Sector {
	readonly at: number;
	/** First place that is blank, as are all after it. */
	usable: number;
	/** Places that hold neither an entry nor nothing: torn ones. */
	debris: number;
}

/** The rank of the entry that the bytes hold, the newest has the highest; -1 when they hold none. */
export type RankOf = (bytes: Uint8Array) => number;

export class PlaceLog {
	readonly flash: Flash;
	readonly rankOf: RankOf;
	readonly sectors: readonly Sector[];
	readonly places: number;
	readonly bytes: Uint8Array;
	readonly again: Uint8Array;
	/** Sector of the newest entry; -1 while there is none. */
	home: number;
	/** Rank of the newest entry; -1 while there is none. */
	top: number;
	/** The newest entry. */
	readonly newest: Uint8Array;

	constructor(flash: Flash, starts: readonly number[], rankOf: RankOf) {
		this.flash = flash;
		this.rankOf = rankOf;
		this.places = flash.sectorBytes / RECORD_BYTES;
		this.bytes = new Uint8Array(RECORD_BYTES);
		this.again = new Uint8Array(RECORD_BYTES);
		this.newest = new Uint8Array(RECORD_BYTES);
		this.home = -1;
		this.top = -1;
		this.sectors = [
			{at: starts[0], usable: 0, debris: 0},
			{at: starts[1], usable: 0, debris: 0},
		];
		this.scan(0);
		this.scan(1);
	}

	/**
	 * A torn place may hold an entry that reads as valid another time. Each rank leaves room for all of them, so that none that
	 * comes back is newer than what was written after it.
	 */
	nextRank(): number {
		return Math.max(this.top, 0) + 1 + this.sectors[0].debris + this.sectors[1].debris;
	}

	/** Appends an entry of nextRank() and reads it back; where that fails, the next place is taken. */
	append(entry: Uint8Array, rank: number): boolean {
		const first = this.home < 0 ? this.roomier() : this.home;
		const kept = this.appendIn(first, entry) || (this.eraseOther(first) && this.appendIn(1 - first, entry));
		if (kept) {
			this.top = rank;
			this.newest.set(entry);
		}
		return kept;
	}

	/** Shows each entry that can be read. */
	each(visit: (entry: Uint8Array) => void): void {
		for (let index = 0; index < this.sectors.length; index++) {
			for (let place = 0; place < this.places; place++) {
				if (this.readStable(this.sectors[index].at + place * RECORD_BYTES) && this.rankOf(this.bytes) >= 0) {
					visit(this.bytes);
				}
			}
		}
	}

	/** Where to begin when no entry can be read: where no erase is needed, if anywhere. */
	roomier(): number {
		return this.sectors[0].usable < this.places ? 0 : 1;
	}

	appendIn(index: number, entry: Uint8Array): boolean {
		const sector = this.sectors[index];
		while (sector.usable < this.places) {
			const at = sector.at + sector.usable * RECORD_BYTES;
			sector.usable++;
			if (this.flash.program(at, entry) && this.readStable(at) && sameBytes(this.bytes, entry, RECORD_BYTES)) {
				this.home = index;
				return true;
			}
			sector.debris++;
		}
		return false;
	}

	/** Erases the sector beside `index`: never the one that holds the newest entry (ota.md 6.2). One retry (ota.md 10). */
	eraseOther(index: number): boolean {
		const other = this.sectors[1 - index];
		if (!this.clears(other.at) && !this.clears(other.at)) {
			return false;
		}
		other.usable = 0;
		other.debris = 0;
		return true;
	}

	/** Whether an erase did what it says: one that was lost would spoil every place that is written after it. */
	clears(at: number): boolean {
		if (!this.flash.erase(at / this.flash.sectorBytes)) {
			return false;
		}
		for (let place = 0; place < this.places; place++) {
			if (!this.readOnce(at + place * RECORD_BYTES, this.bytes) || !isBlank(this.bytes)) {
				return false;
			}
		}
		return true;
	}

	/** Looks through a sector from its end on: a place is usable only if it and all after it are blank. */
	scan(index: number): void {
		const sector = this.sectors[index];
		sector.usable = this.places;
		for (let place = this.places - 1; place >= 0; place--) {
			const stable = this.readStable(sector.at + place * RECORD_BYTES);
			if (stable && isBlank(this.bytes)) {
				sector.usable = sector.usable === place + 1 ? place : sector.usable;
				continue;
			}
			const rank = stable ? this.rankOf(this.bytes) : -1;
			sector.debris += rank < 0 ? 1 : 0;
			if (rank > this.top) {
				this.top = rank;
				this.home = index;
				this.newest.set(this.bytes);
			}
		}
	}

	/** Reads a place three times into `bytes`; false when the reads differ, or when one fails twice. */
	readStable(at: number): boolean {
		if (!this.readOnce(at, this.bytes)) {
			return false;
		}
		for (let i = 1; i < READS; i++) {
			if (!this.readOnce(at, this.again) || !sameBytes(this.bytes, this.again, RECORD_BYTES)) {
				return false;
			}
		}
		return true;
	}

	readOnce(at: number, into: Uint8Array): boolean {
		return this.flash.read(at, into) || this.flash.read(at, into);
	}
}
