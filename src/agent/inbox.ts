// What comes to a card from its broker: acks and orders of the present session. Anything malformed, retained or too large is
// refused, counted and told of at a limited rate, and never disturbs the session.

import type {ProtobufReader} from '../codec/protobuf-reader.ts';
import {MINUTE, SECOND} from '../core/clock.ts';
import type {Millis} from '../core/clock.ts';
import {decodeAck} from './ack.ts';
import type {Ack} from './ack.ts';
import {phaseMomentary} from './card.ts';
import type {Card} from './card.ts';
import {findEvent} from './events.ts';
import {originMqtt} from './roles.ts';
import type {InKind} from './uplink.ts';

/** What a consumer wishes is done at most this often. */
const WISH_EVERY_MS = SECOND;
/** Refused messages are told of at most this often. */
const TELL_EVERY_MS = MINUTE;
/** An ack has five small fields; what is longer is none. */
const ACK_BYTES_MAX = 64;

/** Why a card without updates takes nothing of kind `ota`. */
export const takesNoFirmware = 'this card takes no firmware over MQTT';

/** What a card does about what it is told. */
export interface InboxActions {
	/** The consumer's word on the events; false where it claims what cannot be. */
	acked(card: number, ack: Ack, t: Millis): boolean;
	sendBirth(card: number, t: Millis): void;
	sendFullSample(card: number, t: Millis): void;
	/** Bytes of an order, retained ones included: whoever refuses it answers. */
	ordered(card: number, payload: Uint8Array, retained: boolean, t: Millis): void;
	/** A message about firmware (src/ota/messages.ts); why it is refused, '' when it is taken. The bytes are the caller's again afterwards. */
	ota(card: number, payload: Uint8Array, t: Millis): string;
	/** `count` messages were refused since the last time; `why` says what was wrong with the newest. */
	refused(card: number, count: number, why: string, t: Millis): void;
}

function idOf(name: string): number {
	const event = findEvent(name);
	return event === null ? 0 : event.id;
}

const messageRefused = idOf('messageRefused');

/** Logs that `count` messages to a card were refused, the newest for the reason `why`. */
export function logRefusals(card: Card, t: Millis, count: number, why: string): void {
	const note = {actor: '', role: 0, origin: originMqtt, commandId: '', text: why};
	card.logNoted(t, messageRefused, phaseMomentary, count, note);
}

export class Inbox {
	reader: ProtobufReader;
	actions: InboxActions;
	birthAt: Float64Array;
	fullAt: Float64Array;
	toldAt: Float64Array;
	untold: Int32Array;
	/** Messages refused so far. */
	refused: number;

	constructor(count: number, reader: ProtobufReader, actions: InboxActions) {
		this.reader = reader;
		this.actions = actions;
		this.birthAt = new Float64Array(count).fill(-Infinity);
		this.fullAt = new Float64Array(count).fill(-Infinity);
		this.toldAt = new Float64Array(count).fill(-Infinity);
		this.untold = new Int32Array(count);
		this.refused = 0;
	}

	take(card: number, kind: InKind, payload: Uint8Array, retained: boolean, t: Millis): void {
		if (kind === 'ack') {
			this.takeAck(card, payload, retained, t);
		} else if (kind === 'command') {
			this.actions.ordered(card, payload, retained, t);
		} else {
			this.takeOta(card, payload, retained, t);
		}
	}

	/** A broker keeps what is retained for as long as it likes: a piece of an older release, or an offer that was withdrawn. */
	takeOta(card: number, payload: Uint8Array, retained: boolean, t: Millis): void {
		const why = retained ? 'a message about firmware must not be retained' : this.actions.ota(card, payload, t);
		if (why !== '') {
			this.refuse(card, why, t);
		}
	}

	takeAck(card: number, payload: Uint8Array, retained: boolean, t: Millis): void {
		if (retained) {
			return this.refuse(card, 'an ack must not be retained', t);
		}
		const ack = payload.length > ACK_BYTES_MAX ? null : decodeAck(this.reader.load(payload));
		if (ack === null) {
			return this.refuse(card, 'an ack is not the message Ack of ridethrough.v1', t);
		}
		if (!this.actions.acked(card, ack, t)) {
			this.refuse(card, 'an ack names events that were never logged', t);
		}
		if (ack.birth && t - this.birthAt[card] >= WISH_EVERY_MS) {
			this.birthAt[card] = t;
			this.actions.sendBirth(card, t);
		}
		if (ack.fullSample && t - this.fullAt[card] >= WISH_EVERY_MS) {
			this.fullAt[card] = t;
			this.actions.sendFullSample(card, t);
		}
	}

	/** Counts a message that is not taken, and tells of it when the last time is long enough ago. */
	refuse(card: number, why: string, t: Millis): void {
		this.refused += 1;
		this.untold[card] += 1;
		if (t - this.toldAt[card] >= TELL_EVERY_MS) {
			const count = this.untold[card];
			this.toldAt[card] = t;
			this.untold[card] = 0;
			this.actions.refused(card, count, why, t);
		}
	}
}
