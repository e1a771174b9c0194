// The JSON Schema of scenario files, for editors: made from the tables that the files are read by.

import {fragmentKeys, scenarioKeys} from '../expand/file-keys.ts';
import {variableKeys, variableName} from '../expand/variables.ts';
import {NO_SAMPLES} from '../parse-samples.ts';
import type {Vocabulary} from '../vocabulary.ts';
import {expectSchema} from './expect.ts';
import {comparisonSchema, durationSchema, list, map, number, oneOrMore, ref, text, variableSchema} from './parts.ts';
import type {Schema} from './parts.ts';
import {selectionSchema} from './selection.ts';
import {stepSchema} from './steps.ts';
import {devicesSchema, firmwareSchema, sitesSchema} from './world.ts';

const scalarSchema: Schema = {
	description: 'A number, a text of one line, true or false.',
	type: ['string', 'number', 'boolean'],
};
const bound: Schema = {description: 'A number, with a unit where the value has one.', type: ['string', 'number']};

const ruleSchemas: Readonly<Record<string, Schema>> = {
	value: ref('scalar', 'The value where nobody says otherwise.'),
	min: bound,
	max: bound,
	unit: text('What the number counts, for people.', {maxLength: 32}),
};

const variablesSchema: Schema = {
	description: 'Values by name, used as ${name}; scenario run --set NAME=VALUE gives others.',
	type: 'object',
	propertyNames: {pattern: variableName.source, maxLength: 64},
	additionalProperties: {
		anyOf: [
			ref('scalar'),
			map(Object.fromEntries(variableKeys.map(key => [key, ruleSchemas[key]])), {required: ['value']}),
		],
	},
};

const matrixSchema: Schema = {
	description: 'Parameters with their values: every combination is a case, a scenario of its own with the same seed.',
	type: 'object',
	minProperties: 1,
	properties: {
		exclude: list(
			{type: 'object', minProperties: 1, additionalProperties: ref('scalar')},
			{description: 'Combinations that are left out; a parameter that is not named may have any value.'},
		),
	},
	additionalProperties: list(ref('scalar'), {minItems: 1, uniqueItems: true}),
};

const topSchemas: Readonly<Record<string, Schema>> = {
	name: text('What the scenario shows, in a line.', {maxLength: 200}),
	summary: text('One line for lists.', {maxLength: 200}),
	version: {description: 'The version of this format.', const: 1},
	seed: number({min: 0, max: 4_294_967_295, unit: '', whole: true}, 'Decides everything that chance decides'),
	include: oneOrMore(
		text('The path of a fragment from this file.', {pattern: String.raw`\.ya?ml$`}),
		'Fragments whose variables, sites, devices and firmware come in; this file goes before them.',
	),
	variables: variablesSchema,
	matrix: matrixSchema,
	sites: sitesSchema,
	devices: devicesSchema,
	firmware: firmwareSchema,
	only: oneOrMore(
		text('The id of a card, such as main-003.'),
		'Cards that are played, each as it is among all; the others are left out.',
	),
	samples: {
		description:
			'How long from one sample of a card to the next when nothing happens, 100ms to 1d; a minute where it is left out.',
		anyOf: [{const: NO_SAMPLES, description: 'No samples at all, after events neither.'}, ref('duration')],
	},
	steps: ref('steps'),
	fragment: {description: 'This file is for others to include.', const: true},
};

/** The whole schema. */
export function scenarioSchema(vocabulary: Vocabulary): Schema {
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title: 'Ridethrough scenario',
		description: 'What happens to simulated cards, and what must follow. Made by: ridethrough scenario schema',
		...map(topSchemas, {
			required: ['version'],
			anyOf: [
				{required: ['fragment'], propertyNames: {enum: fragmentKeys}},
				{
					required: ['name', 'steps'],
					propertyNames: {enum: scenarioKeys},
					anyOf: [{required: ['devices']}, {required: ['include']}],
				},
			],
		}),
		$defs: {
			variable: variableSchema,
			scalar: scalarSchema,
			duration: durationSchema,
			comparison: comparisonSchema,
			model: {anyOf: [{enum: vocabulary.models}, ref('variable')]},
			event: {anyOf: [{enum: vocabulary.events}, ref('variable')]},
			selection: selectionSchema,
			expect: expectSchema(vocabulary),
			step: stepSchema(vocabulary),
			steps: list(ref('step'), {minItems: 1}),
		},
	};
}
