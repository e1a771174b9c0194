// The routes of the live view: the page, what does not change, the stream of what does, one card, and faults.

import type {FastifyInstance, FastifyReply} from 'fastify';
import type {CardHouse} from '../../src/agent/card-view.ts';
import {codedError} from '../../src/core/errors.ts';
import {cardDocument} from '../fleet/control/card-document.ts';
import type {FaultDesk, FaultRequest} from '../fleet/control/fault-desk.ts';
import {faultRequest} from '../fleet/control/schemas.ts';
import type {Asset} from './assets.ts';
import type {Faces} from './faces.ts';
import type {Hub} from './hub.ts';
import type {CardDepth, FleetFacts} from './messages.ts';

export interface UiParts {
	readonly house: CardHouse;
	readonly desk: FaultDesk;
	readonly hub: Hub;
	readonly faces: Faces;
	readonly facts: FleetFacts;
	readonly assets: readonly Asset[];
}

const LOG_TAIL = 24;
const OK = 200;
const CREATED = 201;
const NO_CONTENT = 204;
const TOO_MANY = 429;

export function addRoutes(app: FastifyInstance, parts: UiParts): void {
	for (const {path, type, body} of parts.assets) {
		app.get(path, (_request, reply) => reply.type(type).send(body));
	}
	const facts = JSON.stringify(parts.facts);
	app.get('/api/fleet', (_request, reply) => reply.type('application/json; charset=utf-8').send(facts));
	app.get<{Headers: {'last-event-id'?: string}}>('/api/stream', ({headers}, reply) =>
		startStream(parts.hub, reply, headers['last-event-id']),
	);
	app.get<{Params: {id: string}}>('/api/cards/:id', ({params}) => depthOf(parts, params.id));
	addFaultRoutes(app, parts.desk);
}

function addFaultRoutes(app: FastifyInstance, desk: FaultDesk): void {
	app.post<{Body: FaultRequest}>('/api/faults', {schema: {body: faultRequest}}, ({body}, reply) =>
		reply.code(CREATED).send(desk.add({...body, name: body.name ?? freeName(desk, body.type)})),
	);
	app.delete<{Params: {name: string}}>('/api/faults/:name', ({params}, reply) => {
		desk.delete(params.name);
		return reply.code(NO_CONTENT).send();
	});
	app.post('/api/reset', (_request, reply) => {
		desk.reset();
		return reply.code(NO_CONTENT).send();
	});
}

function startStream(hub: Hub, reply: FastifyReply, after: string | undefined): FastifyReply {
	if (!hub.hasRoom()) {
		throw codedError('E_RATE_LIMITED', 'As many pages as are allowed look at this fleet; close one.', {
			status: TOO_MANY,
		});
	}
	const headers = {...reply.getHeaders(), 'content-type': 'text/event-stream; charset=utf-8'};
	reply.hijack();
	reply.raw.writeHead(OK, headers as Record<string, string>);
	hub.add(reply.raw, after);
	return reply;
}

function depthOf({house, hub, faces}: UiParts, id: string): CardDepth {
	const card = house.find(id);
	if (card < 0) {
		throw codedError('E_CARD_UNKNOWN', `No card has the id ${id}.`, {id});
	}
	const byte = hub.byteOf(card);
	const view = house.view(card);
	const {settings: _settings, ...document} = cardDocument(house, view, LOG_TAIL) as {readonly settings: object};
	return {...(document as CardDepth), byte, faces: faces.tell(view)};
}

/** The type, with a number where a fault of that name is in effect. */
function freeName(desk: FaultDesk, type: string): string {
	const taken = new Set(desk.list().map(({name}) => name));
	let name = type;
	for (let number = 2; taken.has(name); number++) {
		name = `${type}-${number}`;
	}
	return name;
}
