// What the sessions of a fleet did, for people, for the document at the end and for Prometheus.

import type {LatencyHistogram} from '../../sim/fleet/latency-histogram.ts';
import type {LatencyWatch} from '../../sim/fleet/latency-watch.ts';
import type {MqttCounters} from '../../sim/fleet/mqtt-counters.ts';
import type {MetricFamily, MetricSample, MetricSource} from '../protocols/metrics/exposition.ts';

/** Counters with the rates since they were last told. */
export class CounterLine {
	readonly #counters: MqttCounters;
	readonly #latency: LatencyWatch | undefined;
	readonly #now: () => number;
	#toldMs: number;
	#samples = 0;
	#connects = 0;

	/** `now` is a real clock, in milliseconds. */
	constructor(counters: MqttCounters, latency: LatencyWatch | undefined, now: () => number) {
		this.#counters = counters;
		this.#latency = latency;
		this.#now = now;
		this.#toldMs = now();
	}

	/** With the rates since this was last asked. */
	text(): string {
		const {sent, connects} = this.#counters;
		const now = this.#now();
		const seconds = Math.max(0.001, (now - this.#toldMs) / 1000);
		const rate = (count: number): string => ` (${Math.round(count / seconds)}/s)`;
		const told = this.#words(rate(connects - this.#connects), rate(sent.sample - this.#samples));
		this.#toldMs = now;
		this.#samples = sent.sample;
		this.#connects = connects;
		return told;
	}

	/** What there was in all. */
	total(): string {
		return this.#words('', '');
	}

	#words(connectRate: string, sampleRate: string): string {
		const {sent, up, connects, reconnects, acks, refused, lost, dropped} = this.#counters;
		return [
			`${up} up`,
			`${connects} connects${connectRate}`,
			`${reconnects} again`,
			`${sent.birth} births`,
			`${sent.sample} samples${sampleRate}`,
			`${sent.event} events`,
			`${acks} acks`,
			`${refused} refused`,
			`${lost} lost`,
			`${dropped} dropped`,
			...this.#latencyWords(),
		].join(', ');
	}

	#latencyWords(): string[] {
		const rows = Object.entries(this.#latency?.histograms ?? {}).filter(([, {count}]) => count > 0);
		return rows.map(([kind, {document}]) => {
			const {p50Ms, p99Ms, maxMs} = document;
			return `${kind} latency p50 ${p50Ms.toFixed(1)} p99 ${p99Ms.toFixed(1)} max ${maxMs.toFixed(1)} ms`;
		});
	}
}

/** For the document at the end; empty where nothing was published. */
export function countersDocument(
	counters: MqttCounters | undefined,
	latency: LatencyWatch | undefined,
): Record<string, unknown> {
	if (counters === undefined) {
		return {};
	}
	return {mqtt: {...counters.document, ...(latency === undefined ? {} : {latency: latency.document})}};
}

/** What keeps a fleet from being ready: cards without a session. `up` is undefined where none publishes. */
export function lackingText(up: number | undefined, cards: number): string {
	return up === undefined || up >= cards ? '' : `${cards - up} of ${cards} cards have no session with their broker.`;
}

type Labels = Readonly<Record<string, string>>;

function counter(name: string, help: string, samples: MetricFamily['samples']): MetricFamily {
	return {name, type: 'counter', help, samples};
}

function labelled(label: string, values: Readonly<Record<string, number>>): MetricSample[] {
	return Object.entries(values).map(([name, value]) => ({labels: {[label]: name}, value}));
}

function bucketsOf(labels: Labels, bounds: readonly number[], histogram: LatencyHistogram): MetricSample[] {
	let seen = 0;
	const buckets = bounds.map((bound, i) => {
		seen += histogram.byBound[i];
		return {suffix: '_bucket', labels: {...labels, le: String(bound)}, value: seen};
	});
	return [
		...buckets,
		{suffix: '_bucket', labels: {...labels, le: '+Inf'}, value: histogram.count},
		{suffix: '_sum', labels, value: histogram.sumS},
		{suffix: '_count', labels, value: histogram.count},
	];
}

function latencyFamily({histograms}: LatencyWatch, bounds: readonly number[], sampleQos: string): MetricFamily {
	return {
		name: 'ridethrough_publish_latency_seconds',
		type: 'histogram',
		help: 'From sending a message to hearing it from the broker.',
		samples: [
			...bucketsOf({kind: 'sample', qos: sampleQos}, bounds, histograms.sample),
			...bucketsOf({kind: 'event', qos: '1'}, bounds, histograms.event),
		],
	};
}

export interface CounterSourceOptions {
	readonly counters: MqttCounters;
	readonly latency: LatencyWatch | undefined;
	/** Upper bounds of the buckets of times, s. */
	readonly bounds: readonly number[];
	readonly sampleQos: string;
	readonly cards: number;
}

/** The sessions of a fleet for Prometheus; their packets are counted with those of the other protocols. */
export function counterSource({counters, latency, bounds, sampleQos, cards}: CounterSourceOptions): MetricSource {
	return () => {
		const {up, sent, connects, reconnects, refused, unreachable, lost, dropped, acks, denied} = counters;
		const sessions = {connected: connects, reconnected: reconnects, refused, unreachable, lost};
		return [
			{
				name: 'ridethrough_connections',
				type: 'gauge',
				help: 'Cards by whether they have a session with their broker.',
				samples: labelled('state', {connected: up, disconnected: cards - up}),
			},
			counter('ridethrough_published_total', 'Messages that cards published, by kind.', labelled('kind', {...sent})),
			counter(
				'ridethrough_sessions_total',
				'Sessions that came about, were refused, lost.',
				labelled('outcome', sessions),
			),
			counter('ridethrough_acknowledged_total', 'PUBACKs.', labelled('result', {taken: acks - denied, denied})),
			counter('ridethrough_dropped_total', 'Messages that found no room.', [{labels: {}, value: dropped}]),
			...(latency === undefined ? [] : [latencyFamily(latency, bounds, sampleQos)]),
		];
	};
}
