// Small things that every store in flash does: whole numbers in bytes, blank places, comparing, all in pieces of 256 bytes.

import type {Flash} from '../core/device-ports.ts';

/** What is read at once: the only buffer that looking through flash takes (ota.md 5.3). */
export const PIECE_BYTES = 256;

export const BLANK = 0xff;

export function putU32(bytes: Uint8Array, at: number, value: number): void {
	bytes[at] = value >>> 24;
	bytes[at + 1] = value >>> 16;
	bytes[at + 2] = value >>> 8;
	bytes[at + 3] = value;
}

export function getU32(bytes: Uint8Array, at: number): number {
	return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}

export function sameBytes(a: Uint8Array, b: Uint8Array, length: number): boolean {
	for (let i = 0; i < length; i++) {
		if (a[i] !== b[i]) {
			return false;
		}
	}
	return true;
}

export function isBlank(bytes: Uint8Array): boolean {
	for (let i = 0; i < bytes.length; i++) {
		if (bytes[i] !== BLANK) {
			return false;
		}
	}
	return true;
}

/** Whether flash reads as `bytes` from `at` on. */
export function readsAs(flash: Flash, at: number, bytes: Uint8Array): boolean {
	const piece = new Uint8Array(PIECE_BYTES);
	for (let done = 0; done < bytes.length; done += PIECE_BYTES) {
		const length = Math.min(PIECE_BYTES, bytes.length - done);
		if (!flash.read(at + done, piece.subarray(0, length)) || !sameBytes(piece, bytes.subarray(done), length)) {
			return false;
		}
	}
	return true;
}

/** `bytes` filled up with blank ones to a write unit. */
export function wholeUnit(bytes: Uint8Array, unitBytes: number): Uint8Array {
	const whole = new Uint8Array(unitBytes).fill(BLANK);
	whole.set(bytes);
	return whole;
}

export function roundUp(value: number, step: number): number {
	return Math.ceil(value / step) * step;
}
