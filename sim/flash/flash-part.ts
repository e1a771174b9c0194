// A flash part that enforces its rules and takes its faults from a plan: what a program may not do ends it loudly, and what a
// real part can do to it is done. Sectors take memory only once they were touched.

import type {Flash} from '../../src/core/device-ports.ts';
import type {FlashFault} from './fault-plan.ts';
import type {Operations} from './operations.ts';
import {FlashMisuse} from './power-cut.ts';
import {FlashSector} from './sector.ts';

const ERASED = 0xff;
/** Bits that decay at once. */
const DECAYED_BITS = 3;

export interface PartGeometry {
	readonly sizeBytes: number;
	readonly sectorBytes: number;
	readonly unitBytes: number;
	/** From address 0 on nothing may be written: the bootloader. */
	readonly protectedBytes: number;
	/** Erases that a sector survives; Infinity where wear is no matter. */
	readonly enduranceErases: number;
}

export class FlashPart implements Flash {
	readonly sizeBytes: number;
	readonly sectorBytes: number;
	readonly unitBytes: number;
	readonly geometry: PartGeometry;
	readonly operations: Operations;
	readonly #sectors: (FlashSector | undefined)[] = [];
	/** Sectors that faults touched, for who mends them. */
	readonly #struck = new Map<FlashFault, readonly number[]>();

	constructor(geometry: PartGeometry, operations: Operations) {
		this.geometry = geometry;
		this.operations = operations;
		this.sizeBytes = geometry.sizeBytes;
		this.sectorBytes = geometry.sectorBytes;
		this.unitBytes = geometry.unitBytes;
	}

	/** The same contents under another plan. */
	copy(operations: Operations): FlashPart {
		const copy = new FlashPart(this.geometry, operations);
		this.#sectors.forEach((sector, i) => {
			copy.#sectors[i] = sector?.copy();
		});
		return copy;
	}

	read(at: number, into: Uint8Array): boolean {
		this.operations.requirePower();
		this.#requireInside(at, into.length);
		const offset = at % this.sectorBytes;
		if (offset + into.length <= this.sectorBytes) {
			return this.#readSector((at - offset) / this.sectorBytes, offset, into);
		}
		const length = this.sectorBytes - offset;
		return (
			this.#readSector((at - offset) / this.sectorBytes, offset, into.subarray(0, length))
			&& this.read(at + length, into.subarray(length))
		);
	}

	/** All of it, for who looks at it from outside: neither powered nor worn by that, loose bits as they were left. */
	image(): Uint8Array {
		const image = new Uint8Array(this.sizeBytes).fill(ERASED);
		this.#sectors.forEach((sector, i) => {
			if (sector !== undefined) {
				image.set(sector.bytes, i * this.sectorBytes);
			}
		});
		return image;
	}

	program(at: number, bytes: Uint8Array): boolean {
		this.#requireWritable(at, bytes.length);
		this.#requireBlank(at, bytes.length);
		const fault = this.operations.begin();
		if (this.#isStuckAt(at, bytes.length)) {
			return false;
		}
		if (fault === undefined) {
			this.#each(at, bytes, (sector, offset, piece) => sector.program(offset, piece));
			return true;
		}
		this.#struck.set(fault, sectorsBetween(at, at + bytes.length, this.sectorBytes));
		return this.#programWith(fault, at, bytes);
	}

	erase(sector: number): boolean {
		this.#requireWritable(sector * this.sectorBytes, this.sectorBytes);
		const fault = this.operations.begin();
		if (fault !== undefined) {
			this.#struck.set(fault, [sector]);
		}
		const target = this.#sector(sector);
		if (target.erases >= this.geometry.enduranceErases) {
			target.isStuck = true;
		}
		if (target.isStuck) {
			return false;
		}
		if (fault === undefined) {
			target.erase();
			return true;
		}
		return this.#eraseWith(fault, target);
	}

	/** Sectors that `faults` struck work again, and keep what they read as without loose bits. */
	mend(faults: readonly FlashFault[]): void {
		for (const fault of faults) {
			for (const index of this.#struck.get(fault) ?? []) {
				this.#sectors[index]?.mend();
			}
			this.#struck.delete(fault);
		}
	}

	/** Sectors that no longer take anything. */
	stuck(): number {
		return this.#sectors.filter(sector => sector?.isStuck === true).length;
	}

	/** How often a sector was erased. */
	erasesOf(sector: number): number {
		return this.#sectors[sector]?.erases ?? 0;
	}

	/** The most that any sector was erased. */
	wear(): number {
		return this.#sectors.reduce((most, sector) => Math.max(most, sector?.erases ?? 0), 0);
	}

	/** Sectors that take memory. */
	touched(): number {
		return this.#sectors.filter(sector => sector !== undefined).length;
	}

	#readSector(index: number, offset: number, into: Uint8Array): boolean {
		const sector = this.#sectors[index];
		if (sector === undefined) {
			into.fill(ERASED);
			return true;
		}
		return sector.read(offset, into, this.operations.random);
	}

	#programWith(fault: FlashFault, at: number, bytes: Uint8Array): boolean {
		const {random} = this.operations;
		switch (fault.do) {
			case 'cutTorn':
			case 'cutUnstable':
			case 'failOperation':
				this.#tearProgram(at, bytes, fault.do === 'cutUnstable');
				return fault.do === 'failOperation' ? false : this.operations.cut();
			case 'loseWrite':
				return true;
			case 'stickSector':
				this.#each(at, bytes, sector => {
					sector.isStuck = true;
				});
				return false;
			default:
				this.#each(at, bytes, (sector, offset, piece) => {
					sector.program(offset, piece);
					spoil(sector, fault, () => offset + random.whole(0, piece.length - 1), random.whole(0, 7));
				});
				return fault.do === 'cutAfter' ? this.operations.cut() : true;
		}
	}

	#eraseWith(fault: FlashFault, sector: FlashSector): boolean {
		const {random} = this.operations;
		switch (fault.do) {
			case 'cutTorn':
			case 'cutUnstable':
			case 'failOperation':
				sector.tearErase(fault.do === 'cutUnstable', random);
				return fault.do === 'failOperation' ? false : this.operations.cut();
			case 'loseWrite':
				sector.hidesLoss = true;
				return true;
			case 'stickSector':
				sector.isStuck = true;
				return false;
			default:
				sector.erase();
				spoil(sector, fault, () => random.whole(0, this.sectorBytes - 1), random.whole(0, 7));
				return fault.do === 'cutAfter' ? this.operations.cut() : true;
		}
	}

	/** Units are programmed in order: some are done, one is torn, the others are as they were. */
	#tearProgram(at: number, bytes: Uint8Array, isLoose: boolean): void {
		const {random} = this.operations;
		const torn = random.whole(0, bytes.length / this.unitBytes - 1) * this.unitBytes;
		this.#each(at, bytes.subarray(0, torn), (sector, offset, piece) => sector.program(offset, piece));
		this.#each(at + torn, bytes.subarray(torn, torn + this.unitBytes), (sector, offset, piece) =>
			sector.tear(offset, piece, isLoose, random),
		);
	}

	#each(at: number, bytes: Uint8Array, visit: (sector: FlashSector, offset: number, piece: Uint8Array) => void): void {
		for (let done = 0; done < bytes.length; ) {
			const offset = (at + done) % this.sectorBytes;
			const length = Math.min(this.sectorBytes - offset, bytes.length - done);
			visit(this.#sector((at + done - offset) / this.sectorBytes), offset, bytes.subarray(done, done + length));
			done += length;
		}
	}

	#sector(index: number): FlashSector {
		return (this.#sectors[index] ??= new FlashSector(this.sectorBytes, this.unitBytes));
	}

	#isStuckAt(at: number, length: number): boolean {
		const first = Math.floor(at / this.sectorBytes);
		const last = Math.floor((at + length - 1) / this.sectorBytes);
		return this.#sectors.slice(first, last + 1).some(sector => sector?.isStuck ?? false);
	}

	#requireInside(at: number, length: number): void {
		if (at < 0 || at + length > this.sizeBytes) {
			throw new FlashMisuse(`${length} bytes at ${at}: the part ends at ${this.sizeBytes}`);
		}
	}

	#requireWritable(at: number, length: number): void {
		this.#requireInside(at, length);
		if (length === 0 || at % this.unitBytes !== 0 || length % this.unitBytes !== 0) {
			throw new FlashMisuse(`${length} bytes at ${at}: only whole units of ${this.unitBytes} are written`);
		}
		if (at < this.geometry.protectedBytes) {
			throw new FlashMisuse(`${length} bytes at ${at}: the first ${this.geometry.protectedBytes} are write-protected`);
		}
	}

	#requireBlank(at: number, length: number): void {
		for (let unit = at; unit < at + length; unit += this.unitBytes) {
			const offset = unit % this.sectorBytes;
			if (this.#sectors[(unit - offset) / this.sectorBytes]?.isUsed(offset / this.unitBytes)) {
				throw new FlashMisuse(`the unit at ${unit} was programmed before and not erased since`);
			}
		}
	}
}

/** Sectors of the bytes from `from` up to `to`. */
function sectorsBetween(from: number, to: number, sectorBytes: number): number[] {
	const first = Math.floor(from / sectorBytes);
	return Array.from({length: Math.ceil(to / sectorBytes) - first}, (_, i) => first + i);
}

/** Faults that show in reads after the operation. */
function spoil(sector: FlashSector, fault: FlashFault, anywhere: () => number, bit: number): void {
	if (fault.do === 'readError') {
		sector.readsBefore = fault.after ?? 0;
		sector.readsToFail += fault.times ?? 1;
	} else if (fault.do === 'wrongRead') {
		sector.readsBefore = fault.after ?? 0;
		sector.readsToSpoil += fault.times ?? 1;
	} else if (fault.do === 'decay') {
		for (let i = 0; i < DECAYED_BITS; i++) {
			sector.loosen(anywhere(), 1 << ((bit + i) % 8));
		}
	}
}
