// The user-based security model of an engine that answers (RFC 3414 3.2, RFC 3412 7.2): what comes in is checked step by step, and
// what is wrong is counted and, where the sender wants it, reported.

import type {Clock} from '../../../core/clock.ts';
import {SECOND} from '../../../core/clock.ts';
import {isSameDigest} from './auth.ts';
import type {UsmHeader} from './message.ts';
import {
	GREATEST_INTEGER,
	LEVEL_BITS,
	OVERHEAD_BYTES,
	parseMessage,
	REPORTABLE,
	sealMessage,
	USM_MODEL,
} from './message.ts';
import {decrypt, Salts} from './privacy.ts';
import {parseScoped, reportPdu, scopedFrom} from './scoped.ts';
import type {ScopedPdu} from './scoped.ts';
import {statisticObjects, Statistics} from './statistics.ts';
import type {Counting, StatisticName} from './statistics.ts';
import {authNoPriv, authPriv, noAuthNoPriv, wireName} from './users.ts';
import type {UserKeys, UsmUser, UsmUserSpec} from './users.ts';

/** RFC 3414 2.2.3, s. */
export const TIME_WINDOW_SECONDS = 150;
/** What a datagram of an Ethernet carries whole. */
export const DEFAULT_MAX_BYTES = 1472;
/** msgFlags that ask for privacy without authentication. */
const PRIV_WITHOUT_AUTH = 2;
const NO_BYTES = new Uint8Array(0);

/** A message that was not let in for want of the right name, level or digest. Nothing secret. */
export interface UsmRefusal {
	readonly reason: StatisticName;
	readonly userName: string;
	/** As the caller of `incoming` names the sender. */
	readonly source: string;
}

export interface UsmOptions {
	readonly engineId: Uint8Array;
	readonly users: readonly UsmUser[];
	/** Of the card: it begins with 0 at each start. */
	readonly clock: Pick<Clock, 'now'>;
	/** Starts of this engine, this one included (boots.ts). */
	readonly boots: number;
	/** The largest message that is sent and told to be taken; DEFAULT_MAX_BYTES for Ethernet. */
	readonly maxBytes: number;
	readonly onRefused: (refusal: UsmRefusal) => void;
	/** Where it counts; its own counters where nothing is said. */
	readonly statistics?: Counting;
}

/** A message that was let in. */
export interface UsmRequest extends ScopedPdu {
	readonly user: UsmUserSpec;
	/** noAuthNoPriv, authNoPriv or authPriv. */
	readonly level: number;
	/** How large the scoped PDU of the answer may be. */
	readonly roomBytes: number;
	/** The message that answers with a scoped PDU. */
	seal(scoped: Uint8Array): Uint8Array;
	/** Counts what the rest of the engine found wrong, and makes its report; null where the sender wants none. */
	report(name: StatisticName): Uint8Array | null;
}

export type Incoming = {readonly request: UsmRequest} | {readonly report: Uint8Array} | null;

interface Local {
	readonly user: UsmUser;
	/** Made when the user is first heard. */
	keys: UserKeys | null;
}

/** A step's finding: what is wrong, and at which level the report goes out. */
interface Fault {
	readonly name: StatisticName;
	readonly level: number;
}

const refusals: ReadonlySet<StatisticName> = new Set<StatisticName>([
	'usmStatsUnknownUserNames',
	'usmStatsUnsupportedSecLevels',
	'usmStatsWrongDigests',
	'usmStatsDecryptionErrors',
]);

function fault(name: StatisticName): Fault {
	return {name, level: noAuthNoPriv};
}

export class UsmEngine {
	readonly engineId: Uint8Array;
	readonly statistics: Counting;
	readonly maxBytes: number;
	#options: UsmOptions;
	#locals = new Map<string, Local>();
	/** Users that are only sent as. */
	#senders = new Map<UsmUser, Local>();
	readonly #salts = new Salts();

	constructor(options: UsmOptions) {
		this.#options = options;
		this.engineId = options.engineId;
		this.statistics = options.statistics ?? new Statistics();
		this.maxBytes = options.maxBytes;
		for (const user of options.users) {
			this.#locals.set(wireName(user), {user, keys: null});
		}
	}

	get boots(): number {
		return this.#options.boots;
	}

	/** snmpEngineTime: seconds since the card started, as sysUpTime counts them (snmp.md (c)). */
	get time(): number {
		return Math.min(Math.floor(this.#options.clock.now() / SECOND), GREATEST_INTEGER);
	}

	/** Takes a message of version 3. Null: it is dropped, and counted. */
	incoming(message: Uint8Array, source: string): Incoming {
		const header = parseMessage(message);
		const dropped = header === null ? 'snmpInASNParseErrs' : globalFault(header);
		if (header === null || dropped !== null) {
			this.statistics.add(dropped ?? 'snmpInASNParseErrs');
			return null;
		}
		const local = this.#locals.get(header.userName) ?? null;
		const found =
			this.#headerFault(header, local) ?? (local === null ? null : this.#securityFault(message, header, local));
		if (local === null || found !== null) {
			return this.#refuse(found ?? fault('usmStatsUnknownUserNames'), header, source);
		}
		const scoped = this.#opened(header, local);
		if (scoped === null) {
			const name = header.isEnciphered ? 'usmStatsDecryptionErrors' : 'snmpInASNParseErrs';
			return this.#refuse(fault(name), header, source);
		}
		return {request: this.#requestOf(header, local, scoped)};
	}

	/** The message of a notification that this engine sends without waiting for an answer, at the level of `user`. */
	sealTrap(user: UsmUser, messageId: number, scoped: Uint8Array): Uint8Array {
		const local = this.#senders.get(user) ?? {user, keys: null};
		this.#senders.set(user, local);
		return this.#sealed({messageId, userName: wireName(user)}, user.level, local, scoped);
	}

	/** RFC 3414 3.2, steps 3 to 5: whose engine, who, and whether he may speak so. */
	#headerFault(header: UsmHeader, local: Local | null): Fault | null {
		const level = header.flags & LEVEL_BITS;
		if (Buffer.compare(header.engineId, this.engineId) !== 0) {
			return fault('usmStatsUnknownEngineIDs');
		}
		if (local === null) {
			return fault('usmStatsUnknownUserNames');
		}
		// Who has a passphrase is heard with a digest only: else a name would be enough. Privacy is the sender's choice.
		const isTooLow = level === noAuthNoPriv && local.user.level !== noAuthNoPriv;
		return isTooLow || level > local.user.level ? fault('usmStatsUnsupportedSecLevels') : null;
	}

	/** Steps 6 and 7: who sent it, and when. */
	#securityFault(message: Uint8Array, header: UsmHeader, local: Local): Fault | null {
		const auth = local.user.spec.auth;
		const key = this.#keysOf(local).auth;
		if ((header.flags & LEVEL_BITS) === noAuthNoPriv || auth === null || key === null) {
			return null;
		}
		const right = key.digest(message, header.digestFrom, header.digestTo);
		if (!isSameDigest(message.subarray(header.digestFrom, header.digestTo), right)) {
			return fault('usmStatsWrongDigests');
		}
		const isInTime =
			this.boots < GREATEST_INTEGER
			&& header.boots === this.boots
			&& Math.abs(header.time - this.time) <= TIME_WINDOW_SECONDS;
		// The one report that is itself authenticated: the sender sets his clock by it.
		return isInTime ? null : {name: 'usmStatsNotInTimeWindows', level: authNoPriv};
	}

	/** Step 8: the scoped PDU in clear; null where it is none. */
	#opened(header: UsmHeader, local: Local): ScopedPdu | null {
		const wantsPrivacy = (header.flags & LEVEL_BITS) === authPriv;
		if (wantsPrivacy !== header.isEnciphered) {
			return null;
		}
		const priv = local.user.spec.priv;
		const key = this.#keysOf(local).priv;
		if (!wantsPrivacy || priv === null || key === null) {
			return parseScoped(header.payload);
		}
		const plain = decrypt(priv, key, header, header.payload);
		return plain === null ? null : parseScoped(plain);
	}

	#requestOf(header: UsmHeader, local: Local, scoped: ScopedPdu): UsmRequest {
		const level = header.flags & LEVEL_BITS;
		const {contextEngineId, contextName, pdu, requestId} = scoped;
		return {
			contextEngineId,
			contextName,
			pdu,
			requestId,
			user: local.user.spec,
			level,
			roomBytes: Math.min(header.maxSize, this.maxBytes) - OVERHEAD_BYTES,
			seal: answer => this.#sealed(header, level, local, answer),
			report: name => {
				const count = this.statistics.add(name);
				const told = scopedFrom(this.engineId, '', reportPdu(requestId, statisticObjects[name], count));
				return (header.flags & REPORTABLE) === 0 ? null : this.#sealed(header, level, local, told);
			},
		};
	}

	#refuse(found: Fault, header: UsmHeader, source: string): Incoming {
		const count = this.statistics.add(found.name);
		if (refusals.has(found.name)) {
			this.#options.onRefused({reason: found.name, userName: header.userName, source});
		}
		if ((header.flags & REPORTABLE) === 0 || found.name === 'snmpInASNParseErrs') {
			return null;
		}
		const requestId = header.isEnciphered ? 0 : (parseScoped(header.payload)?.requestId ?? 0);
		const scoped = scopedFrom(this.engineId, '', reportPdu(requestId, statisticObjects[found.name], count));
		const local = found.level === noAuthNoPriv ? null : (this.#locals.get(header.userName) ?? null);
		return {report: this.#sealed(header, local === null ? noAuthNoPriv : found.level, local, scoped)};
	}

	#sealed(
		to: Pick<UsmHeader, 'messageId' | 'userName'>,
		level: number,
		local: Local | null,
		scoped: Uint8Array,
	): Uint8Array {
		return sealMessage(
			{
				messageId: to.messageId,
				maxSize: this.maxBytes,
				flags: level,
				engineId: this.engineId,
				boots: this.boots,
				time: this.time,
				userName: to.userName,
				spec: local?.user.spec ?? null,
				keys: local === null ? null : this.#keysOf(local),
				salt: level === authPriv ? this.#salts.take(local?.user.spec.priv ?? null, this.boots) : NO_BYTES,
			},
			scoped,
		);
	}

	#keysOf(local: Local): UserKeys {
		local.keys ??= local.user.keysAt(this.engineId);
		return local.keys;
	}
}

/** RFC 3412 7.2, steps 2 to 5: what is dropped before the security model is asked. */
function globalFault(header: UsmHeader): StatisticName | null {
	if (header.model !== USM_MODEL) {
		return 'snmpUnknownSecurityModels';
	}
	return (header.flags & LEVEL_BITS) === PRIV_WITHOUT_AUTH ? 'snmpInvalidMsgs' : null;
}
