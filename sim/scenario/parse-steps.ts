// The part of a scenario that says what happens: the steps.

import {DAY, HOUR, SECOND} from '../../src/core/clock.ts';
import type {Millis} from '../../src/core/clock.ts';
import type {Fault, FaultValues} from '../faults/fault.ts';
import {checkParameters} from '../faults/parameters.ts';
import {faultNames, findFault} from '../faults/registry.ts';
import type {SettableName} from './bench.ts';
import {expectKeys, readExpectations} from './parse-expect.ts';
import {readFlashPlan, readRollout} from './parse-rollout.ts';
import {readSelection} from './parse-selection.ts';
import type {ScenarioCards} from './parse-selection.ts';
import type {Field, Fields, Reader} from './reader.ts';
import type {
	CommandStep,
	ExpectStep,
	FirmwarePlan,
	FlashPlanStep,
	InjectStep,
	RolloutStep,
	SetStep,
	Step,
	StepTime,
} from './scenario.ts';
import {stepName} from './step-name.ts';
import {durationOf, nameOf, numberOf, required, textOf, truthOf} from './values.ts';
import type {Vocabulary} from './vocabulary.ts';

export const MOST_STEPS = 10_000;
const LONGEST_NAME = 200;

const verbs = ['inject', 'set', 'command', 'rollout', 'flashPlan', 'expect'] as const;
type Verb = (typeof verbs)[number];

const stepKeys: readonly string[] = ['name', 'at', 'after', 'on', ...verbs, 'for', 'within', 'hold'];
/** Keys that belong to one verb. */
const verbOf: Readonly<Record<string, Verb>> = {for: 'inject', within: 'expect', hold: 'expect'};

/** What the steps of a file may name. */
export interface StepContext {
	readonly vocabulary: Vocabulary;
	readonly cards: ScenarioCards;
	readonly firmware: FirmwarePlan | null;
}

interface StepFields {
	readonly field: Field;
	readonly fields: Fields;
	readonly common: {readonly file: string; readonly line: number; readonly time: StepTime; readonly on: Step['on']};
}

/** The steps, in order. A step that is refused is left out: a file with problems is never played. */
export function readSteps(reader: Reader, field: Field | undefined, context: StepContext): Step[] {
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
	const span: Span = {earliest: 0, latest: 0};
	for (const item of items) {
		const step = readStep(reader, item, context);
		if (step !== null) {
			checkTime(reader, item, step, span);
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
		time: readTime(reader, fields),
		on: readSelection(reader, fields.get('on'), context.cards),
	};
	const nameless = readers[verb](reader, {field, fields, common}, context);
	return nameless === null
		? null
		: {...nameless, name: textOf(reader, fields.get('name'), LONGEST_NAME, stepName(nameless))};
}

function refuseKeysOfOthers(reader: Reader, fields: Fields, verb: Verb): void {
	for (const [key, field] of fields) {
		if (Object.hasOwn(verbOf, key) && verbOf[key] !== verb) {
			reader.refuse(field, `belongs to ${verbOf[key]}, and this step has ${verb}; remove it`);
		}
	}
}

function readTime(reader: Reader, fields: Fields): StepTime {
	const at = fields.get('at');
	const after = fields.get('after');
	if (at !== undefined && after !== undefined) {
		reader.refuse(after, 'a step has at (since the start) or after (since the step before), not both');
	}
	return at === undefined ? {after: durationOf(reader, after, {min: 0}, 0)} : {at: durationOf(reader, at, {min: 0}, 0)};
}

/** When a step can begin, as far as the file tells: an expectation ends when it comes true. */
interface Span {
	earliest: Millis;
	latest: Millis;
}

/** Refuses an `at` that is past for certain, and moves the span on to the end of the step. */
function checkTime(reader: Reader, field: Field, step: Step, span: Span): void {
	if ('at' in step.time) {
		if (step.time.at < span.earliest) {
			reader.refuse(
				field,
				'at lies before the end of the step before it, which cannot end earlier than '
					+ `${span.earliest / SECOND} s after the start: put the steps in order of time`,
			);
		}
		span.earliest = Math.max(span.earliest, step.time.at);
		span.latest = span.earliest;
	} else {
		span.earliest += step.time.after;
		span.latest += step.time.after;
	}
	if (step.verb === 'expect') {
		span.earliest += step.holdMs;
		span.latest += step.withinMs + step.holdMs;
	}
}

type Nameless<S extends Step> = Omit<S, 'name'>;
export type NamelessStep =
	| Nameless<InjectStep>
	| Nameless<SetStep>
	| Nameless<CommandStep>
	| Nameless<RolloutStep>
	| Nameless<FlashPlanStep>
	| Nameless<ExpectStep>;

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
	};

function readInject(reader: Reader, {fields, common}: StepFields): NamelessStep | null {
	const inject = fields.get('inject')!;
	const inner = reader.map(inject, [...faultNames, 'for']);
	const given = [...inner].filter(([key]) => key !== 'for');
	if (given.length !== 1) {
		// Keys that nobody knows have been refused already.
		if (reader.isMap(inject) && inner.size === reader.size(inject)) {
			reader.refuse(inject, `must hold exactly one fault, such as {outage: {}}; it holds ${given.length}`);
		}
		return null;
	}
	const [[name, parameters]] = given;
	const fault = findFault(name)!;
	const span = fields.get('for');
	if (span !== undefined && inner.has('for')) {
		reader.refuse(span, 'for stands both beside inject and in it; remove one');
	}
	refuseSelection(reader, fields.get('on'), fault);
	const forMs = durationOf(reader, span ?? inner.get('for'), {min: 1}, 0);
	return {
		...common,
		verb: 'inject',
		fault: name,
		values: readValues(reader, parameters, fault),
		forMs: forMs === 0 ? null : forMs,
	};
}

function refuseSelection(reader: Reader, on: Field | undefined, fault: Fault): void {
	if (on !== undefined && fault.acts === 'surroundings') {
		reader.refuse(on, `${fault.name} happens to what all cards share; remove on`);
	}
}

/** The parameters of a fault, each problem at its own place. */
function readValues(reader: Reader, field: Field, fault: Fault): FaultValues {
	const fields: Fields = reader.value(field) === null ? new Map() : reader.map(field, null);
	const raw = Object.fromEntries([...fields].map(([key, value]) => [key, reader.value(value)]));
	const {values, problems} = checkParameters(fault, raw);
	for (const problem of problems) {
		reader.refuse(fields.get(problem.field) ?? field, problem.message);
	}
	return values;
}

interface Settable {
	readonly read: (reader: Reader, field: Field) => number;
}

const sensitivities = ['auto', 'low', 'medium', 'high'] as const;

function percent(max: number): Settable {
	return {read: (reader, field) => numberOf(reader, field, {min: 0, max, unit: '%'}, 0)};
}

function seconds(max: Millis): Settable {
	return {read: (reader, field) => durationOf(reader, field, {min: 0, max}, 0) / SECOND};
}

/** What `set` can change. Sensitivities are numbered from 1 in the order of the PowerNet MIB (nmc.md 4). */
const settables: Readonly<Record<SettableName, Settable>> = {
	load: percent(300),
	ambient: {read: (reader, field) => numberOf(reader, field, {min: -20, max: 60, unit: '°C'}, 25)},
	lowBatteryTime: seconds(HOUR),
	returnDelay: seconds(DAY),
	minReturnCharge: percent(100),
	sensitivity: {
		read: (reader, field) => sensitivities.indexOf(nameOf(reader, field, sensitivities, 'sensitivity') ?? 'auto') + 1,
	},
};

function readSet(reader: Reader, {fields, common}: StepFields): NamelessStep {
	const set = fields.get('set')!;
	const given = reader.map(set, Object.keys(settables));
	if (reader.isMap(set) && reader.size(set) === 0) {
		reader.refuse(set, `must hold at least one of ${Object.keys(settables).join(', ')}`);
	}
	const values = [...given].map(([key, value]) => {
		const name = key as SettableName;
		return {name, value: settables[name].read(reader, value)};
	});
	return {...common, verb: 'set', values};
}

const MOST_GROUP = 3;
const LARGEST_VALUE = 2147483647;

function readCommand(reader: Reader, {fields, common}: StepFields, {vocabulary}: StepContext): NamelessStep | null {
	const command = fields.get('command')!;
	const given = reader.map(command, ['name', 'group', 'value']);
	const field = required(reader, command, given, 'name', 'the command to give, such as name: testBattery');
	const name = field === undefined ? undefined : nameOf(reader, field, vocabulary.commands, 'command of a card');
	const value = given.get('value');
	return name === undefined
		? null
		: {
				...common,
				verb: 'command',
				command: {
					name,
					group: numberOf(reader, given.get('group'), {min: 0, max: MOST_GROUP, unit: '', whole: true}, 0),
					value:
						value === undefined
							? null
							: numberOf(reader, value, {min: 0, max: LARGEST_VALUE, unit: '', whole: true}, 0),
				},
			};
}

function readExpect(reader: Reader, {field, fields, common}: StepFields, {vocabulary}: StepContext): NamelessStep {
	const expect = fields.get('expect')!;
	const given = reader.map(expect, expectKeys);
	const within = required(reader, field, fields, 'within', 'how long it may take, such as within: 2s');
	return {
		...common,
		verb: 'expect',
		expectations: readExpectations(reader, expect, given, vocabulary),
		any: truthOf(reader, given.get('any'), false),
		withinMs: durationOf(reader, within, {min: 0}, 0),
		holdMs: durationOf(reader, fields.get('hold'), {min: 0}, 0),
	};
}
