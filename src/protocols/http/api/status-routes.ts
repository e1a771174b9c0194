// What the card tells: cards, state, events, and all of it as it happens.

import type {FastifyInstance, FastifyRequest} from 'fastify';
import {cardOf, listCards} from '../cards.ts';
import {pageOfEvents} from '../events.ts';
import {requireVisitor} from '../face.ts';
import type {Face} from '../face.ts';
import {severityOf, statusOf} from '../status.ts';
import {startStream} from '../stream.ts';
import {schemaOf} from './route.ts';
import * as schemas from './schemas.ts';

const tag = 'Status';
const EVENTS_A_PAGE = 50;
const CARDS_A_PAGE = 100;

export interface CardQuery {
	readonly card?: string;
}

interface EventsQuery extends CardQuery {
	readonly before?: string;
	readonly limit?: string;
	readonly severity?: string;
	readonly event?: string;
}

export function addStatusRoutes(app: FastifyInstance, face: Face): void {
	const {house} = face.options;
	app.get<{Querystring: {after?: string; limit?: string}}>(
		'/cards',
		{schema: schemaOf({tag, summary: 'The cards of this process.', query: schemas.cardsQuery, gives: schemas.cards})},
		async request => {
			requireVisitor(face, request, 'self');
			return listCards(house, request.query.after, Number(request.query.limit ?? CARDS_A_PAGE));
		},
	);
	app.get<{Querystring: CardQuery}>(
		'/status',
		{schema: schemaOf({tag, summary: 'State, readings and alarms.', query: schemas.cardQuery, gives: schemas.status})},
		async request => {
			requireVisitor(face, request, 'status');
			return statusOf(house, cardOf(house, request.query.card));
		},
	);
	addLogRoutes(app, face);
	addLiveRoute(app, face);
}

function addLogRoutes(app: FastifyInstance, face: Face): void {
	const {house} = face.options;
	app.get<{Querystring: EventsQuery}>(
		'/events',
		{
			schema: schemaOf({
				tag,
				summary: 'The event log, newest first.',
				query: schemas.eventsQuery,
				gives: schemas.events,
			}),
		},
		async request => {
			requireVisitor(face, request, 'status');
			const {card, before, limit, severity, event} = request.query;
			return pageOfEvents(house, cardOf(house, card), {
				before: Number(before ?? Infinity),
				limit: Number(limit ?? EVENTS_A_PAGE),
				severity: severityOf(severity ?? 'ungraded'),
				event: event ?? '',
			});
		},
	);
}

/** What a client has seen; null where it says nothing of use. */
function lastSeen(request: FastifyRequest): number | null {
	const id = request.headers['last-event-id'];
	return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : null;
}

function addLiveRoute(app: FastifyInstance, face: Face): void {
	const summary = 'Server-sent events: `status` when the state has changed, `entry` for each entry of the log.';
	const {house} = face.options;
	app.get<{Querystring: CardQuery}>(
		'/live',
		{schema: schemaOf({tag, summary, query: schemas.cardQuery, gives: schemas.text, produces: 'text/event-stream'})},
		async (request, reply) => {
			const {session} = requireVisitor(face, request, 'status');
			const {card} = cardOf(house, request.query.card);
			const state = (): Record<string, unknown> => statusOf(house, house.view(card));
			return startStream(face, session, reply, {
				stream: {card, event: 'status', state, entries: true},
				after: lastSeen(request),
			});
		},
	);
}
