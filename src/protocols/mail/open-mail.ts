// What people are to be told of the cards, by mail.

import {readFileSync} from 'node:fs';
import {createTransport} from 'nodemailer';
import type {CardHouse} from '../../agent/card-view.ts';
import type {Clock} from '../../core/clock.ts';
import {SECOND} from '../../core/clock.ts';
import {codedError} from '../../core/errors.ts';
import type {MessageCounter} from '../../core/ports.ts';
import {checkMailAddress, parseMailUrl} from './address.ts';
import type {MailServer} from './address.ts';
import {noticeFrom} from './letter.ts';
import type {Letter} from './letter.ts';
import {Outbox} from './outbox.ts';
import type {Delivery} from './outbox.ts';

export interface MailOptions {
	readonly house: CardHouse;
	/** As address.ts reads it. */
	readonly url: string;
	/** In place of the one in the URL, which everybody who lists processes can read. */
	readonly password?: string;
	readonly from: string;
	readonly to: readonly string[];
	readonly clock: Clock;
	/** Minutes to add to UTC for the zone of the card; UTC where it is left out. */
	readonly zoneMinutes?: () => number;
	/** Told when mail cannot go out. */
	readonly note: (text: string) => void;
	/** Mails that wait at most; 100 where it is left out. */
	readonly capacity?: number;
	readonly counter?: MessageCounter;
}

export interface OpenedMail {
	/** Mails taken, notices dropped, mails that wait. */
	counts(): {readonly sent: number; readonly dropped: number; readonly waiting: number};
	/** Tries what waits once more, and ends. */
	close(): Promise<void>;
}

const CAPACITY = 100;
const PATIENCE_MS = 10 * SECOND;
/** Replies from here up are refusals for good (RFC 5321 4.2.1). */
const FOR_GOOD = 500;

/** Begins to tell. The server need not be there. Throws E_USAGE for a wrong URL or address, and E_FILE_UNREADABLE. */
export function openMail(options: MailOptions): OpenedMail {
	const {house, clock, note} = options;
	const outbox = new Outbox({
		clock,
		deliver: delivererTo(options),
		capacity: options.capacity ?? CAPACITY,
		zoneMinutes: options.zoneMinutes ?? (() => 0),
		note,
	});
	const stop = house.onNotice((card, entry, again) => {
		outbox.push(noticeFrom(house, house.view(card), entry, again));
	});
	return {
		counts: () => ({sent: outbox.sentCount, dropped: outbox.droppedCount, waiting: outbox.waitingCount}),
		close: async () => {
			stop();
			await outbox.close();
		},
	};
}

function delivererTo(options: MailOptions): (letter: Letter) => Promise<Delivery> {
	const server = parseMailUrl(options.url);
	const from = checkMailAddress(options.from);
	const to = options.to.map(checkMailAddress);
	if (to.length === 0) {
		throw codedError('E_USAGE', 'Mail needs somebody who gets it: --mail-to NAME@HOST.', {});
	}
	const transport = createTransport(transportOf(server, options.password));
	return async letter => {
		const mail = {
			from,
			to,
			subject: letter.subject,
			text: letter.text,
			date: letter.date,
			// No automatic answers to this, please (RFC 3834).
			headers: {'Auto-Submitted': 'auto-generated'},
			...(letter.isUrgent ? {priority: 'high' as const} : {}),
		};
		try {
			await transport.sendMail(mail);
			options.counter?.count('out', letter.text.length);
			return {outcome: 'taken'};
		} catch (error) {
			return failureOf(error);
		}
	};
}

function transportOf(server: MailServer, password: string | undefined): object {
	const {host, port, secure, login, caFile} = server;
	return {
		host,
		port,
		secure,
		// No password in the clear.
		requireTLS: login !== null && !secure,
		...(login === null ? {} : {auth: {user: login.user, pass: password ?? login.password}}),
		tls: {minVersion: 'TLSv1.2', ...(caFile === null ? {} : {ca: readCa(caFile)})},
		connectionTimeout: PATIENCE_MS,
		greetingTimeout: PATIENCE_MS,
		socketTimeout: PATIENCE_MS,
		disableFileAccess: true,
		disableUrlAccess: true,
	};
}

/** A refused log-in or a missing TLS may be mended at the server: only a refused mail is refused for good. */
function failureOf(error: unknown): Delivery {
	const {code, responseCode} = error as {readonly code?: string; readonly responseCode?: number};
	const isMail = code === 'EENVELOPE' || code === 'EMESSAGE';
	const reason = [code, responseCode].filter(part => part !== undefined).join(' ') || 'the server could not be asked';
	return {outcome: isMail && (responseCode ?? 0) >= FOR_GOOD ? 'never' : 'later', reason};
}

function readCa(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		throw codedError('E_FILE_UNREADABLE', `The authorities of the mail server cannot be read: is ${file} a PEM file?`, {
			file,
		});
	}
}
