// `ridethrough scenario run`: plays the cases of a scenario on a fleet, shows how far each is, and leaves reports.

import type {MessageLog} from '../../../sim/fleet/message-log.ts';
import type {RunReport} from '../../../sim/report/facts.ts';
import type {Bench} from '../../../sim/scenario/bench.ts';
import type {RunResult} from '../../../sim/scenario/result.ts';
import type {Scenario} from '../../../sim/scenario/scenario.ts';
import {exitCodes} from '../exit.ts';
import type {Io} from '../io.ts';
import {keepRun} from '../scenario-artefacts.ts';
import {caseWords, pickedCases, playable} from '../scenario-cases.ts';
import {caseValue, checkFile, shortName} from '../scenario-files.ts';
import {onFewer, readHow, requireInTime, snapshotKeeper} from '../scenario-how.ts';
import type {How} from '../scenario-how.ts';
import {NO_BROKER, parseRunOptions} from '../scenario-options.ts';
import type {RawRunOptions, Report, RunSettings} from '../scenario-options.ts';
import {playScenario} from '../scenario-play.ts';
import type {Play} from '../scenario-play.ts';
import {prepareReports, withStandingReports, writeReports} from '../scenario-reports.ts';
import {refuseProblems} from './scenario-check.ts';

/** A bench that stands, with what it told about itself. */
export interface OpenedBench {
	readonly bench: Bench;
	/** Where any MQTT client can watch; '' where nothing is published. */
	readonly mqttUrl: string;
	/** What it counted, for people: the first row holds the titles. */
	summary(): string[][];
	/** Contents of a card's flash; null, or absent, where it has none. */
	flash?(card: number): Uint8Array | null;
	close(): Promise<void>;
}

export interface BenchOptions {
	readonly seed: number;
	/** Virtual seconds a real second; 1 is real time, Infinity as fast as it goes. */
	readonly speed: number;
	/** A broker's URL, or `off`; without one the embedded broker. */
	readonly mqttUrl?: string;
	readonly mqttListen?: string;
	/** Notes what the cards say and hear. */
	readonly messages?: MessageLog;
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
	const how = await readHow(raw);
	const checked = await checkFile(file, settings.set);
	if (checked.problems.length > 0) {
		return refuseProblems(io, checked.problems);
	}
	const picked = await pickedCases(playable(file, checked), settings.picks);
	const cases = await Promise.all(picked.map(async each => onFewer(each, how)));
	const folder = `runs/${shortName(file)}-${settings.seed ?? cases[0].seed}`;
	const reports = settings.keep === 'never' ? settings.reports : withStandingReports(settings.reports, folder);
	prepareReports(reports);
	const {runs, kept, isLate} = await playCases(io, ports, {file, cases, folder, settings, how});
	await writeReports(reports, runs);
	await tell(io, {runs, reports, kept}, raw);
	if (runs.some(({result}) => result.verdict !== 'passed')) {
		io.exitCode = exitCodes.failed;
	}
	const at = runs.findIndex(({result}) => result.verdict === 'failed');
	if (at >= 0 && how.shrinkTries !== null) {
		await shrinkCase(io, ports, {file, folder, how, settings, scenario: cases[at], failure: runs[at].result});
	}
	requireInTime(isLate, how);
}

interface Cases {
	readonly file: string;
	readonly cases: readonly Scenario[];
	readonly folder: string;
	readonly settings: RunSettings;
	readonly how: How;
}

/** Plays one case after the other, until one comes to the limit of real time. */
async function playCases(
	io: Io,
	ports: RunPorts,
	{file, cases, folder, settings, how}: Cases,
): Promise<{runs: RunReport[]; kept: string[]; isLate: boolean}> {
	const {version} = ports;
	const runs: RunReport[] = [];
	const kept: string[] = [];
	let isLate = false;
	for (const scenario of cases) {
		if (runs.length > 0 && (io.stop.aborted || isLate)) {
			break;
		}
		const seed = settings.seed ?? scenario.seed;
		const which = cases.length === 1 ? '' : `case ${runs.length + 1} of ${cases.length}: `;
		const place = cases.length === 1 ? folder : `${folder}/case-${runs.length + 1}`;
		io.note(`${which}${scenario.name}: seed ${seed}, speed ${settings.speedText}`);
		const run = await fromStart(io, {scenario, seed, how, folder: place, version});
		const play = {scenario, seed, settings, how, run};
		const {result, summary, recording, ...held} = await playScenario(io, await ports.open(), play);
		isLate = held.isLate;
		const reproduce = reproduceText(file, scenario, seed, settings, how);
		const report = {result, facts: {version, speed: settings.speedText, reproduce, summary}, recording};
		runs.push(report);
		if (isKept(settings, report)) {
			kept.push(await keepRun(place, file, {scenario, report, ...held}));
		}
	}
	return {runs, kept, isLate};
}

interface Start {
	readonly scenario: Scenario;
	readonly seed: number;
	readonly how: How;
	readonly folder: string;
	readonly version: string;
}

/** Plays a case from its start; its snapshots go into `folder`. */
async function fromStart(io: Io, {scenario, seed, how, folder, version}: Start): Promise<Play['run']> {
	const {runScenario} = await import('../../../sim/scenario/runner.ts');
	const {snapshotEveryMs: everyMs} = how;
	const every = everyMs === null ? {} : {snapshotEveryMs: everyMs};
	const onSnapshot = await snapshotKeeper(io, folder, {version, seed, everyMs, scenario});
	return async (bench, options) => runScenario(scenario, bench, {...options, ...every, seed, onSnapshot});
}

interface FailedCase {
	readonly file: string;
	readonly folder: string;
	readonly how: How;
	readonly settings: RunSettings;
	readonly scenario: Scenario;
	readonly failure: RunResult;
}

async function shrinkCase(io: Io, ports: RunPorts, failed: FailedCase): Promise<void> {
	const {shrinkFailure} = await import('../scenario-shrink.ts');
	const {file, folder, how, settings, scenario, failure} = failed;
	const value = await caseValue(file, settings.set, scenario);
	await shrinkFailure(io, await ports.open(), {
		value: scenario.only === null ? value : {...value, only: scenario.only},
		failure,
		seed: failure.seed,
		mostTries: how.shrinkTries ?? 0,
		isOffline: settings.mqttUrl === NO_BROKER,
		file: `${folder}/${shortName(file)}-shrunk.yaml`,
	});
}

function isKept({keep}: RunSettings, {result}: RunReport): boolean {
	return keep === 'always' || (keep === 'failed' && result.verdict === 'failed');
}

/** What a run leaves. */
interface Left {
	readonly runs: readonly RunReport[];
	readonly reports: readonly Report[];
	/** Folders with what else was kept. */
	readonly kept: readonly string[];
}

export async function tell(io: Io, {runs, reports, kept}: Left, {json, tap}: RawRunOptions): Promise<void> {
	if (json === true) {
		const {jsonSummary} = await import('../../../sim/report/json.ts');
		io.out(JSON.stringify({...jsonSummary(runs), reports, kept}, null, '\t'));
		return;
	}
	const places = [
		...kept.map(folder => `kept for a closer look: ${folder}/`),
		...reports.map(({format, file}) => `report (${format}): ${file}`),
	];
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
function reproduceText(
	file: string,
	scenario: Scenario,
	seed: number,
	{mqttUrl, set}: RunSettings,
	{devices}: How,
): string {
	const broker = mqttUrl === undefined ? [] : ['--mqtt', withoutSecrets(mqttUrl)];
	const fewer = devices === null ? [] : ['--devices', String(devices)];
	const words = ['scenario', 'run', file, ...caseWords(scenario, set), '--seed', String(seed), ...fewer, ...broker];
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
