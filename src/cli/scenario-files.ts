// Scenario files: where they lie, how they are read, and the names that they may use.

import {existsSync, readdirSync, readFileSync, realpathSync, statSync} from 'node:fs';
import {basename, dirname, join, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {IncludePort} from '../../sim/scenario/expand/files.ts';
import type {CheckedScenario} from '../../sim/scenario/parse.ts';
import type {Scenario} from '../../sim/scenario/scenario.ts';
import type {Vocabulary} from '../../sim/scenario/vocabulary.ts';
import {commands} from '../agent/commands/table.ts';
import {findEvent, events} from '../agent/events.ts';
import {findSetting, settings} from '../agent/settings/catalogue.ts';
import {unknownProblem} from '../agent/settings/problems.ts';
import {accessWrite} from '../agent/settings/setting-row.ts';
import {takeValue} from '../agent/settings/value-text.ts';
import {statusWordOrder} from '../agent/status-words.ts';
import {codedError} from '../core/errors.ts';
import type {CodedError} from '../core/errors.ts';
import {checkPlan, planKeys} from '../smartconnect/rollout/plan-check.ts';
import {findModel, models} from '../ups/catalogue.ts';
import {ratingOf} from '../ups/rating.ts';
import {readingFields} from '../ups/reading.ts';

const EXTENSION = '.yaml';
/** A scenario has a few hundred lines: what is larger is some other file, and is not even read. */
const MOST_BYTES = 4 * 1024 * 1024;

/** A digest in place of the one that a run gives a release. */
const NO_RELEASE = '0'.repeat(64);

/** The names of the catalogue, the events and the readings. */
export const vocabulary: Vocabulary = {
	knownModel: sku => findModel(sku) !== null,
	modelVolts: sku => findModel(sku)?.nominalVolts ?? 0,
	get models() {
		return models().map(({sku}) => sku);
	},
	knownEvent: name => findEvent(name) !== null,
	events: events.map(({name}) => name),
	readings: readingFields,
	commands: commands.filter(row => !row.hasSettings && !row.hasDate).map(({name}) => name),
	settings: settings.map(({key}) => key),
	settingProblem,
	rolloutKeys: planKeys.filter(key => key !== 'release'),
	rolloutProblems: plan => checkPlan({id: 'rollout', ...plan, release: NO_RELEASE}).problems,
	statusWords: statusWordOrder,
};

/** Why a model cannot take a value for a setting; '' where it can. */
function settingProblem(sku: string, key: string, value: string | number): string {
	const row = findSetting(key);
	const model = findModel(sku);
	if (row === null || model === null) {
		return unknownProblem(key).message;
	}
	const rating = ratingOf(model);
	if (row.access(rating) !== accessWrite) {
		return `${key} cannot be set on a ${sku}`;
	}
	const taken = takeValue(row, rating, value);
	return 'problem' in taken ? taken.problem.message : '';
}

/** The folder of the scenarios that come with the program: beside `dist` when built, beside `src` when run as it is. */
export function shippedFolder(): string {
	const candidates = ['../../../sim/scenarios/', '../../sim/scenarios/'].map(path =>
		fileURLToPath(new URL(path, import.meta.url)),
	);
	return candidates.find(path => existsSync(path)) ?? candidates[0];
}

/** The scenario files of a folder, by name; throws E_FILE_UNREADABLE. */
export function scenarioFilesIn(folder: string): string[] {
	try {
		return readdirSync(folder)
			.filter(name => name.endsWith(EXTENSION))
			.sort(byText)
			.map(name => join(folder, name));
	} catch (error) {
		throw unreadable(folder, error, 'give a folder with scenario files');
	}
}

/** The scenario files at `place`: of a folder those in it and in folders below it. Throws E_FILE_UNREADABLE. */
export function filesAt(place: string): string[] {
	if (!existsSync(place) || !statSync(place).isDirectory()) {
		return [place];
	}
	const below = readdirSync(place, {withFileTypes: true})
		.filter(entry => entry.isDirectory())
		.map(({name}) => name)
		.sort(byText);
	return [...scenarioFilesIn(place), ...below.flatMap(name => filesAt(join(place, name)))];
}

function byText(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}

/** The name of a scenario file without folder and extension. */
export function shortName(file: string): string {
	return basename(file, EXTENSION);
}

/** The path of `file`: itself, or the shipped scenario of that name where there is no such file. */
export function scenarioPath(file: string): string {
	const shipped = join(shippedFolder(), `${file}${EXTENSION}`);
	return !existsSync(file) && basename(file) === file && existsSync(shipped) ? shipped : file;
}

/**
 * Reads and checks a scenario file with what it includes; `set` gives its variables other values. Throws E_FILE_UNREADABLE, and
 * E_USAGE for `set`.
 */
export async function checkFile(file: string, set?: ReadonlyMap<string, string>): Promise<CheckedScenario> {
	const {checkScenario} = await import('../../sim/scenario/parse.ts');
	const path = scenarioPath(file);
	const options = {include: includesOf(dirname(path)), ...(set === undefined ? {} : {set})};
	return checkScenario(await mainText(path), file, vocabulary, options);
}

/** What nothing is left of once files and variables are put together. */
const isPutIn: readonly string[] = ['include', 'variables', 'matrix'];

/** What a case of a scenario file without problems says, with all that it includes and its variables put in. */
export async function caseValue(
	file: string,
	set: ReadonlyMap<string, string>,
	{parameters}: Scenario,
): Promise<Readonly<Record<string, unknown>>> {
	const {expand} = await import('../../sim/scenario/expand/expand.ts');
	const {ProblemList} = await import('../../sim/scenario/problems.ts');
	const {valueOf} = await import('../../sim/scenario/tree.ts');
	const path = scenarioPath(file);
	const {cases} = expand(await mainText(path), file, {include: includesOf(dirname(path)), set}, new ProblemList());
	const wanted = JSON.stringify(parameters);
	const found = cases.find(each => JSON.stringify(each.parameters) === wanted) ?? cases[0];
	const entries = Object.entries(valueOf(found.tree) as Readonly<Record<string, unknown>>);
	return Object.fromEntries(entries.filter(([key]) => !isPutIn.includes(key)));
}

async function mainText(path: string): Promise<string> {
	try {
		return textOf(path);
	} catch (error) {
		throw unreadable(path, error, `give a scenario file or the name of a shipped one${await near(path)}`);
	}
}

function textOf(path: string): string {
	const stat = statSync(path);
	if (!stat.isFile() && !stat.isFIFO()) {
		throw new Error('it is not a file');
	}
	if (stat.size > MOST_BYTES) {
		throw new Error(`it has ${stat.size} bytes, and a scenario has at most 1 MiB`);
	}
	return readFileSync(path, 'utf8');
}

/** Reads what a scenario in `folder` includes. A link that leads out of the folder is not followed. */
function includesOf(folder: string): IncludePort {
	return {
		read: path => {
			try {
				const [root, real] = [realpathSync(folder), realpathSync(join(folder, path))];
				if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) {
					throw new Error('it is a link out of the folder of the scenario');
				}
				return {text: textOf(real)};
			} catch (error) {
				return {reason: reasonOf(error)};
			}
		},
	};
}

async function near(path: string): Promise<string> {
	const {suggestion} = await import('../../sim/scenario/nearest.ts');
	const names = existsSync(shippedFolder()) ? scenarioFilesIn(shippedFolder()).map(shortName) : [];
	return `: ${names.join(', ')}${suggestion(shortName(path), names)}`;
}

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file',
	EACCES: 'its permissions do not allow it',
	ENOTDIR: 'a part of its path is not a folder',
};

function reasonOf(error: unknown): string {
	const {code, message} = error as NodeJS.ErrnoException;
	return reasons[code ?? ''] ?? message;
}

function unreadable(file: string, error: unknown, right: string): CodedError {
	const reason = reasonOf(error);
	return codedError('E_FILE_UNREADABLE', `${file} cannot be read: ${reason}; ${right}`, {file, reason});
}
