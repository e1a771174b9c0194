// The JSON Schema of steps: one row a key, one more for each verb.

import type {Fault, FaultParameter} from '../../faults/fault.ts';
import {rangeText, valueText} from '../../faults/parameters.ts';
import {faults} from '../../faults/registry.ts';
import {flashFaults} from '../../flash/fault-plan.ts';
import {commandValueRule, groupRule, settables} from '../parse-actions.ts';
import type {Settable} from '../parse-actions.ts';
import {MOST_BRANCHES, roundsRule, snapshotName} from '../parse-blocks.ts';
import {verbs, verbsOf} from '../parse-steps.ts';
import type {Verb} from '../parse-steps.ts';
import {eventsRule, timesRule} from '../parse-time.ts';
import type {Vocabulary} from '../vocabulary.ts';
import {eventSchema} from './expect.ts';
import {duration, list, map, number, ref, text, variableKey, word} from './parts.ts';
import type {Schema} from './parts.ts';

function parameterSchema(parameter: FaultParameter): Schema {
	const {kind, min, max, unit, choices, summary} = parameter;
	const usual =
		parameter.default === undefined ? '' : `; ${valueText(parameter, parameter.default)} where it is left out`;
	const told = `${summary}${usual}`;
	if (choices !== undefined) {
		return word(choices, told);
	}
	if (kind === 'duration') {
		return ref('duration', `${told}; ${rangeText(parameter)}`);
	}
	return number({min, max, unit, whole: kind === 'count'}, told);
}

function faultSchema({summary, parameters}: Fault): Schema {
	const required = parameters.filter(parameter => parameter.default === undefined).map(({name}) => name);
	const properties = Object.fromEntries(parameters.map(parameter => [parameter.name, parameterSchema(parameter)]));
	const whole = map(properties, required.length === 0 ? {} : {required});
	return {description: summary, ...(required.length === 0 ? {anyOf: [whole, {type: 'null'}]} : whole)};
}

function injectSchema(): Schema {
	return map(
		{
			...Object.fromEntries(faults.map(fault => [fault.name, faultSchema(fault)])),
			for: duration('Undone after this long; left out, at the end of the scenario'),
		},
		{description: 'A fault with its parameters.', minProperties: 1, maxProperties: 2, patternProperties: variableKey},
	);
}

function settableSchema(name: string, settable: Settable): Schema {
	if (settable.is === 'number') {
		return number(settable.rule, name);
	}
	return settable.is === 'duration' ? duration(name, settable.max) : word(settable.words, name);
}

function setSchema({settings}: Vocabulary): Schema {
	const own = Object.entries(settables).map(([name, settable]) => [name, settableSchema(name, settable)]);
	const cards = settings.map(key => [key, {type: ['string', 'number', 'boolean']}]);
	return map(Object.fromEntries([...cards, ...own]), {
		description: 'Values of the world of cards, or their settings by key.',
		minProperties: 1,
		patternProperties: variableKey,
	});
}

function rolloutSchema({rolloutKeys}: Vocabulary): Schema {
	const plan = Object.fromEntries(rolloutKeys.map(key => [key, {}]));
	return map(
		{release: text('A release of firmware; left out, the only one.'), ...plan},
		{description: 'A campaign as firmware serve takes it.'},
	);
}

const whole = (min: number, max: number): Schema => ({type: 'integer', minimum: min, maximum: max});
const OPERATIONS = 4_294_967_295;

const flashPlanSchema: Schema = map(
	{
		seed: whole(0, OPERATIONS),
		faults: list(
			map(
				{
					at: {...whole(1, OPERATIONS), description: 'Operation of flash, counted from 1.'},
					do: {oneOf: Object.entries(flashFaults).map(([kind, description]) => ({const: kind, description}))},
					times: whole(1, 1_000_000),
					after: whole(0, 1_000_000),
				},
				{required: ['at', 'do']},
			),
		),
	},
	{description: 'What befalls the flash of the cards.', required: ['seed', 'faults']},
);

function verbSchemas(vocabulary: Vocabulary): Readonly<Record<Verb, Schema>> {
	return {
		inject: injectSchema(),
		set: setSchema(vocabulary),
		command: map(
			{
				name: word(vocabulary.commands, 'The command.'),
				group: number(groupRule, 'Outlet group'),
				value: number(commandValueRule, 'Value, where the command takes one'),
			},
			{description: 'A command that is given to every selected card.', required: ['name']},
		),
		rollout: rolloutSchema(vocabulary),
		flashPlan: flashPlanSchema,
		expect: ref('expect'),
		repeat: map(
			{times: number(roundsRule, 'How many rounds'), steps: ref('steps')},
			{description: 'Steps that are played several times.', required: ['times', 'steps']},
		),
		parallel: list(ref('steps'), {
			description: 'Branches that are played side by side.',
			minItems: 2,
			maxItems: MOST_BRANCHES,
		}),
		snapshot: text('Keeps the state of the run under this name.', {pattern: `${snapshotName.source}|\\$\\{`}),
	};
}

const afterEvents: Schema = map(
	{
		events: number(eventsRule, 'How many'),
		event: eventSchema,
		within: duration('How long they may take'),
	},
	{required: ['events', 'event', 'within']},
);

/** Keys beside the verb. */
const otherKeys: Readonly<Record<string, Schema>> = {
	name: text('What the step shows; left out, what it does.', {maxLength: 200}),
	at: duration('Begins this long after the start of its list of steps'),
	after: {
		description: 'Begins this long after the step before ended, or after so many events.',
		anyOf: [ref('duration'), afterEvents],
	},
	on: ref('selection'),
	for: duration('The fault is undone after this long; left out, at the end of the scenario'),
	within: duration('How long it may take to come true'),
	hold: duration('How long it must then stay true'),
	every: duration('Again and again, this long apart, while the steps after it go on'),
	times: number(timesRule, 'How many times in all'),
	until: duration('Until so long after the start'),
};

export function stepSchema(vocabulary: Vocabulary): Schema {
	const belongs = Object.entries(verbsOf).map(([key, owners]) => [
		key,
		{anyOf: owners.map(verb => ({required: [verb]}))},
	]);
	const withOf = {
		description: 'Other values for variables of the included file.',
		type: 'object',
		additionalProperties: ref('scalar'),
	};
	return map(
		{
			...otherKeys,
			...verbSchemas(vocabulary),
			include: text('A fragment whose steps stand here, by its path from this file.', {pattern: String.raw`\.ya?ml$`}),
			with: withOf,
		},
		{
			description: 'One thing that happens, or that is expected.',
			oneOf: [...verbs, 'include'].map(verb => ({required: [verb]})),
			dependentRequired: {with: ['include'], times: ['every'], until: ['every'], expect: ['within']},
			dependentSchemas: Object.fromEntries(belongs),
		},
	);
}
