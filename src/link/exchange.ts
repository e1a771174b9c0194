// One exchange through jsmodbus: a request, and a reply that is what was asked for, or an error that says what it was instead.

import type {ModbusTCPClient, ModbusRTUClient} from 'jsmodbus';
import {Refusal} from './master.ts';

type Client = ModbusTCPClient | ModbusRTUClient;

interface Failed {
	readonly err?: string;
	readonly message?: string;
	readonly response?: {readonly body?: {readonly code?: number}};
}

/** What the names of jsmodbus's failures mean, in words for a log. */
const reasons: Readonly<Record<string, string>> = {
	Timeout: 'no answer in time',
	OutOfSync: 'an answer to something else',
	Protocol: 'an answer that is no Modbus',
	crcMismatch: 'a frame with a wrong check sum',
	Offline: 'the line is closed',
};

/** The error of a failed exchange: a Refusal where the device refused. */
export function errorOf(cause: unknown): Error {
	const {err, message, response} = cause as Failed;
	if (err === 'ModbusException') {
		return new Refusal(response?.body?.code ?? 0);
	}
	return new Error(reasons[err ?? ''] ?? message ?? 'the line failed', {cause});
}

/** Reads `count` registers from `address` on. A reply of another length answers another request: the line is out of step. */
export async function readThrough(client: Client, address: number, count: number): Promise<readonly number[]> {
	let values: readonly number[];
	try {
		const {response} = await client.readHoldingRegisters(address, count);
		values = Array.from(response.body.valuesAsArray);
	} catch (error) {
		throw errorOf(error);
	}
	if (values.length !== count) {
		throw new Error(`an answer of ${values.length} registers to a question for ${count}`);
	}
	return values;
}

/** Writes `words` from `address` on. */
export async function writeThrough(client: Client, address: number, words: readonly number[]): Promise<void> {
	let echoed: {start: number; quantity: number};
	try {
		const {response} = await client.writeMultipleRegisters(address, [...words]);
		echoed = response.body;
	} catch (error) {
		throw errorOf(error);
	}
	if (echoed.start !== address || echoed.quantity !== words.length) {
		throw new Error('an answer to another write');
	}
}
