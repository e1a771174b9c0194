// Modbus on its two carriers: the frames of TCP (MBAP header) and those of a serial line (RTU, with CRC), for either end. What is
// in them is modbus-pdu.ts. Nothing throws and nothing reads past the end (Modbus Messaging on TCP/IP 1.0b; Modbus over serial 1.02).

/** Transaction, protocol and length of two bytes each, and the unit. */
export const MBAP_BYTES = 7;
export const MOST_PDU_BYTES = 253;
export const MOST_TCP_BYTES = MBAP_BYTES + MOST_PDU_BYTES;
/** Unit, PDU and two bytes of CRC. */
export const MOST_RTU_BYTES = 256;
export const LEAST_RTU_BYTES = 4;
const CRC_BYTES = 2;
/** The length of the header counts the unit and what follows it. */
const LENGTH_AT = 4;
const UNIT_AT = 6;
const LENGTH_BEFORE = 6;
const LEAST_LENGTH = 2;
const MOST_LENGTH = 1 + MOST_PDU_BYTES;

/** The number of two bytes, high one first. */
export function word(bytes: Uint8Array, at: number): number {
	return (bytes[at] << 8) | bytes[at + 1];
}

/** Puts a number of two bytes, high one first; only its low sixteen bits count. */
export function putWord(bytes: Uint8Array, at: number, value: number): void {
	bytes[at] = (value >> 8) & 255;
	bytes[at + 1] = value & 255;
}

/** A frame of TCP where it lies: its PDU is `bytes` from `from` up to `to`. */
export interface TcpFrame {
	transaction: number;
	unit: number;
	bytes: Uint8Array;
	from: number;
	to: number;
}

/** Puts the header of a frame whose PDU, of `size` bytes, follows it. */
export function putMbap(bytes: Uint8Array, at: number, transaction: number, unit: number, size: number): void {
	putWord(bytes, at, transaction);
	bytes[at + 2] = 0;
	bytes[at + 3] = 0;
	putWord(bytes, at + LENGTH_AT, 1 + size);
	bytes[at + UNIT_AT] = unit;
}

/** A frame of TCP around a PDU. */
export function tcpFrame(transaction: number, unit: number, pdu: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(MBAP_BYTES + pdu.length);
	putMbap(bytes, 0, transaction, unit, pdu.length);
	bytes.set(pdu, MBAP_BYTES);
	return bytes;
}

/** Bytes that the frame at `at` has in all, of which the first six are there; 0 where it is no Modbus. */
function frameBytes(bytes: Uint8Array, at: number): number {
	const length = word(bytes, at + LENGTH_AT);
	const isModbus = word(bytes, at + 2) === 0 && length >= LEAST_LENGTH && length <= MOST_LENGTH;
	return isModbus ? LENGTH_BEFORE + length : 0;
}

/** Cuts a stream of TCP into frames, however it was cut on its way. Holds at most one frame. */
export class TcpFramer {
	held: Uint8Array;
	heldBytes: number;
	/** Given to whoever takes a frame, and used again for the next. */
	frame: TcpFrame;

	constructor() {
		this.held = new Uint8Array(MOST_TCP_BYTES);
		this.heldBytes = 0;
		this.frame = {transaction: 0, unit: 0, bytes: this.held, from: 0, to: 0};
	}

	/**
	 * Takes up the next bytes and hands on each frame that is whole. A `take` that returns false ends it there. False where
	 * the stream is no Modbus, or `take` said so: it cannot be taken up again, and is to be closed.
	 */
	feed(bytes: Uint8Array, take: (frame: TcpFrame) => boolean): boolean {
		let at = 0;
		while (this.heldBytes > 0 && at < bytes.length) {
			const wanted = this.wanted();
			if (wanted === 0) {
				return false;
			}
			const size = Math.min(wanted - this.heldBytes, bytes.length - at);
			this.hold(bytes, at, size);
			at += size;
			if (this.heldBytes === this.wanted() && !this.hand(this.held, 0, this.releaseHeld(), take)) {
				return false;
			}
		}
		return at === bytes.length ? this.wanted() !== 0 : this.feedWhole(bytes, at, take);
	}

	/** Frames from `from` on, of which nothing is held: they are handed on where they lie. */
	feedWhole(bytes: Uint8Array, from: number, take: (frame: TcpFrame) => boolean): boolean {
		let at = from;
		while (bytes.length - at >= LENGTH_BEFORE) {
			const size = frameBytes(bytes, at);
			if (size === 0) {
				return false;
			}
			if (bytes.length - at < size) {
				break;
			}
			if (!this.hand(bytes, at, size, take)) {
				return false;
			}
			at += size;
		}
		if (at < bytes.length) {
			this.hold(bytes, at, bytes.length - at);
		}
		return true;
	}

	/** Bytes that what is held shall have: the header first, then the frame; 0 where it is no Modbus. */
	wanted(): number {
		return this.heldBytes < LENGTH_BEFORE ? LENGTH_BEFORE : frameBytes(this.held, 0);
	}

	hold(bytes: Uint8Array, at: number, size: number): void {
		this.held.set(bytes.subarray(at, at + size), this.heldBytes);
		this.heldBytes += size;
	}

	releaseHeld(): number {
		const size = this.heldBytes;
		this.heldBytes = 0;
		return size;
	}

	hand(bytes: Uint8Array, at: number, size: number, take: (frame: TcpFrame) => boolean): boolean {
		const frame = this.frame;
		frame.transaction = word(bytes, at);
		frame.unit = bytes[at + UNIT_AT];
		frame.bytes = bytes;
		frame.from = at + MBAP_BYTES;
		frame.to = at + size;
		return take(frame);
	}
}

const CRC_START = 0xffff;
/** The polynomial, its lowest power first. */
const CRC_POLYNOMIAL = 0xa001;
const crcTable = new Uint16Array(256);

function fillCrcTable(): void {
	for (let byte = 0; byte < crcTable.length; byte++) {
		let crc = byte;
		for (let bit = 0; bit < 8; bit++) {
			crc = (crc & 1) === 1 ? (crc >> 1) ^ CRC_POLYNOMIAL : crc >> 1;
		}
		crcTable[byte] = crc;
	}
}

fillCrcTable();

/** CRC of `bytes` from `from` up to `to`; on the line its low byte goes first. */
export function crc16(bytes: Uint8Array, from: number, to: number): number {
	let crc = CRC_START;
	for (let at = from; at < to; at++) {
		crc = (crc >> 8) ^ crcTable[(crc ^ bytes[at]) & 255];
	}
	return crc;
}

/** Puts the CRC of what lies from `from` up to `to` behind it; returns where the frame ends. */
export function sealRtu(bytes: Uint8Array, from: number, to: number): number {
	const crc = crc16(bytes, from, to);
	bytes[to] = crc & 255;
	bytes[to + 1] = crc >> 8;
	return to + CRC_BYTES;
}

/** Whether `bytes` from `from` up to `to` are a frame of RTU whose CRC is right. */
export function isRtuFrame(bytes: Uint8Array, from: number, to: number): boolean {
	const size = to - from;
	if (size < LEAST_RTU_BYTES || size > MOST_RTU_BYTES || to > bytes.length) {
		return false;
	}
	const end = to - CRC_BYTES;
	return crc16(bytes, from, end) === (bytes[end] | (bytes[end + 1] << 8));
}

/** A frame of RTU around a PDU. */
export function rtuFrame(unit: number, pdu: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(1 + pdu.length + CRC_BYTES);
	bytes[0] = unit;
	bytes.set(pdu, 1);
	sealRtu(bytes, 0, 1 + pdu.length);
	return bytes;
}
