// Checks what a client sends before a broker sees it: only whole packets pass, none over the limit, and none of those
// that aedes takes although MQTT 3.1.1 says to close (mqtt.md c.5).

import {isUtf8} from 'node:buffer';
import {PacketReader} from './frame.ts';

const connect = 1;
const publish = 3;
const subscribe = 8;
const unsubscribe = 10;

/** Flags in the fixed header of each type that a client may send (mqtt.md c.1); PUBLISH carries its own. */
const flagsByType: Readonly<Record<number, number>> = {1: 0, 4: 0, 5: 0, 6: 2, 7: 0, 8: 2, 10: 2, 12: 0, 14: 0};
/** Bytes after the fixed header of the types that always have as many. */
const bodyByType: Readonly<Record<number, number>> = {4: 2, 5: 2, 6: 2, 7: 2, 12: 0, 14: 0};

const PASSWORD_FLAG = 0x40;
const USER_FLAG = 0x80;
const QOS_BITS = 6;
const PLUS = 0x2b;
const HASH = 0x23;
const SLASH = 0x2f;

/** Bytes of the string at `at`, its length field not counted; -1 when it does not fit before `end` or is no legal text. */
function stringSize(bytes: Buffer, at: number, end: number): number {
	if (at + 2 > end) {
		return -1;
	}
	const size = bytes.readUInt16BE(at);
	const text = bytes.subarray(at + 2, at + 2 + size);
	return at + 2 + size <= end && isUtf8(text) && !text.includes(0) ? size : -1;
}

function hasWildcard(topic: Buffer): boolean {
	return topic.includes(PLUS) || topic.includes(HASH);
}

/** `+` and `#` stand alone in their level, and `#` comes last (MQTT 3.1.1, 4.7.1). */
function isFilter(filter: Buffer): boolean {
	for (let i = 0; i < filter.length; i++) {
		if (filter[i] !== PLUS && filter[i] !== HASH) {
			continue;
		}
		const last = i + 1 === filter.length;
		const begins = i === 0 || filter[i - 1] === SLASH;
		if (!begins || (!last && (filter[i] === HASH || filter[i + 1] !== SLASH))) {
			return false;
		}
	}
	return filter.length > 0;
}

function publishFault(bytes: Buffer, start: number, body: number, end: number): string | null {
	const qos = (bytes[start] & QOS_BITS) >> 1;
	const size = stringSize(bytes, body, end);
	if (qos === 3 || size <= 0 || hasWildcard(bytes.subarray(body + 2, body + 2 + size))) {
		return 'a PUBLISH has no legal topic or QoS';
	}
	const id = body + 2 + size;
	return qos > 0 && (id + 2 > end || bytes.readUInt16BE(id) === 0) ? 'a PUBLISH has packet id 0' : null;
}

/** SUBSCRIBE and UNSUBSCRIBE: a packet id and at least one filter, each followed by `optionBytes`. */
function filtersFault(bytes: Buffer, body: number, end: number, optionBytes: number): string | null {
	if (body + 2 >= end || bytes.readUInt16BE(body) === 0) {
		return 'a subscription has packet id 0 or no filter';
	}
	let at = body + 2;
	while (at < end) {
		const size = stringSize(bytes, at, end);
		if (size < 0 || !isFilter(bytes.subarray(at + 2, at + 2 + size))) {
			return 'a subscription has a filter that is not legal';
		}
		at += 2 + size + optionBytes;
	}
	return at === end ? null : 'a subscription ends within a filter';
}

/** A password wants a user name (3.1.1); the rest of CONNECT the broker judges itself. */
function connectFault(bytes: Buffer, body: number, end: number): string | null {
	const name = stringSize(bytes, body, end);
	const flags = body + 2 + name + 1;
	if (name < 0 || flags >= end) {
		return 'a CONNECT is too short';
	}
	const secrets = bytes[flags] & (USER_FLAG | PASSWORD_FLAG);
	return secrets === PASSWORD_FLAG ? 'a CONNECT has a password without a user name' : null;
}

/** Why the packet must end the connection; null when it may pass. */
function packetFault(bytes: Buffer, start: number, body: number, end: number): string | null {
	const type = bytes[start] >> 4;
	if (type === publish) {
		return publishFault(bytes, start, body, end);
	}
	if (flagsByType[type] !== (bytes[start] & 0x0f)) {
		return 'a packet has a type or flags that no client sends';
	}
	if (end - body !== (bodyByType[type] ?? end - body)) {
		return 'a packet has a length that its type does not have';
	}
	switch (type) {
		case connect:
			return connectFault(bytes, body, end);
		case subscribe:
			return filtersFault(bytes, body, end, 1);
		case unsubscribe:
			return filtersFault(bytes, body, end, 0);
		default:
			return null;
	}
}

/** The guard of one connection. */
export interface StreamGuard {
	/** Takes bytes from the client; gives those of the whole packets so far, null while there are none. */
	pass(chunk: Buffer): Buffer | null;
	/** Why the connection must end; null while it may go on. After a fault nothing passes any more. */
	readonly fault: string | null;
}

class PacketGuard implements StreamGuard {
	fault: string | null;
	readonly reader: PacketReader;
	/** What may pass of the chunk being read: runs of packets that lie side by side. */
	passed: Buffer[];

	constructor() {
		this.fault = null;
		this.passed = [];
		this.reader = new PacketReader((bytes, start, body, end) => this.judge(bytes, start, body, end));
	}

	pass(chunk: Buffer): Buffer | null {
		if (this.fault !== null) {
			return null;
		}
		this.fault = this.reader.take(chunk);
		const passed = this.passed;
		this.passed = [];
		return this.fault !== null || passed.length === 0 ? null : this.joined(passed);
	}

	judge(bytes: Buffer, start: number, body: number, end: number): string | null {
		const fault = packetFault(bytes, start, body, end);
		if (fault === null) {
			this.passed.push(bytes.subarray(start, end));
		}
		return fault;
	}

	joined(parts: readonly Buffer[]): Buffer {
		return parts.length === 1 ? parts[0] : Buffer.concat(parts);
	}
}

/** A guard for one connection to a broker. */
export function createGuard(): StreamGuard {
	return new PacketGuard();
}
