// A campaign from a YAML file: what is wrong with it has its line and column.

import {readFileSync, statSync} from 'node:fs';
import type {Field, Reader} from '../../../sim/scenario/reader.ts';
import {codedError} from '../../core/errors.ts';
import type {CampaignPlan} from '../../smartconnect/rollout/plan.ts';
import {checkPlan} from '../../smartconnect/rollout/plan-check.ts';

const BYTES_MOST = 1024 * 1024;

/** Every place in a file by its path, so that a problem found in the values can be shown where it stands. */
function placesIn(reader: Reader, field: Field, places: Map<string, Field>): Map<string, Field> {
	places.set(field.path, field);
	if (reader.isMap(field)) {
		for (const child of reader.map(field, null).values()) {
			placesIn(reader, child, places);
		}
	} else if (reader.isList(field)) {
		for (const item of reader.list(field)) {
			placesIn(reader, item, places);
		}
	}
	return places;
}

/** The place of a path, or the one above it where the field itself is missing. */
function placeOf(places: ReadonlyMap<string, Field>, path: string, root: Field): Field {
	for (let at = path; at !== ''; at = at.replace(/(?:\.[^.[]*|\[\d+\]|^[^.[]*)$/, '')) {
		const field = places.get(at);
		if (field !== undefined) {
			return {...field, path};
		}
	}
	return {...root, path};
}

function textOf(file: string): string {
	try {
		const {size} = statSync(file);
		if (size > BYTES_MOST) {
			throw new Error(`it has ${size} bytes, and a campaign at most ${BYTES_MOST}`);
		}
		return readFileSync(file, 'utf8');
	} catch (error) {
		throw codedError(
			'E_FILE_UNREADABLE',
			`--campaign ${file} cannot be read: ${(error as Error).message}; name a YAML file.`,
			{file},
		);
	}
}

/** Null where it is none; the problems are then the reader's. */
function planOf(reader: Reader): CampaignPlan | null {
	const root = reader.root();
	const {plan, problems} = checkPlan(reader.value(root));
	if (plan !== null) {
		return plan;
	}
	const places = placesIn(reader, root, new Map());
	for (const {path, message} of problems) {
		reader.refuse(placeOf(places, path, root), message);
	}
	return null;
}

/** Reads a campaign file; `note` gets all that is wrong but the first. Throws E_FILE_UNREADABLE, E_CONFIG_INVALID. */
export async function readCampaignFile(file: string, note: (text: string) => void): Promise<CampaignPlan> {
	const [{Reader: YamlReader}, {ProblemList, problemText}, {readTree}] = await Promise.all([
		import('../../../sim/scenario/reader.ts'),
		import('../../../sim/scenario/problems.ts'),
		import('../../../sim/scenario/yaml-tree.ts'),
	]);
	const text = textOf(file);
	const problems = new ProblemList();
	// A file without a word has nothing that is missing from it.
	const tree = readTree(text.trim() === '' ? '{}' : text, file, problems);
	const plan = tree === null ? null : planOf(new YamlReader(tree, problems));
	if (plan !== null) {
		return plan;
	}
	const [first, ...others] = problems.all.toSorted((a, b) => a.line - b.line || a.column - b.column);
	for (const problem of others) {
		note(problemText(problem));
	}
	const {line, column, field} = first;
	throw codedError('E_CONFIG_INVALID', problemText(first), {file, line, column, field});
}
