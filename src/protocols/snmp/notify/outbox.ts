// What is on its way to one receiver: traps are sent and forgotten, informs are sent again until they are answered or given up.

import {randomInt} from 'node:crypto';
import type {Clock, Millis} from '../../../core/clock.ts';
import type {UsmEngine} from '../usm/engine.ts';
import {GREATEST_INTEGER} from '../usm/message.ts';
import {UsmPeer} from '../usm/peer.ts';
import {scopedFrom} from '../usm/scoped.ts';
import type {Notification} from './notification.ts';
import type {Sender} from './pdu.ts';
import {
	answeredByMessage,
	answeredId,
	communityMessage,
	INFORM_PDU,
	notificationPdu,
	TRAP_PDU,
	trapPdu1,
	VERSION_1,
	VERSION_2C,
} from './pdu.ts';
import type {Receiver} from './receivers.ts';

/** Informs that wait for an answer at one time; the rest wait for them. */
const MOST_IN_FLIGHT = 16;
/** How often one inform goes out again because its receiver told its engine id or its clock. */
const MOST_LESSONS = 4;
/** What asks an engine who it is: a GET of nothing. */
const EMPTY_GET = Buffer.from('a00b0201000201000201003000', 'hex');
const NO_CONTEXT = new Uint8Array(0);

export interface OutboxOptions {
	readonly receiver: Receiver;
	readonly clock: Clock;
	/** Of this card or process; null where no receiver speaks SNMPv3. */
	readonly usm: UsmEngine | null;
	/** How long an inform waits for its answer, and how often it is sent at most. */
	readonly timeoutMs: Millis;
	readonly tries: number;
	/** Informs that wait at most; the oldest is given up for a new one. */
	readonly most: number;
	send(message: Uint8Array): void;
}

/** Counted from 0 since the start. */
export interface OutboxCounts {
	/** Notifications that went out, each once. */
	sent: number;
	answered: number;
	/** Informs given up: never answered, or refused by the receiver's security. */
	unanswered: number;
	/** Informs that were never sent for want of room. */
	dropped: number;
}

interface Inform {
	readonly id: number;
	readonly pdu: Uint8Array;
	readonly contextName: string;
	tries: number;
	lessons: number;
	cancel: () => void;
}

export class Outbox {
	readonly counts: OutboxCounts = {sent: 0, answered: 0, unanswered: 0, dropped: 0};
	readonly receiver: Receiver;
	#options: OutboxOptions;
	#peer: UsmPeer | null;
	#waiting: Inform[] = [];
	#flying = new Map<number, Inform>();
	#nextId = randomInt(GREATEST_INTEGER);

	constructor(options: OutboxOptions) {
		this.#options = options;
		this.receiver = options.receiver;
		const {form, user} = options.receiver;
		const isPeered = form === 'v3-inform' && user !== null && options.usm !== null;
		this.#peer = isPeered ? new UsmPeer({user, clock: options.clock, maxBytes: options.usm.maxBytes}) : null;
	}

	/** Sends a notification, or puts it behind those that wait for an answer. */
	push(notification: Notification, sender: Sender, contextName: string): void {
		const id = this.#takeId();
		const {form, community} = this.receiver;
		if (form === 'inform' || form === 'v3-inform') {
			const pdu = notificationPdu(INFORM_PDU, id, notification, sender);
			this.#wait({id, pdu, contextName, tries: 0, lessons: 0, cancel: () => {}});
			return;
		}
		this.counts.sent++;
		if (form === 'v1') {
			this.#options.send(communityMessage(VERSION_1, community, trapPdu1(notification, sender)));
			return;
		}
		const pdu = notificationPdu(TRAP_PDU, id, notification, sender);
		this.#options.send(
			form === 'v2c' ? communityMessage(VERSION_2C, community, pdu) : this.#trap3(id, pdu, contextName),
		);
	}

	/** Takes a datagram from the receiver's address. */
	incoming(message: Uint8Array): void {
		if (this.#peer === null) {
			this.#finish(this.#flying.get(answeredByMessage(message, this.receiver.community)), 'answered');
			return;
		}
		const answer = this.#peer.incoming(message);
		const inform = answer === null ? undefined : this.#flying.get(answer.messageId);
		if (answer === null || inform === undefined) {
			return;
		}
		if (answer.kind === 'answer') {
			this.#finish(answeredId(answer.scoped.pdu) === inform.id ? inform : undefined, 'answered');
		} else if (answer.kind === 'learnt' && inform.lessons < MOST_LESSONS) {
			inform.lessons++;
			this.#transmit(inform);
		} else {
			this.#finish(inform, 'unanswered');
		}
	}

	/** Gives up what is on its way. */
	close(): void {
		for (const inform of this.#flying.values()) {
			inform.cancel();
		}
		this.#flying.clear();
		this.#waiting = [];
	}

	#takeId(): number {
		this.#nextId = this.#nextId >= GREATEST_INTEGER ? 1 : this.#nextId + 1;
		return this.#nextId;
	}

	#trap3(id: number, pdu: Uint8Array, contextName: string): Uint8Array {
		const {usm, receiver} = this.#options;
		if (usm === null || receiver.user === null) {
			return NO_CONTEXT;
		}
		return usm.sealTrap(receiver.user, id, scopedFrom(usm.engineId, contextName, pdu));
	}

	#wait(inform: Inform): void {
		if (this.#waiting.length >= this.#options.most) {
			this.#waiting.shift();
			this.counts.dropped++;
		}
		this.#waiting.push(inform);
		this.#launch();
	}

	/** One alone asks an engine who it is. */
	#launch(): void {
		const most = this.#peer?.engineId === null ? 1 : MOST_IN_FLIGHT;
		while (this.#flying.size < most) {
			const inform = this.#waiting.shift();
			if (inform === undefined) {
				return;
			}
			this.counts.sent++;
			this.#flying.set(inform.id, inform);
			this.#try(inform);
		}
	}

	#try(inform: Inform): void {
		if (inform.tries >= this.#options.tries) {
			this.#finish(inform, 'unanswered');
			return;
		}
		inform.tries++;
		inform.cancel = this.#options.clock.after(this.#options.timeoutMs, () => this.#try(inform));
		this.#transmit(inform);
	}

	#transmit(inform: Inform): void {
		this.#options.send(this.#messageOf(inform));
	}

	#messageOf(inform: Inform): Uint8Array {
		if (this.#peer === null) {
			return communityMessage(VERSION_2C, this.receiver.community, inform.pdu);
		}
		if (this.#peer.engineId === null) {
			return this.#peer.discovery(inform.id, scopedFrom(NO_CONTEXT, '', EMPTY_GET));
		}
		const own = this.#options.usm?.engineId ?? NO_CONTEXT;
		return this.#peer.seal(inform.id, scopedFrom(own, inform.contextName, inform.pdu));
	}

	#finish(inform: Inform | undefined, as: 'answered' | 'unanswered'): void {
		if (inform === undefined) {
			return;
		}
		inform.cancel();
		this.#flying.delete(inform.id);
		this.counts[as]++;
		this.#launch();
	}
}
