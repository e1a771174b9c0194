// The part of a scenario that says what happens: the steps.

import {expectKeys, readExpectations, readQuantifier} from './parse-expect.ts';
import {readCommand, readInject, readSet} from './parse-actions.ts';
import {readParallel, readRepeat, readSnapshot} from './parse-blocks.ts';
import {readFlashPlan, readRollout} from './parse-rollout.ts';
import {readSelection} from './parse-selection.ts';
import type {ScenarioCards} from './parse-selection.ts';
import {checkTime, readTime} from './parse-time.ts';
import type {Field, Fields, Reader} from './reader.ts';
import type {FirmwarePlan, Step} from './scenario.ts';
import {stepName} from './step-name.ts';
import {durationOf, required, textOf} from './values.ts';
import type {Vocabulary} from './vocabulary.ts';

/** In one list. */
export const MOST_STEPS = 10_000;
/** With every round of a repeat: each leaves a result. */
const MOST_PLAYED = 100_000;
const LONGEST_NAME = 200;

export const verbs = [
	'inject',
	'set',
	'command',
	'rollout',
	'flashPlan',
	'expect',
	'repeat',
	'parallel',
	'snapshot',
] as const satisfies ReadonlyArray<Step['verb']>;
export type Verb = (typeof verbs)[number];

const actions: readonly Verb[] = ['inject', 'set', 'command'];
/** Keys that belong to some verbs. */
export const verbsOf: Readonly<Record<string, readonly Verb[]>> = {
	for: ['inject'],
	within: ['expect'],
	hold: ['expect'],
	every: actions,
	times: actions,
	until: actions,
	on: ['inject', 'set', 'command', 'flashPlan', 'expect'],
};

export const stepKeys: readonly string[] = [
	'name',
	'at',
	'after',
	'on',
	...verbs,
	'for',
	'within',
	'hold',
	'every',
	'times',
	'until',
];

/** What the steps of a file may name. */
export interface StepContext {
	readonly vocabulary: Vocabulary;
	readonly cards: ScenarioCards;
	readonly firmware: FirmwarePlan | null;
	/** How many steps the list is in. */
	readonly depth: number;
	/** Reads a list of steps that a step holds. */
	readonly readList: (reader: Reader, field: Field | undefined, context: StepContext) => Step[];
}

export interface StepFields {
	readonly field: Field;
	readonly fields: Fields;
	readonly common: Pick<Step, 'file' | 'line' | 'time' | 'on'>;
}

/** A step before it has a name. */
export type NamelessStep = {[V in Verb]: Omit<Extract<Step, {verb: V}>, 'name'>}[Verb];

/** The steps of a scenario, in order. */
export function readSteps(
	reader: Reader,
	field: Field | undefined,
	context: Omit<StepContext, 'depth' | 'readList'>,
): Step[] {
	const steps = readList(reader, field, {...context, depth: 0, readList});
	const played = playedCount(steps);
	if (played > MOST_PLAYED) {
		reader.refuse(
			field!,
			`${played} steps are played with all rounds of repeats; there may be at most ${MOST_PLAYED}; `
				+ 'for an action that is done often write every',
		);
	}
	return steps;
}

function playedCount(steps: readonly Step[]): number {
	return steps.reduce((sum, step) => {
		if (step.verb === 'repeat') {
			return sum + 1 + step.times * playedCount(step.steps);
		}
		return sum + 1 + (step.verb === 'parallel' ? step.branches.reduce((all, each) => all + playedCount(each), 0) : 0);
	}, 0);
}

/** A list of steps. A step that is refused is left out: a file with problems is never played. */
function readList(reader: Reader, field: Field | undefined, context: StepContext): Step[] {
	if (field === undefined) {
		return [];
	}
	const items = reader.list(field);
	if (reader.isList(field) && items.length === 0) {
		reader.refuse(field, 'must hold at least one step');
	}
	if (items.length > MOST_STEPS) {
		reader.refuse(field, `${items.length} steps; there may be at most ${MOST_STEPS}`);
		return [];
	}
	const steps: Step[] = [];
	let earliestMs = 0;
	for (const item of items) {
		const step = readStep(reader, item, context);
		if (step !== null) {
			earliestMs = checkTime(reader, item, step, earliestMs);
			steps.push(step);
		}
	}
	return steps;
}

function readStep(reader: Reader, field: Field, context: StepContext): Step | null {
	const fields = reader.map(field, stepKeys);
	const given = verbs.filter(verb => fields.has(verb));
	if (given.length !== 1) {
		if (reader.isMap(field)) {
			const seen = given.length === 0 ? 'none' : given.join(' and ');
			reader.refuse(field, `a step has exactly one of ${verbs.join(', ')}; this one has ${seen}`);
		}
		return null;
	}
	const [verb] = given;
	refuseKeysOfOthers(reader, fields, verb);
	const common = {
		file: reader.file(field),
		line: reader.line(field),
		time: readTime(reader, fields, context.vocabulary),
		on: readSelection(reader, fields.get('on'), context.cards),
	};
	const nameless = readers[verb](reader, {field, fields, common}, context);
	return nameless === null
		? null
		: {...nameless, name: textOf(reader, fields.get('name'), LONGEST_NAME, stepName(nameless))};
}

function refuseKeysOfOthers(reader: Reader, fields: Fields, verb: Verb): void {
	for (const [key, field] of fields) {
		const owners = Object.hasOwn(verbsOf, key) ? verbsOf[key] : [verb];
		if (!owners.includes(verb)) {
			reader.refuse(field, `belongs to ${owners.join(', ')}, and this step has ${verb}; remove it`);
		}
	}
}

const readers: Readonly<Record<Verb, (reader: Reader, step: StepFields, context: StepContext) => NamelessStep | null>> =
	{
		inject: readInject,
		set: readSet,
		command: readCommand,
		rollout: (reader, {fields, common}, {firmware, vocabulary}) => {
			const wish = readRollout(reader, fields.get('rollout')!, firmware, vocabulary);
			return wish === null ? null : {...common, verb: 'rollout', ...wish};
		},
		flashPlan: (reader, {fields, common}, {firmware}) => {
			const plan = readFlashPlan(reader, fields.get('flashPlan')!, firmware);
			return plan === null ? null : {...common, verb: 'flashPlan', plan};
		},
		expect: readExpect,
		repeat: readRepeat,
		parallel: readParallel,
		snapshot: readSnapshot,
	};

function readExpect(reader: Reader, {field, fields, common}: StepFields, {vocabulary}: StepContext): NamelessStep {
	const expect = fields.get('expect')!;
	const given = reader.map(expect, expectKeys);
	const within = required(reader, field, fields, 'within', 'how long it may take, such as within: 2s');
	return {
		...common,
		verb: 'expect',
		expectations: readExpectations(reader, expect, given, vocabulary),
		quantifier: readQuantifier(reader, given),
		withinMs: durationOf(reader, within, {min: 0}, 0),
		holdMs: durationOf(reader, fields.get('hold'), {min: 0}, 0),
	};
}
