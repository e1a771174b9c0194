// Asks a card by Modbus without a carrier: requests and replies as PDUs.

import type {CardHouse} from '../../../src/agent/card-view.ts';
import {readPdu, replyFrom, writePdu, writeSinglePdu, type Reply} from '../../../src/codec/modbus-pdu.ts';
import {findRegister, type RegisterRow} from '../../../src/codec/modbus-registers.ts';
import {quantityOf, textOf} from '../../../src/codec/modbus-values.ts';
import {answer, type ModbusAccess} from '../../../src/protocols/modbus/answer.ts';
import {whoAt} from '../../../src/protocols/modbus/options.ts';
import type {UndefinedReads} from '../../../src/protocols/modbus/registers.ts';

export interface Asker {
	/** The bytes of the answer. */
	ask(request: Uint8Array): Buffer;
	read(address: number, count: number): Reply;
	write(address: number, ...values: number[]): Reply;
	/** Function 6. */
	writeOne(address: number, value: number): Buffer;
	/** The quantity of a register by name, and its text. */
	number(name: string): number;
	text(name: string): string;
	/** Whether a bit of a field is set. */
	bit(name: string, bit: number): boolean;
}

export function rowOf(name: string): RegisterRow {
	const row = findRegister(name);
	if (row === null) {
		throw new Error(`the map has no ${name}`);
	}
	return row;
}

function replyOf(bytes: Buffer): Reply {
	const reply = replyFrom(bytes, 0, bytes.length);
	if (reply === null) {
		throw new Error(`no reply: ${bytes.toString('hex')}`);
	}
	return reply;
}

export interface AskOptions {
	readonly card?: number;
	readonly access?: ModbusAccess;
	readonly undefinedReads?: UndefinedReads;
}

export function askerOf(house: CardHouse, options: AskOptions = {}): Asker {
	const out = Buffer.alloc(260);
	const asker: Asker = {
		ask(request) {
			const asked = {
				card: house.view(options.card ?? 0),
				who: whoAt('192.0.2.7'),
				access: options.access ?? 'readWrite',
				undefinedReads: options.undefinedReads ?? 'card',
			};
			return Buffer.from(out.subarray(0, answer(asked, request, 0, request.length, out, 0)));
		},
		read: (address, count) => replyOf(asker.ask(readPdu(3, address, count))),
		write: (address, ...values) => replyOf(asker.ask(writePdu(address, values))),
		writeOne: (address, value) => asker.ask(writeSinglePdu(address, value)),
		number(name) {
			const row = rowOf(name);
			return quantityOf(row, asker.read(row.address, row.count).registers, 0);
		},
		text(name) {
			const row = rowOf(name);
			return textOf(asker.read(row.address, row.count).registers, 0, row.count);
		},
		bit: (name, bit) => Math.floor(asker.number(name) / 2 ** bit) % 2 === 1,
	};
	return asker;
}
