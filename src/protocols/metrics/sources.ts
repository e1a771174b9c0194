// Metrics that are not of a card: what the program is, its messages, virtual time, faults. Each is a source that a scrape asks.

import type {MessageCounter} from '../../core/ports.ts';
import type {MetricFamily, MetricSource} from './exposition.ts';

export interface BuildInfo {
	readonly version: string;
	/** Of the sources; '' where it is not known. */
	readonly revision: string;
}

export function buildSource({version, revision}: BuildInfo): MetricSource {
	const labels = {version, revision, node: process.version};
	const samples = [{labels, value: 1}];
	return () => [{name: 'ridethrough_build_info', type: 'gauge', help: 'What this program is.', samples}];
}

export interface VirtualTime {
	/** Names the run, such as its seed. */
	readonly run: string;
	readonly now: () => number;
	/** Virtual seconds a second; Infinity is as fast as it goes. */
	readonly speed: number;
}

export function virtualTimeSource({run, now, speed}: VirtualTime): MetricSource {
	const gauge = (name: string, help: string, value: number): MetricFamily => ({
		name,
		type: 'gauge',
		help,
		samples: [{labels: {run}, value}],
	});
	return () => [
		gauge('ridethrough_virtual_time_seconds', 'Time of the cards since the run began.', now() / 1000),
		gauge('ridethrough_speed_ratio', 'Time of the cards to real time, as asked for.', speed),
	];
}

/** How many faults of a type there are and ever were. */
export interface FaultCountLine {
	readonly type: string;
	readonly active: number;
	readonly injections: number;
}

export function faultSource(counts: () => readonly FaultCountLine[]): MetricSource {
	return () => [
		{
			name: 'ridethrough_faults_active',
			type: 'gauge',
			help: 'Faults in effect.',
			samples: counts().map(({type, active}) => ({labels: {fault: type}, value: active})),
		},
		{
			name: 'ridethrough_fault_injections_total',
			type: 'counter',
			help: 'Faults made so far.',
			samples: counts().map(({type, injections}) => ({labels: {fault: type}, value: injections})),
		},
	];
}

interface Counted {
	readonly protocol: string;
	readonly direction: 'in' | 'out';
	readonly messages: number;
	readonly bytes: number;
}

/** Messages of a protocol that somebody else counts. */
export interface Traffic {
	readonly messagesIn: number;
	readonly messagesOut: number;
	readonly bytesIn: number;
	readonly bytesOut: number;
}

/** Counts the messages of every face. A face gets the counter of its protocol and knows nothing of metrics. */
export class MessageCounts {
	readonly #rows: Counted[] = [];

	/** The counter of a protocol, such as snmp. */
	counter(protocol: string): MessageCounter {
		const into = {protocol, direction: 'in' as const, messages: 0, bytes: 0};
		const out = {protocol, direction: 'out' as const, messages: 0, bytes: 0};
		this.#rows.push(into, out);
		return {
			count(direction, bytes) {
				const row = direction === 'in' ? into : out;
				row.messages += 1;
				row.bytes += bytes;
			},
		};
	}

	/** Tells of what is counted elsewhere, as it stands at each scrape. */
	add(protocol: string, traffic: Traffic): void {
		this.#rows.push(
			{
				protocol,
				direction: 'in',
				get messages() {
					return traffic.messagesIn;
				},
				get bytes() {
					return traffic.bytesIn;
				},
			},
			{
				protocol,
				direction: 'out',
				get messages() {
					return traffic.messagesOut;
				},
				get bytes() {
					return traffic.bytesOut;
				},
			},
		);
	}

	readonly source: MetricSource = () => {
		const samples = (value: (row: Counted) => number): MetricFamily['samples'] =>
			this.#rows.map(row => ({labels: {protocol: row.protocol, direction: row.direction}, value: value(row)}));
		return [
			{
				name: 'ridethrough_messages_total',
				type: 'counter',
				help: 'Messages of a protocol.',
				samples: samples(({messages}) => messages),
			},
			{
				name: 'ridethrough_message_bytes_total',
				type: 'counter',
				help: 'Bytes of those messages.',
				samples: samples(({bytes}) => bytes),
			},
		];
	};
}
