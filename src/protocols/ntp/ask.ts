// One question to a server. Each has a socket and a port of its own, and a random cookie, so that nobody can answer who did not see it.

import {randomBytes} from 'node:crypto';
import {createSocket} from 'node:dgram';
import {lookup} from 'node:dns';
import type {WallClock} from '../../core/clock.ts';
import {questionOf, readAnswer} from './packet.ts';
import type {NtpAnswer} from './packet.ts';
import type {NtpSample} from './select.ts';

export interface NtpServer {
	/** Without the brackets of an IPv6 address. */
	readonly host: string;
	readonly port: number;
}

/** A sample, or why there is none. `kiss` as in packet.ts. */
export type Asked =
	| {readonly ok: true; readonly sample: NtpSample}
	| {readonly ok: false; readonly reason: string; readonly kiss: string};

const COOKIE_BYTES = 8;
const PATIENCE_MS = 3000;
/** How wrong a clock of ours may run while we wait for the answer. */
const TOLERANCE = 15e-6;

/** Asks `server` what `wallClock` should say. Never rejects. */
export async function askServer(server: NtpServer, wallClock: WallClock): Promise<Asked> {
	return new Promise(resolve => {
		lookup(server.host, (error, address, family) => {
			if (error !== null) {
				resolve(failed(error.code ?? 'the name of the server is not known'));
				return;
			}
			resolve(askAddress(server, {address, family}, wallClock));
		});
	});
}

async function askAddress(
	server: NtpServer,
	{address, family}: {readonly address: string; readonly family: number},
	wallClock: WallClock,
): Promise<Asked> {
	const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
	const cookie = randomBytes(COOKIE_BYTES);
	return new Promise(resolve => {
		const end = (asked: Asked): void => {
			clearTimeout(timer);
			socket.removeAllListeners();
			// What may still come is of no interest.
			socket.on('error', () => {});
			socket.close();
			resolve(asked);
		};
		const timer = setTimeout(() => end(failed('no answer')), PATIENCE_MS);
		let sentUtc = 0;
		let sentAt = 0;
		socket.on('error', (error: NodeJS.ErrnoException) => end(failed(error.code ?? 'the server cannot be asked')));
		socket.on('message', packet => {
			const elapsed = performance.now() - sentAt;
			const read = readAnswer(packet, cookie, sentUtc);
			if (read.ok) {
				end({ok: true, sample: sampleFrom(server, read.answer, sentUtc, elapsed)});
			} else if (!read.foreign) {
				end({ok: false, reason: read.reason, kiss: read.kiss});
			}
			// What is no answer to our question is a guess of somebody else: ours may still come.
		});
		socket.connect(server.port, address, () => {
			sentUtc = wallClock.nowUtc();
			sentAt = performance.now();
			socket.send(questionOf(cookie));
		});
	});
}

function failed(reason: string): Asked {
	return {ok: false, reason, kiss: ''};
}

/** Offset and distance of RFC 5905 8 and 11.1, of a question that was sent at `sentUtc` and took `elapsed` ms. */
function sampleFrom(server: NtpServer, answer: NtpAnswer, sentUtc: number, elapsed: number): NtpSample {
	const gotUtc = sentUtc + elapsed;
	const delay = Math.max(0, elapsed - (answer.sentUtc - answer.receivedUtc));
	return {
		server: `${server.host}:${server.port}`,
		offsetMs: (answer.receivedUtc - sentUtc + (answer.sentUtc - gotUtc)) / 2,
		distanceMs: delay / 2 + answer.rootDelayMs / 2 + answer.rootDispersionMs + elapsed * TOLERANCE,
		stratum: answer.stratum,
	};
}
