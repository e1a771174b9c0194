// Runs a fleet by several threads: shares it out, lets each play its shard, and tells what they did together.

import type {Crew, Whole} from '../../sim/fleet/crew/crew.ts';
import {codedError} from '../core/errors.ts';
import {sleep} from '../platform/node/pace.ts';
import {parseListen} from '../platform/node/listen-address.ts';
import type {MetricSource} from '../protocols/metrics/exposition.ts';
import {buildSource, MessageCounts, virtualTimeSource} from '../protocols/metrics/sources.ts';
import type {SimOptions} from './commands/sim.ts';
import {writeReady} from './faces/open-faces.ts';
import {addressOf} from './faces/place.ts';
import type {Io} from './io.ts';
import {ProgressLine} from './progress-line.ts';
import {crewTasks, openCrewBroker} from './sim-crew-tasks.ts';
import type {CrewBroker} from './sim-crew-tasks.ts';
import {CounterLine, counterSource, lackingText} from './sim-counters.ts';
import {durationOf, reportSim} from './sim-end.ts';
import {effectiveText} from './sim-mqtt.ts';

const LOOK_EVERY_MS = 250;
const HOUR_MS = 3_600_000;

/** Flags that mean the same for several threads as for one. */
const understood: readonly string[] = [
	'--cards',
	'--models',
	'--speed',
	'--seed',
	'--mqtt',
	'--mqtt-ca',
	'--mqtt-cert',
	'--mqtt-key',
	'--mqtt-password',
	'--mqtt-version',
	'--credentials',
	'--local-address',
	'--connect-rate',
	'--publish-interval',
	'--publish-jitter',
	'--qos',
	'--mqtt-listen',
	'--events-ack',
	'--shard',
	'--first-index',
	'--workers',
	'--duration',
	'--disturbances',
	'--no-disturbances',
	'--metrics',
	'--ready-file',
	'--json',
];

/** Throws E_USAGE for a flag that several threads cannot follow. */
function refuseOthers(given: readonly string[]): void {
	const flag = given.find(name => !understood.includes(name));
	if (flag !== undefined) {
		const message = `${flag} does not go with --workers: leave --workers out, or start shards as processes of their own (--shard).`;
		throw codedError('E_USAGE', message, {option: flag});
	}
}

interface CrewFace {
	readonly at: Readonly<Record<string, string>>;
	close(): Promise<void>;
}

/** Metrics of all threads together; not of the cards, which stand in their threads. */
async function openFace(options: SimOptions, crew: Crew, cards: number, version: string): Promise<CrewFace> {
	if (options.metrics === undefined) {
		return {at: {}, close: async () => {}};
	}
	const {openMetrics} = await import('../protocols/metrics/server.ts');
	const {BOUNDS_S: bounds} = await import('../../sim/fleet/latency-histogram.ts');
	const {counters} = crew;
	const counts = new MessageCounts();
	const sources: MetricSource[] = [
		buildSource({version, revision: ''}),
		virtualTimeSource({run: `seed ${options.seed}`, now: () => crew.look().nowMs, speed: options.speed}),
		counts.source,
	];
	if (counters !== undefined) {
		counts.add('mqtt', counters.traffic);
		sources.push(counterSource({counters, latency: undefined, bounds, sampleQos: options.qos, cards}));
	}
	const lacking = (): string => {
		crew.look();
		return lackingText(counters?.up, cards);
	};
	const opened = await openMetrics({sources, lacking, ...parseListen(options.metrics)});
	return {at: {metrics: `http://${addressOf(opened)}/metrics`}, close: async () => opened.close()};
}

/** Shows how far all are until `ended`. */
async function watch(io: Io, crew: Crew, cards: number, ended: AbortSignal): Promise<void> {
	const now = (): number => Date.now();
	const progress = new ProgressLine(io, now);
	const line = crew.counters === undefined ? null : new CounterLine(crew.counters, undefined, now);
	while (!ended.aborted) {
		await sleep(LOOK_EVERY_MS, ended);
		const {nowMs, events} = crew.look();
		const sessions = (): string => (line === null ? '' : `, ${line.text()}`);
		const hours = (nowMs / HOUR_MS).toFixed(2);
		progress.show(() => `${cards} cards, ${hours} h of virtual time, ${events} UPS events${sessions()}`);
	}
	progress.end();
}

/** Plays until all threads are done. Throws what ended one of them. */
async function play(io: Io, crew: Crew, cards: number): Promise<Whole> {
	const ended = new AbortController();
	const watched = watch(io, crew, cards, ended.signal);
	try {
		return await crew.done();
	} finally {
		ended.abort();
		await watched;
	}
}

function readyText(options: SimOptions, cards: number, threads: number, {at}: CrewFace, mqttUrl: string): string {
	const speed = options.speed === Infinity ? 'max' : `${options.speed}x`;
	const places = [...(mqttUrl === 'off' ? [] : [mqttUrl]), ...Object.entries(at).map(each => each.join(' '))];
	return [`ready: ${cards} cards by ${threads} threads, seed ${options.seed}, speed ${speed}`, ...places].join(', ');
}

async function playCrew(io: Io, options: SimOptions, version: string, broker: CrewBroker, crew: Crew): Promise<Whole> {
	const cards = await crew.up();
	const face = await openFace(options, crew, cards, version);
	try {
		const mqtt: Record<string, string> = broker.mqttUrl === 'off' ? {} : {mqtt: broker.mqttUrl};
		io.note(readyText(options, cards, crew.threads, face, broker.mqttUrl));
		if (broker.embedded !== undefined) {
			io.note(`the service ("ridethrough collect") comes in at ${broker.embedded.serviceUrl}`);
		}
		writeReady(options.readyFile, cards, {...face.at, ...mqtt});
		return await play(io, crew, cards);
	} finally {
		await face.close();
	}
}

/** Runs until the time is over, or INT or TERM. Throws what keeps it from starting, and what ended a thread. */
export async function runSimCrew(
	io: Io,
	options: SimOptions,
	version: string,
	given: readonly string[],
): Promise<void> {
	refuseOthers(given);
	const until = await durationOf(options.duration);
	io.note(`settings: ${effectiveText(options)}`);
	const broker = await openCrewBroker(io, options);
	try {
		const {Crew} = await import('../../sim/fleet/crew/crew.ts');
		const crew = new Crew(await crewTasks(options, broker, until), text => io.note(text));
		const stop = (): void => crew.stop();
		io.stop.addEventListener('abort', stop);
		try {
			const {encoded, ...whole} = await playCrew(io, options, version, broker, crew);
			reportSim(io, options, {...whole, encoded: encoded ?? undefined, counters: crew.counters, latency: undefined});
		} finally {
			io.stop.removeEventListener('abort', stop);
			await crew.close();
		}
	} finally {
		await broker.embedded?.broker.stop();
	}
}
