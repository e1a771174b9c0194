// The scenarios that come with the program, every case of them, and how tests play one.

import {needsBroker} from '../../sim/scenario/needs-broker.ts';
import type {RunResult} from '../../sim/scenario/result.ts';
import {runScenario} from '../../sim/scenario/runner.ts';
import type {Scenario} from '../../sim/scenario/scenario.ts';
import {openFirmwareBench} from '../../src/cli/firmware/scenario-firmware.ts';
import {checkFile, scenarioFilesIn, shippedFolder, shortName} from '../../src/cli/scenario-files.ts';

export interface Shipped {
	readonly file: string;
	/** Name of the file without folder and extension. */
	readonly name: string;
	readonly cases: readonly Scenario[];
	/** What is wrong with it: nothing, one hopes. */
	readonly problems: readonly string[];
}

/** Every shipped scenario, by name. */
export async function shippedScenarios(): Promise<Shipped[]> {
	return Promise.all(
		scenarioFilesIn(shippedFolder()).map(async file => {
			const {cases, problems} = await checkFile(file);
			return {file, name: shortName(file), cases, problems: problems.map(({line, message}) => `${line}: ${message}`)};
		}),
	);
}

export const hasFirmware = ({firmware}: Scenario): boolean => firmware !== null;

/** Plays on a fleet that publishes nothing, unless the scenario is about what it publishes or a service talks to its cards. */
export async function playShipped(scenario: Scenario, seed: number, speed: number): Promise<RunResult> {
	const opened = await openFirmwareBench(scenario, {
		seed,
		speed,
		...(needsBroker(scenario) ? {} : {mqttUrl: 'off'}),
		signal: new AbortController().signal,
		note: () => {},
	});
	try {
		return await runScenario(scenario, opened.bench, {seed});
	} finally {
		await opened.close();
	}
}
