// The words of RFC 2217: what a client sets of a serial line over telnet, and what the server answers.

import type {Parity} from '../../src/link/address.ts';

export const BINARY = 0;
export const SUPPRESS_GO_AHEAD = 3;
export const COM_PORT = 44;

/** RFC 2217, 2: from client to server; the server answers with the same and 100 more. */
export const command = {
	signature: 0,
	setBaudrate: 1,
	setDatasize: 2,
	setParity: 3,
	setStopsize: 4,
	setControl: 5,
	notifyLinestate: 6,
	notifyModemstate: 7,
	flowSuspend: 8,
	flowResume: 9,
	setLinestateMask: 10,
	setModemstateMask: 11,
	purgeData: 12,
} as const;
export const ANSWER = 100;

/** A value of 0 asks what is set. */
export const ASK = 0;

export const parityCodes: Readonly<Record<Parity, number>> = {none: 1, odd: 2, even: 3};

export function parityOf(code: number): Parity | undefined {
	return (Object.keys(parityCodes) as Parity[]).find(each => parityCodes[each] === code);
}

/** RFC 2217: no flow control. */
export const NO_FLOW_CONTROL = 1;
/** Carrier, ring, data set ready and clear to send, none of them just changed: the usual state of a line that is there. */
export const MODEM_READY = 0xb0;

export function baudBytes(baud: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(baud);
	return bytes;
}
