// The outboxes of all receivers: each notification goes to those that want it.

import type {CardHouse} from '../../../agent/card-view.ts';
import {SECOND} from '../../../core/clock.ts';
import type {Notification} from './notification.ts';
import type {NotifierOptions} from './notifier.ts';
import {Outbox} from './outbox.ts';
import type {OutboxCounts} from './outbox.ts';
import {addressBytes} from './pdu.ts';
import {isFor} from './receivers.ts';
import type {Receiver} from './receivers.ts';
import {addressTowards, findPlace, Sockets} from './sockets.ts';
import type {Place} from './sockets.ts';

export interface Told {
	readonly card: number;
	readonly notification: Notification;
}

interface Box {
	readonly place: Place;
	readonly outbox: Outbox;
	/** What agent-addr of SNMPv1 says where cards have no address of their own; '' in other versions, which do not need it. */
	readonly own: string;
}

const INFORM_TIMEOUT_MS = 5 * SECOND;
const INFORM_TRIES = 3;
const MOST_WAITING_INFORMS = 1000;
const MS_A_TICK = 10;

export class Post {
	readonly sockets: Sockets;
	#options: NotifierOptions;
	#house: CardHouse;
	#boxes: Box[] = [];

	constructor(options: NotifierOptions) {
		this.#options = options;
		this.#house = options.house;
		this.sockets = new Sockets(error => options.onError?.(error));
	}

	/** Finds the receivers and opens the sockets to them. Throws E_USAGE where one is not to be found. */
	async open(): Promise<void> {
		const {receivers} = this.#options;
		const places = await Promise.all(receivers.map(async ({host, port}) => findPlace(host, port)));
		await this.sockets.open(new Set(places.map(({family}) => family)), (message, address, port) =>
			this.#deliver(message, address, port),
		);
		this.#boxes = await Promise.all(receivers.map(async (receiver, i) => this.#boxOf(receiver, places[i])));
	}

	/** By receiver, in their order. */
	counts(): OutboxCounts[] {
		return this.#boxes.map(({outbox}) => outbox.counts);
	}

	send({card, notification}: Told): void {
		const {addressOf} = this.#options;
		const view = this.#house.view(card);
		view.look();
		const address = addressOf === undefined ? '' : addressBytes(addressOf(card));
		const upTimeTicks = Math.floor(view.now / MS_A_TICK);
		const contextName = this.#house.count > 1 ? view.identity.cardId : '';
		for (const {outbox, own} of this.#boxes) {
			if (isFor(outbox.receiver, notification)) {
				outbox.push(notification, {upTimeTicks, address: address || own}, contextName);
				this.#options.onSent?.(card);
			}
		}
	}

	async close(): Promise<void> {
		for (const {outbox} of this.#boxes) {
			outbox.close();
		}
		await this.sockets.close();
	}

	async #boxOf(receiver: Receiver, place: Place): Promise<Box> {
		const own = receiver.form === 'v1' ? addressBytes(await addressTowards(place)) : '';
		return {place, own, outbox: this.#outboxOf(receiver, place)};
	}

	#outboxOf(receiver: Receiver, place: Place): Outbox {
		const {clock, usm, informTimeoutMs, informTries} = this.#options;
		return new Outbox({
			receiver,
			clock,
			usm: usm ?? null,
			timeoutMs: informTimeoutMs ?? INFORM_TIMEOUT_MS,
			tries: informTries ?? INFORM_TRIES,
			most: MOST_WAITING_INFORMS,
			send: message => this.sockets.send(place, message),
		});
	}

	/** Gives an answer to the outbox of the receiver that it came from. */
	#deliver(message: Uint8Array, address: string, port: number): void {
		for (const {place, outbox} of this.#boxes) {
			if (place.port === port && place.address === address) {
				outbox.incoming(message);
			}
		}
	}
}
