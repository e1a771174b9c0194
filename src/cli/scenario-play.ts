// Plays one scenario on a bench of its own, with a recorder beside it and the progress on the terminal.

import type {MessageLog} from '../../sim/fleet/message-log.ts';
import type {RunReport} from '../../sim/report/facts.ts';
import type {Bench} from '../../sim/scenario/bench.ts';
import type {RunResult} from '../../sim/scenario/result.ts';
import type {RunOptions} from '../../sim/scenario/runner.ts';
import type {Scenario} from '../../sim/scenario/scenario.ts';
import type {BenchOptions, OpenBench, OpenedBench} from './commands/scenario-run.ts';
import type {Io} from './io.ts';
import type {KeptRun} from './scenario-artefacts.ts';
import {limitOf, tracer} from './scenario-how.ts';
import type {How, Limit} from './scenario-how.ts';
import type {RunSettings} from './scenario-options.ts';

export interface Play {
	readonly scenario: Scenario;
	readonly seed: number;
	readonly settings: RunSettings;
	readonly how: How;
	/** Plays it on the bench: from the start, or on from a snapshot. */
	readonly run: (bench: Bench, options: Omit<RunOptions, 'seed'>) => Promise<RunResult>;
}

/** A run, and what its bench held when it was over. */
export interface Played extends Pick<RunReport, 'result' | 'recording'>, Pick<KeptRun, 'messages' | 'flash'> {
	readonly summary: string[][];
	/** Whether it came to the limit of real time. */
	readonly isLate: boolean;
}

/** Opens a bench, plays, and closes it, whatever happens. */
export async function playScenario(io: Io, openBench: OpenBench, play: Play): Promise<Played> {
	const messages = await messageLog(play);
	const limit = limitOf(io, play.how);
	const opened = await openBench(play.scenario, benchOptions(io, play, messages, limit.signal));
	try {
		if (opened.mqttUrl !== '') {
			io.note(`watch with any MQTT client at ${opened.mqttUrl}, topics ridethrough/v1/#`);
		}
		return await record(io, opened, play, messages, limit);
	} finally {
		limit.clear();
		await opened.close();
	}
}

/** What cards say and hear; undefined where nothing is to be kept. */
async function messageLog({scenario, seed, settings}: Play): Promise<MessageLog | undefined> {
	if (settings.keep === 'never') {
		return undefined;
	}
	const {MessageLog: Log} = await import('../../sim/fleet/message-log.ts');
	const {cardIdsOf} = await import('../../sim/fleet/open-bench.ts');
	return new Log(cardIdsOf(scenario, seed));
}

function benchOptions(
	io: Io,
	{seed, settings: {speed, mqttUrl, mqttListen}}: Play,
	messages: MessageLog | undefined,
	signal: AbortSignal,
): BenchOptions {
	return {
		seed,
		speed,
		signal,
		note: text => io.note(text),
		...(mqttUrl === undefined ? {} : {mqttUrl}),
		...(mqttListen === undefined ? {} : {mqttListen}),
		...(messages === undefined ? {} : {messages}),
	};
}

async function record(
	io: Io,
	opened: OpenedBench,
	{how, run}: Play,
	messages: MessageLog | undefined,
	limit: Limit,
): Promise<Played> {
	const {Recorder} = await import('../../sim/report/recorder.ts');
	const {ScenarioProgress} = await import('./scenario-progress.ts');
	const {bench} = opened;
	const startMs = bench.now();
	const progress = new ScenarioProgress(
		io,
		() => bench.now() - startMs,
		() => Date.now(),
	);
	const recorder = new Recorder(bench);
	try {
		const told = how.trace ? {onEntry: await tracer(io)} : {onProgress: progress.tell.bind(progress)};
		const result = await run(bench, {signal: limit.signal, ...told});
		return {
			result,
			summary: opened.summary(),
			isLate: limit.isPassed(),
			recording: recorder.end(),
			messages: () => messages?.messages(startMs) ?? [],
			flash: card => opened.flash?.(card) ?? null,
		};
	} finally {
		progress.end();
	}
}
