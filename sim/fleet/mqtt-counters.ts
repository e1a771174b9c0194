// What the sessions of a fleet did, counted as load tools for MQTT count it.

import type {OutKind} from '../../src/agent/uplink.ts';
import type {MessageCounter} from '../../src/core/ports.ts';
import type {Closed} from '../../src/protocols/mqtt/wire.ts';

export interface WireTraffic {
	messagesIn: number;
	messagesOut: number;
	bytesIn: number;
	bytesOut: number;
}

/** What of the counters can be sent from thread to thread, and added up. */
export interface CounterNumbers {
	readonly sent: Readonly<Record<OutKind, number>>;
	readonly sessions: Readonly<Record<(typeof sessionNames)[number], number>>;
	readonly traffic: Readonly<WireTraffic>;
}

const sessionNames = [
	'acks',
	'denied',
	'connects',
	'reconnects',
	'refused',
	'unreachable',
	'lost',
	'dropped',
	'up',
] as const;

function addTo<K extends string>(into: Record<K, number>, numbers: Readonly<Record<K, number>>): void {
	for (const name of Object.keys(numbers) as K[]) {
		into[name] += numbers[name];
	}
}

export class MqttCounters {
	/** Messages that the cards gave to their sessions, by kind. */
	readonly sent: Record<OutKind, number> = {birth: 0, sample: 0, event: 0, result: 0, 'ota-request': 0, death: 0};
	/** PUBACKs, and among them those that refused a message. */
	acks = 0;
	denied = 0;
	/** Sessions that came about, and how many of them were not a card's first. */
	connects = 0;
	reconnects = 0;
	/** Sessions that the broker refused, tries without an answer, and sessions lost. */
	refused = 0;
	unreachable = 0;
	lost = 0;
	/** Messages that found no session, or one with no room. */
	dropped = 0;
	/** Sessions that are up now. */
	up = 0;
	/** MQTT packets, both ways. */
	readonly traffic: WireTraffic = {messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0};

	/** Counts the packets of every session. */
	readonly wire: MessageCounter = {
		count: (direction, bytes) => {
			const {traffic} = this;
			if (direction === 'in') {
				traffic.messagesIn += 1;
				traffic.bytesIn += bytes;
			} else {
				traffic.messagesOut += 1;
				traffic.bytesOut += bytes;
			}
		},
	};

	connected(isFirst: boolean): void {
		this.up += 1;
		this.connects += 1;
		this.reconnects += isFirst ? 0 : 1;
	}

	closed({how}: Closed, wasUp: boolean): void {
		this.up -= wasUp ? 1 : 0;
		if (how !== 'stopped') {
			this[how] += 1;
		}
	}

	get numbers(): CounterNumbers {
		const sessions = Object.fromEntries(sessionNames.map(name => [name, this[name]]));
		return {sent: {...this.sent}, sessions: sessions as CounterNumbers['sessions'], traffic: {...this.traffic}};
	}

	/** Becomes the sum of `parts`. */
	become(parts: readonly CounterNumbers[]): void {
		const zero = new MqttCounters();
		Object.assign(this.sent, zero.sent);
		Object.assign(this.traffic, zero.traffic);
		sessionNames.forEach(name => (this[name] = 0));
		for (const {sent, sessions, traffic} of parts) {
			addTo(this.sent, sent);
			addTo(this.traffic, traffic);
			addTo(this, sessions);
		}
	}

	/** All numbers by name, as a document has them. */
	get document(): Record<string, number> {
		const {sent, acks, denied, connects, reconnects, refused, unreachable, lost, dropped, traffic} = this;
		return {
			births: sent.birth,
			samples: sent.sample,
			events: sent.event,
			results: sent.result,
			deaths: sent.death,
			acks,
			denied,
			connects,
			reconnects,
			refused,
			unreachable,
			lost,
			dropped,
			...traffic,
		};
	}
}
