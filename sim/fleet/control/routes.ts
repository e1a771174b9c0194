// The routes of the control API: state and faults, shaped after toxiproxy (ecosystem.md 2.3).

import type {FastifyInstance} from 'fastify';
import type {CardHouse} from '../../../src/agent/card-view.ts';
import {codedError} from '../../../src/core/errors.ts';
import {suggestion} from '../../scenario/nearest.ts';
import {cardDocument, cardLine, LOG_TAIL, LOG_TAIL_MAX} from './card-document.ts';
import type {FaultDesk, FaultRequest, FaultWorld} from './fault-desk.ts';
import type {FaultChange} from './fault-request.ts';
import {faultTypes} from './fault-types.ts';
import {addFlashRoutes} from './flash-routes.ts';
import type {FlashPlans} from './flash-routes.ts';
import * as schemas from './schemas.ts';

/** What the routes stand on. */
export interface ControlParts {
	readonly house: CardHouse;
	readonly world: FaultWorld;
	readonly desk: FaultDesk;
	readonly plans: FlashPlans;
}

const MOST_TO_SUGGEST = 1000;

export function addRoutes(app: FastifyInstance, parts: ControlParts): void {
	addCardRoutes(app, parts);
	addFaultRoutes(app, parts);
	addNamedFaultRoutes(app, parts);
	addFlashRoutes(app, parts.plans, id => requireCard(parts.house, parts.world, id));
	app.get('/openapi.json', {schema: {summary: 'This description.', response: {200: schemas.card}}}, () =>
		app.swagger(),
	);
}

interface CardsQuery {
	readonly after?: string;
	readonly limit?: string;
	readonly site?: string;
	readonly model?: string;
}

function addCardRoutes(app: FastifyInstance, {house, world}: ControlParts): void {
	app.get<{Querystring: CardsQuery}>(
		'/cards',
		{
			schema: {
				summary: 'The cards, in their order, a page at a time.',
				querystring: schemas.cardsQuery,
				response: {200: schemas.cardList, '4xx': schemas.problem},
			},
		},
		({query}) => pageOfCards(house, world, query),
	);
	app.get<{Params: {id: string}; Querystring: {log?: string}}>(
		'/cards/:id',
		{
			schema: {
				summary: 'The whole state of a card.',
				params: schemas.idInPath,
				querystring: schemas.cardQuery,
				response: {200: schemas.card, '4xx': schemas.problem},
			},
		},
		({params, query}) => {
			const card = requireCard(house, world, params.id);
			return cardDocument(house, house.view(card), numberOf('log', query.log, LOG_TAIL, LOG_TAIL_MAX));
		},
	);
}

function addFaultRoutes(app: FastifyInstance, {desk, plans}: ControlParts): void {
	const failing = {'4xx': schemas.problem};
	app.get(
		'/faults',
		{schema: {summary: 'Faults in effect, and the types there are.', response: {200: schemas.faultList}}},
		() => ({faults: desk.list(), over: desk.over(), types: faultTypes}),
	);
	app.post<{Body: FaultRequest}>(
		'/faults',
		{schema: {summary: 'Makes a fault.', body: schemas.faultRequest, response: {201: schemas.activeFault, ...failing}}},
		({body}, reply) => {
			const fault = desk.add(body);
			return reply.code(201).header('location', `/faults/${fault.name}`).send(fault);
		},
	);
	app.post<{Body: {faults: readonly FaultRequest[]}}>(
		'/populate',
		{
			schema: {
				summary: 'Makes several faults; again, it changes nothing.',
				body: schemas.faultRequests,
				response: {200: schemas.faultList, ...failing},
			},
		},
		({body}) => ({faults: desk.populate(body.faults)}),
	);
	app.post('/reset', {schema: {summary: 'Ends all faults.', response: {204: schemas.nothing}}}, (_, reply) => {
		desk.reset();
		plans.reset();
		return reply.code(204).send();
	});
}

function addNamedFaultRoutes(app: FastifyInstance, {desk}: ControlParts): void {
	const failing = {'4xx': schemas.problem};
	const one = {params: schemas.nameInPath, response: {200: schemas.activeFault, ...failing}};
	app.get<{Params: {name: string}}>('/faults/:name', {schema: {summary: 'A fault in effect.', ...one}}, ({params}) =>
		desk.get(params.name),
	);
	app.patch<{Params: {name: string}; Body: FaultChange}>(
		'/faults/:name',
		{schema: {summary: 'Pauses, resumes or changes a fault.', body: schemas.faultChange, ...one}},
		({params, body}) => desk.change(params.name, body),
	);
	app.delete<{Params: {name: string}}>(
		'/faults/:name',
		{schema: {summary: 'Ends a fault.', params: schemas.nameInPath, response: {204: schemas.nothing, ...failing}}},
		({params}, reply) => {
			desk.delete(params.name);
			return reply.code(204).send();
		},
	);
}

function pageOfCards(house: CardHouse, world: FaultWorld, query: CardsQuery): object {
	const limit = numberOf('limit', query.limit, schemas.CARDS_A_PAGE, schemas.CARDS_A_PAGE_MAX);
	const cards: object[] = [];
	let last: string | null = null;
	for (
		let card = query.after === undefined ? 0 : requireCard(house, world, query.after) + 1;
		card < house.count;
		card++
	) {
		const {id, site, model} = world.cards[card];
		if ((query.site ?? site) !== site || (query.model ?? model) !== model) {
			continue;
		}
		if (cards.length === limit) {
			return {cards, next: last};
		}
		const view = house.view(card);
		view.look();
		cards.push(cardLine(house, view));
		last = id;
	}
	return {cards, next: null};
}

function requireCard(house: CardHouse, {cards}: FaultWorld, id: string): number {
	const card = house.find(id);
	if (card < 0) {
		const near =
			cards.length > MOST_TO_SUGGEST
				? ''
				: suggestion(
						id,
						cards.map(each => each.id),
					);
		throw codedError('E_CARD_UNKNOWN', `No card has the id ${id}${near}.`, {id});
	}
	return card;
}

/** A number of a query, 1 to `max`. */
function numberOf(field: string, text: string | undefined, standard: number, max: number): number {
	const value = text === undefined ? standard : Number(text);
	if (value < 1 || value > max) {
		throw codedError('E_REQUEST_INVALID', `${field} cannot be ${value}: 1 to ${max} are allowed.`, {field, value});
	}
	return value;
}
