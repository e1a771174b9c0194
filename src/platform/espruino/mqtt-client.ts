// MQTT 3.1.1 for one card on a board: a clean session with a will, one QoS 1 message out at a time, QoS 0 and 1 in. What it says on the
// wire is what the cards of src/protocols/mqtt say (topics.ts and uplink.ts there); only the room is less.

import type {Device, DeviceSocket} from './device.ts';
import {PacketReader, PacketWriter} from './mqtt-packets.ts';
import {userOf} from './mqtt-ports.ts';
import type {MqttEvents, MqttOptions, Waiting} from './mqtt-ports.ts';

/** Messages that wait at most; events wait in the log. */
const WAITING_MAX = 16;
const KEEPALIVE_S = 60;
/** Half of it: where nothing was heard for so long a ping is due, and where that is not answered in as long the session is over. */
const LOOK_MS = 30000;
const BACKOFF_FIRST_MS = 1000;
const BACKOFF_DOUBLINGS = 6;
const CONNECT = 0x10;
const CONNACK = 0x20;
const PUBLISH = 0x30;
const PUBACK = 0x40;
const SUBSCRIBE = 0x82;
const PINGREQ = 0xc0;
const DISCONNECT = 0xe0;
const QOS_1 = 2;
const RETAIN = 1;
/** A clean session with a will of QoS 1 that is retained; and with user and password besides. */
const WITH_WILL = 0x2e;
const WITH_PASSWORD = 0xee;
const SUBSCRIBE_ID = 65535;
const inKinds: readonly string[] = ['command', 'ota', 'ack'];

export class MqttClient {
	device: Device;
	options: MqttOptions;
	events: MqttEvents;
	prefix: string;
	/** Null while there is no connection. */
	socket: DeviceSocket | null;
	/** Whether there is a session. */
	up: boolean;
	/** Counts the connections, so that nothing of an earlier one is listened to. */
	connection: number;
	failures: number;
	heard: boolean;
	cancel: () => void;
	writer: PacketWriter;
	reader: PacketReader;
	waiting: Waiting[];
	inFlight: Waiting | null;
	id: number;

	constructor(device: Device, options: MqttOptions, events: MqttEvents) {
		this.device = device;
		this.options = options;
		this.events = events;
		this.prefix = `ridethrough/v1/${userOf(options.card)}/`;
		this.socket = null;
		this.up = false;
		this.connection = 0;
		this.failures = 0;
		this.heard = true;
		this.cancel = () => {};
		this.writer = new PacketWriter();
		this.reader = new PacketReader();
		this.waiting = [];
		this.inFlight = null;
		this.id = 0;
	}

	/** Connects, and connects again until `stop`. */
	start(): void {
		const options = this.options;
		const connection = this.connection + 1;
		const reader = this.reader;
		this.connection = connection;
		reader.at = 0;
		reader.end = 0;
		this.socket = this.device.openSocket(options.host, options.port, options.tls, {
			opened: () => connection === this.connection && this.connect(),
			data: bytes => {
				if (connection === this.connection) {
					this.heard = true;
					if (!reader.take(bytes, () => this.act())) {
						this.drop();
					}
				}
			},
			closed: () => connection === this.connection && this.drop(),
		});
		this.watch(true);
	}

	/** Ends the session without a will, or what would become one. */
	stop(): void {
		this.writer.begin(DISCONNECT);
		this.send();
		this.end();
	}

	/** Queues a message of QoS 1; false where it cannot wait. */
	publish(kind: string, payload: Uint8Array, retain: boolean, keep: boolean): boolean {
		if (this.waiting.length >= WAITING_MAX || !(this.up || keep)) {
			return false;
		}
		const copy = new Uint8Array(payload.length);
		copy.set(payload);
		this.waiting.push({kind: kind, payload: copy, retain: retain, keep: keep, sequence: 0});
		this.pump();
		return true;
	}

	/** Sends at once at QoS 0; false while there is no session. */
	publishNow(kind: string, payload: Uint8Array): boolean {
		return this.up && this.write(kind, payload, false, 0);
	}

	/** There may be something to send. */
	pump(): void {
		if (!this.up || this.inFlight !== null) {
			return;
		}
		let next = this.waiting.shift();
		if (next === undefined) {
			const event = this.events.nextEvent();
			if (event === null) {
				return;
			}
			next = {kind: 'event', payload: event, retain: false, keep: false, sequence: this.events.eventSequence()};
		}
		this.inFlight = next;
		this.id = (this.id % (SUBSCRIBE_ID - 1)) + 1;
		if (!this.write(next.kind, next.payload, next.retain, this.id)) {
			// What does not fit can never be sent.
			this.acknowledged();
		}
	}

	acknowledged(): void {
		const done = this.inFlight;
		this.inFlight = null;
		if (done !== null && done.sequence > 0) {
			this.events.took(done.sequence);
		}
		this.pump();
	}

	connect(): void {
		const options = this.options;
		const writer = this.writer;
		const will = this.events.will();
		const named = options.password !== '';
		writer.begin(CONNECT);
		writer.text('MQTT');
		writer.byte(4);
		writer.byte(named ? WITH_PASSWORD : WITH_WILL);
		writer.word(KEEPALIVE_S);
		writer.text(options.card);
		writer.text(`${this.prefix}death`);
		writer.word(will.length);
		writer.blob(will);
		if (named) {
			writer.text(options.user === '' ? userOf(options.card) : options.user);
			writer.text(options.password);
		}
		this.send();
	}

	/** Ends the connection without a word, so that the broker publishes the will, and makes another some time later. */
	drop(): void {
		const wasUp = this.up;
		const waitMs = BACKOFF_FIRST_MS * (1 << this.failures);
		this.end();
		this.failures = this.failures < BACKOFF_DOUBLINGS ? this.failures + 1 : this.failures;
		// Cards that lost their broker together do not come back together.
		const delay = Math.floor((waitMs * (65536 + this.device.random16())) / 131072);
		this.cancel = this.device.clock.after(delay, () => this.start());
		if (wasUp) {
			this.events.down();
		}
	}

	end(): void {
		const socket = this.socket;
		const unfinished = this.inFlight === null ? [] : [this.inFlight];
		this.cancel();
		this.connection += 1;
		this.up = false;
		this.socket = null;
		this.inFlight = null;
		this.waiting = unfinished.concat(this.waiting).filter(each => each.keep);
		if (socket !== null) {
			socket.end();
		}
	}

	/** Looks from time to time whether the broker is heard; `isLast` where it was asked to speak. */
	watch(isLast: boolean): void {
		this.cancel();
		this.heard = false;
		this.cancel = this.device.clock.after(LOOK_MS, () => {
			if (!this.heard && isLast) {
				this.drop();
				return;
			}
			const asks = !this.heard;
			if (asks) {
				this.writer.begin(PINGREQ);
				this.send();
			}
			this.watch(asks);
		});
	}

	/** Acts on the packet that is whole; whether there is a connection still. */
	act(): boolean {
		const reader = this.reader;
		const type = reader.bytes[0] & 0xf0;
		if (type === PUBLISH && this.up) {
			this.receive();
		} else if (type === PUBACK && this.up) {
			if (reader.word(reader.bodyAt) === this.id) {
				this.acknowledged();
			}
		} else if (type === CONNACK && !this.up && reader.word(reader.bodyAt) === 0) {
			this.greet();
		} else if (type === CONNACK || !this.up) {
			this.drop();
		}
		return this.socket !== null;
	}

	greet(): void {
		const writer = this.writer;
		this.up = true;
		this.failures = 0;
		writer.begin(SUBSCRIBE);
		writer.word(SUBSCRIBE_ID);
		for (let i = 0; i < inKinds.length; i++) {
			writer.text(this.prefix + inKinds[i]);
			writer.byte(1);
		}
		this.send();
		this.watch(false);
		this.events.up();
		this.pump();
	}

	receive(): void {
		const reader = this.reader;
		const bytes = reader.bytes;
		const qos = (bytes[0] >> 1) & 3;
		const topicAt = reader.bodyAt + 2;
		const topicEnd = topicAt + reader.word(reader.bodyAt);
		const payloadAt = topicEnd + (qos === 0 ? 0 : 2);
		if (payloadAt > reader.end || payloadAt > bytes.length || qos > 1) {
			this.drop();
			return;
		}
		let topic = '';
		for (let i = topicAt; i < topicEnd; i++) {
			topic += String.fromCharCode(bytes[i]);
		}
		const id = reader.word(topicEnd);
		if (topic.startsWith(this.prefix)) {
			const payload = reader.fits() ? bytes.subarray(payloadAt, reader.end) : null;
			this.events.message(topic.slice(this.prefix.length), payload, (bytes[0] & RETAIN) === 1);
		}
		if (qos === 1) {
			this.writer.begin(PUBACK);
			this.writer.word(id);
			this.send();
		}
	}

	/** Writes a PUBLISH, of QoS 1 where it has an id; false where it has no room. */
	write(kind: string, payload: Uint8Array, retain: boolean, id: number): boolean {
		const writer = this.writer;
		writer.begin(PUBLISH | (retain ? RETAIN : 0) | (id > 0 ? QOS_1 : 0));
		writer.text(this.prefix + kind);
		if (id > 0) {
			writer.word(id);
		}
		writer.blob(payload);
		return this.send();
	}

	/** Sends what was put together; false where it was too much, or there is no connection. */
	send(): boolean {
		const packet = this.writer.packet();
		if (packet === null || this.socket === null) {
			return false;
		}
		this.socket.write(packet);
		return true;
	}
}
