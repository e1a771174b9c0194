// `ridethrough scenario check` and `scenario list`: what is in scenario files, and what is wrong with them.

import {writeFileSync} from 'node:fs';
import type {CheckedScenario} from '../../../sim/scenario/parse.ts';
import type {Problem} from '../../../sim/scenario/problems.ts';
import type {Scenario} from '../../../sim/scenario/scenario.ts';
import {SECOND} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';
import type {ErrorCode} from '../../core/error-codes.ts';
import {codedError} from '../../core/errors.ts';
import type {Io} from '../io.ts';
import {parseSets} from '../scenario-cases.ts';
import type {Values} from '../scenario-cases.ts';
import {checkFile, filesAt, scenarioFilesIn, shippedFolder, shortName, vocabulary} from '../scenario-files.ts';
import {type Column, textTable} from '../text-table.ts';

interface CheckedFile extends CheckedScenario {
	readonly file: string;
}

/** Throws E_SCENARIO_INVALID; where there are several problems, they are all told first. */
export async function refuseProblems(
	io: Io,
	problems: readonly Problem[],
	code: ErrorCode = 'E_SCENARIO_INVALID',
): Promise<never> {
	const {shownProblem, scenarioInvalid} = await import('../../../sim/scenario/problems.ts');
	const {context} = scenarioInvalid(problems);
	const texts = problems.map(shownProblem);
	if (texts.length > 1) {
		texts.forEach(text => io.note(text));
	}
	const fileCount = new Set(problems.map(({file}) => file)).size;
	const where = fileCount === 1 ? problems[0].file : `${fileCount} files`;
	const message = texts.length === 1 ? texts[0] : `${texts.length} problems in ${where}`;
	throw Object.assign(codedError(code, message, context), {problems});
}

/** What `scenario check` is given beside its files. */
interface CheckGiven {
	readonly json?: boolean;
	/** Values of variables, as `scenario run` has them. */
	readonly set?: readonly string[];
}

/**
 * Checks every file, those of folders too, tells what each holds, and throws E_SCENARIO_INVALID when any has a problem, and E_USAGE
 * where its variables cannot have the values given.
 */
export async function checkFiles(io: Io, places: readonly string[], {json, set = []}: CheckGiven): Promise<void> {
	const files = places.flatMap(filesAt);
	if (set.length > 0 && files.length !== 1) {
		const message = `--set ${set[0]} is for the variables of one file, and these are ${files.length}; give one file`;
		throw codedError('E_USAGE', message, {option: '--set', value: set[0]});
	}
	const checked = await checkAll(files, parseSets(set));
	if (json === true) {
		const facts = await Promise.all(checked.map(factsOf));
		io.out(JSON.stringify({schema: 'ridethrough.scenario-check/1', files: facts}, null, '\t'));
	} else {
		for (const each of checked.filter(({problems}) => problems.length === 0)) {
			io.out(`${each.file}: ok: ${await toldText(each)}`);
		}
	}
	const problems = checked.flatMap(file => file.problems);
	if (problems.length > 0) {
		await refuseProblems(io, problems);
	}
}

async function checkAll(files: readonly string[], set?: Values): Promise<CheckedFile[]> {
	const checked: CheckedFile[] = [];
	for (const file of files) {
		checked.push({file, ...(await checkFile(file, set))});
	}
	return checked;
}

async function toldText({isFragment, cases}: CheckedFile): Promise<string> {
	if (isFragment) {
		return 'a fragment, for scenarios to include';
	}
	const {titleOf} = await import('../../../sim/scenario/expand/expand.ts');
	const [{parameters, steps}] = cases;
	const which = parameters.length === 0 ? [] : [`${cases.length} cases`];
	return [titleOf(cases[0]), ...which, `${cardCount(cases[0])} cards`, `${steps.length} steps`].join(', ');
}

async function factsOf({file, isFragment, cases, problems}: CheckedFile): Promise<Record<string, unknown>> {
	const facts = cases.length === 0 ? {} : await caseFacts(cases);
	return {file, ok: problems.length === 0, fragment: isFragment, ...facts, problems: problems.map(placed)};
}

/** What is told of a scenario: its first case, and how many there are. */
async function caseFacts(cases: readonly Scenario[]): Promise<Record<string, unknown>> {
	const {titleOf} = await import('../../../sim/scenario/expand/expand.ts');
	const [{summary, seed, steps}] = cases;
	return {
		name: titleOf(cases[0]),
		summary,
		seed,
		cards: cardCount(cases[0]),
		cases: cases.length,
		steps: steps.length,
		leastSeconds: (await leastMs(cases[0])) / SECOND,
	};
}

/** Virtual time that a case takes at least: what waits for something to come true may end at once. */
async function leastMs({steps}: Scenario): Promise<Millis> {
	const {leastSpanOf} = await import('../../../sim/scenario/parse-time.ts');
	return leastSpanOf(steps);
}

function placed({file, line, column, field, message, source}: Problem): Record<string, unknown> {
	return {file, line, column, field, message, source};
}

function cardCount({devices}: Scenario): number {
	return devices.reduce((sum, {count}) => sum + count, 0);
}

const listColumns: readonly Column[] = [
	{title: 'scenario', align: 'left'},
	{title: 'cards', align: 'right'},
	{title: 'cases', align: 'right'},
	{title: 'steps', align: 'right'},
	{title: 'lasts at least', align: 'right'},
	{title: 'what it shows', align: 'left'},
];

/** Lists the scenarios of `folder`, or the shipped ones. Files with problems are told on stderr and do not count. */
export async function listScenarios(io: Io, folder: string | undefined, json: boolean): Promise<void> {
	const checked = await checkAll(scenarioFilesIn(folder ?? shippedFolder()));
	for (const {file, problems} of checked.filter(each => each.problems.length > 0)) {
		io.note(`${file}: left out, ${problems.length} problem${problems.length === 1 ? '' : 's'}: see "scenario check"`);
	}
	const sound = checked.filter(({cases}) => cases.length > 0);
	if (json) {
		const scenarios = sound.map(async each => ({scenario: shortName(each.file), ...(await factsOf(each))}));
		const document = {schema: 'ridethrough.scenario-list/1', scenarios: await Promise.all(scenarios)};
		io.out(JSON.stringify(document, null, '\t'));
		return;
	}
	io.out(textTable(listColumns, await Promise.all(sound.map(listRow))).join('\n'));
}

async function listRow({file, cases}: CheckedFile): Promise<string[]> {
	const {formatDuration} = await import('../../../sim/scenario/duration.ts');
	const {titleOf} = await import('../../../sim/scenario/expand/expand.ts');
	const [{summary, steps}] = cases;
	const name = titleOf(cases[0]);
	return [
		shortName(file),
		String(cardCount(cases[0])),
		String(cases.length),
		String(steps.length),
		formatDuration(await leastMs(cases[0])),
		summary === '' ? name : `${name}: ${summary}`,
	];
}

/** Prints the schema of scenario files, or writes it to `out`; throws E_FILE_UNWRITABLE. */
export async function tellSchema(io: Io, out: string | undefined): Promise<void> {
	const {scenarioSchema} = await import('../../../sim/scenario/schema/document.ts');
	const text = JSON.stringify(scenarioSchema(vocabulary), null, '\t');
	if (out === undefined) {
		io.out(text);
		return;
	}
	try {
		writeFileSync(out, `${text}\n`);
	} catch (error) {
		const reason = (error as Error).message;
		throw codedError('E_FILE_UNWRITABLE', `the schema cannot be written to ${out}: ${reason}`, {file: out, reason});
	}
	io.note(`written: ${out}`);
}
