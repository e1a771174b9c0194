// Reading a slot: the envelope in its tail, its image, and whether the bootloader would run it (ota.md 6.3).
// Buffers of an update besides the message in hand, with sectors of 4 KiB; test/ota/memory.test.ts counts them (ota.md 5.3):
//   root document in force             526 bytes, twice while a job reads it (a board's: 8 KiB at most, once more to save it)
//   candidate: head of the envelope    330 bytes (8 KiB at most), kept until it is confirmed
//   block under way                    a sector, or a chunk where that is longer (8 KiB at most)
//   bitmap in memory                   a byte a sector: 256 for 1 MiB
//   looking through flash              256 bytes and the state of SHA-256, 104
//   one chunk hash, a record, a mark   32, 64 and 64 bytes
//   Ed25519 by tweetnacl               about 1.5 KiB while it runs

import type {Flash} from '../core/device-ports.ts';
import {type OtaRefusal, refusal} from './codes.ts';
import {getU32, PIECE_BYTES, putU32, readsAs, sameBytes, wholeUnit} from './flash-bytes.ts';
import {PIN_BYTES} from './journal-record.ts';
import {MARK_BYTES, type SlotPlace} from './layout.ts';
import type {LifeDevice} from './life-device.ts';
import type {SlotFacts} from './life.ts';
import type {Manifest} from './manifest.ts';

const ENVELOPE_MAGIC = 0x5254454e;
const nothing: SlotFacts = {condition: 'invalid', manifest: null};

/** The head of the envelope in the slot's tail; null when there is none. */
export function readHead(flash: Flash, place: SlotPlace): Uint8Array | null {
	const mark = new Uint8Array(MARK_BYTES);
	if (!flash.read(place.envelopeAt, mark) || getU32(mark, 0) !== ENVELOPE_MAGIC) {
		return null;
	}
	const length = getU32(mark, 4);
	if (length === 0 || length > place.envelopeBytes) {
		return null;
	}
	const head = new Uint8Array(length);
	return flash.read(place.envelopeAt + MARK_BYTES, head) ? head : null;
}

/** Writes the head, and before it the mark that makes it one, last: a torn head has no mark. */
export function writeHead(flash: Flash, place: SlotPlace, head: Uint8Array): OtaRefusal | null {
	const mark = new Uint8Array(MARK_BYTES).fill(0);
	putU32(mark, 0, ENVELOPE_MAGIC);
	putU32(mark, 4, head.length);
	const failed = eraseRange(flash, place.envelopeAt, place.envelopeBytes + MARK_BYTES);
	if (failed !== null) {
		return failed;
	}
	return programRange(flash, place.envelopeAt + MARK_BYTES, head) ?? programRange(flash, place.envelopeAt, mark);
}

/** Flash work with one retry (ota.md 10). */
export function twice(work: () => OtaRefusal | null): OtaRefusal | null {
	return work() === null ? null : work();
}

/** Erases whole sectors. */
export function eraseRange(flash: Flash, at: number, length: number): OtaRefusal | null {
	for (let done = 0; done < length; done += flash.sectorBytes) {
		const sector = (at + done) / flash.sectorBytes;
		if (!flash.erase(sector)) {
			return refusal('E_OTA_FLASH_ERASE', `sector ${sector} does not erase`);
		}
	}
	return null;
}

/** Programs blank units and reads them back. Only a last unit that is not full is copied: there is no second buffer of a sector. */
export function programRange(flash: Flash, at: number, bytes: Uint8Array): OtaRefusal | null {
	const full = bytes.length - (bytes.length % flash.unitBytes);
	const rest = bytes.subarray(full);
	if (
		(full > 0 && !flash.program(at, bytes.subarray(0, full)))
		|| (rest.length > 0 && !flash.program(at + full, wholeUnit(rest, flash.unitBytes)))
	) {
		return refusal('E_OTA_FLASH_WRITE', `${bytes.length} bytes at ${at} do not program`);
	}
	return readsAs(flash, at, bytes)
		? null
		: refusal('E_OTA_FLASH_VERIFY', `${bytes.length} bytes at ${at} read back as others`);
}

/** SHA-256 of what flash holds; null when it cannot be read. */
export function hashFlash(device: LifeDevice, at: number, length: number): Uint8Array | null {
	const hash = device.crypto.sha256();
	const piece = new Uint8Array(PIECE_BYTES);
	for (let done = 0; done < length; done += PIECE_BYTES) {
		const part = piece.subarray(0, Math.min(PIECE_BYTES, length - done));
		if (!device.flash.read(at + done, part)) {
			return null;
		}
		hash.update(part);
	}
	return hash.digest();
}

/** Whether the image of the slot, read from flash, is the manifest's. */
export function holdsImage(device: LifeDevice, place: SlotPlace, manifest: Manifest): boolean {
	if (manifest.image.sizeBytes > place.imageBytes) {
		return false;
	}
	const digest = hashFlash(device, place.imageAt, manifest.image.sizeBytes);
	return digest !== null && sameBytes(digest, manifest.image.digest, digest.length);
}

/** What the bootloader makes of a slot. One bad read costs no image: what is not valid is looked at again. */
export function inspectSlot(device: LifeDevice, slot: number, pin: Uint8Array, bootFloor: number): SlotFacts {
	const facts = inspectOnce(device, slot, pin, bootFloor);
	return facts.condition === 'valid' ? facts : inspectOnce(device, slot, pin, bootFloor);
}

/** Signature or pin, class, image digest, boot floor. Never an expiry (ota.md 0, 5). */
function inspectOnce(device: LifeDevice, slot: number, pin: Uint8Array, bootFloor: number): SlotFacts {
	const place = device.layout.slots[slot];
	const head = readHead(device.flash, place);
	if (head === null) {
		return nothing;
	}
	const answer = device.checkHead(head, isPin(pin) ? pin : null, slot);
	if (!answer.ok) {
		return nothing;
	}
	if (!fitsSlot(answer.manifest, slot) || !holdsImage(device, place, answer.manifest)) {
		return {condition: 'invalid', manifest: answer.manifest};
	}
	const below = answer.manifest.securityVersion < bootFloor;
	return {condition: below ? 'belowFloor' : 'valid', manifest: answer.manifest};
}

/** Whether an image that is linked for one slot lies there. */
export function fitsSlot(manifest: Manifest, slot: number): boolean {
	return manifest.image.slot < 0 || manifest.image.slot === slot;
}

function isPin(pin: Uint8Array): boolean {
	return !sameBytes(pin, new Uint8Array(PIN_BYTES), PIN_BYTES);
}
