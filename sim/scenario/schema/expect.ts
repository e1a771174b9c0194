// The JSON Schema of what a step expects: one row a key of expect.

import {campaignPhases, phases} from '../parse-expect.ts';
import type {Vocabulary} from '../vocabulary.ts';
import {list, map, oneOrMore, ref, text, truth, variableKey, word} from './parts.ts';
import type {Schema} from './parts.ts';
import {versionSchema} from './world.ts';

const unitText = (unit: string): string => (unit === '' ? 'no unit' : unit === 'Cel' ? '°C' : unit);

export const eventSchema: Schema = {
	description: 'An event by its name, or with a phase.',
	anyOf: [
		ref('event'),
		map({name: ref('event'), phase: word(phases, 'Left out: any but the clear.')}, {required: ['name']}),
	],
};

function readingSchema({readings}: Vocabulary): Schema {
	const properties = readings.map(({name, unit}) => [name, oneOrMore(ref('comparison'), `In ${unitText(unit)}.`)]);
	return map(Object.fromEntries(properties), {
		description: 'Readings of the UPS, compared.',
		minProperties: 1,
		patternProperties: variableKey,
	});
}

/** What can be said of a single card. */
export function cardExpectations(vocabulary: Vocabulary): Readonly<Record<string, Schema>> {
	return {
		status: text('Status words that must all be there, such as "OB DISCHRG"; "=OL CHRG" means exactly these.'),
		alarms: list(ref('event'), {description: 'Exactly these alarms hold.'}),
		alarm: ref('event', 'An alarm that holds.'),
		noAlarm: ref('event', 'An alarm that does not hold.'),
		event: {...eventSchema, description: 'An event that was logged since the last action.'},
		noEvent: {...eventSchema, description: 'An event that was not logged since the last action.'},
		reading: readingSchema(vocabulary),
		firmware: {...versionSchema, description: 'The version of the firmware that runs.'},
		campaign: word(campaignPhases, 'The phase of the campaign that began last.'),
		loadDropped: truth('Whether the load was without output since the last action.'),
		telemetryGap: ref(
			'comparison',
			'The longest time without a message of the card since the last action, such as "< 2m".',
		),
		eventsMissing: ref('comparison', 'Events that were logged since the last action and not published.'),
		runtimeError: ref('comparison', 'How far the runtime that was told was off what came, such as "< 10 %".'),
	};
}

export function expectSchema(vocabulary: Vocabulary): Schema {
	const ofCards = cardExpectations(vocabulary);
	const count = map(
		{of: map(ofCards, {minProperties: 1}), is: ref('comparison', 'How many cards, or which share, such as ">= 95 %".')},
		{required: ['of', 'is']},
	);
	return map(
		{
			...ofCards,
			count: oneOrMore(count, 'How many of the selected cards fulfil something.'),
			any: truth('One card is enough.'),
			none: truth('No card may fulfil it.'),
		},
		{
			description: 'What must be true of all selected cards at the same time, unless any or none says otherwise.',
			minProperties: 1,
		},
	);
}
