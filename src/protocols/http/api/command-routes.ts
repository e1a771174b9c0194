// Orders: what can be ordered, ordering, and what became of it.

import type {FastifyInstance} from 'fastify';
import {cardOf} from '../cards.ts';
import {commandsShown} from '../commands.ts';
import type {CommandBody} from '../commands.ts';
import {requireChanger, requireVisitor} from '../face.ts';
import type {Face} from '../face.ts';
import {problemOf, sendProblem} from '../problem.ts';
import {TOKEN_HEADER} from '../visitor.ts';
import {schemaOf} from './route.ts';
import * as schemas from './schemas.ts';
import type {CardQuery} from './status-routes.ts';

const tag = 'Commands';
const ACCEPTED = 202;
const KEY_HEADER = 'idempotency-key';
const keyHeader = {
	type: 'object',
	properties: {
		[KEY_HEADER]: {
			type: 'string',
			pattern: '^[!-~]{1,64}$',
			description: 'The same order under the same key is given once.',
		},
	},
};

export function addCommandRoutes(app: FastifyInstance, face: Face): void {
	const {house} = face.options;
	app.get<{Querystring: CardQuery}>(
		'/commands',
		{
			schema: schemaOf({
				tag,
				summary: 'What can be ordered, and what it does to the load.',
				query: schemas.cardQuery,
				gives: schemas.commands,
			}),
		},
		async request => {
			requireVisitor(face, request, 'status');
			return {commands: commandsShown(cardOf(house, request.query.card))};
		},
	);
	addOrderRoute(app, face);
	addOperationRoute(app, face);
}

function addOperationRoute(app: FastifyInstance, face: Face): void {
	const {house} = face.options;
	app.get<{Querystring: CardQuery; Params: {id: string}}>(
		'/commands/:id',
		{
			schema: schemaOf({
				tag,
				summary: 'What became of an order.',
				query: schemas.cardQuery,
				params: schemas.idParams,
				gives: schemas.operation,
			}),
		},
		async (request, reply) => {
			requireVisitor(face, request, 'status');
			const operation = face.commands.operation(cardOf(house, request.query.card), request.params.id);
			return (
				operation
				?? sendProblem(
					reply,
					problemOf('E_RESOURCE_UNKNOWN', 'No order by HTTP of this id is remembered; see /events.'),
				)
			);
		},
	);
}

function addOrderRoute(app: FastifyInstance, face: Face): void {
	const schema = schemaOf({
		tag,
		summary: 'Order something; Location says where to ask what became of it.',
		status: ACCEPTED,
		query: schemas.cardQuery,
		body: schemas.commandOrder,
		headers: keyHeader,
		gives: schemas.operation,
	});
	app.post<{Querystring: CardQuery; Body: CommandBody}>('/commands', {schema}, async (request, reply) => {
		const {who} = requireChanger(face, request, 'command', request.headers[TOKEN_HEADER]);
		const view = cardOf(face.options.house, request.query.card);
		const key = request.headers[KEY_HEADER];
		const answer = face.commands.order(view, request.body, who, typeof key === 'string' ? key : undefined);
		if (!answer.accepted) {
			return sendProblem(reply, problemOf(answer.code === '' ? 'E_INTERNAL' : answer.code, answer.sentence));
		}
		const card = view.identity.cardId;
		void reply.header('location', `/api/v1/commands/${encodeURIComponent(answer.commandId)}?card=${card}`);
		return reply.code(ACCEPTED).send(face.commands.operation(view, answer.commandId));
	});
}
