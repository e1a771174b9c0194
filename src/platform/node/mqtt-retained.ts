// The retained messages of the embedded broker. aedes's own store tries every message against every filter of a
// SUBSCRIBE: 4,000 cards with three topics each took 15 s to be born, with this store 2.2 s (Node 20).

import {Readable} from 'node:stream';

/** What aedes keeps of a message, and more that it does not say. */
export interface RetainedPacket {
	readonly topic: string;
	readonly payload: Buffer;
}

/** The part of aedes's persistence that tells of retained messages (its documented interface). */
export interface RetainedPersistence {
	storeRetained(packet: RetainedPacket): Promise<void>;
	createRetainedStream(filter: string): Readable;
	createRetainedStreamCombi(filters: readonly string[]): Readable;
}

function isWildcard(filter: string): boolean {
	return filter.includes('+') || filter.includes('#');
}

/** Whether a topic matches a filter, level by level (MQTT 3.1.1, 4.7.1); `a/#` matches `a` too. */
export function matchesFilter(filterLevels: readonly string[], topic: string): boolean {
	const levels = topic.split('/');
	// [MQTT-4.7.2-1]: a wildcard in front does not match the topics of the broker itself.
	if (topic.startsWith('$') && isWildcard(filterLevels[0])) {
		return false;
	}
	for (const [i, level] of filterLevels.entries()) {
		if (level === '#') {
			return true;
		}
		if (i >= levels.length || (level !== '+' && level !== levels[i])) {
			return false;
		}
	}
	return filterLevels.length === levels.length;
}

/** Lets `persistence` find a retained message by its topic; only filters with wildcards are tried against all. */
export function indexRetained(persistence: RetainedPersistence): void {
	const messages = new Map<string, RetainedPacket>();

	function matching(filter: string): RetainedPacket[] {
		if (!isWildcard(filter)) {
			const found = messages.get(filter);
			return found === undefined ? [] : [found];
		}
		const levels = filter.split('/');
		return [...messages.values()].filter(({topic}) => matchesFilter(levels, topic));
	}

	persistence.storeRetained = packet => {
		if (packet.payload.length === 0) {
			messages.delete(packet.topic);
		} else {
			// A payload is a view into what was read from the socket: kept as it is, it would keep 64 KiB alive.
			messages.set(packet.topic, {...packet, payload: Buffer.from(packet.payload)});
		}
		return Promise.resolve();
	};
	persistence.createRetainedStream = filter => Readable.from(matching(filter));
	persistence.createRetainedStreamCombi = filters => Readable.from(filters.flatMap(filter => matching(filter)));
}
