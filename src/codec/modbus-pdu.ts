// What a Modbus frame holds, for either end: requests on registers, their replies, exceptions, and the identification of a device
// (Modbus Application Protocol 1.1b3). The limits of a request are checked here, so that nobody else need count bytes.

import {putWord, word} from './modbus-adu.ts';

export const readHolding = 3;
export const readInput = 4;
export const writeSingle = 6;
export const writeMultiple = 16;
export const readWrite = 23;
/** Function 43 with this type is the identification of the device. */
export const encapsulated = 43;
export const deviceIdentification = 14;

export const illegalFunction = 1;
export const illegalAddress = 2;
export const illegalValue = 3;
export const deviceFailure = 4;
export const deviceBusy = 6;
/** No way to the unit, and a unit behind that does not answer. */
export const gatewayPath = 10;
export const gatewayTarget = 11;
/** An exception is answered with the function's number and this bit. */
export const EXCEPTION_BIT = 128;

export const MOST_READ = 125;
export const MOST_WRITTEN = 123;
/** Of function 23, whose request is longer by what it reads. */
export const MOST_WRITTEN_BESIDE = 121;

/** A request as it lies in its frame. */
export interface Request {
	functionCode: number;
	/** What is read; a count of 0 where nothing is. */
	readAddress: number;
	readCount: number;
	/** What is written, and where in the frame its registers begin; a count of 0 where nothing is. */
	writeAddress: number;
	writeCount: number;
	valuesAt: number;
	/** Of an identification: how much is wanted (1 basic, 2 regular, 3 extended, 4 one object), and the object. */
	category: number;
	object: number;
}

/** A request to be filled by `takeRequest`. */
export function blankRequest(): Request {
	return {
		functionCode: 0,
		readAddress: 0,
		readCount: 0,
		writeAddress: 0,
		writeCount: 0,
		valuesAt: 0,
		category: 0,
		object: 0,
	};
}

type Taker = (bytes: Uint8Array, from: number, size: number, into: Request) => number;

function countOf(count: number, most: number): boolean {
	return count >= 1 && count <= most;
}

function takeRead(bytes: Uint8Array, from: number, size: number, into: Request): number {
	if (size !== 5) {
		return illegalValue;
	}
	into.readAddress = word(bytes, from + 1);
	into.readCount = word(bytes, from + 3);
	return countOf(into.readCount, MOST_READ) ? 0 : illegalValue;
}

function takeWriteSingle(bytes: Uint8Array, from: number, size: number, into: Request): number {
	if (size !== 5) {
		return illegalValue;
	}
	into.writeAddress = word(bytes, from + 1);
	into.writeCount = 1;
	into.valuesAt = from + 3;
	return 0;
}

/** Address, count, bytes and values, from `at` on, of a request that ends at `to`. */
function takeValues(bytes: Uint8Array, at: number, to: number, most: number, into: Request): number {
	into.writeAddress = word(bytes, at);
	into.writeCount = word(bytes, at + 2);
	into.valuesAt = at + 5;
	const size = 2 * into.writeCount;
	const fits = bytes[at + 4] === size && to === into.valuesAt + size;
	return fits && countOf(into.writeCount, most) ? 0 : illegalValue;
}

function takeWriteMultiple(bytes: Uint8Array, from: number, size: number, into: Request): number {
	return size < 6 ? illegalValue : takeValues(bytes, from + 1, from + size, MOST_WRITTEN, into);
}

function takeReadWrite(bytes: Uint8Array, from: number, size: number, into: Request): number {
	if (size < 10) {
		return illegalValue;
	}
	into.readAddress = word(bytes, from + 1);
	into.readCount = word(bytes, from + 3);
	const wrong = takeValues(bytes, from + 5, from + size, MOST_WRITTEN_BESIDE, into);
	return countOf(into.readCount, MOST_READ) ? wrong : illegalValue;
}

function takeIdentification(bytes: Uint8Array, from: number, size: number, into: Request): number {
	if (size < 2 || bytes[from + 1] !== deviceIdentification) {
		return illegalFunction;
	}
	if (size !== 4 || !countOf(bytes[from + 2], 4)) {
		return illegalValue;
	}
	into.category = bytes[from + 2];
	into.object = bytes[from + 3];
	return 0;
}

const takers: Readonly<Record<number, Taker | undefined>> = {
	3: takeRead,
	4: takeRead,
	6: takeWriteSingle,
	16: takeWriteMultiple,
	23: takeReadWrite,
	43: takeIdentification,
};

/** Reads the request that lies in `bytes` from `from` up to `to` into `into`; returns 0, or the exception to answer. */
export function takeRequest(bytes: Uint8Array, from: number, to: number, into: Request): number {
	into.functionCode = bytes[from];
	into.readCount = 0;
	into.writeCount = 0;
	const take = takers[into.functionCode];
	return take === undefined ? illegalFunction : take(bytes, from, to - from, into);
}

/** Bytes of the PDU of a request, as its beginning says; 0 where it does not say so yet, -1 where the function is unknown. */
export function requestBytes(bytes: Uint8Array, from: number, to: number): number {
	const size = to - from;
	const functionCode = size > 0 ? bytes[from] : 0;
	if (size === 0) {
		return 0;
	}
	if (functionCode === readHolding || functionCode === readInput || functionCode === writeSingle) {
		return 5;
	}
	if (functionCode === encapsulated) {
		return 4;
	}
	if (functionCode !== writeMultiple && functionCode !== readWrite) {
		return -1;
	}
	const countAt = functionCode === writeMultiple ? 5 : 9;
	return size > countAt ? countAt + 1 + bytes[from + countAt] : 0;
}

/** Puts an exception; returns where it ends. */
export function putException(bytes: Uint8Array, at: number, functionCode: number, exception: number): number {
	bytes[at] = functionCode | EXCEPTION_BIT;
	bytes[at + 1] = exception;
	return at + 2;
}

/** The request that reads `count` registers with function 3 or 4. */
export function readPdu(functionCode: number, address: number, count: number): Uint8Array {
	const bytes = new Uint8Array(5);
	bytes[0] = functionCode;
	putWord(bytes, 1, address);
	putWord(bytes, 3, count);
	return bytes;
}

/** The request that writes one register with function 6. */
export function writeSinglePdu(address: number, value: number): Uint8Array {
	return readPdu(writeSingle, address, value);
}

/** The request that writes registers with function 16. */
export function writePdu(address: number, values: ArrayLike<number>): Uint8Array {
	const bytes = new Uint8Array(6 + 2 * values.length);
	bytes[0] = writeMultiple;
	putWord(bytes, 1, address);
	putWord(bytes, 3, values.length);
	bytes[5] = 2 * values.length;
	for (let i = 0; i < values.length; i++) {
		putWord(bytes, 6 + 2 * i, values[i]);
	}
	return bytes;
}

/** What a reply says: its registers, of a read, or the exception. */
export interface Reply {
	readonly functionCode: number;
	/** 0 where it is none. */
	readonly exception: number;
	readonly registers: readonly number[];
}

/** The reply in `bytes` from `from` up to `to`; null where it is not one. */
export function replyFrom(bytes: Uint8Array, from: number, to: number): Reply | null {
	const functionCode = bytes[from] & ~EXCEPTION_BIT;
	if (to - from < 2) {
		return null;
	}
	if (functionCode !== bytes[from]) {
		return to - from === 2 ? {functionCode: functionCode, exception: bytes[from + 1], registers: []} : null;
	}
	if (functionCode === writeSingle || functionCode === writeMultiple) {
		return to - from === 5 ? {functionCode: functionCode, exception: 0, registers: []} : null;
	}
	const size = bytes[from + 1];
	if (size % 2 !== 0 || to - from !== 2 + size) {
		return null;
	}
	const registers: number[] = [];
	for (let at = from + 2; at < to; at += 2) {
		registers.push(word(bytes, at));
	}
	return {functionCode: functionCode, exception: 0, registers: registers};
}
