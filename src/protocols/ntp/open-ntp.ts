// Keeps the wall clock of a card right by NTP servers, and logs when it was set.

import type {CardHouse} from '../../agent/card-view.ts';
import type {Clock, Millis} from '../../core/clock.ts';
import {codedError} from '../../core/errors.ts';
import {askServer} from './ask.ts';
import type {NtpServer} from './ask.ts';
import {NtpClient} from './client.ts';
import type {NtpStatus} from './client.ts';
import type {DisciplinedClock} from './disciplined-clock.ts';
import {NTP_PORT} from './packet.ts';

export interface NtpOptions {
	/** HOST or HOST:PORT each; [ADDRESS]:PORT for IPv6. */
	readonly servers: readonly string[];
	readonly clock: Clock;
	/** The card's own; from disciplinedClock. */
	readonly wallClock: DisciplinedClock;
	/** Whose event log tells of steps; null before there is one. */
	readonly house: () => CardHouse | null;
	readonly note: (text: string) => void;
}

export interface OpenedNtp {
	status(): NtpStatus;
	/** Whether the clock is set, as soon as it is, and after `patience` at the latest: for a card that waits with its start. */
	synchronized(patience: Millis): Promise<boolean>;
	close(): void;
}

const GREATEST_PORT = 65_535;
/** The card itself sets its clock. */
const card = {actor: 'ntp', role: 0, origin: 0};

/** Begins to ask. Throws E_USAGE for a server that is no HOST[:PORT]. */
export function openNtp(options: NtpOptions): OpenedNtp {
	const {clock, wallClock, note, house} = options;
	const client = new NtpClient({
		servers: options.servers.map(parseNtpServer),
		clock,
		wallClock,
		ask: askServer,
		stepped(stepMs, server) {
			const told = house();
			for (let index = 0; index < (told?.count ?? 0); index++) {
				told?.view(index).note('clockSet', card, `by ${stepMs} ms from ${server}`);
			}
		},
		note,
	});
	void client.start();
	return {
		status: () => client.status,
		synchronized: async patience => client.synchronized(patience),
		close: () => client.close(),
	};
}

/** Takes HOST, HOST:PORT or [ADDRESS]:PORT apart. Throws E_USAGE. */
export function parseNtpServer(text: string): NtpServer {
	const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+))(?::(\d{1,5}))?$/.exec(text);
	const port = match?.[3] === undefined ? NTP_PORT : Number(match[3]);
	if (match === null || port < 1 || port > GREATEST_PORT) {
		throw codedError(
			'E_USAGE',
			`${JSON.stringify(text)} is no NTP server: write HOST or HOST:PORT, such as pool.ntp.org.`,
			{
				text,
			},
		);
	}
	return {host: match[1] ?? match[2], port};
}
