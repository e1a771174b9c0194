// The event log of every card, sent to a syslog server as it is written.

import {readFileSync} from 'node:fs';
import type {CardHouse} from '../../agent/card-view.ts';
import type {LogEntry} from '../../agent/card-rows.ts';
import type {Clock} from '../../core/clock.ts';
import {SECOND} from '../../core/clock.ts';
import {codedError} from '../../core/errors.ts';
import type {MessageCounter} from '../../core/ports.ts';
import {parseSyslogUrl} from './address.ts';
import {channelsTo, STREAM_BYTES_MAX, UDP_BYTES_MAX} from './channel.ts';
import {eventMessage, droppedMessage} from './event-message.ts';
import {formatMessage} from './message.ts';
import {SyslogSender} from './sender.ts';

export interface SyslogOptions {
	readonly house: CardHouse;
	/** As address.ts reads it. */
	readonly url: string;
	readonly clock: Clock;
	/** Told when the server goes away and how many messages wait. */
	readonly note: (text: string) => void;
	/** Messages that wait at most while the server is away; 1000 where it is left out. */
	readonly capacity?: number;
	readonly counter?: MessageCounter;
}

export interface OpenedSyslog {
	counts(): {readonly sent: number; readonly dropped: number; readonly queued: number};
	/** Sends what waits, if that goes at once, and ends. */
	close(): Promise<void>;
}

const CAPACITY = 1000;
const CLOSE_PATIENCE_MS = 2 * SECOND;

/** Begins to send. The server need not be there. Throws E_USAGE for a wrong URL and E_FILE_UNREADABLE. */
export function openSyslog(options: SyslogOptions): OpenedSyslog {
	const {house, clock, note, counter} = options;
	const address = parseSyslogUrl(options.url);
	const limit = address.transport === 'udp' ? UDP_BYTES_MAX : STREAM_BYTES_MAX;
	const {facility} = address;
	const sender = new SyslogSender({
		open: channelsTo(address, address.caFile === null ? undefined : readCa(address.caFile)),
		clock,
		capacity: options.capacity ?? CAPACITY,
		tellDropped: count => formatMessage(droppedMessage(facility, count), limit),
		note,
	});
	let number = 0;
	const stop = house.onLogged((card: number, entry: LogEntry) => {
		number += 1;
		const message = formatMessage(eventMessage({house, facility, number}, house.view(card), entry), limit);
		counter?.count('out', message.length);
		sender.push(message);
	});
	return {
		counts: () => ({sent: sender.sentCount, dropped: sender.droppedCount, queued: sender.queuedCount}),
		close: async () => {
			stop();
			await sender.close(CLOSE_PATIENCE_MS);
		},
	};
}

function readCa(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		throw codedError(
			'E_FILE_UNREADABLE',
			`The authorities of the syslog server cannot be read: is ${file} a PEM file?`,
			{
				file,
			},
		);
	}
}
