// The ways to a syslog server: datagrams, and streams in which each message says its length.

import {createSocket} from 'node:dgram';
import type {Socket as DgramSocket} from 'node:dgram';
import {lookup} from 'node:dns';
import {createConnection} from 'node:net';
import type {Socket} from 'node:net';
import {connect as connectTls} from 'node:tls';
import type {SyslogAddress} from './address.ts';

export interface Channel {
	/** Messages in this order; `done` when they have left the process. After a failure it is not called: the channel is down. */
	send(messages: readonly Buffer[], done: () => void): void;
	close(): void;
}

export interface ChannelEvents {
	readonly up: () => void;
	/** Once, and then nothing more. */
	readonly down: (reason: string) => void;
}

export type OpenChannel = (events: ChannelEvents) => Channel;

/** Bytes of a message: what every receiver by UDP should take (RFC 5426 3.2), and by a stream (RFC 5425 4.3.1). */
export const UDP_BYTES_MAX = 2048;
export const STREAM_BYTES_MAX = 8192;
const CONNECT_PATIENCE_MS = 10_000;

/** How to open channels to an address; `ca` holds the certificates that TLS trusts, undefined for the system's. */
export function channelsTo(address: SyslogAddress, ca: string | undefined): OpenChannel {
	return address.transport === 'udp'
		? events => openDatagrams(address, events)
		: events => openStream(address, ca, events);
}

/** Octet counting (RFC 6587 3.4.1, RFC 5425 4.3). */
export function framed(message: Buffer): Buffer {
	return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

function openDatagrams({host, port}: SyslogAddress, {up, down}: ChannelEvents): Channel {
	let closed = false;
	let socket: DgramSocket | undefined;
	const close = (): void => {
		closed = true;
		socket?.close();
		socket = undefined;
	};
	const fail = (error: Error): void => {
		if (!closed) {
			close();
			down(reasonOf(error));
		}
	};
	lookup(host, (failure, address, family) => {
		if (failure !== null) {
			fail(failure);
		} else if (!closed) {
			socket = createSocket(family === 6 ? 'udp6' : 'udp4');
			socket.on('error', fail);
			socket.connect(port, address, up);
		}
	});
	const sendFrom = (at: number, messages: readonly Buffer[], done: () => void): void => {
		if (at === messages.length) {
			done();
			return;
		}
		socket?.send(messages[at], error => (error === null ? sendFrom(at + 1, messages, done) : fail(error)));
	};
	return {send: (messages, done) => sendFrom(0, messages, done), close};
}

function openStream(address: SyslogAddress, ca: string | undefined, {up, down}: ChannelEvents): Channel {
	let closed = false;
	const end = (reason: string): void => {
		if (!closed) {
			closed = true;
			socket.destroy();
			down(reason);
		}
	};
	const socket = connect(address, ca, () => {
		socket.setTimeout(0);
		up();
	});
	// Nobody answers a syslog sender: what comes is read away, so that the end is seen.
	socket.resume();
	socket.setTimeout(CONNECT_PATIENCE_MS, () => end('no connection in time'));
	socket.on('error', error => end(reasonOf(error)));
	socket.on('close', () => end('the server closed the connection'));
	return {
		send(messages, done) {
			socket.write(Buffer.concat(messages.map(framed)), error => {
				if (error === null || error === undefined) {
					done();
				}
			});
		},
		close() {
			closed = true;
			socket.end();
			socket.destroySoon();
		},
	};
}

function connect({transport, host, port}: SyslogAddress, ca: string | undefined, up: () => void): Socket {
	return transport === 'tcp'
		? createConnection({host, port}, up)
		: connectTls({host, port, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : {ca})}, up);
}

/** A code such as ECONNREFUSED rather than a sentence with addresses. */
function reasonOf(error: Error): string {
	return (error as NodeJS.ErrnoException).code ?? error.message;
}
