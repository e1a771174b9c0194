// How a run of simulated cards begins and ends, by one thread or by several: which cards, for how long, and what is told of it.

import type {LatencyWatch} from '../../sim/fleet/latency-watch.ts';
import type {Encoded} from '../../sim/fleet/message-sink.ts';
import type {MqttCounters} from '../../sim/fleet/mqtt-counters.ts';
import type {plainFleet} from '../../sim/fleet/spec.ts';
import {codedError} from '../core/errors.ts';
import type {SimOptions} from './commands/sim.ts';
import type {Io} from './io.ts';
import {CounterLine, countersDocument} from './sim-counters.ts';
import {rowsTable} from './text-table.ts';

/** Seeded disturbances of each site, mean number a day. */
const DISTURBANCES = {sag: 12, swell: 2, flicker: 2, outage: 1};
/** A longer summary is told by its last row. */
const ROWS_SHOWN = 12;
const HOUR_MS = 3_600_000;

export interface SimEnd {
	readonly nowMs: number;
	readonly events: number;
	readonly summary: string[][];
	readonly digest: string;
	readonly counters: MqttCounters | undefined;
	readonly latency: LatencyWatch | undefined;
	readonly encoded: Encoded | undefined;
}

/** The fleet of the options, as plainFleet takes it. */
export function fleetOf(
	options: Pick<SimOptions, 'seed' | 'cards' | 'models' | 'disturbances' | 'firstIndex'>,
): Parameters<typeof plainFleet> {
	const {seed, cards, models, disturbances, firstIndex} = options;
	return [seed, cards, models, disturbances ? DISTURBANCES : {}, firstIndex];
}

/** Virtual milliseconds to run; Infinity without the option. */
export async function durationOf(text: string | undefined): Promise<number> {
	const {DURATION_FORM, parseDuration} = await import('../../sim/scenario/duration.ts');
	const duration = text === undefined ? Infinity : parseDuration(text);
	if (duration === undefined) {
		throw codedError('E_USAGE', `--duration ${text} is no time: write ${DURATION_FORM}.`, {
			option: '--duration',
			value: text ?? '',
		});
	}
	return duration;
}

/** Prints what there was: a table, or one document. */
export function reportSim(io: Io, options: SimOptions, end: SimEnd): void {
	if (options.json === true) {
		io.out(JSON.stringify(documentOf(options, end), null, '\t'));
		return;
	}
	const {nowMs, events, summary, digest, counters, latency} = end;
	if (counters !== undefined) {
		io.note(new CounterLine(counters, latency, () => 0).total());
	}
	const shown = summary.length > ROWS_SHOWN ? [summary[0], summary.at(-1) as string[]] : summary;
	const time = `${(nowMs / HOUR_MS).toFixed(2)} h of virtual time`;
	io.out([...rowsTable(shown), `${time}, ${events} UPS events, digest ${digest}`].join('\n'));
}

function documentOf({seed, cards}: SimOptions, end: SimEnd): Record<string, unknown> {
	const {nowMs, events, summary, digest, counters, latency, encoded} = end;
	return {
		schema: 'ridethrough.sim/1',
		seed,
		cards,
		virtualSeconds: nowMs / 1000,
		events,
		digest,
		summary,
		...countersDocument(counters, latency),
		...(encoded === undefined ? {} : {encoded: encodedDocument(encoded)}),
	};
}

function encodedDocument({counts, bytes, digest}: Encoded): Record<string, unknown> {
	return {samples: counts.sample, events: counts.event, bytes, digest};
}
