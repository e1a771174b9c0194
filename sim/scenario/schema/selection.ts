// The JSON Schema of selections.

import {LONGEST_LABEL, labelForm} from '../parse-world.ts';
import {shareRule} from '../parse-selection.ts';
import {map, number, oneOrMore, ref, text} from './parts.ts';
import type {Schema} from './parts.ts';

export const labelSchema: Schema = {
	anyOf: [text('A label.', {pattern: labelForm.source, maxLength: LONGEST_LABEL}), ref('variable')],
};

const indexItem: Schema = {
	anyOf: [{type: 'integer', minimum: 1}, {type: 'string', pattern: '^[0-9]+(-[0-9]+)?$'}, ref('variable')],
};

/** What tells cards from each other. */
const cardProperties: Readonly<Record<string, Schema>> = {
	site: oneOrMore(text('A site.'), 'Sites.'),
	model: oneOrMore(ref('model'), 'Models.'),
	label: oneOrMore(labelSchema, 'Labels; a card has one of them.'),
	index: oneOrMore(
		indexItem,
		'The numbers that the ids of cards end in, counted within their site from 1; ranges such as 1-10.',
	),
	card: oneOrMore(text('The id of a card, such as main-001.'), 'Ids of cards.'),
};

export const selectionSchema: Schema = map(
	{
		...cardProperties,
		share: number(shareRule, 'This share of those cards, drawn by the seed'),
		not: map(cardProperties, {description: 'Cards that are left out.', minProperties: 1}),
	},
	{description: 'The cards that this is about: those of which everything is true.', minProperties: 1},
);
