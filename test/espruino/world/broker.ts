// The far end of a board's MQTT, as small as can be: takes one session, says what the standard says to say, tells of what was published.

import type {FakeSocket} from './board.ts';
import {bytesOfText, textOfBytes} from './bytes.ts';

/** Told of what a card publishes. */
export type Published = (kind: string, payload: Uint8Array) => void;

const CONNECT = 1;
const PUBLISH = 3;
const SUBSCRIBE = 8;
const PINGREQ = 12;
const DISCONNECT = 14;

export class TinyBroker {
	published: Published;
	socket: FakeSocket | null;
	held: Uint8Array;
	/** Of the card: what its topics begin with, from the first that it named. */
	prefix: string;
	isUp: boolean;
	will: Uint8Array;
	id: number;
	/** Packets that are no MQTT, or that nobody expects here. */
	strange: number;

	constructor(published: Published) {
		this.published = published;
		this.socket = null;
		this.held = new Uint8Array(0);
		this.prefix = '';
		this.isUp = true;
		this.will = new Uint8Array(0);
		this.id = 0;
		this.strange = 0;
	}

	accept(socket: FakeSocket): boolean {
		if (!this.isUp) {
			return false;
		}
		this.socket = socket;
		this.held = new Uint8Array(0);
		socket.take = bytes => this.take(bytes);
		socket.gone = () => {
			this.socket = null;
		};
		return true;
	}

	/** Goes away, or comes back. */
	setUp(isUp: boolean): void {
		this.isUp = isUp;
		if (!isUp && this.socket !== null) {
			this.socket.breakOff();
		}
	}

	/** Publishes to the card, QoS 1. */
	send(kind: string, payload: Uint8Array): void {
		const topic = bytesOfText(this.prefix + kind);
		const body = new Uint8Array(4 + topic.length + payload.length);
		this.id = (this.id % 65000) + 1;
		body[1] = topic.length;
		body.set(topic, 2);
		body[2 + topic.length] = this.id >> 8;
		body[3 + topic.length] = this.id & 255;
		body.set(payload, 4 + topic.length);
		this.write(0x32, body);
	}

	write(head: number, body: Uint8Array): void {
		const isLong = body.length > 127;
		const packet = new Uint8Array(body.length + (isLong ? 3 : 2));
		packet[0] = head;
		packet[1] = isLong ? (body.length & 127) | 128 : body.length;
		packet[2] = body.length >> 7;
		packet.set(body, isLong ? 3 : 2);
		if (this.socket !== null) {
			this.socket.deliver(packet);
		}
	}

	take(bytes: Uint8Array): void {
		const all = new Uint8Array(this.held.length + bytes.length);
		all.set(this.held, 0);
		all.set(bytes, this.held.length);
		let at = 0;
		for (let end = endOf(all, at); end > 0; end = endOf(all, at)) {
			const bodyAt = all[at + 1] > 127 ? at + 3 : at + 2;
			this.act(all[at], all.subarray(bodyAt, end));
			at = end;
		}
		this.held = all.subarray(at, all.length);
	}

	act(head: number, body: Uint8Array): void {
		const type = head >> 4;
		if (type === CONNECT) {
			this.write(0x20, new Uint8Array(2));
		} else if (type === SUBSCRIBE) {
			this.subscribe(body);
		} else if (type === PINGREQ) {
			this.write(0xd0, new Uint8Array(0));
		} else if (type === PUBLISH) {
			this.takePublish(head, body);
		} else if (type === DISCONNECT && this.socket !== null) {
			this.socket.end();
		} else if (type !== 4) {
			this.strange += 1;
		}
	}

	subscribe(body: Uint8Array): void {
		let topics = 0;
		for (let at = 2; at < body.length; at += 3 + ((body[at] << 8) | body[at + 1])) {
			topics += 1;
		}
		const answer = new Uint8Array(2 + topics).fill(1);
		answer[0] = body[0];
		answer[1] = body[1];
		this.write(0x90, answer);
	}

	takePublish(head: number, body: Uint8Array): void {
		const size = (body[0] << 8) | body[1];
		const topic = textOfBytes(body.subarray(2, 2 + size));
		const kindAt = topic.length - topicEnd(topic);
		const isCertain = (head & 6) !== 0;
		const at = 2 + size;
		this.prefix = topic.substr(0, kindAt);
		if (isCertain) {
			this.write(0x40, new Uint8Array([body[at], body[at + 1]]));
		}
		this.published(topic.substr(kindAt), body.subarray(isCertain ? at + 2 : at, body.length));
	}
}

/** Characters behind the last slash. */
function topicEnd(topic: string): number {
	const parts = topic.split('/');
	return parts[parts.length - 1].length;
}

/** Where the packet at `at` ends; 0 where it is not whole. */
function endOf(bytes: Uint8Array, at: number): number {
	if (bytes.length < at + 2) {
		return 0;
	}
	const isLong = bytes[at + 1] > 127;
	if (isLong && bytes.length < at + 3) {
		return 0;
	}
	const size = isLong ? (bytes[at + 1] & 127) + 128 * bytes[at + 2] : bytes[at + 1];
	const end = at + size + (isLong ? 3 : 2);
	return end <= bytes.length ? end : 0;
}
