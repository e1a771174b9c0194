// `ridethrough scenario run`: plays one scenario on a fleet, shows how far it is, and leaves a report.

import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import type {RunFacts} from '../../../sim/report/facts.ts';
import type {Bench} from '../../../sim/scenario/bench.ts';
import type {RunResult} from '../../../sim/scenario/result.ts';
import type {Scenario} from '../../../sim/scenario/scenario.ts';
import {codedError} from '../../core/errors.ts';
import {exitCodes} from '../exit.ts';
import type {Io} from '../io.ts';
import {checkFile, shortName} from '../scenario-files.ts';
import {NO_BROKER, parseRunOptions} from '../scenario-options.ts';
import type {RawRunOptions, Report, RunSettings} from '../scenario-options.ts';
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
	const {scenario, problems} = await checkFile(file);
	if (scenario === undefined) {
		return refuseProblems(io, problems);
	}
	const seed = settings.seed ?? scenario.seed;
	const reports = withDefaultReport(settings.reports, file, seed);
	reports.forEach(prepare);
	io.note(`${scenario.name}: seed ${seed}, speed ${settings.speedText}`);
	const {result, summary} = await play(io, await ports.open(), scenario, seed, settings);
	const facts: RunFacts = {
		version: ports.version,
		speed: settings.speedText,
		reproduce: reproduceText(file, seed, settings),
		summary,
	};
	await writeReports(reports, result, facts);
	await tell(io, result, facts, reports, raw.json === true);
	if (result.verdict !== 'passed') {
		io.exitCode = exitCodes.failed;
	}
}

async function play(
	io: Io,
	openBench: OpenBench,
	scenario: Scenario,
	seed: number,
	{speed, mqttUrl, mqttListen}: RunSettings,
): Promise<{result: RunResult; summary: string[][]}> {
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
		const result = await runScenario(scenario, bench, options);
		return {result, summary: opened.summary()};
	} finally {
		progress.end();
		await opened.close();
	}
}

/** A JSON report is always kept: it holds the seed that a failure needs to be seen again. */
function withDefaultReport(reports: readonly Report[], file: string, seed: number): Report[] {
	return reports.some(({format}) => format === 'json')
		? [...reports]
		: [...reports, {format: 'json', file: `runs/${shortName(file)}-${seed}.json`}];
}

/** Makes the folder now: nobody wants to learn after the run that its report has no place. */
function prepare({file}: Report): void {
	attempt(file, () => mkdirSync(dirname(resolve(file)), {recursive: true}));
}

async function writeReports(reports: readonly Report[], result: RunResult, facts: RunFacts): Promise<void> {
	const {junitReport} = await import('../../../sim/report/junit.ts');
	const {jsonReport} = await import('../../../sim/report/json.ts');
	const {textReport} = await import('../../../sim/report/text.ts');
	const writers = {junit: junitReport, json: jsonReport, text: textReport};
	for (const {format, file} of reports) {
		attempt(file, () => writeFileSync(file, writers[format](result, facts)));
	}
}

function attempt(file: string, act: () => void): void {
	try {
		act();
	} catch (error) {
		const reason = (error as Error).message;
		throw codedError('E_FILE_UNWRITABLE', `the report ${file} cannot be written: ${reason}`, {file, reason});
	}
}

async function tell(
	io: Io,
	result: RunResult,
	facts: RunFacts,
	reports: readonly Report[],
	json: boolean,
): Promise<void> {
	const {jsonSummary} = await import('../../../sim/report/json.ts');
	const {stepLines, tableLines} = await import('../../../sim/report/text.ts');
	if (json) {
		io.out(JSON.stringify({...jsonSummary(result, facts), reports}, null, '\t'));
		return;
	}
	io.out(
		[
			...stepLines(result),
			'',
			...tableLines(facts.summary),
			'',
			...reports.map(({format, file}) => `report (${format}): ${file}`),
			...(result.verdict === 'failed' ? [`to see it again: ${facts.reproduce}`] : []),
		].join('\n'),
	);
}

/** Speed changes nothing about what happens, so the fastest serves best to see it again. */
function reproduceText(file: string, seed: number, {mqttUrl}: RunSettings): string {
	const broker = mqttUrl === undefined ? '' : ` --mqtt ${quoted(withoutSecrets(mqttUrl))}`;
	return `ridethrough scenario run ${quoted(file)} --seed ${seed}${broker}`;
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
