// `ridethrough scenario run`: plays the cases of a scenario on a fleet, shows how far each is, and leaves reports.

import type {RunReport} from '../../../sim/report/facts.ts';
import type {Recording} from '../../../sim/report/recording.ts';
import type {Bench} from '../../../sim/scenario/bench.ts';
import type {RunResult} from '../../../sim/scenario/result.ts';
import type {Scenario} from '../../../sim/scenario/scenario.ts';
import {exitCodes} from '../exit.ts';
import type {Io} from '../io.ts';
import {caseWords, pickedCases, playable} from '../scenario-cases.ts';
import {checkFile, shortName} from '../scenario-files.ts';
import {NO_BROKER, parseRunOptions} from '../scenario-options.ts';
import type {RawRunOptions, Report, RunSettings} from '../scenario-options.ts';
import {prepareReports, withStandingReports, writeReports} from '../scenario-reports.ts';
import {refuseProblems} from './scenario-check.ts';

/** A bench that stands, with what it told about itself. */
export interface OpenedBench {
	readonly bench: Bench;
	/** Where any MQTT client can watch; '' where nothing is published. */
	readonly mqttUrl: string;
	/** What it counted, for people: the first row holds the titles. */
	summary(): string[][];
	close(): Promise<void>;
}

export interface BenchOptions {
	readonly seed: number;
	/** Virtual seconds a real second; 1 is real time, Infinity as fast as it goes. */
	readonly speed: number;
	/** A broker's URL, or `off`; without one the embedded broker. */
	readonly mqttUrl?: string;
	readonly mqttListen?: string;
	readonly signal: AbortSignal;
	note(text: string): void;
}

export type OpenBench = (scenario: Scenario, options: BenchOptions) => Promise<OpenedBench>;

/** What `runFile` is given by who composes. */
export interface RunPorts {
	readonly open: () => Promise<OpenBench>;
	/** Version of this program. */
	readonly version: string;
}

/** Plays `file`. A failed scenario sets the exit code to 1; a file with problems throws E_SCENARIO_INVALID. */
export async function runFile(io: Io, ports: RunPorts, file: string, raw: RawRunOptions): Promise<void> {
	const settings = parseRunOptions(raw);
	const checked = await checkFile(file, settings.set);
	if (checked.problems.length > 0) {
		return refuseProblems(io, checked.problems);
	}
	const cases = await pickedCases(playable(file, checked), settings.picks);
	const seedOf = (scenario: Scenario): number => settings.seed ?? scenario.seed;
	const folder = `runs/${shortName(file)}-${seedOf(cases[0])}`;
	const reports = settings.keep === 'never' ? settings.reports : withStandingReports(settings.reports, folder);
	prepareReports(reports);
	const runs: RunReport[] = [];
	for (const scenario of cases) {
		if (runs.length > 0 && io.stop.aborted) {
			break;
		}
		const seed = seedOf(scenario);
		const which = cases.length === 1 ? '' : `case ${runs.length + 1} of ${cases.length}: `;
		io.note(`${which}${scenario.name}: seed ${seed}, speed ${settings.speedText}`);
		const {result, summary, recording} = await play(io, await ports.open(), scenario, seed, settings);
		const reproduce = reproduceText(file, scenario, seed, settings);
		runs.push({result, facts: {version: ports.version, speed: settings.speedText, reproduce, summary}, recording});
	}
	await writeReports(reports, runs);
	await tell(io, runs, reports, raw);
	if (runs.some(({result}) => result.verdict !== 'passed')) {
		io.exitCode = exitCodes.failed;
	}
}

async function play(
	io: Io,
	openBench: OpenBench,
	scenario: Scenario,
	seed: number,
	{speed, mqttUrl, mqttListen}: RunSettings,
): Promise<{result: RunResult; summary: string[][]; recording: Recording}> {
	const {Recorder} = await import('../../../sim/report/recorder.ts');
	const {runScenario} = await import('../../../sim/scenario/runner.ts');
	const {ScenarioProgress} = await import('../scenario-progress.ts');
	const opened = await openBench(scenario, {
		seed,
		speed,
		signal: io.stop,
		note: text => io.note(text),
		...(mqttUrl === undefined ? {} : {mqttUrl}),
		...(mqttListen === undefined ? {} : {mqttListen}),
	});
	const {bench} = opened;
	const startMs = bench.now();
	const progress = new ScenarioProgress(
		io,
		() => bench.now() - startMs,
		() => Date.now(),
	);
	try {
		if (opened.mqttUrl !== '') {
			io.note(`watch with any MQTT client at ${opened.mqttUrl}, topics ridethrough/v1/#`);
		}
		const options = {seed, signal: io.stop, onProgress: progress.tell.bind(progress)};
		const recorder = new Recorder(bench);
		const result = await runScenario(scenario, bench, options);
		return {result, summary: opened.summary(), recording: recorder.end()};
	} finally {
		progress.end();
		await opened.close();
	}
}

async function tell(
	io: Io,
	runs: readonly RunReport[],
	reports: readonly Report[],
	{json, tap}: RawRunOptions,
): Promise<void> {
	if (json === true) {
		const {jsonSummary} = await import('../../../sim/report/json.ts');
		io.out(JSON.stringify({...jsonSummary(runs), reports}, null, '\t'));
		return;
	}
	const places = reports.map(({format, file}) => `report (${format}): ${file}`);
	if (tap === true) {
		const {tapReport} = await import('../../../sim/report/tap.ts');
		io.out(tapReport(runs).trimEnd());
		places.forEach(place => io.note(place));
		return;
	}
	const told = await Promise.all(runs.map(toldOf));
	io.out([...told.flat(), '', ...places, ...againOf(runs)].join('\n'));
}

async function toldOf({result, facts}: RunReport): Promise<string[]> {
	const {stepLines, tableLines} = await import('../../../sim/report/text.ts');
	return [...stepLines(result), '', ...tableLines(facts.summary)];
}

function againOf(runs: readonly RunReport[]): string[] {
	const failed = runs.filter(({result}) => result.verdict === 'failed');
	return failed.map(({facts}) => `to see it again: ${facts.reproduce}`);
}

/** Speed changes nothing about what happens, so the fastest serves best to see it again. */
function reproduceText(file: string, scenario: Scenario, seed: number, {mqttUrl, set}: RunSettings): string {
	const broker = mqttUrl === undefined ? [] : ['--mqtt', withoutSecrets(mqttUrl)];
	const words = ['scenario', 'run', file, ...caseWords(scenario, set), '--seed', String(seed), ...broker];
	return `ridethrough ${words.map(quoted).join(' ')}`;
}

function withoutSecrets(url: string): string {
	if (url === NO_BROKER) {
		return url;
	}
	const parsed = new URL(url);
	parsed.username = '';
	parsed.password = '';
	return parsed.href;
}

/** As a shell takes it. */
function quoted(text: string): string {
	return /^[A-Za-z0-9_./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
