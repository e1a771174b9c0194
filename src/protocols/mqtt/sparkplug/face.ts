// A card as an edge node of Sparkplug B 3.0 with its UPS as the one device (mqtt.md a.1): births, data by exception, deaths, one
// counter over all of them, and writes that become orders.

import type {LogEntry} from '../../../agent/card-rows.ts';
import type {TelemetryFace} from '../../../agent/telemetry-face.ts';
import {qualityGood, qualityStale} from '../../../codec/sparkplug.ts';
import {SECOND} from '../../../core/clock.ts';
import type {Millis} from '../../../core/clock.ts';
import {Client} from '../client.ts';
import type {ClientEvents} from '../client.ts';
import {leftNoWill} from '../wire.ts';
import type {Closed, Message} from '../wire.ts';
import {BdSeq} from './bd-seq.ts';
import {Commands} from './commands.ts';
import {DeviceValues} from './device-values.ts';
import type {SparkplugOptions} from './options.ts';
import {NodeValues} from './node-values.ts';
import {SparkplugPayloads} from './payloads.ts';
import {PrimaryHost} from './primary-host.ts';
import {filtersOf, sessionWith} from './session.ts';
import {sparkplugTopics, stateTopic} from './topics.ts';
import type {SparkplugTopics} from './topics.ts';

const SEQUENCES = 256;
/** A rebirth is answered at most this often (mqtt.md a.5). */
const REBIRTH_EVERY_MS = SECOND;
/** Only the NDEATH of a stop goes out at QoS 1. */
const QUEUE_MAX = 4;

export class SparkplugFace implements TelemetryFace, ClientEvents {
	readonly options: SparkplugOptions;
	readonly topics: SparkplugTopics;
	readonly stateTopic: string;
	readonly payloads: SparkplugPayloads;
	readonly commands: Commands;
	readonly bdSeq: BdSeq;
	readonly host: PrimaryHost;
	readonly client: Client;
	readonly device: DeviceValues;
	readonly node: NodeValues;
	/** Made once: no closure a sample. */
	readonly isNews: (i: number) => boolean;
	measuredUtc: Millis;
	lost: boolean;
	/** Whether the births of this session have begun. */
	born: boolean;
	/** Whether a DBIRTH came after the NBIRTH: no data may go before it (payloads-ndata-order). */
	deviceBorn: boolean;
	/** Whether the device is alive for hosts. */
	deviceAlive: boolean;
	sequence: number;
	bornAt: Millis;
	cancelRebirth: (() => void) | null;
	lastResult: string;

	constructor(options: SparkplugOptions) {
		const {identity, readings, writer, group, primaryHost, store} = options;
		this.options = options;
		this.topics = sparkplugTopics(group, identity.cardId);
		this.stateTopic = stateTopic(primaryHost);
		this.payloads = new SparkplugPayloads(writer, identity, readings);
		this.commands = new Commands(options, this);
		this.bdSeq = new BdSeq(store);
		this.host = new PrimaryHost();
		this.device = new DeviceValues(readings);
		this.isNews = i => this.device.isNews(i);
		this.measuredUtc = options.wallClock.nowUtc();
		this.lost = false;
		this.born = false;
		this.deviceBorn = false;
		this.deviceAlive = false;
		this.sequence = 0;
		this.bornAt = -Infinity;
		this.cancelRebirth = null;
		this.lastResult = '';
		this.node = new NodeValues(options.clock, identity.lastSequence);
		this.client = this.createClient();
	}

	createClient(): Client {
		const {openWire, clock, random} = this.options;
		return new Client({
			openWire,
			clock,
			random,
			queueMax: QUEUE_MAX,
			events: this,
			filters: filtersOf(this.topics, this.stateTopic),
			connectOptions: () => sessionWith(this.nodeDeath(this.bdSeq.forConnect()), this.options),
		});
	}

	nodeDeath(bdSeq: number): Message {
		const payload = Uint8Array.from(this.payloads.nodeDeath(bdSeq, this.nowUtc()));
		return {topic: this.topics.ndeath, payload, qos: 1, retain: false, resend: false};
	}

	nowUtc(): Millis {
		return this.options.wallClock.nowUtc();
	}

	start(): void {
		this.client.start();
	}

	/** Going on purpose: NDEATH, then DISCONNECT (operational-behavior-edge-node-intentional-disconnect-ndeath). */
	stop(): Promise<void> {
		this.sayNodeDeath();
		return this.client.stop();
	}

	cut(): void {
		this.end();
		this.client.cut();
	}

	sayNodeDeath(): void {
		if (this.born) {
			this.client.publish(this.nodeDeath(this.bdSeq.value));
		}
		this.end();
	}

	/** Nothing more in this session. */
	end(): void {
		this.born = false;
		this.deviceAlive = false;
		this.cancelRebirth?.();
		this.cancelRebirth = null;
	}

	sample(_t: Millis, row: Int32Array, at: number, lost: boolean, steady: boolean): void {
		this.lost = lost;
		if (!lost) {
			this.device.read(row, at);
			this.measuredUtc = this.nowUtc();
		}
		if (!this.born) {
			this.tryBirth();
			return;
		}
		if (this.lost && this.deviceBorn) {
			this.loseDevice();
		} else if (this.deviceAlive) {
			this.sendNews();
		} else {
			this.bearDevice();
		}
		if (steady && this.deviceBorn) {
			this.sendNode();
		}
	}

	logged(entry: LogEntry): void {
		this.node.eventsLogged = entry.sequence;
	}

	sendNode(): void {
		if (this.send(this.topics.ndata, this.payloads.nodeData(this.sequence, this.node.state(), this.nowUtc()))) {
			this.node.tell();
		}
	}

	/** Sends with the present `sequence`, which goes on only where the message did: hosts see no gap that we made. */
	send(topic: string, payload: Uint8Array): boolean {
		const sent = this.client.publish({topic, payload, qos: 0, retain: false, resend: false});
		this.sequence = sent ? (this.sequence + 1) % SEQUENCES : this.sequence;
		return sent;
	}

	/** NBIRTH and DBIRTH, where there is a session and the primary host is there; tried again with the next sample. */
	tryBirth(): void {
		const waits = this.cancelRebirth !== null || (this.stateTopic !== '' && !this.host.online);
		if (this.born || waits || !this.client.up) {
			return;
		}
		this.sequence = 0;
		const birth = this.payloads.nodeBirth(this.bdSeq.value, 0, this.node.state(), this.nowUtc());
		this.born = this.send(this.topics.nbirth, birth);
		if (this.born) {
			this.bornAt = this.options.clock.now();
			this.node.tell();
			this.deviceBorn = false;
			this.bearDevice();
		}
	}

	/** A device that is lost is born as well, so that hosts know its metrics, and stale: then it dies at once. */
	bearDevice(): void {
		const quality = this.lost ? qualityStale : qualityGood;
		const times = {sent: this.nowUtc(), measured: this.measuredUtc};
		const birth = this.payloads.deviceBirth(this.sequence, this.device.values, quality, this.lastResult, times);
		this.deviceAlive = this.send(this.topics.dbirth, birth);
		if (this.deviceAlive) {
			this.deviceBorn = true;
			this.device.tellAll();
		}
		if (this.lost) {
			this.loseDevice();
		}
	}

	loseDevice(): void {
		if (this.deviceAlive) {
			const death = this.payloads.deviceDeath(this.sequence, this.nowUtc());
			this.deviceAlive = !this.send(this.topics.ddeath, death);
		}
	}

	sendNews(): void {
		if (this.sendData(this.isNews, this.measuredUtc)) {
			this.device.tellNews();
		}
	}

	/** DDATA of the metrics for which `isWanted` holds; false where none does, or it was dropped. */
	sendData(isWanted: (i: number) => boolean, measured: Millis): boolean {
		const times = {sent: this.nowUtc(), measured};
		const wanted = this.payloads.beginData(this.device.values, isWanted, this.lastResult, times);
		return wanted && this.send(this.topics.ddata, this.payloads.end(this.sequence));
	}

	/** Puts controls back to what holds, and tells what became of the order. */
	answer(written: readonly number[], result: string): void {
		const {metrics, resultAlias} = this.options.readings;
		this.lastResult = result;
		if (this.born && this.deviceAlive) {
			this.sendData(i => written.includes(i) || metrics[i].alias === resultAlias, this.nowUtc());
		}
	}

	/** Tells what became of an order later than its acceptance. */
	report(result: string): void {
		this.answer([], result);
	}

	/** Stops data at once; births with the same bdSeq follow, at most once a second (…-rebirth-action-1 to 3). */
	rebear(): void {
		if (this.cancelRebirth !== null || !this.born) {
			return;
		}
		this.born = false;
		const waitMs = Math.max(0, this.bornAt + REBIRTH_EVERY_MS - this.options.clock.now());
		if (waitMs === 0) {
			this.tryBirth();
			return;
		}
		this.cancelRebirth = this.options.clock.after(waitMs, () => {
			this.cancelRebirth = null;
			this.tryBirth();
		});
	}

	onConnected(): void {
		this.host.forget();
		this.bornAt = -Infinity;
		this.tryBirth();
		this.options.onUp();
	}

	onMessage(topic: string, payload: Uint8Array, retained: boolean): void {
		if (topic === this.stateTopic) {
			this.hearHost(payload);
		} else {
			this.commands.take(topic, payload, retained);
		}
	}

	hearHost(payload: Uint8Array): void {
		const change = this.host.hear(payload);
		if (change === 'came') {
			this.tryBirth();
		} else if (change === 'left') {
			this.sayNodeDeath();
			this.client.renew();
		}
	}

	onClosed(closed: Closed): void {
		this.end();
		if (leftNoWill(closed)) {
			this.bdSeq.release();
		}
		this.options.onDown(closed);
	}

	onPuback(): void {
		// Only NDEATH goes out at QoS 1, and nobody waits for it but the client.
	}

	nextMessage(): null {
		return null;
	}
}

/** A Sparkplug face that is not yet started. Throws E_TOPIC_INVALID and E_CARD_ID_INVALID. */
export function createSparkplugFace(options: SparkplugOptions): SparkplugFace {
	return new SparkplugFace(options);
}
