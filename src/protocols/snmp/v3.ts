// SNMPv3 for the cards of a process: an engine for each socket, whose context names are the cards.

import type {CardHouse} from '../../agent/card-view.ts';
import {BerReader} from '../../codec/ber.ts';
import {BerWriter} from '../../codec/ber-writer.ts';
import type {Clock} from '../../core/clock.ts';
import type {SnmpAgent, Source} from './agent.ts';
import type {CounterName} from './counters.ts';
import {administrator} from './origin.ts';
import {accessOf} from './principal.ts';
import type {Principal} from './principal.ts';
import {answerV3} from './usm/answer.ts';
import type {V3Service} from './usm/answer.ts';
import {engineIdFrom} from './usm/boots.ts';
import {UsmEngine} from './usm/engine.ts';
import type {UsmRequest} from './usm/engine.ts';
import type {Counting} from './usm/statistics.ts';
import type {UsmUser, UsmUserSpec} from './usm/users.ts';

export interface V3Options {
	readonly house: CardHouse;
	readonly users: readonly UsmUser[];
	/** Of the cards: their engine times are those of it. */
	readonly clock: Pick<Clock, 'now'>;
	/** Starts of the process's engines, this one included (usm/boots.ts). */
	readonly boots: number;
}

const VERSION = 3;
/** Headers of a scoped PDU beside its context. */
const SCOPED_OVERHEAD = 12;

/**
 * `new V3(…)`, then an agent whose option `v3` is `(message, from, card) => v3.answer(message, from, card)`, then `v3.attach(agent)`.
 */
export class V3 {
	readonly #options: V3Options;
	readonly #services = new Map<number, V3Service>();
	readonly #principals = new Map<UsmUserSpec, Principal>();
	readonly #reader = new BerReader();
	readonly #writer: BerWriter;
	#agent: SnmpAgent | null = null;

	constructor(options: V3Options) {
		this.#options = options;
		this.#writer = new BerWriter(0);
		for (const {spec} of options.users) {
			const access = accessOf(spec.access);
			this.#principals.set(spec, {name: spec.name, access, role: administrator, view: null});
		}
	}

	/** Whose objects are told, and where it is counted. */
	attach(agent: SnmpAgent): void {
		this.#agent = agent;
		this.#writer.use(new Uint8Array(agent.maxMessageSize));
		for (let card = 0; card < this.#options.house.count; card++) {
			agent.counters.set(card, 'snmpEngineBoots', this.#options.boots);
		}
	}

	/** The message that answers one that came to the socket of `card`; null where there is none. */
	answer(message: Uint8Array, from: Source, card: number): Uint8Array | null {
		return this.#agent === null ? null : answerV3(this.#serviceOf(this.#agent, card), message, from.address);
	}

	/** The engine at the socket of a card. Throws before there is an agent. */
	engineOf(card: number): UsmEngine {
		if (this.#agent === null) {
			throw new Error('SNMPv3 has no agent yet: attach one first.');
		}
		return this.#serviceOf(this.#agent, card).engine;
	}

	#serviceOf(agent: SnmpAgent, card: number): V3Service {
		const known = this.#services.get(card);
		if (known !== undefined) {
			return known;
		}
		const {house, users, clock, boots} = this.#options;
		const engine = new UsmEngine({
			engineId: engineIdFrom(house.view(card).identity.macAddress),
			users,
			clock,
			boots,
			maxBytes: agent.maxMessageSize,
			onRefused: ({source}) => agent.refuse(card, source),
			statistics: countingOf(agent, card),
		});
		const service: V3Service = {
			engine,
			card,
			find: contextName => house.find(contextName),
			answer: (request, asked) => this.#pduFor(agent, request, asked),
		};
		this.#services.set(card, service);
		return service;
	}

	#pduFor(agent: SnmpAgent, request: UsmRequest, card: number): Uint8Array | null {
		const {pdu, user, contextEngineId, contextName, roomBytes} = request;
		const principal = this.#principals.get(user);
		if (principal === undefined) {
			return null;
		}
		const room = roomBytes - contextEngineId.length - contextName.length - SCOPED_OVERHEAD;
		this.#writer.reset();
		const reader = this.#reader.load(pdu, 0, pdu.length);
		const isAnswered = agent.engine.answer(reader, this.#writer, {version: VERSION, principal, card, room});
		return isAnswered ? this.#writer.view() : null;
	}
}

/** Counts in the row of the card that the socket is of. */
function countingOf({counters}: SnmpAgent, card: number): Counting {
	return {
		add(name: CounterName) {
			counters.count(card, name);
			return counters.value(card, name);
		},
		value: name => counters.value(card, name),
	};
}
