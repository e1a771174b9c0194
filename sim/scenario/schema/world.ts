// The JSON Schema of what there is: sites, devices, firmware.

import {behaviours} from '../../fleet/updates/behaviour.ts';
import {
	ageRule,
	ambientRule,
	countRule,
	hertzRule,
	LONGEST_SITE,
	loadRule,
	MOST_LABELS,
	profiles,
	rateKeys,
	rateRule,
	siteName,
	voltsRule,
} from '../parse-world.ts';
import {list, map, number, oneOrMore, ref, text, word} from './parts.ts';
import type {Schema} from './parts.ts';
import {labelSchema} from './selection.ts';

const siteSchema: Schema = {
	anyOf: [
		{type: 'null'},
		map({
			volts: number(voltsRule, 'Utility voltage; left out, the nominal one of each UPS'),
			hertz: number(hertzRule, 'Utility frequency; left out, the nominal one of each UPS'),
			disturbances: map(
				Object.fromEntries(
					Object.entries(rateKeys).map(([kind, key]) => [
						key,
						number(rateRule, `Mean number of each kind a day, drawn by the seed: ${kind}`),
					]),
				),
				{description: 'Disturbances that the seed draws.'},
			),
		}),
	],
};

export const sitesSchema: Schema = {
	description: 'Sites by their names, each with a utility of its own. Left out, there is one called main.',
	type: 'object',
	minProperties: 1,
	propertyNames: {anyOf: [{pattern: siteName.source, maxLength: LONGEST_SITE}, ref('variable')]},
	additionalProperties: siteSchema,
};

const loadSchema: Schema = {
	description: 'Load of the UPS, percent of its rating; a range is spread by the seed.',
	anyOf: [
		number(loadRule, 'Load'),
		map(
			{from: number(loadRule, 'The lowest load'), to: number(loadRule, 'The highest load')},
			{required: ['from', 'to']},
		),
	],
};

const deviceSchema: Schema = map(
	{
		count: number(countRule, 'How many cards'),
		model: ref('model', 'Their model.'),
		models: list(ref('model'), {description: 'Models that are dealt out in turn.', minItems: 1}),
		site: text('Their site; left out, main.'),
		load: loadSchema,
		profile: word(profiles, 'How the load goes through the day.'),
		ambient: number(ambientRule, 'Temperature of the room'),
		age: number(ageRule, 'Age of the battery'),
		labels: {
			description: 'What steps can select them by.',
			anyOf: [labelSchema, list(labelSchema, {minItems: 1, maxItems: MOST_LABELS, uniqueItems: true})],
		},
	},
	{required: ['count'], oneOf: [{required: ['model']}, {required: ['models']}]},
);

export const devicesSchema: Schema = oneOrMore(
	deviceSchema,
	'Cards that are alike; ids are site-001, site-002, … within each site.',
);

const kib: Schema = text('A size, such as 64 KiB, in steps of 4.', {pattern: String.raw`^[0-9]{1,5} ?KiB$|\$\{`});
export const versionSchema: Schema = text('A version of three numbers up to 255, such as 2.0.0.', {
	pattern: String.raw`^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$|\$\{`,
});
const behaviour = word(behaviours, 'How an image behaves.');

export const firmwareSchema: Schema = map(
	{
		slot: kib,
		running: versionSchema,
		releases: list(
			map(
				{
					name: text('What steps call it.', {maxLength: 64}),
					version: versionSchema,
					securityVersion: number({min: 1, max: 1e9, unit: '', whole: true}, 'Security version'),
					behaviour,
					size: kib,
				},
				{required: ['name', 'version']},
			),
			{description: 'Releases, in the order of their sequence numbers.'},
		),
		bad: oneOrMore(
			map(
				{release: text('The release; left out, the only one.'), behaviour, on: ref('selection')},
				{required: ['behaviour', 'on']},
			),
			'Cards on which a release behaves otherwise.',
		),
	},
	{description: 'The firmware that the cards boot and can be given; left out, they take none.'},
);
