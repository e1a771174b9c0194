// The user-based security model towards an engine that we ask (RFC 3414 3.1, 3.2 and 4): its id is found, then its clock, and its
// answers are let in. Informs need it: there the receiver's engine is the authoritative one.

import type {Clock} from '../../../core/clock.ts';
import {SECOND} from '../../../core/clock.ts';
import {isSameDigest} from './auth.ts';
import {TIME_WINDOW_SECONDS} from './engine.ts';
import type {UsmHeader} from './message.ts';
import {LEVEL_BITS, parseMessage, REPORTABLE, sealMessage, USM_MODEL} from './message.ts';
import {decrypt, Salts} from './privacy.ts';
import {firstObject, parseScoped, REPORT_PDU} from './scoped.ts';
import type {ScopedPdu} from './scoped.ts';
import {statisticObjects} from './statistics.ts';
import {authPriv, noAuthNoPriv, wireName} from './users.ts';
import type {UserKeys, UsmUser} from './users.ts';

export interface PeerOptions {
	readonly user: UsmUser;
	readonly clock: Pick<Clock, 'now'>;
	readonly maxBytes: number;
}

/**
 * answer: the scoped PDU of a response. learnt: the peer's id or clock is known now, and what was sent as this message is to be
 * sealed and sent again. refused: the peer reports the counter at `object`, such as that of wrong digests.
 */
export type PeerAnswer =
	| {readonly kind: 'answer'; readonly messageId: number; readonly scoped: ScopedPdu}
	| {readonly kind: 'learnt'; readonly messageId: number}
	| {readonly kind: 'refused'; readonly messageId: number; readonly object: string};

const NO_BYTES = new Uint8Array(0);

export class UsmPeer {
	#options: PeerOptions;
	#engineId: Uint8Array | null = null;
	#keys: UserKeys = {auth: null, priv: null};
	#boots = 0;
	/** The peer's latest time, s, and when it was told. */
	#latest = 0;
	#latestAtMs = 0;
	readonly #salts = new Salts();

	constructor(options: PeerOptions) {
		this.#options = options;
	}

	/** Null until the first message has been answered. */
	get engineId(): Uint8Array | null {
		return this.#engineId;
	}

	/** The peer's time as far as is known, s. */
	get time(): number {
		return this.#boots === 0 ? 0 : this.#latest + Math.floor((this.#options.clock.now() - this.#latestAtMs) / SECOND);
	}

	/** What asks an engine who it is (RFC 3414 4, step 1). `scoped` is a PDU without varbinds. */
	discovery(messageId: number, scoped: Uint8Array): Uint8Array {
		return sealMessage({...this.#envelope(messageId, noAuthNoPriv, NO_BYTES), userName: '', boots: 0, time: 0}, scoped);
	}

	/** The message of a scoped PDU that is to be answered; `engineId` must be known. */
	seal(messageId: number, scoped: Uint8Array): Uint8Array {
		return sealMessage(this.#envelope(messageId, this.#options.user.level, this.#engineId ?? NO_BYTES), scoped);
	}

	/** Takes a message from the peer's address; null for what is not of the peer, or not of now. */
	incoming(message: Uint8Array): PeerAnswer | null {
		const header = parseMessage(message);
		if (header === null || header.model !== USM_MODEL) {
			return null;
		}
		const level = header.flags & LEVEL_BITS;
		if (level === noAuthNoPriv) {
			return this.#unauthenticated(header);
		}
		if (!this.#isAuthentic(message, header) || !this.#isInTime(header)) {
			return null;
		}
		const scoped = this.#opened(header);
		if (scoped === null) {
			return null;
		}
		if (scoped.pdu[0] === REPORT_PDU) {
			return this.#reported(header.messageId, firstObject(scoped.pdu));
		}
		// An answer at a lower level than the question may be anybody's.
		return level === this.#options.user.level ? {kind: 'answer', messageId: header.messageId, scoped} : null;
	}

	#reported(messageId: number, object: string): PeerAnswer {
		const isLearnt = object === statisticObjects.usmStatsNotInTimeWindows;
		return isLearnt ? {kind: 'learnt', messageId} : {kind: 'refused', messageId, object};
	}

	#unauthenticated(header: UsmHeader): PeerAnswer | null {
		const scoped = header.isEnciphered ? null : parseScoped(header.payload);
		const {messageId} = header;
		if (scoped === null) {
			return null;
		}
		if (scoped.pdu[0] !== REPORT_PDU) {
			return this.#options.user.level === noAuthNoPriv ? {kind: 'answer', messageId, scoped} : null;
		}
		const object = firstObject(scoped.pdu);
		if (object === statisticObjects.usmStatsUnknownEngineIDs && header.engineId.length > 0) {
			this.#meet(header.engineId);
			return {kind: 'learnt', messageId};
		}
		return {kind: 'refused', messageId, object};
	}

	/** Its clock is believed only from an authentic message. */
	#meet(engineId: Uint8Array): void {
		this.#engineId = Uint8Array.from(engineId);
		this.#keys = this.#options.user.keysAt(this.#engineId);
		this.#boots = 0;
		this.#latest = 0;
	}

	#isAuthentic(message: Uint8Array, header: UsmHeader): boolean {
		const {auth} = this.#options.user.spec;
		const isOurs = this.#engineId !== null && Buffer.compare(header.engineId, this.#engineId) === 0;
		if (!isOurs || auth === null || this.#keys.auth === null) {
			return false;
		}
		const right = this.#keys.auth.digest(message, header.digestFrom, header.digestTo);
		return isSameDigest(message.subarray(header.digestFrom, header.digestTo), right);
	}

	/** RFC 3414 3.2 step 7 b: takes over what is later than known, and refuses what is older than the window. */
	#isInTime(header: UsmHeader): boolean {
		const time = this.time;
		if (header.boots > this.#boots || (header.boots === this.#boots && header.time > this.#latest)) {
			this.#boots = header.boots;
			this.#latest = header.time;
			this.#latestAtMs = this.#options.clock.now();
			return true;
		}
		return header.boots === this.#boots && header.time >= time - TIME_WINDOW_SECONDS;
	}

	#opened(header: UsmHeader): ScopedPdu | null {
		const {priv} = this.#options.user.spec;
		if ((header.flags & LEVEL_BITS) !== authPriv) {
			return header.isEnciphered ? null : parseScoped(header.payload);
		}
		if (!header.isEnciphered || priv === null || this.#keys.priv === null) {
			return null;
		}
		const plain = decrypt(priv, this.#keys.priv, header, header.payload);
		return plain === null ? null : parseScoped(plain);
	}

	#envelope(messageId: number, level: number, engineId: Uint8Array): Parameters<typeof sealMessage>[0] {
		const {user, maxBytes} = this.#options;
		return {
			messageId,
			maxSize: maxBytes,
			flags: level | REPORTABLE,
			engineId,
			boots: this.#boots,
			time: this.time,
			userName: wireName(user),
			spec: user.spec,
			keys: this.#keys,
			salt: level === authPriv ? this.#salts.take(user.spec.priv, this.#boots) : NO_BYTES,
		};
	}
}
