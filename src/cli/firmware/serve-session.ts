// The update service's session with a broker: what cards publish goes in; offers, answers and acks go out. Chunks are made when
// there is room for them, so that a thousand cards that fetch take no more memory than a few.

import type {Clock, Millis} from '../../core/clock.ts';
import type {RandomStream} from '../../core/random.ts';
import {Client} from '../../protocols/mqtt/client.ts';
import type {ClientEvents} from '../../protocols/mqtt/client.ts';
import {kinds, parseTopic, ROOT, topicFor} from '../../protocols/mqtt/topics.ts';
import type {Kind} from '../../protocols/mqtt/topics.ts';
import type {Closed, Message, OpenWire} from '../../protocols/mqtt/wire.ts';
import {Collector} from '../../smartconnect/ingest/collector.ts';
import {decodeBirth, decodeDeath, encodeAck} from '../../smartconnect/ingest/decode.ts';
import type {RolloutPorts} from '../../smartconnect/rollout/service-ports.ts';
import type {RolloutService} from '../../smartconnect/rollout/service.ts';

/** Events that come together are stored together: one flush to the disk serves many. */
const STORE_AFTER_MS = 25;
/** Offers, tokens and acks that wait for the broker; what is beyond is offered, asked for or told again. */
const QUEUE_MAX = 20_000;
const TICK_MS = 1000;

const watched: readonly Kind[] = ['birth', 'death', 'event', 'ota-request'];
/** Who is there is told by what the broker keeps; anything else that it kept is old. */
const keptKinds: readonly string[] = ['birth', 'death'];

export interface ServeSessionOptions {
	readonly openWire: OpenWire;
	readonly clock: Clock;
	readonly random: RandomStream;
	readonly clientId: string;
	readonly user: string | null;
	readonly password: string | null;
	readonly keepaliveSeconds: number;
	/** The service; its ports `send` and `answersWait` are those of this session. */
	makeService(ports: Pick<RolloutPorts, 'send' | 'answersWait'>): RolloutService;
	nowS(): number;
	onUp(): void;
	onDown(closed: Closed): void;
	/** Nothing can be stored any more. */
	onFault(error: unknown): void;
}

export class ServeSession implements ClientEvents {
	readonly options: ServeSessionOptions;
	readonly service: RolloutService;
	readonly collector: Collector;
	readonly client: Client;
	#running = 0;
	#flush: (() => void) | undefined;
	#tick: (() => void) | undefined;

	constructor(options: ServeSessionOptions) {
		this.options = options;
		this.client = new Client({
			openWire: options.openWire,
			clock: options.clock,
			random: options.random,
			filters: watched.map(kind => `${ROOT}/v1/+/+/${kind}`),
			queueMax: QUEUE_MAX,
			connectOptions: () => ({
				clientId: options.clientId,
				user: options.user,
				password: options.password,
				keepaliveSeconds: options.keepaliveSeconds,
				will: null,
			}),
			events: this,
		});
		this.service = options.makeService({
			send: (card, payload) => this.client.publish(messageOf(card, 'ota', payload)),
			answersWait: () => this.client.pump(),
		});
		this.collector = this.#makeCollector();
	}

	/** Whether something that came is still being worked on, or something that went is not yet with the broker. */
	get isBusy(): boolean {
		return this.#running > 0 || this.client.unacknowledged > 0;
	}

	get isUp(): boolean {
		return this.client.up;
	}

	start(): void {
		this.client.start();
		this.#tickLater();
	}

	/** Stores what has come, tells the cards, and ends the session. */
	async stop(): Promise<void> {
		this.#tick?.();
		this.#flush?.();
		await this.collector.flush();
		await this.client.stop();
	}

	/** Ends it without a word. */
	cut(): void {
		this.#tick?.();
		this.#flush?.();
		this.client.cut();
	}

	onConnected(): void {
		this.service.presence.connected(this.options.nowS());
		this.options.onUp();
		this.collector.reconnected();
	}

	onMessage(topic: string, payload: Uint8Array, retained: boolean): void {
		const parsed = parseTopic(topic);
		if (parsed === null || payload.length === 0 || (retained && !keptKinds.includes(parsed.kind))) {
			return;
		}
		const {card, kind} = parsed;
		if (kind === 'event') {
			this.collector.takeEvent(card, payload);
			this.#flushLater();
		} else if (kind === 'birth') {
			this.#takeBirth(card, payload, retained);
		} else if (kind === 'death') {
			const death = decodeDeath(payload);
			if (death !== null) {
				this.service.takeDeath(card, death.sessionId);
			}
		} else if (kind === 'ota-request') {
			this.#run(this.service.takeRequest(card, payload));
		}
	}

	onClosed(closed: Closed): void {
		this.service.presence.disconnected();
		this.options.onDown(closed);
	}

	onPuback(): void {
		// What the broker did not take is offered, asked for or told again.
	}

	nextMessage(): Message | null {
		const answer = this.service.nextAnswer();
		return answer === null ? null : messageOf(answer.card, 'ota', answer.payload);
	}

	#makeCollector(): Collector {
		const collector = new Collector({
			store: async collected => this.service.takeEvents(collected),
			tell: (card, ack) => void this.client.publish(messageOf(card, 'ack', encodeAck(ack))),
			now: (): Millis => this.options.clock.now(),
			sampled: () => undefined,
		});
		for (const [card, {logId, through}] of this.service.state.places) {
			collector.restore(card, logId, through);
		}
		return collector;
	}

	#takeBirth(card: string, payload: Uint8Array, retained: boolean): void {
		this.collector.takeBirth(card, payload);
		const birth = decodeBirth(payload);
		if (birth !== null) {
			this.#run(this.service.takeBirth(card, birth, retained));
		}
	}

	#run(work: Promise<void>): void {
		this.#running += 1;
		work
			.catch((error: unknown) => this.options.onFault(error))
			.finally(() => {
				this.#running -= 1;
			});
	}

	#flushLater(): void {
		this.#flush ??= this.options.clock.after(STORE_AFTER_MS, () => {
			this.#flush = undefined;
			this.#run(this.collector.flush());
		});
	}

	#tickLater(): void {
		this.#tick = this.options.clock.after(TICK_MS, () => {
			this.#run(this.service.tick());
			this.#tickLater();
		});
	}
}

function messageOf(card: string, kind: Kind, payload: Uint8Array): Message {
	const {qos, retain, resend} = kinds[kind];
	return {topic: topicFor(card, kind), payload, qos, retain, resend};
}
