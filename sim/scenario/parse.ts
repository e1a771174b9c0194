// Reads a scenario file: all of it is checked before anything starts, and all that is wrong is told with its place.

import {plannedCards} from './cards.ts';
import {readFirmware} from './parse-firmware.ts';
import {scenarioCards} from './parse-selection.ts';
import {readSteps} from './parse-steps.ts';
import {MOST_CARDS, readDevices, readSites} from './parse-world.ts';
import {ProblemList, scenarioInvalid} from './problems.ts';
import type {Problem} from './problems.ts';
import {Reader} from './reader.ts';
import type {Scenario} from './scenario.ts';
import {numberOf, required, textOf} from './values.ts';
import type {Vocabulary} from './vocabulary.ts';
import {readTree} from './yaml-tree.ts';

const DEFAULT_SEED = 1;
/** Seeds are 32 bits wide (core/random.ts). */
export const GREATEST_SEED = 4_294_967_295;
const LONGEST_NAME = 200;

const keys = ['name', 'summary', 'version', 'seed', 'sites', 'devices', 'firmware', 'steps'];

export interface CheckedScenario {
	/** There only when nothing is wrong. */
	readonly scenario?: Scenario;
	/** In the order of the file as far as it can be read; empty when nothing is wrong. */
	readonly problems: readonly Problem[];
}

/** The scenario in `text`, or what is wrong with it. `file` is only for messages. */
export function checkScenario(text: string, file: string, vocabulary: Vocabulary): CheckedScenario {
	const problems = new ProblemList();
	const tree = readTree(text, file, problems);
	const scenario = tree === null ? undefined : readScenario(new Reader(tree, problems), file, vocabulary);
	const sorted = [...problems.all].sort((a, b) => a.line - b.line || a.column - b.column);
	return scenario === undefined || sorted.length > 0 ? {problems: sorted} : {scenario, problems: sorted};
}

/** The scenario in `text`; throws E_SCENARIO_INVALID, which lists all problems. */
export function parseScenario(text: string, file: string, vocabulary: Vocabulary): Scenario {
	const {scenario, problems} = checkScenario(text, file, vocabulary);
	if (scenario === undefined) {
		throw scenarioInvalid(problems);
	}
	return scenario;
}

function readScenario(reader: Reader, file: string, vocabulary: Vocabulary): Scenario {
	const root = reader.root();
	const fields = reader.map(root, keys);
	const name = required(reader, root, fields, 'name', 'what the scenario shows, in a line');
	const version = required(reader, root, fields, 'version', 'version: 1');
	const devicesField = required(reader, root, fields, 'devices', 'such as devices: {count: 3, model: SMT750I}');
	const stepsField = required(reader, root, fields, 'steps', 'the list of what happens');
	numberOf(reader, version, {min: 1, max: 1, unit: '', whole: true}, 1);
	const seed = numberOf(reader, fields.get('seed'), {min: 0, max: GREATEST_SEED, unit: '', whole: true}, DEFAULT_SEED);
	const sites = readSites(reader, fields.get('sites'));
	const devices = readDevices(reader, devicesField, sites, vocabulary);
	const total = devices.reduce((sum, {count}) => sum + count, 0);
	// Without any device the names of cards cannot be judged, and a list that is far too long need not be made.
	const cards = scenarioCards(plannedCards(total > MOST_CARDS ? [] : devices, seed));
	const firmware = readFirmware(reader, fields.get('firmware'), cards);
	return {
		file,
		name: textOf(reader, name, LONGEST_NAME, ''),
		summary: textOf(reader, fields.get('summary'), LONGEST_NAME, ''),
		version: 1,
		seed,
		sites,
		devices,
		firmware,
		steps: readSteps(reader, stepsField, {vocabulary, cards, firmware}),
	};
}
