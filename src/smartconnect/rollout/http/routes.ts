// The API of campaigns below /api/v1.

import type {FastifyInstance} from 'fastify';
import {codedError} from '../../../core/errors.ts';
import {cardStateNames} from '../card-states.ts';
import type {RolloutService} from '../service.ts';
import type {Campaign} from '../state.ts';
import * as views from './views.ts';

const API = '/api/v1';
const PAGE = 1000;
const PAGE_MAX = 10_000;

const problem = {type: 'object', additionalProperties: true, description: 'Problem details (RFC 9457).'};
const document = (description: string): object => ({type: 'object', additionalProperties: true, description});
const failing = {'4xx': problem};
const idInPath = {type: 'object', properties: {id: {type: 'string', description: 'Id of a campaign.'}}};
const why = {type: 'string', maxLength: 512, description: 'Told to whoever looks at the campaign.'};
const reason = {type: 'object', additionalProperties: false, properties: {why}};
const raise = {
	type: 'object',
	additionalProperties: false,
	required: ['percent'],
	properties: {percent: {type: 'number', minimum: 0, maximum: 100, description: 'The new share; it only rises.'}},
};
const page = {
	type: 'object',
	additionalProperties: false,
	properties: {
		after: {type: 'string', maxLength: 64, description: 'Name of the last one of the page before.'},
		limit: {
			type: 'string',
			pattern: '^[1-9][0-9]{0,4}$',
			description: `A page, ${PAGE} unless told, at most ${PAGE_MAX}.`,
		},
	},
};
const cardsQuery = {
	...page,
	properties: {
		...page.properties,
		state: {type: 'string', enum: cardStateNames, description: 'Only cards in this state.'},
	},
};

interface Page {
	readonly after?: string;
	readonly limit?: string;
}

interface ById {
	readonly id: string;
}

export function addRoutes(app: FastifyInstance, service: RolloutService): void {
	addLists(app, service);
	addCampaign(app, service);
	addOrders(app, service);
	app.get('/openapi.json', {schema: {summary: 'This description.', response: {200: document('OpenAPI 3.1.')}}}, () =>
		app.swagger(),
	);
}

function limitOf({limit}: Page): number {
	return Math.min(limit === undefined ? PAGE : Number(limit), PAGE_MAX);
}

/** The page, and what to give as `after` for the next one; null at the end. */
function paged<T>(items: readonly T[], nameOf: (item: T) => string, query: Page): {rows: T[]; next: string | null} {
	const limit = limitOf(query);
	const rows = views.pageOf(items, nameOf, query.after ?? '', limit + 1);
	const isCut = rows.length > limit;
	return {rows: rows.slice(0, limit), next: isCut ? nameOf(rows[limit - 1]) : null};
}

function addLists(app: FastifyInstance, service: RolloutService): void {
	app.get(
		`${API}/campaigns`,
		{schema: {summary: 'All campaigns, oldest first.', response: {200: document('campaigns')}}},
		() => ({
			campaigns: [...service.state.campaigns.values()].map(views.campaignLine),
		}),
	);
	app.get(
		`${API}/releases`,
		{schema: {summary: 'Published releases, newest first.', response: {200: document('releases')}}},
		() => ({
			releases: service.shelf.list().map(views.releaseLine),
		}),
	);
	app.get<{Querystring: Page}>(
		`${API}/cards`,
		{
			schema: {
				summary: 'Cards and what they say of their slots.',
				querystring: page,
				response: {200: document('cards'), ...failing},
			},
		},
		({query}) => {
			const {rows, next} = paged([...service.state.cards.values()], ({card}) => card, query);
			return {cards: rows.map(known => views.knownCardLine(known, service.presence.isOnline(known.card))), next};
		},
	);
}

function addCampaign(app: FastifyInstance, service: RolloutService): void {
	const body = {type: 'object', additionalProperties: true, description: 'A plan, as in a campaign file.'};
	app.post<{Body: unknown}>(
		`${API}/campaigns`,
		{schema: {summary: 'Begins a campaign.', body, response: {201: document('the campaign'), ...failing}}},
		async (request, reply) => {
			const campaign = await service.create(request.body);
			const place = `${API}/campaigns/${campaign.plan.id}`;
			return reply.code(201).header('location', place).send(views.campaignDocument(campaign));
		},
	);
	app.get<{Params: ById}>(
		`${API}/campaigns/:id`,
		{
			schema: {
				summary: 'A campaign with its plan.',
				params: idInPath,
				response: {200: document('the campaign'), ...failing},
			},
		},
		({params}) => views.campaignDocument(campaignOf(service, params.id)),
	);
	app.get<{Params: ById; Querystring: Page & {readonly state?: string}}>(
		`${API}/campaigns/:id/cards`,
		{
			schema: {
				summary: 'Where each card of a campaign stands.',
				params: idInPath,
				querystring: cardsQuery,
				response: {200: document('cards'), ...failing},
			},
		},
		({params, query}) => {
			const entries = views.entriesIn(campaignOf(service, params.id), query.state);
			const {rows, next} = paged(entries, ({card}) => card, query);
			return {cards: rows.map(views.entryLine), next};
		},
	);
}

interface Order<Body> {
	readonly verb: string;
	readonly summary: string;
	readonly body: object;
	readonly run: (service: RolloutService, id: string, body: Body) => Promise<void>;
}

interface OrderBody {
	readonly why?: string;
	readonly percent?: number;
}

const orders: ReadonlyArray<Order<OrderBody>> = [
	{
		verb: 'hold',
		summary: 'Makes no more offers until it is resumed.',
		body: reason,
		run: async (service, id, body) => service.hold(id, body.why ?? ''),
	},
	{
		verb: 'resume',
		summary: 'Goes on with a campaign that is held; one that a rule held goes on though its wave fell short.',
		body: {type: 'object', additionalProperties: false, properties: {}},
		run: async (service, id) => service.resume(id),
	},
	{
		verb: 'abort',
		summary: 'Ends it: offers are withdrawn, cards on trial finish.',
		body: reason,
		run: async (service, id, body) => service.abort(id, body.why ?? ''),
	},
	{
		verb: 'raise',
		summary: 'Raises the share of the cards.',
		body: raise,
		run: async (service, id, body) => service.raise(id, body.percent as number),
	},
];

function addOrders(app: FastifyInstance, service: RolloutService): void {
	for (const {verb, summary, body, run} of orders) {
		app.post<{Params: ById; Body: OrderBody}>(
			`${API}/campaigns/:id/${verb}`,
			{schema: {summary, params: idInPath, body, response: {200: document('the campaign'), ...failing}}},
			async ({params, body: given}) => {
				await run(service, params.id, given);
				return views.campaignDocument(campaignOf(service, params.id));
			},
		);
	}
}

function campaignOf(service: RolloutService, id: string): Campaign {
	const campaign = service.state.campaigns.get(id);
	if (campaign === undefined) {
		throw codedError('E_RESOURCE_UNKNOWN', `There is no campaign ${id}: GET ${API}/campaigns lists them.`, {id});
	}
	return campaign;
}
