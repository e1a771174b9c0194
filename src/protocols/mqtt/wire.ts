// One MQTT connection as the client above it sees it, whoever speaks the protocol: our thin wire or MQTT.js.

import {codedError} from '../../core/errors.ts';
import type {CodedError} from '../../core/errors.ts';
import type {MessageCounter} from '../../core/ports.ts';

/** As CONNECT writes it: MQTT 3.1.1, or 5. */
export type ProtocolVersion = 4 | 5;

export interface Message {
	readonly topic: string;
	readonly payload: Uint8Array;
	readonly qos: 0 | 1;
	readonly retain: boolean;
	/** QoS 1: whether the next session sends it when this one ends too early. */
	readonly resend: boolean;
	/** Of a message that `nextMessage` gave: what it is called where it is kept. */
	readonly tag?: number;
}

/** What CONNECT says. Every session is a clean one: nothing may reach a card late (design, "Commands have ids"). */
export interface ConnectOptions {
	readonly clientId: string;
	readonly user: string | null;
	/** Never logged, and in no error. */
	readonly password: string | null;
	/** Seconds; 0 is off. */
	readonly keepaliveSeconds: number;
	/** What the broker says for a card that vanishes; null for who is not missed. */
	readonly will: Message | null;
	/** Whether DISCONNECT asks for the will all the same (MQTT 5, reason 0x04), as Sparkplug wants it. */
	readonly willAtEnd?: boolean;
}

/** Why a connection ended. */
export interface Closed {
	/** `unreachable`: no answer; `refused`: by the broker; `lost`: after it was up; `stopped`: asked for by us. */
	readonly how: 'unreachable' | 'refused' | 'lost' | 'stopped';
	readonly reason: string;
	/** Whether trying again soon is of no use (mqtt.md c.4, "Refusals"). */
	readonly lasting: boolean;
}

/** What a wire tells; `closed` comes once and last. */
export interface WireEvents {
	connected(): void;
	message(topic: string, payload: Uint8Array, retained: boolean): void;
	/** The broker took a QoS 1 message, or says in `refusal` why not (MQTT 5 alone does). */
	acknowledged(message: Message, refusal: string | null): void;
	/** There is room again after `isFull` was true. */
	drained(): void;
	closed(closed: Closed): void;
}

/** Above this a connection counts as full, in bytes: a slow broker must not grow the card's memory. */
export const BACKLOG_BYTES_MAX = 65536;

export interface ThinWireOptions {
	readonly version: ProtocolVersion;
	/** Counts the packets of all wires together; null: nobody asks. */
	readonly counter: MessageCounter | null;
	/** As in FullWireOptions: a session without its subscriptions ends. */
	readonly needsFilters?: boolean;
}

export interface Wire {
	/** Sends at once; the payload of QoS 0 may be used again by the caller. */
	send(message: Message): void;
	subscribe(filters: readonly string[]): void;
	/** Whether so much waits to be sent that more would only pile up. */
	readonly isFull: boolean;
	/** QoS 1 messages that the broker takes at most before it acknowledged any (MQTT 5, receive maximum). */
	readonly inFlightMax: number;
	/** Sends DISCONNECT after what was sent, and closes: no will. */
	end(): void;
	/** Closes without a word: the broker publishes the will. */
	destroy(): void;
}

/** Opens a connection. It may tell of it only after this returned. */
export type OpenWire = (options: ConnectOptions, events: WireEvents) => Wire;

/** Codes of CONNACK in MQTT 3.1.1 (1 to 5) and 5 (128 and up) after which another try soon is of no use (mqtt.md c.4). */
const lastingCodes: readonly number[] = [1, 2, 4, 5, 0x84, 0x85, 0x86, 0x87, 0x8a, 0x8c];

const reasonsByCode: Readonly<Record<number, string>> = {
	1: 'it does not speak this version of MQTT',
	2: 'it does not take this client id',
	3: 'it is not available now',
	4: 'wrong user name or password',
	5: 'not authorised',
	0x84: 'it does not speak this version of MQTT',
	0x85: 'it does not take this client id',
	0x86: 'wrong user name or password',
	0x87: 'not authorised',
	0x88: 'it is not available now',
	0x89: 'it is busy',
	0x8a: 'this client is banned',
	0x97: 'quota exceeded',
	0x9f: 'too many connections at a time',
};

/** The end of a session that CONNACK refused with `code`. */
export function refusedWith(code: number): Closed {
	const reason = reasonsByCode[code] ?? `CONNACK code ${code}`;
	return {how: 'refused', reason, lasting: lastingCodes.includes(code)};
}

const reasonsByErrno: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nothing listens there',
	ECONNRESET: 'the connection was reset',
	ENOTFOUND: 'no host has this name',
	EAI_AGAIN: 'the name server does not answer',
	ETIMEDOUT: 'no answer',
	EHOSTUNREACH: 'no way leads to that host',
	ENETUNREACH: 'no way leads to that network',
	EADDRNOTAVAIL: 'the local address is not of this machine, or has no port left; name more with --local-address',
	EMFILE: 'too many open files; raise the limit ("ulimit -n")',
};

/** Errors before any byte is sent. */
const neverSentReasons: readonly string[] = [
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
].map(errno => reasonsByErrno[errno]);

/** Whether the broker keeps no will of this try: it refused the session, or CONNECT was never sent. */
export function leftNoWill({how, reason}: Closed): boolean {
	return how === 'refused' || (how === 'unreachable' && neverSentReasons.includes(reason));
}

/** What a stream's error means, in words; some carry a code alone. */
export function reasonFrom(error: Error): string {
	const {code} = error as NodeJS.ErrnoException;
	return reasonsByErrno[code ?? ''] ?? (error.message || code || 'an unnamed error');
}

/** The error that tells a person why there is no session with the broker at `address`, and what to check. */
export function brokerError(closed: Closed, address: string): CodedError {
	const context = {address, reason: closed.reason};
	if (closed.how === 'refused') {
		const check = 'Check the user name, the password and what the broker lets this card do.';
		return codedError(
			'E_BROKER_REFUSED',
			`The broker at ${address} refused the session: ${closed.reason}. ${check}`,
			context,
		);
	}
	const check = 'Check that a broker runs there, the port (1883, or 8883 for mqtts), and that no firewall is between.';
	return codedError(
		'E_BROKER_UNREACHABLE',
		`No session with a broker at ${address}: ${closed.reason}. ${check}`,
		context,
	);
}
