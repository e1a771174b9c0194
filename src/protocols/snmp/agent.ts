// An SNMP agent without its sockets: whole messages in, whole messages out, for any of the cards of a process (RFC 1157 section 4,
// RFC 1901, RFC 3412).

import {BerReader, INTEGER, OCTET_STRING, SEQUENCE} from '../../codec/ber.ts';
import {BerWriter} from '../../codec/ber-writer.ts';
import {Communities} from './communities.ts';
import type {CommunitySpec} from './communities.ts';
import {placeOf} from './counters.ts';
import type {CounterName, SnmpCounters} from './counters.ts';
import {SnmpEngine} from './engine.ts';
import type {EngineOptions} from './engine.ts';
import {Refused} from './refused.ts';
import {originSnmp} from './origin.ts';

/** What fits a datagram of Ethernet, and the least that an agent must take (snmp.md (e), RFC 3417 section 3.2.1). */
export const MESSAGE_SIZE = 1472;
const LEAST_MESSAGE_SIZE = 484;
const LARGEST_MESSAGE_SIZE = 65_507;
/** Of a message beside its PDU and its community: headers and the version. */
const MESSAGE_OVERHEAD = 12;
const VERSION_3 = 3;
const LARGEST_VERSION = 1;

export interface Source {
	readonly address: string;
	readonly port: number;
}

export interface AgentOptions extends EngineOptions {
	readonly communities: readonly CommunitySpec[];
	/** Answers a message of SNMPv3 (usm/): the whole answer, valid until the next message; null for none. `card` is the socket's. */
	readonly v3?: (message: Uint8Array, from: Source, card: number) => Uint8Array | null;
	/** Sends an authenticationFailure trap, where snmpEnableAuthenTraps says so; told as often as the event snmpAccessRefused. */
	readonly onAuthenticationFailure?: (card: number, from: string) => void;
	/** The longest answer, bytes; 1472 where nothing is said. */
	readonly maxMessageSize?: number;
}

const inPackets = placeOf('snmpInPkts');
const outPackets = placeOf('snmpOutPkts');
const NOBODY = {role: 0, origin: originSnmp};

export class SnmpAgent {
	readonly engine: SnmpEngine;
	readonly counters: SnmpCounters;
	readonly maxMessageSize: number;
	readonly #options: AgentOptions;
	readonly #communities: Communities;
	readonly #refused: Refused;
	readonly #reader = new BerReader();
	readonly #writer = new BerWriter(0);

	/** Throws E_USAGE where a community is not as it must be. */
	constructor(options: AgentOptions) {
		const {house} = options;
		this.#options = options;
		this.engine = new SnmpEngine(options);
		this.counters = this.engine.counters;
		this.maxMessageSize = Math.min(
			Math.max(options.maxMessageSize ?? MESSAGE_SIZE, LEAST_MESSAGE_SIZE),
			LARGEST_MESSAGE_SIZE,
		);
		this.#communities = new Communities(options.communities, cardId => house.find(cardId));
		this.#refused = new Refused((card, address, count) => this.#tellRefused(card, address, count));
		for (let card = 0; card < house.count; card++) {
			this.counters.set(card, 'snmpEngineMaxMessageSize', this.maxMessageSize);
		}
	}

	/**
	 * Answers a message that came to the socket of `card`. The answer is written into `memory`, which has room for the longest;
	 * null where there is none.
	 */
	answer(message: Uint8Array, from: Source, card: number, memory: Uint8Array): Uint8Array | null {
		this.counters.add(card, inPackets, 1);
		const reader = this.#reader.load(message, 0, message.length);
		reader.enter(SEQUENCE);
		const version = reader.integer();
		if (reader.bad) {
			return this.#drop(card, 'snmpInASNParseErrs');
		}
		if (version === VERSION_3 && this.#options.v3 !== undefined) {
			return this.#sent(card, copied(this.#options.v3(message, from, card), memory));
		}
		if (version < 0 || version > LARGEST_VERSION) {
			return this.#drop(card, 'snmpInBadVersions');
		}
		reader.read(OCTET_STRING);
		if (reader.bad) {
			return this.#drop(card, 'snmpInASNParseErrs');
		}
		return this.#answerCommunity(version, from, card, memory);
	}

	/** A manager was refused, in whatever version: counted there, told here. */
	refuse(card: number, address: string): void {
		const view = this.#options.house.view(card);
		view.look();
		this.#refused.add(card, address, view.now);
	}

	#answerCommunity(version: number, {address}: Source, socketCard: number, memory: Uint8Array): Uint8Array | null {
		const reader = this.#reader;
		const {from, to} = reader;
		const found = this.#communities.find(reader.bytes, from, to, address);
		if (found === null) {
			this.refuse(socketCard, address);
			return this.#drop(socketCard, 'snmpInBadCommunityNames');
		}
		const writer = this.#writer;
		writer.use(memory.length > this.maxMessageSize ? memory.subarray(0, this.maxMessageSize) : memory);
		const end = writer.mark();
		const room = end - (to - from) - MESSAGE_OVERHEAD;
		const card = found.card < 0 ? socketCard : found.card;
		if (!this.engine.answer(reader, writer, {version, principal: found.principal, card, room})) {
			return null;
		}
		writer.octets(OCTET_STRING, reader.bytes, from, to);
		writer.integer(INTEGER, version);
		writer.wrap(SEQUENCE, end);
		return this.#sent(socketCard, writer.overflowed ? null : writer.view());
	}

	#sent(card: number, answer: Uint8Array | null): Uint8Array | null {
		if (answer !== null) {
			this.counters.add(card, outPackets, 1);
		}
		return answer;
	}

	#drop(card: number, counter: CounterName): null {
		this.counters.count(card, counter);
		return null;
	}

	#tellRefused(card: number, address: string, count: number): void {
		const times = count === 1 ? 'A request' : `${count} requests`;
		this.#options.house.view(card).note('snmpAccessRefused', {actor: address, ...NOBODY}, `${times} from ${address}.`);
		if (this.counters.value(card, 'snmpEnableAuthenTraps') === 1) {
			this.#options.onAuthenticationFailure?.(card, address);
		}
	}
}

/** An answer in memory of the caller, who may keep it longer than whoever made it. */
function copied(answer: Uint8Array | null, memory: Uint8Array): Uint8Array | null {
	if (answer === null) {
		return null;
	}
	if (answer.length > memory.length) {
		return answer.slice();
	}
	memory.set(answer);
	return memory.subarray(0, answer.length);
}
