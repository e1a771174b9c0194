// Plays one scenario on a bench of its own, with a recorder beside it and the progress on the terminal.

import type {MessageLog} from '../../sim/fleet/message-log.ts';
import type {RunReport} from '../../sim/report/facts.ts';
import type {Scenario} from '../../sim/scenario/scenario.ts';
import type {BenchOptions, OpenBench, OpenedBench} from './commands/scenario-run.ts';
import type {Io} from './io.ts';
import type {KeptRun} from './scenario-artefacts.ts';
import type {RunSettings} from './scenario-options.ts';

export interface Play {
	readonly scenario: Scenario;
	readonly seed: number;
	readonly settings: RunSettings;
}

/** A run, and what its bench held when it was over. */
export interface Played extends Pick<RunReport, 'result' | 'recording'>, Pick<KeptRun, 'messages' | 'flash'> {
	readonly summary: string[][];
}

/** Opens a bench, plays, and closes it, whatever happens. */
export async function playScenario(io: Io, openBench: OpenBench, play: Play): Promise<Played> {
	const messages = await messageLog(play);
	const opened = await openBench(play.scenario, benchOptions(io, play, messages));
	try {
		if (opened.mqttUrl !== '') {
			io.note(`watch with any MQTT client at ${opened.mqttUrl}, topics ridethrough/v1/#`);
		}
		return await record(io, opened, play, messages);
	} finally {
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
): BenchOptions {
	return {
		seed,
		speed,
		signal: io.stop,
		note: text => io.note(text),
		...(mqttUrl === undefined ? {} : {mqttUrl}),
		...(mqttListen === undefined ? {} : {mqttListen}),
		...(messages === undefined ? {} : {messages}),
	};
}

async function record(
	io: Io,
	opened: OpenedBench,
	{scenario, seed}: Play,
	messages: MessageLog | undefined,
): Promise<Played> {
	const {Recorder} = await import('../../sim/report/recorder.ts');
	const {runScenario} = await import('../../sim/scenario/runner.ts');
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
		const options = {seed, signal: io.stop, onProgress: progress.tell.bind(progress)};
		const result = await runScenario(scenario, bench, options);
		return {
			result,
			summary: opened.summary(),
			recording: recorder.end(),
			messages: () => messages?.messages(startMs) ?? [],
			flash: card => opened.flash?.(card) ?? null,
		};
	} finally {
		progress.end();
	}
}
