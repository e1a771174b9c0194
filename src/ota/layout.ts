// What lies where in flash (ota.md 6.1): the bootloader, two sectors of journal, two equal slots that each end with envelope,
// chunk table and bitmap, two copies of the root document, and a ring of the bootloader's events. All of it begins at sectors.

import type {Flash} from '../core/device-ports.ts';
import {roundUp} from './flash-bytes.ts';

export const RECORD_BYTES = 64;
/** Chunks are never smaller (manifest.ts), so this is as many entries as a table can have. */
const SMALLEST_CHUNK_BYTES = 512;
const HASH_BYTES = 32;
/** Before an envelope, a root document and a bitmap: what it is and whose. A whole number of write units of any size. */
export const MARK_BYTES = 64;

/** Addresses, and sizes in bytes. */
export interface SlotPlace {
	readonly imageAt: number;
	readonly imageBytes: number;
	readonly envelopeAt: number;
	/** Head of the envelope, without the mark before it. */
	readonly envelopeBytes: number;
	readonly tableAt: number;
	readonly tableBytes: number;
	readonly bitmapAt: number;
	readonly bitmapBytes: number;
}

export interface Layout {
	/** Write-protected, from address 0 on. */
	readonly bootBytes: number;
	/** J0 and J1, one sector each. */
	readonly journals: readonly number[];
	readonly slots: readonly SlotPlace[];
	/** Two copies of the newest root document. */
	readonly roots: readonly number[];
	readonly rootBytes: number;
	/** Two sectors of the bootloader's events. */
	readonly events: readonly number[];
	readonly endAt: number;
}

export interface LayoutWishes {
	readonly bootBytes: number;
	/** Largest image. */
	readonly imageBytes: number;
	/** Largest head of an envelope: 8,192 (ota.md 2.1). */
	readonly envelopeBytes: number;
	/** Largest root document: as long as a message brings one (transfer/wire.ts), which a board's with three signatures of HSS/LMS needs. */
	readonly rootBytes: number;
}

export const usualWishes: LayoutWishes = {bootBytes: 65536, imageBytes: 1048576, envelopeBytes: 8192, rootBytes: 8192};

/** Geometry of a part, without its contents. */
export type Geometry = Pick<Flash, 'sizeBytes' | 'sectorBytes' | 'unitBytes'>;

/** Where everything lies in a part; null when it does not fit, or when records do not fit its write units. */
export function layoutOf(part: Geometry, wishes: LayoutWishes): Layout | null {
	if (RECORD_BYTES % part.unitBytes !== 0 || part.sectorBytes % RECORD_BYTES !== 0) {
		return null;
	}
	const sector = part.sectorBytes;
	const journalAt = roundUp(wishes.bootBytes, sector);
	const first = slotAt(journalAt + 2 * sector, part, wishes);
	const second = slotAt(first.bitmapAt + first.bitmapBytes, part, wishes);
	const rootsAt = second.bitmapAt + second.bitmapBytes;
	const rootBytes = roundUp(wishes.rootBytes + MARK_BYTES, sector);
	const eventsAt = rootsAt + 2 * rootBytes;
	const endAt = eventsAt + 2 * sector;
	if (endAt > part.sizeBytes) {
		return null;
	}
	return {
		bootBytes: journalAt,
		journals: [journalAt, journalAt + sector],
		slots: [first, second],
		roots: [rootsAt, rootsAt + rootBytes],
		rootBytes: rootBytes - MARK_BYTES,
		events: [eventsAt, eventsAt + sector],
		endAt: endAt,
	};
}

function slotAt(at: number, part: Geometry, wishes: LayoutWishes): SlotPlace {
	const sector = part.sectorBytes;
	const imageBytes = roundUp(wishes.imageBytes, sector);
	const envelopeAt = at + imageBytes;
	const envelopeBytes = roundUp(wishes.envelopeBytes + MARK_BYTES, sector);
	const tableAt = envelopeAt + envelopeBytes;
	const tableBytes = roundUp((imageBytes / SMALLEST_CHUNK_BYTES) * HASH_BYTES, sector);
	const bitmapAt = tableAt + tableBytes;
	return {
		imageAt: at,
		imageBytes: imageBytes,
		envelopeAt: envelopeAt,
		envelopeBytes: envelopeBytes - MARK_BYTES,
		tableAt: tableAt,
		tableBytes: tableBytes,
		bitmapAt: bitmapAt,
		bitmapBytes: roundUp(MARK_BYTES + (1 + imageBytes / sector) * part.unitBytes, sector),
	};
}
