// Answers the PDUs of SNMPv1 (version 0), v2c (1) and v3 (3) for any of the cards of a process: RFC 1157, RFC 3416. Whoever knows
// who asks (a community, or a user of USM) calls
//   engine.answer(reader, writer, {version, principal, card, room}): boolean
// with the reader before the PDU (for v3: behind contextEngineID and contextName) and the writer where the PDU shall end. True:
// the answer's PDU stands before what the writer held; false: there is none to send. `room` is how many bytes the PDU may have.

import type {CardHouse, CardView} from '../../agent/card-view.ts';
import {INTEGER, SEQUENCE} from '../../codec/ber.ts';
import type {BerReader} from '../../codec/ber.ts';
import type {BerWriter} from '../../codec/ber-writer.ts';
import {placeOf, SnmpCounters} from './counters.ts';
import {Gets} from './gets.ts';
import type {Mib} from './mib.ts';
import {MibIndex} from './mib-index.ts';
import {GET, GET_NEXT, isRequest, Pdu, RESPONSE, SET, TRAP_V1, TRAP_V2} from './pdu.ts';
import {Place} from './place.ts';
import type {Principal} from './principal.ts';
import {setAll} from './set.ts';
import * as status from './status.ts';
import {Varbinds} from './varbinds.ts';
import {Walker} from './walker.ts';

/** Of a PDU beside its list, at most: headers, request id, error status and index. */
const PDU_OVERHEAD = 24;
const LARGEST_LIST = 65_536;

export interface EngineOptions {
	readonly house: CardHouse;
	readonly mib: Mib;
	/** Names of quirks.ts. */
	readonly quirks?: readonly string[];
	/** Whether somebody is logged on to a card: then `write` does not set (nmc.md 11). */
	readonly loggedOn?: (card: number) => boolean;
	/** A row that threw: a fault of this program, answered with genErr. */
	readonly onFault?: (error: unknown) => void;
}

/** Who asks which card, with which version, and how many bytes the PDU of the answer may have. */
export interface Asked {
	readonly version: number;
	readonly principal: Principal;
	readonly card: number;
	readonly room: number;
}

/** By type of a PDU that came in, and by error status that goes out. */
const inCounters: Readonly<Record<number, number>> = {
	[GET]: placeOf('snmpInGetRequests'),
	[GET_NEXT]: placeOf('snmpInGetNexts'),
	[SET]: placeOf('snmpInSetRequests'),
	[RESPONSE]: placeOf('snmpInGetResponses'),
	[TRAP_V1]: placeOf('snmpInTraps'),
	[TRAP_V2]: placeOf('snmpInTraps'),
};
const outCounters: Readonly<Record<number, number>> = {
	[status.tooBig]: placeOf('snmpOutTooBigs'),
	[status.noSuchName]: placeOf('snmpOutNoSuchNames'),
	[status.badValue]: placeOf('snmpOutBadValues'),
	[status.genErr]: placeOf('snmpOutGenErrs'),
};
const requestedVariables = placeOf('snmpInTotalReqVars');
const setVariables = placeOf('snmpInTotalSetVars');
const outResponses = placeOf('snmpOutGetResponses');

export class SnmpEngine {
	readonly counters: SnmpCounters;
	readonly place: Place;
	readonly index: MibIndex;
	readonly #options: EngineOptions;
	readonly #walker: Walker;
	readonly #list = new Varbinds(LARGEST_LIST);
	readonly #gets: Gets;
	readonly #pdu = new Pdu();
	/** Which binding the error status is about, from 1. */
	#at = 0;

	/** Throws where the MIB is no MIB (mib-index.ts). */
	constructor(options: EngineOptions) {
		this.#options = options;
		this.counters = new SnmpCounters(options.house.count);
		this.place = new Place(this.counters, options.quirks ?? []);
		this.index = new MibIndex(options.mib);
		this.#walker = new Walker(this.index, this.place);
		this.#gets = new Gets(this.#walker, this.#list);
	}

	/** See the top of this file. */
	answer(reader: BerReader, writer: BerWriter, asked: Asked): boolean {
		const {card, version} = asked;
		const isPdu = reader.next();
		const type = isPdu ? reader.tag : 0;
		this.#countIn(card, type, version);
		if (!isRequest(type, version)) {
			return false;
		}
		if (!this.#pdu.parse(reader)) {
			this.counters.count(card, 'snmpInASNParseErrs');
			return false;
		}
		const outcome = this.#fill(type, reader.bytes, asked);
		return this.#respond(type, status.statusFor(version, outcome), reader.bytes, writer, asked);
	}

	#countIn(card: number, type: number, version: number): void {
		const counter = inCounters[type];
		if (counter !== undefined) {
			this.counters.add(card, counter, 1);
		} else if (!isRequest(type, version)) {
			this.counters.count(card, type === 0 ? 'snmpInASNParseErrs' : 'snmpUnknownPDUHandlers');
		}
	}

	/** Fills the list. Returns the error status of SNMPv2, with `#at` the binding that it is about. */
	#fill(type: number, bytes: Uint8Array, asked: Asked): number {
		const view = this.#options.house.view(asked.card);
		view.look();
		this.place.card = view;
		this.#walker.begin(view, asked.principal.view, asked.version);
		this.#list.begin(asked.room - PDU_OVERHEAD);
		const list = this.#pdu.list(bytes);
		try {
			if (type === SET) {
				return this.#set(list, view, asked.principal);
			}
			const outcome = this.#get(type, list, asked.version);
			this.#at = outcome === status.tooBig ? 0 : this.#gets.at;
			return outcome;
		} catch (error) {
			this.#at = type === SET ? 0 : this.#gets.at;
			this.#options.onFault?.(error);
			return status.genErr;
		}
	}

	#get(type: number, list: BerReader, version: number): number {
		if (type === GET) {
			return this.#gets.get(list, version);
		}
		return type === GET_NEXT ? this.#gets.getNext(list, version, Infinity) : this.#gets.getBulk(list, this.#pdu);
	}

	#set(list: BerReader, view: CardView, principal: Principal): number {
		const {access} = principal;
		if (access === 'write+' || (access === 'write' && this.#options.loggedOn?.(view.card) !== true)) {
			const ports = {house: this.#options.house, walker: this.#walker, place: this.place};
			const outcome = setAll(ports, list, view, principal);
			this.#at = outcome.index;
			return outcome.status;
		}
		this.counters.count(view.card, 'snmpInBadCommunityUses');
		this.#at = Math.min(1, this.#pdu.bindings);
		return this.#pdu.bindings === 0 ? status.noError : status.noAccess;
	}

	/** Writes the answer: the list, or with an error the list of the request, or with tooBig none where that is too big. */
	#respond(type: number, outcome: number, bytes: Uint8Array, writer: BerWriter, asked: Asked): boolean {
		const end = writer.mark();
		const {listFrom, listTo} = this.#pdu;
		let told = outcome;
		if (outcome === status.noError && type !== SET) {
			writer.raw(this.#list.bytes, 0, this.#list.at);
		} else if (outcome !== status.tooBig || asked.version === 0) {
			writer.raw(bytes, listFrom, listTo);
		}
		if (writer.overflowed || end - writer.at + PDU_OVERHEAD > asked.room) {
			writer.back(end);
			told = status.tooBig;
			if (asked.version === 0) {
				// SNMPv1 has no answer that is shorter than its request.
				this.counters.count(asked.card, 'snmpSilentDrops');
				return false;
			}
		}
		this.#finish(told, bytes, writer, end);
		this.#countOut(type, told, asked.card);
		return !writer.overflowed;
	}

	#finish(told: number, bytes: Uint8Array, writer: BerWriter, end: number): void {
		writer.wrap(SEQUENCE, end);
		writer.integer(INTEGER, told === status.noError || told === status.tooBig ? 0 : this.#at);
		writer.integer(INTEGER, told);
		writer.raw(bytes, this.#pdu.idFrom, this.#pdu.idTo);
		writer.wrap(RESPONSE, end);
	}

	#countOut(type: number, told: number, card: number): void {
		const {counters} = this;
		counters.add(card, outResponses, 1);
		const counter = outCounters[told];
		if (counter !== undefined) {
			counters.add(card, counter, 1);
		}
		if (told === status.noError) {
			counters.add(
				card,
				type === SET ? setVariables : requestedVariables,
				type === SET ? this.#pdu.bindings : this.#list.count,
			);
		}
	}
}
