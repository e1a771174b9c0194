// Where the streams of the cards' sessions come from: the embedded broker's memory, or sockets to the nodes of another. A card
// has a node of its own and goes on to the next whenever it must connect anew: the one it had may be gone.

import {connect as connectSocket, isIP} from 'node:net';
import type {Duplex} from 'node:stream';
import {connect as connectTls, createSecureContext} from 'node:tls';
import type {SecureContext} from 'node:tls';
import {seedFor} from '../../src/core/random.ts';
import type {EmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import {addressesOf} from '../../src/protocols/mqtt/broker-url.ts';
import type {BrokerUrl} from '../../src/protocols/mqtt/broker-url.ts';
import type {TlsOptions} from '../../src/protocols/mqtt/full-client.ts';

/** How one card proves who it is. */
export interface CardProof {
	readonly password?: string;
	/** PEM texts, both or none. */
	readonly cert?: string;
	readonly key?: string;
}

/** How a fleet reaches a broker that is not its own. Plain data, so that a worker can be given it. */
export interface BrokerPlan {
	/** The nodes; one where it is no cluster. */
	readonly brokers: readonly BrokerUrl[];
	readonly tls: TlsOptions | null;
	/** Source addresses, which the cards take in turn: each has 28,232 ports on Linux. None: the system chooses. */
	readonly localAddresses: readonly string[];
	/** By card id; cards without one prove themselves as the URL and `tls` say. */
	readonly proofs: Readonly<Record<string, CardProof>>;
}

export interface CardStreams {
	/** What errors call the broker. */
	readonly address: string;
	/** Null: the card's own name where it has a password, else none. */
	readonly user: string | null;
	passwordOf(card: string): string | null;
	/** A stream for a session that only watches. */
	watch(): Duplex;
	/** A stream that connects; `index` is the card's place in the fleet. It does not throw: a stream that fails tells so. */
	open(card: string, index: number): Duplex;
}

interface Place {
	readonly host: string;
	readonly port: number;
}

function placeOf(url: string): Place {
	const {hostname, port} = new URL(url);
	return {host: hostname.replace(/^\[|\]$/g, ''), port: Number(port)};
}

function connectTo(url: string): Duplex {
	return connectSocket({...placeOf(url), noDelay: true});
}

/** Streams in memory. */
export function embeddedStreams(broker: EmbeddedBroker): CardStreams {
	// Kept while the broker is stopped, which then has none.
	const url = broker.url ?? '';
	return {
		address: 'the embedded broker',
		user: null,
		passwordOf: () => null,
		watch: () => connectTo(url),
		open: card => broker.attach(card),
	};
}

class BrokerSockets implements CardStreams {
	readonly address: string;
	readonly #plan: BrokerPlan;
	/** Streams opened so far, a card. */
	readonly #tries: number[] = [];
	/** One for all cards without a certificate of their own: each would hold tens of kilobytes. */
	readonly #context: SecureContext | undefined;

	constructor(plan: BrokerPlan) {
		this.#plan = plan;
		this.address = addressesOf(plan.brokers);
		const isSecret = plan.brokers.some(({address}) => address.startsWith('mqtts:'));
		this.#context = isSecret ? createSecureContext({...plan.tls}) : undefined;
	}

	get user(): string | null {
		return this.#plan.brokers[0].user;
	}

	passwordOf(card: string): string | null {
		return this.#plan.proofs[card]?.password ?? this.#plan.brokers[0].password;
	}

	open(card: string, index: number): Duplex {
		const {brokers, localAddresses} = this.#plan;
		const tries = this.#tries[index] ?? 0;
		this.#tries[index] = tries + 1;
		const node = (seedFor(0, card) + tries) % brokers.length;
		const {address} = brokers[node];
		const localAddress = localAddresses[index % localAddresses.length];
		const at = {...placeOf(address), ...(localAddress === undefined ? {} : {localAddress})};
		return address.startsWith('mqtts:') ? this.#openTls(card, at) : connectSocket({...at, noDelay: true});
	}

	watch(): Duplex {
		const {address} = this.#plan.brokers[0];
		return address.startsWith('mqtts:') ? this.#openTls('', placeOf(address)) : connectTo(address);
	}

	#openTls(card: string, at: Place): Duplex {
		const {tls, proofs} = this.#plan;
		const {cert, key} = proofs[card] ?? {};
		const secureContext =
			cert === undefined || key === undefined ? this.#context : createSecureContext({...tls, cert, key});
		// An address is no name that a server could be asked for by.
		const named = isIP(at.host) === 0 ? {servername: tls?.servername ?? at.host} : {};
		return connectTls({...at, ...named, ...(secureContext === undefined ? {} : {secureContext})});
	}
}

/** Sockets to the nodes of a plan. */
export function brokerStreams(plan: BrokerPlan): CardStreams {
	return new BrokerSockets(plan);
}

/** The same streams, each of which `lead` may lead elsewhere before its card uses it. */
export function ledStreams(streams: CardStreams, lead: (index: number, stream: Duplex) => Duplex): CardStreams {
	return {
		address: streams.address,
		user: streams.user,
		passwordOf: card => streams.passwordOf(card),
		watch: () => streams.watch(),
		open: (card, index) => lead(index, streams.open(card, index)),
	};
}
