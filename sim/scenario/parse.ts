// Reads a scenario file: all of it is checked before anything starts, and all that is wrong is told with its place.

import {plannedCards} from './cards.ts';
import {caseName, expand} from './expand/expand.ts';
import type {ExpandedCase, ExpandOptions} from './expand/expand.ts';
import {scenarioKeys} from './expand/file-keys.ts';
import {caseText} from './expand/matrix.ts';
import type {Parameter} from './expand/matrix.ts';
import {readFirmware} from './parse-firmware.ts';
import {readOnly, scenarioCards} from './parse-selection.ts';
import {readSteps} from './parse-steps.ts';
import {readSamples} from './parse-samples.ts';
import {MOST_CARDS, readDevices, readSites} from './parse-world.ts';
import {ProblemList, problemText, scenarioInvalid} from './problems.ts';
import type {Problem} from './problems.ts';
import {Reader} from './reader.ts';
import type {Scenario} from './scenario.ts';
import {childOf} from './tree.ts';
import {numberOf, required, textOf} from './values.ts';
import type {Vocabulary} from './vocabulary.ts';

const DEFAULT_SEED = 1;
/** Seeds are 32 bits wide (core/random.ts). */
export const GREATEST_SEED = 4_294_967_295;
const LONGEST_NAME = 200;

export interface CheckedScenario {
	/** A file that others include: it has no cases of its own. */
	readonly isFragment: boolean;
	/** One without a matrix, else one a case; none when anything is wrong. */
	readonly cases: readonly Scenario[];
	/** In the order of the file as far as it can be read, those of included files last; empty when nothing is wrong. */
	readonly problems: readonly Problem[];
}

/**
 * The scenario in `text`, or what is wrong with it. `file` is for messages; what it includes comes from `options.include`. Throws
 * E_USAGE where `options.set` names no variable, or gives one what it cannot have.
 */
export function checkScenario(
	text: string,
	file: string,
	vocabulary: Vocabulary,
	options: ExpandOptions = {},
): CheckedScenario {
	const problems = new ProblemList();
	const {isFragment, cases} = expand(text, file, options, problems);
	const read = isFragment ? [] : readCases(cases, file, vocabulary, problems);
	if (isFragment) {
		cases.forEach(({tree}) => checkFragment(new Reader(tree, problems), vocabulary));
	}
	const sorted = [...problems.all].sort(
		(a, b) => Number(a.file !== file) - Number(b.file !== file) || a.line - b.line || a.column - b.column,
	);
	return {isFragment, cases: sorted.length > 0 ? [] : read, problems: sorted};
}

/** The scenario in `text`, its first case where it has a matrix; throws E_SCENARIO_INVALID, which lists all problems. */
export function parseScenario(text: string, file: string, vocabulary: Vocabulary): Scenario {
	const {cases, problems} = checkScenario(text, file, vocabulary);
	if (cases.length === 0) {
		throw scenarioInvalid(problems);
	}
	return cases[0];
}

/** What is wrong with every case is told once, what is wrong with some of them with the first of these. */
function readCases(
	cases: readonly ExpandedCase[],
	file: string,
	vocabulary: Vocabulary,
	problems: ProblemList,
): Scenario[] {
	const found = new Map<string, {problem: Problem; count: number; parameters: readonly Parameter[]}>();
	const scenarios = cases.map(({tree, parameters}) => {
		const own = new ProblemList();
		const scenario = readScenario(new Reader(tree, own), file, vocabulary, parameters);
		for (const problem of own.all) {
			const key = problemText(problem);
			found.set(key, {problem, parameters, ...found.get(key), count: (found.get(key)?.count ?? 0) + 1});
		}
		return scenario;
	});
	for (const {problem, count, parameters} of found.values()) {
		const which = count === cases.length ? '' : ` (case ${caseText(parameters)})`;
		problems.take({...problem, message: problem.message + which});
	}
	return scenarios;
}

/** Of a file that others include, what can be judged without them: its steps, as far as they need no firmware. */
function checkFragment(reader: Reader, vocabulary: Vocabulary): void {
	const root = reader.root();
	const steps = reader.map(root, null).get('steps');
	if (steps === undefined || steps.tree.kind !== 'list') {
		return;
	}
	const items = steps.tree.items.filter(item => !needFirmware.some(key => childOf(item, key) !== undefined));
	const judged = {...steps, tree: {...steps.tree, items}};
	if (items.length > 0) {
		readSteps(reader, judged, {vocabulary, cards: scenarioCards([]), firmware: null});
	}
}

const needFirmware = ['rollout', 'flashPlan'];

function readScenario(
	reader: Reader,
	file: string,
	vocabulary: Vocabulary,
	parameters: readonly Parameter[],
): Scenario {
	const root = reader.root();
	const fields = reader.map(root, scenarioKeys);
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
		name: caseName(textOf(reader, name, LONGEST_NAME, ''), parameters),
		parameters,
		summary: textOf(reader, fields.get('summary'), LONGEST_NAME, ''),
		version: 1,
		seed,
		sites,
		devices,
		firmware,
		only: readOnly(reader, fields.get('only'), cards),
		samples: readSamples(reader, fields.get('samples')),
		steps: readSteps(reader, stepsField, {vocabulary, cards, firmware}),
	};
}
