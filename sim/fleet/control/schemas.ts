// Schemas of the control API: what requests are checked against, and what /openapi.json says.

import {faultStates} from './scheduled-fault.ts';
import {LOG_TAIL, LOG_TAIL_MAX} from './card-document.ts';

export const CARDS_A_PAGE = 1000;
export const CARDS_A_PAGE_MAX = 10_000;
/** Letters of a fault's name: it stands in paths. */
const FAULT_NAME = '^[A-Za-z0-9._-]{1,64}$';
const NAMES_MAX = 10_000;

const string = (description: string): object => ({type: 'string', description});
const names = (description: string): object => ({
	description,
	anyOf: [
		{type: 'string', maxLength: 64},
		{type: 'array', items: {type: 'string', maxLength: 64}, minItems: 1, maxItems: NAMES_MAX},
	],
});

const wantedCards = {
	description:
		'All cards where it is left out; else an id, ids, or a selection: what it names must all be true of a card.',
	anyOf: [
		{type: 'string', maxLength: 64},
		{type: 'array', items: {type: 'string', maxLength: 64}, minItems: 1, maxItems: NAMES_MAX},
		{
			type: 'object',
			additionalProperties: false,
			minProperties: 1,
			properties: {
				site: names('A site, or several.'),
				model: names('A model, or several.'),
				card: names('An id, or several.'),
				share: {
					type: 'number',
					exclusiveMinimum: 0,
					maximum: 100,
					description: 'Percent of those cards, at least one.',
				},
			},
		},
	],
};

const duration = (description: string): object => ({type: 'string', maxLength: 32, description});

const timetable = {
	after: duration('Begins only after this, such as 90s. Time of the cards, as all durations here.'),
	for: duration('Ends by itself after this.'),
	every: duration('Comes again so long after each start; needs a shorter "for".'),
	times: {
		type: 'integer',
		minimum: 1,
		maximum: 1_000_000,
		description: 'So often in all; for ever where it is left out.',
	},
	probability: {type: 'number', minimum: 0, maximum: 1, description: 'Chance that it comes each time it is due.'},
};

export const faultRequest = {
	type: 'object',
	additionalProperties: false,
	required: ['type'],
	properties: {
		name: {type: 'string', pattern: FAULT_NAME, description: 'The type where it is left out. A used one is refused.'},
		type: {type: 'string', maxLength: 64, description: 'A type that GET /faults lists.'},
		cards: wantedCards,
		parameters: {type: 'object', description: 'Of the type; durations are texts such as 300ms.'},
		...timetable,
	},
};

/** What POST /populate takes. */
export const faultRequests = {
	type: 'object',
	additionalProperties: false,
	required: ['faults'],
	properties: {faults: {type: 'array', items: faultRequest, maxItems: 1000}},
};

export const faultChange = {
	type: 'object',
	additionalProperties: false,
	minProperties: 1,
	properties: {
		paused: {
			type: 'boolean',
			description: 'True puts right what it did, until false: its time stands still meanwhile.',
		},
		parameters: {type: 'object', description: 'Those that are left out stay as they are.'},
		for: duration('Its duration, counted from its present start.'),
	},
};

export const activeFault = {
	type: 'object',
	properties: {
		name: string('Its name.'),
		type: string('Its type.'),
		cards: {
			anyOf: [{type: 'array', items: {type: 'string'}}, {type: 'null'}],
			description: 'Ids of the cards; null for all.',
		},
		parameters: {type: 'object', additionalProperties: true},
		state: {type: 'string', enum: faultStates, description: 'Where it is in its timetable.'},
		reason: string('Why it failed.'),
		injections: {type: 'integer', description: 'How often it came.'},
		sinceMs: {type: 'number', description: 'When it last began, or was made. Time of the cards, ms.'},
		nextMs: {anyOf: [{type: 'number'}, {type: 'null'}], description: 'When its state changes by itself.'},
		untilMs: {anyOf: [{type: 'number'}, {type: 'null'}], description: 'Null where it ends only when told.'},
		forMs: {anyOf: [{type: 'number'}, {type: 'null'}], description: 'How long it lasts each time; null until told.'},
		everyMs: {anyOf: [{type: 'number'}, {type: 'null'}], description: 'From start to start; null where it comes once.'},
		times: {anyOf: [{type: 'integer'}, {type: 'null'}], description: 'How often it is due; null for no limit.'},
		probability: {type: 'number', description: 'Chance that it comes when it is due.'},
	},
};

export const faultList = {
	type: 'object',
	properties: {
		faults: {type: 'array', items: activeFault, description: 'In effect, oldest first.'},
		over: {type: 'array', items: activeFault, description: 'The last of those that are over.'},
		types: {type: 'array', items: {type: 'object', additionalProperties: true}, description: 'All that can be made.'},
	},
};

export const cardList = {
	type: 'object',
	properties: {
		cards: {type: 'array', items: {type: 'object', additionalProperties: true}},
		next: {
			anyOf: [{type: 'string'}, {type: 'null'}],
			description: 'Give it as `after` for the next page; null at the end.',
		},
	},
};

export const card = {
	type: 'object',
	additionalProperties: true,
	description:
		'Identity, status, readings (value null where absent, and all of them while the UPS does not answer), details, alarms, settings, log.',
};

export const problem = {
	type: 'object',
	description: 'Problem details (RFC 9457).',
	properties: {
		type: string('about:blank'),
		title: string('Words of the status.'),
		status: {type: 'number'},
		code: string('One of the error codes of the README.'),
		detail: string('What was wrong and what would be right.'),
		context: {type: 'object', additionalProperties: true},
	},
};

export const nothing = {type: 'null', description: 'Done.'};

export const nameInPath = {type: 'object', properties: {name: string('Name of a fault in effect.')}};
export const idInPath = {type: 'object', properties: {id: string('Id of a card.')}};

/** Numbers of a query come as texts. */
const count = (description: string): object => ({type: 'string', pattern: '^[0-9]{1,6}$', description});

export const cardsQuery = {
	type: 'object',
	additionalProperties: false,
	properties: {
		after: string('Id of the last card of the page before.'),
		limit: count(`Cards a page, ${CARDS_A_PAGE} where it is left out, at most ${CARDS_A_PAGE_MAX}.`),
		site: string('Only cards of this site.'),
		model: string('Only cards of this model.'),
	},
};

export const cardQuery = {
	type: 'object',
	additionalProperties: false,
	properties: {log: count(`Newest entries of the log, ${LOG_TAIL} where it is left out, at most ${LOG_TAIL_MAX}.`)},
};
