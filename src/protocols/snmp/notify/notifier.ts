// The sender of traps and informs of all cards of a process.

import type {CardHouse, CardView} from '../../../agent/card-view.ts';
import type {LogEntry} from '../../../agent/card-rows.ts';
import type {Clock, Millis} from '../../../core/clock.ts';
import type {Mib, SnmpPlace} from '../mib.ts';
import type {UsmEngine} from '../usm/engine.ts';
import {Line} from './line.ts';
import type {ReadObject} from './notification.ts';
import type {OutboxCounts} from './outbox.ts';
import {Post} from './post.ts';
import type {Told} from './post.ts';
import type {Receiver} from './receivers.ts';
import {Teller} from './teller.ts';

export interface NotifierOptions {
	readonly house: CardHouse;
	readonly receivers: readonly Receiver[];
	readonly clock: Clock;
	/** Reads objects of RFC 1628 and MIB-II for what notifications tell (`objectsOf`). Without it they tell nothing is known. */
	readonly read?: ReadObject;
	/** Needed where a receiver speaks SNMPv3. */
	readonly usm?: UsmEngine;
	/** The address that is told as a card's own: agent-addr, and with it snmpTrapAddress.0. */
	readonly addressOf?: (card: number) => string;
	/** Sent by every card at once. */
	readonly started?: 'coldStart' | 'warmStart';
	/** How long an inform waits for its answer, 5 s where nothing is said; and how often it is sent at most, 3 times. */
	readonly informTimeoutMs?: Millis;
	readonly informTries?: number;
	/** A notification of a card goes out to one receiver, or waits for its turn: for snmpOutTraps. */
	readonly onSent?: (card: number) => void;
	/** A datagram that could not be sent. */
	readonly onError?: (error: Error) => void;
}

export interface Notifier {
	/** Where datagrams come from, and answers to informs go: one a family in use. */
	readonly addresses: readonly string[];
	/** By receiver, in their order. */
	counts(): readonly OutboxCounts[];
	/** Notifications that were lost since too many waited. */
	lost(): number;
	close(): Promise<void>;
}

/** Something that happened to a card: people are told of it, or it was logged. */
interface Happening {
	readonly card: number;
	readonly entry: LogEntry;
	readonly isNotice: boolean;
}

/** What a GET reads, from the rows of a MIB. `placeOf` moves what rows see to the card of a view. */
export function objectsOf(house: CardHouse, mib: Mib, placeOf: (view: CardView) => SnmpPlace): ReadObject {
	const rows = new Map(mib.rows.map(row => [row.oid, row]));
	return (card, oid) => {
		const row = rows.get(oid);
		if (row === undefined) {
			return null;
		}
		const view = house.view(card);
		view.look();
		const value = row.read(view, placeOf(view));
		return value === null ? null : {oid, type: row.type, value};
	};
}

/** Tells the receivers what happens to the cards of a house until it is closed. Throws E_USAGE where one is not to be found. */
export async function openNotifier(options: NotifierOptions): Promise<Notifier> {
	const {house, clock, started} = options;
	const post = new Post(options);
	await post.open();
	const out = new Line<Told>(clock, told => post.send(told));
	const read = options.read ?? (() => null);
	const teller = new Teller({house, clock, read, tell: (card, notification) => out.push({card, notification})});
	const happened = new Line<Happening>(clock, ({card, entry, isNotice}) =>
		isNotice ? teller.noticed(card, entry) : teller.logged(card, entry),
	);
	const ends = [
		house.onLogged((card, entry) => happened.push({card, entry, isNotice: false})),
		house.onNotice((card, entry) => happened.push({card, entry, isNotice: true})),
	];
	for (let card = 0; started !== undefined && card < house.count; card++) {
		teller.started(card, started);
	}
	return {
		addresses: post.sockets.addresses,
		counts: () => post.counts(),
		lost: () => out.lost + happened.lost,
		async close() {
			ends.forEach(end => end());
			[teller, happened, out].forEach(part => part.close());
			await post.close();
		},
	};
}
