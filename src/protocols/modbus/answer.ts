// The answer to one request (Modbus Application Protocol 1.1b3): what the frame says, who may, and the registers behind it.

import type {CardView, Who} from '../../agent/card-view.ts';
import * as pdu from '../../codec/modbus-pdu.ts';
import {putIdentification} from './identification.ts';
import {readRegisters, writeRegisters} from './registers.ts';
import type {UndefinedReads} from './registers.ts';

/** The Modbus switch of the card (nmc.md 11). Where it is off nothing is answered at all. */
export type ModbusAccess = 'disabled' | 'readOnly' | 'readWrite';

/** Who asks which card, and what holds there. */
export interface Asked {
	card: CardView;
	who: Who;
	access: ModbusAccess;
	undefinedReads: UndefinedReads;
}

/** The region of the commands. */
const COMMANDS_FROM = 1536;
const COMMANDS_TO = 1792;
const request = pdu.blankRequest();

/** Function, count of bytes, registers. */
function putRead(asked: Asked, out: Uint8Array, at: number): number {
	const {functionCode, readAddress, readCount} = request;
	const wrong = readRegisters(asked.card, asked.undefinedReads, readAddress, readCount, out, at + 2);
	if (wrong !== 0) {
		return pdu.putException(out, at, functionCode, wrong);
	}
	out[at] = functionCode;
	out[at + 1] = 2 * readCount;
	return at + 2 + 2 * readCount;
}

/** 0, or the exception: a card that only lets read has no functions that write. */
function write(asked: Asked, bytes: Uint8Array): number {
	const {writeAddress, writeCount, valuesAt} = request;
	return asked.access === 'readWrite'
		? writeRegisters(asked.card, writeAddress, writeCount, bytes, valuesAt, asked.who)
		: pdu.illegalFunction;
}

function putWritten(bytes: Uint8Array, from: number, out: Uint8Array, at: number): number {
	out.set(bytes.subarray(from, from + 5), at);
	return at + 5;
}

/**
 * One register is echoed as it is after the write (modbus.md, Behaviour). A command is gone by then and echoed as it came: masters
 * compare.
 */
function putWrittenSingle(asked: Asked, bytes: Uint8Array, from: number, out: Uint8Array, at: number): number {
	const end = putWritten(bytes, from, out, at);
	const isCommand = request.writeAddress >= COMMANDS_FROM && request.writeAddress < COMMANDS_TO;
	if (!isCommand) {
		readRegisters(asked.card, asked.undefinedReads, request.writeAddress, 1, out, at + 3);
	}
	return end;
}

type Answerer = (asked: Asked, bytes: Uint8Array, from: number, out: Uint8Array, at: number) => number;

function afterWrite(put: Answerer): Answerer {
	return (asked, bytes, from, out, at) => {
		const wrong = write(asked, bytes);
		if (wrong !== 0) {
			return pdu.putException(out, at, request.functionCode, wrong);
		}
		asked.card.look();
		return put(asked, bytes, from, out, at);
	};
}

const answerers: Readonly<Record<number, Answerer>> = {
	[pdu.readHolding]: (asked, _bytes, _from, out, at) => putRead(asked, out, at),
	[pdu.readInput]: (asked, _bytes, _from, out, at) => putRead(asked, out, at),
	[pdu.writeSingle]: afterWrite(putWrittenSingle),
	[pdu.writeMultiple]: afterWrite((_asked, bytes, from, out, at) => putWritten(bytes, from, out, at)),
	// The write comes first (6.17).
	[pdu.readWrite]: afterWrite((asked, _bytes, _from, out, at) => putRead(asked, out, at)),
	[pdu.encapsulated]: (asked, _bytes, _from, out, at) => putIdentification(asked.card, request, out, at),
};

/**
 * Answers the request in `bytes` from `from` up to `to`: puts the PDU, of at most 253 bytes, at `out[at]` and returns where it ends.
 * Looks at the card.
 */
export function answer(asked: Asked, bytes: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
	const wrong = pdu.takeRequest(bytes, from, to, request);
	if (wrong !== 0) {
		return pdu.putException(out, at, request.functionCode, wrong);
	}
	asked.card.look();
	return answerers[request.functionCode](asked, bytes, from, out, at);
}

/** Whether the request in a frame writes, by its function alone: only such are broadcast. */
export function isWrite(bytes: Uint8Array, from: number): boolean {
	return bytes[from] === pdu.writeSingle || bytes[from] === pdu.writeMultiple;
}
