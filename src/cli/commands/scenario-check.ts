// `ridethrough scenario check` and `scenario list`: what is in scenario files, and what is wrong with them.

import type {Problem} from '../../../sim/scenario/problems.ts';
import type {Scenario} from '../../../sim/scenario/scenario.ts';
import {codedError} from '../../core/errors.ts';
import type {Io} from '../io.ts';
import {checkFile, scenarioFilesIn, shippedFolder, shortName} from '../scenario-files.ts';
import {type Column, textTable} from '../text-table.ts';

interface CheckedFile {
	readonly file: string;
	readonly isFragment: boolean;
	readonly cases: readonly Scenario[];
	/** The first case. */
	readonly scenario: Scenario | undefined;
	readonly problems: readonly Problem[];
}

/** Throws E_SCENARIO_INVALID; where there are several problems, they are all told first. */
export async function refuseProblems(io: Io, problems: readonly Problem[]): Promise<never> {
	const {shownProblem, scenarioInvalid} = await import('../../../sim/scenario/problems.ts');
	const {context} = scenarioInvalid(problems);
	const texts = problems.map(shownProblem);
	if (texts.length > 1) {
		texts.forEach(text => io.note(text));
	}
	const fileCount = new Set(problems.map(({file}) => file)).size;
	const where = fileCount === 1 ? problems[0].file : `${fileCount} files`;
	const message = texts.length === 1 ? texts[0] : `${texts.length} problems in ${where}`;
	throw Object.assign(codedError('E_SCENARIO_INVALID', message, context), {problems});
}

/** Checks every file, tells what each holds, and throws E_SCENARIO_INVALID when any has a problem. */
export async function checkFiles(io: Io, files: readonly string[], json: boolean): Promise<void> {
	const checked = await checkAll(files);
	if (json) {
		io.out(JSON.stringify({schema: 'ridethrough.scenario-check/1', files: checked.map(factsOf)}, null, '\t'));
	} else {
		for (const {file, scenario} of checked) {
			if (scenario !== undefined) {
				io.out(`${file}: ok: ${scenario.name}, ${cardCount(scenario)} cards, ${scenario.steps.length} steps`);
			}
		}
	}
	const problems = checked.flatMap(file => file.problems);
	if (problems.length > 0) {
		await refuseProblems(io, problems);
	}
}

async function checkAll(files: readonly string[]): Promise<CheckedFile[]> {
	const checked: CheckedFile[] = [];
	for (const file of files) {
		const {cases, isFragment, problems} = await checkFile(file);
		checked.push({file, isFragment, cases, scenario: cases[0], problems});
	}
	return checked;
}

function factsOf({file, scenario, problems}: CheckedFile): Record<string, unknown> {
	const facts =
		scenario === undefined
			? {}
			: {
					name: scenario.name,
					summary: scenario.summary,
					seed: scenario.seed,
					cards: cardCount(scenario),
					steps: scenario.steps.length,
				};
	return {file, ok: scenario !== undefined, ...facts, problems: problems.map(placed)};
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
	{title: 'steps', align: 'right'},
	{title: 'what it shows', align: 'left'},
];

/** Lists the scenarios of `folder`, or the shipped ones. Files with problems are told on stderr and do not count. */
export async function listScenarios(io: Io, folder: string | undefined, json: boolean): Promise<void> {
	const checked = await checkAll(scenarioFilesIn(folder ?? shippedFolder()));
	const sound = checked.filter(({scenario}) => scenario !== undefined);
	for (const {file, problems} of checked.filter(({scenario}) => scenario === undefined)) {
		io.note(`${file}: left out, ${problems.length} problem${problems.length === 1 ? '' : 's'}: see "scenario check"`);
	}
	if (json) {
		const scenarios = sound.map(entry => ({scenario: shortName(entry.file), ...factsOf(entry)}));
		io.out(JSON.stringify({schema: 'ridethrough.scenario-list/1', scenarios}, null, '\t'));
		return;
	}
	io.out(textTable(listColumns, sound.map(listRow)).join('\n'));
}

function listRow({file, scenario}: CheckedFile): string[] {
	const {name, summary, steps} = scenario!;
	return [
		shortName(file),
		String(cardCount(scenario!)),
		String(steps.length),
		summary === '' ? name : `${name}: ${summary}`,
	];
}
