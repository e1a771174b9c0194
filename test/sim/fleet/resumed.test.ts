// A run of a real fleet that goes on from a snapshot ends as the one that went through, and a snapshot of another run is refused.

import test from 'ava';
import {openBench} from '../../../sim/fleet/open-bench.ts';
import {checkScenario} from '../../../sim/scenario/parse.ts';
import {resumeScenario} from '../../../sim/scenario/resume.ts';
import type {RunResult} from '../../../sim/scenario/result.ts';
import {runScenario} from '../../../sim/scenario/runner.ts';
import type {Scenario} from '../../../sim/scenario/scenario.ts';
import {readSnapshot, snapshotText} from '../../../sim/scenario/snapshot.ts';
import type {SnapshotFile} from '../../../sim/scenario/snapshot.ts';
import {vocabulary} from '../../../src/cli/scenario-files.ts';
import {isCoded} from '../../../src/core/errors.ts';
import {MINUTE} from '../../helpers/ref-model.ts';

/** Weather, wear, a sensor that lies, an outage every half an hour, and looks at spans of time: much that a state can lack. */
const text = (loadPercent: number): string => `
name: Restless
version: 1
seed: 11
sites:
  north: {volts: 230, disturbances: {sagsPerDay: 60}}
  south: {volts: 230, disturbances: {flickersPerDay: 30}}
devices:
  - {count: 3, model: SMT750I, site: north, load: ${loadPercent}, profile: wander}
  - {count: 2, model: SRT5KRMXLI, site: south, load: 60}
steps:
  - {at: 1m, inject: {capacityLoss: {share: 0.4}}, on: {card: north-002}, for: 2h}
  - {at: 2m, inject: {sensorDrift: {sensor: batteryVolts, perHour: 1}}, on: {site: south}}
  - {at: 5m, inject: {outage: {}}, on: {site: north}, for: 4m, every: 30m}
  - {within: 10s, on: {site: north}, expect: {status: OB}}
  - {at: 6m, snapshot: dark}
  - {at: 40m, command: {name: testBattery}, on: {site: south}}
  - {at: 1h, snapshot: later}
  - {at: 100m, within: 30m, expect: {telemetryGap: "< 2m", loadDropped: false}}`;

function scenarioOf(loadPercent = 40): Scenario {
	const {cases, problems} = checkScenario(text(loadPercent), 'restless.yaml', vocabulary);
	if (problems.length > 0) {
		throw new Error(JSON.stringify(problems));
	}
	return cases[0];
}

const noNetwork = {mqttUrl: 'off'};

interface Lived {
	readonly result: RunResult;
	readonly sha256: string;
}

/** Plays on a fleet of its own, and closes it. */
async function live(
	scenario: Scenario,
	seed: number,
	network: {mqttUrl?: string},
	play: (bench: Parameters<typeof runScenario>[1]) => Promise<RunResult>,
): Promise<Lived> {
	const stop = new AbortController();
	const opened = await openBench(scenario, {
		seed,
		speed: Infinity,
		signal: stop.signal,
		note: () => {},
		...network,
	});
	try {
		const result = await play(opened.bench);
		return {result, sha256: opened.bench.digest()?.sha256 ?? ''};
	} finally {
		await opened.close();
	}
}

async function through(everyMs: number, network: {mqttUrl?: string}): Promise<Lived & {files: string[]}> {
	const scenario = scenarioOf();
	const files: string[] = [];
	const lived = await live(scenario, 11, network, async bench =>
		runScenario(scenario, bench, {
			seed: 11,
			snapshotEveryMs: everyMs,
			onSnapshot: ({digest, ...facts}) =>
				files.push(snapshotText({...facts, version: '1.2.3', seed: 11, everyMs, scenario, digest: digest()!})),
		}),
	);
	return {...lived, files};
}

const resumed = async (kept: SnapshotFile): Promise<Lived> =>
	live(kept.scenario, kept.seed, noNetwork, async bench => resumeScenario(kept, bench, {}));

const first = await through(35 * MINUTE, noNetwork);
const files = first.files.map(file => readSnapshot(file, 'a.json'));

test('from every snapshot a run of a fleet goes on to the same result and the same state', async t => {
	t.is(first.result.verdict, 'passed', first.result.steps.map(step => step.text).join('\n'));
	t.true(first.result.eventCount > 40);
	t.deepEqual(
		files.map(({name, atMs}) => [name, atMs / MINUTE]),
		[
			['dark', 6],
			['', 35],
			['later', 60],
			['', 70],
		],
	);
	t.is(new Set([...files.map(({digest}) => digest.sha256), first.sha256]).size, 5);
	for (const kept of files) {
		const again = await resumed(kept);
		t.is(JSON.stringify(again.result), JSON.stringify(first.result));
		t.is(again.sha256, first.sha256);
	}
});

test('a run over a broker has the same states, so that it goes on without one', async t => {
	const over = await through(35 * MINUTE, {});
	t.deepEqual(over.files, first.files);
	t.is(over.sha256, first.sha256);
	t.is(JSON.stringify({...over.result, drift: null}), JSON.stringify({...first.result, drift: null}));
});

async function refusal(act: () => unknown): Promise<string> {
	try {
		await act();
		return 'none';
	} catch (error) {
		return isCoded(error) ? `${error.code}: ${error.message}` : String(error);
	}
}

type Change = readonly [what: string, change: (kept: SnapshotFile) => SnapshotFile, message: RegExp];

const changes: readonly Change[] = [
	[
		'another seed',
		kept => ({...kept, seed: 12}),
		/^E_SNAPSHOT_DIFFERS: .* at 00:06:00\.000 .*: the grid state of north-001 differs/,
	],
	[
		'a scenario with another load',
		kept => ({...kept, scenario: scenarioOf(41)}),
		/^E_SNAPSHOT_DIFFERS: .*: the load state of north-001 differs/,
	],
	[
		'a scenario without a fault',
		kept => ({
			...kept,
			scenario: {...kept.scenario, steps: kept.scenario.steps.toSpliced(1, 1, kept.scenario.steps[0])},
		}),
		/^E_SNAPSHOT_DIFFERS: .*: the faults state of north-002 differs/,
	],
	[
		'a wrong hash of one card',
		kept => ({
			...kept,
			digest: {
				...kept.digest,
				sha256: '',
				parts: kept.digest.parts.map(part => (part.name === 'ups' ? {...part, hashes: part.hashes.with(3, 1)} : part)),
			},
		}),
		/^E_SNAPSHOT_DIFFERS: .*: the ups state of south-001 differs/,
	],
];

for (const [what, change, message] of changes) {
	test(`a snapshot with ${what} is refused where it was made`, async t => {
		t.regex(await refusal(async () => resumed(change(files[0]))), message);
	});
}

for (const [what, change] of [
	['seed', (content: string) => content.replace('"seed": 11', '"seed": 12')],
	['scenario', (content: string) => content.replace('"share": 0.4', '"share": 0.3')],
	['hash', (content: string) => content.replace(/"sha256": "./, '"sha256": "x')],
] as const) {
	test(`a snapshot whose ${what} was changed by hand is refused before anything is played`, async t => {
		const changed = change(first.files[0]);
		t.not(changed, first.files[0]);
		t.regex(await refusal(() => readSnapshot(changed, 'a.json')), /^E_SNAPSHOT_INVALID: .* check sum is wrong/);
	});
}
