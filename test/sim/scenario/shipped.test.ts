import {readFileSync} from 'node:fs';
import test from 'ava';
import type {RunResult} from '../../../sim/scenario/result.ts';
import {parseScenario} from '../../../sim/scenario/parse.ts';
import {runScenario} from '../../../sim/scenario/runner.ts';
import type {Scenario} from '../../../sim/scenario/scenario.ts';
import {openFirmwareBench} from '../../../src/cli/firmware/scenario-firmware.ts';
import {scenarioFilesIn, shippedFolder, shortName, vocabulary} from '../../../src/cli/scenario-files.ts';

const shipped = scenarioFilesIn(shippedFolder()).map(file =>
	parseScenario(readFileSync(file, 'utf8'), file, vocabulary),
);

function shippedOne(name: string): Scenario {
	return shipped.find(({file}) => shortName(file) === name)!;
}

const hasFirmware = ({firmware}: Scenario): boolean => firmware !== null;

/** Plays on a fleet that publishes nothing, unless a service is to talk to its cards. */
async function played(scenario: Scenario, seed: number, speed: number): Promise<RunResult> {
	const opened = await openFirmwareBench(scenario, {
		seed,
		speed,
		...(hasFirmware(scenario) ? {} : {mqttUrl: 'off'}),
		signal: new AbortController().signal,
		note: () => {},
	});
	try {
		const {drift, ...result} = await runScenario(scenario, opened.bench, {seed});
		// How far real time was behind belongs to the machine; all else is the same at any speed.
		return {...result, drift: drift === null || drift.worstMs >= drift.lastMs ? null : drift};
	} finally {
		await opened.close();
	}
}

test('the shipped scenarios are an evening storm, two brownouts, a dead cell and four updates of firmware, each with a summary', t => {
	t.deepEqual(
		shipped.map(({file}) => shortName(file)),
		[
			'battery-cell-failure',
			'brownout',
			'evening-storm',
			'firmware-bad-image',
			'firmware-power-cut',
			'firmware-rollout',
			'firmware-update-during-outage',
			'ups-update-brownout',
		],
	);
	t.true(shipped.every(({summary}) => summary !== ''));
});

test('the evening storm has 100 cards of at least eight models on three sites', t => {
	const {devices, sites} = shippedOne('evening-storm');
	t.is(
		devices.reduce((sum, {count}) => sum + count, 0),
		100,
	);
	t.true(new Set(devices.flatMap(({models}) => models)).size >= 8);
	t.deepEqual(
		sites.map(({name}) => name),
		['north', 'harbour', 'hill'],
	);
});

for (const scenario of shipped) {
	for (const seed of hasFirmware(scenario) ? [scenario.seed] : [scenario.seed, 1, 2]) {
		test(`${shortName(scenario.file)} passes on the fleet with seed ${seed}`, async t => {
			const result = await played(scenario, seed, Infinity);
			t.is(result.verdict, 'passed', result.steps.map(({text}) => text).join('\n'));
			t.true(result.steps.every(({outcome}) => outcome === 'passed'));
		});
	}
}

test('the speed of a run changes nothing about what happens', async t => {
	const scenario = shippedOne('evening-storm');
	const fastest = await played(scenario, 3, Infinity);
	t.deepEqual(await played(scenario, 3, 50_000), fastest);
	t.true(fastest.timeline.length > 1000);
});
