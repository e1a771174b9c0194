// Filling the candidate slot (ota.md 5.3, 5.4): a sector is done once it was programmed and read back, and a unit of the bitmap
// says so. Memory: one byte a sector of the image (256 for 1 MiB), 256 bytes to read back, SHA-256 and one chunk hash.

import type {ChunkSink} from './chunk-sink.ts';
import {type OtaRefusal, refusal} from './codes.ts';
import {isBlank, readsAs, sameBytes} from './flash-bytes.ts';
import {MARK_BYTES, type SlotPlace} from './layout.ts';
import type {LifeDevice} from './life-device.ts';
import type {Manifest} from './manifest.ts';
import {eraseRange, hashFlash, programRange, twice} from './slots.ts';

const HASH_BYTES = 32;
const missing = 0;
const done = 1;
const bad = 2;

/** What a unit of the bitmap is programmed to: a torn one is neither. */
const DONE_BYTE = 0x5a;
const BAD_BYTE = 0xa0;
/** Unit of the chunk table; those of the sectors follow. */
const TABLE_UNIT = 0;
const FIRST_SECTOR_UNIT = 1;

/** The first bytes of the bitmap: whose sectors it counts. */
function ownerMark(manifest: Manifest): Uint8Array {
	const mark = new Uint8Array(MARK_BYTES).fill(0);
	mark.set(manifest.digest);
	return mark;
}

export class SlotSink implements ChunkSink {
	readonly device: LifeDevice;
	readonly slot: number;
	readonly place: SlotPlace;
	readonly manifest: Manifest;
	readonly sectorBytes: number;
	readonly imageBytes: number;
	readonly sectors: Uint8Array;
	table: boolean;

	constructor(device: LifeDevice, slot: number, manifest: Manifest) {
		this.device = device;
		this.slot = slot;
		this.place = device.layout.slots[slot];
		this.manifest = manifest;
		this.sectorBytes = device.flash.sectorBytes;
		this.imageBytes = manifest.image.sizeBytes;
		this.sectors = new Uint8Array(Math.ceil(this.imageBytes / this.sectorBytes));
		this.table = false;
	}

	/** Goes on where the slot was left; false when it was not left in the middle of this release, and clear() must come first. */
	resume(): boolean {
		if (!readsAs(this.device.flash, this.place.bitmapAt, ownerMark(this.manifest))) {
			return false;
		}
		for (let i = 0; i < this.sectors.length; i++) {
			const unit = this.readUnit(FIRST_SECTOR_UNIT + i);
			this.sectors[i] = unit === DONE_BYTE ? done : unit === BAD_BYTE ? bad : missing;
		}
		this.table = this.readUnit(TABLE_UNIT) === DONE_BYTE && this.provesTable();
		if (this.table && this.manifest.chunks !== null) {
			this.recheck(1 << this.manifest.chunks.log2Bytes);
		}
		return true;
	}

	/** Begins anew: the bitmap goes first, so that no unit of it ever speaks of a sector that was erased. */
	clear(): OtaRefusal | null {
		const failed = this.discard();
		return failed === null ? programRange(this.device.flash, this.place.bitmapAt, ownerMark(this.manifest)) : failed;
	}

	/** Forgets what was received, of whichever release. */
	discard(): OtaRefusal | null {
		this.sectors.fill(missing);
		this.table = false;
		return eraseRange(this.device.flash, this.place.bitmapAt, this.place.bitmapBytes);
	}

	isDone(sector: number): boolean {
		return this.sectors[sector] === done;
	}

	isComplete(): boolean {
		return this.sectors.every(state => state === done);
	}

	/** First sector that failed twice (ota.md 10); -1 when there is none. */
	badSector(): number {
		return this.sectors.indexOf(bad);
	}

	hasTable(): boolean {
		return this.table;
	}

	putTable(offset: number, bytes: Uint8Array): OtaRefusal | null {
		const flash = this.device.flash;
		const total = this.tableBytes();
		const end = offset + bytes.length;
		if (end > total || offset % flash.unitBytes !== 0 || (end !== total && bytes.length % flash.unitBytes !== 0)) {
			return refusal('E_OTA_CHUNK_RANGE', `bytes ${offset} to ${end} are no whole units of a table of ${total}`);
		}
		this.table = false;
		const cleared = offset === 0 ? twice(() => eraseRange(flash, this.place.tableAt, this.place.tableBytes)) : null;
		const failed = cleared === null ? programRange(flash, this.place.tableAt + offset, bytes) : cleared;
		if (failed !== null || end < total) {
			return failed;
		}
		if (!this.provesTable()) {
			return refusal('E_OTA_CHUNK_HASH', 'the chunk table is not the one that the manifest names');
		}
		this.table = true;
		this.setUnit(TABLE_UNIT, DONE_BYTE);
		return null;
	}

	readHash(chunk: number, into: Uint8Array): boolean {
		return (
			(chunk + 1) * HASH_BYTES <= this.tableBytes()
			&& this.device.flash.read(this.place.tableAt + chunk * HASH_BYTES, into.subarray(0, HASH_BYTES))
		);
	}

	putSector(sector: number, bytes: Uint8Array): OtaRefusal | null {
		const at = sector * this.sectorBytes;
		if (sector >= this.sectors.length || bytes.length !== Math.min(this.sectorBytes, this.imageBytes - at)) {
			return refusal('E_OTA_CHUNK_RANGE', `${bytes.length} bytes are not sector ${sector} of the image`);
		}
		if (this.sectors[sector] === done) {
			return readsAs(this.device.flash, this.place.imageAt + at, bytes)
				? null
				: refusal('E_OTA_CHUNK_DUP_DIFF', `sector ${sector} came again with other bytes`);
		}
		const failed = twice(() => this.write(at, bytes));
		this.sectors[sector] = failed === null ? done : bad;
		this.setUnit(FIRST_SECTOR_UNIT + sector, failed === null ? DONE_BYTE : BAD_BYTE);
		return failed;
	}

	write(at: number, bytes: Uint8Array): OtaRefusal | null {
		const flash = this.device.flash;
		const failed = eraseRange(flash, this.place.imageAt + at, this.sectorBytes);
		return failed === null ? programRange(flash, this.place.imageAt + at, bytes) : failed;
	}

	tableBytes(): number {
		const chunks = this.manifest.chunks;
		return chunks === null ? 0 : Math.ceil(this.imageBytes / (1 << chunks.log2Bytes)) * HASH_BYTES;
	}

	provesTable(): boolean {
		const chunks = this.manifest.chunks;
		const digest = chunks === null ? null : hashFlash(this.device, this.place.tableAt, this.tableBytes());
		return chunks !== null && digest !== null && sameBytes(digest, chunks.tableDigest, HASH_BYTES);
	}

	/**
	 * Nothing is taken on trust (ota.md 5.4): what the bitmap calls done is hashed again, chunk by chunk where there is a table, and
	 * as a whole before VERIFIED. A chunk of which a sector is missing proves nothing yet.
	 */
	recheck(chunkBytes: number): void {
		const expected = new Uint8Array(HASH_BYTES);
		for (let at = 0; at < this.imageBytes; at += chunkBytes) {
			const first = Math.floor(at / this.sectorBytes);
			const length = Math.min(chunkBytes, this.imageBytes - at);
			const last = Math.floor((at + length - 1) / this.sectorBytes);
			if (this.areDone(first, last) && !this.holdsChunk(at, length, expected)) {
				this.sectors.fill(missing, first, last + 1);
			}
		}
	}

	areDone(first: number, last: number): boolean {
		for (let i = first; i <= last; i++) {
			if (this.sectors[i] !== done) {
				return false;
			}
		}
		return true;
	}

	holdsChunk(at: number, length: number, expected: Uint8Array): boolean {
		const chunks = this.manifest.chunks;
		if (chunks === null || !this.readHash(at / (1 << chunks.log2Bytes), expected)) {
			return false;
		}
		const held = hashFlash(this.device, this.place.imageAt + at, length);
		return held !== null && sameBytes(held, expected, HASH_BYTES);
	}

	/** Byte that fills the unit; -1 when it is blank or torn. */
	readUnit(index: number): number {
		const unit = new Uint8Array(this.device.flash.unitBytes);
		if (!this.device.flash.read(this.unitAt(index), unit)) {
			return -1;
		}
		const first = unit[0];
		return (first === DONE_BYTE || first === BAD_BYTE) && unit.every(byte => byte === first) ? first : -1;
	}

	/** A unit that is torn stays as it is: then its sector is done in memory only, and is fetched again after a reset. */
	setUnit(index: number, value: number): void {
		const flash = this.device.flash;
		const unit = new Uint8Array(flash.unitBytes);
		if (flash.read(this.unitAt(index), unit) && isBlank(unit)) {
			flash.program(this.unitAt(index), unit.fill(value));
		}
	}

	unitAt(index: number): number {
		return this.place.bitmapAt + MARK_BYTES + index * this.device.flash.unitBytes;
	}
}
