// From a request to a stream of server-sent events that ends with the session.

import type {FastifyReply} from 'fastify';
import type {Face} from './face.ts';
import type {Stream} from './live.ts';
import type {WebSession} from './ports.ts';
import {problemOf, sendProblem} from './problem.ts';

export interface StreamPlan {
	readonly stream: Omit<Stream, 'response' | 'isWelcome'>;
	/** Sequence of the entry that the client has seen last; null begins with the present. */
	readonly after: number | null;
}

const OK = 200;

export function startStream(face: Face, session: WebSession, reply: FastifyReply, plan: StreamPlan): FastifyReply {
	if (!face.live.hasRoom()) {
		return sendProblem(reply, problemOf('E_RATE_LIMITED', 'As many streams as are allowed are open; end one.'));
	}
	const {sessions} = face.options.accounts;
	// Looking at the list is no use of a session: a page left open does not keep it from going idle.
	const isWelcome = (): boolean => sessions.list().some(each => each.id === session.id);
	const headers = {...reply.getHeaders(), 'content-type': 'text/event-stream; charset=utf-8'};
	reply.hijack();
	reply.raw.writeHead(OK, headers as Record<string, string>);
	face.live.add({...plan.stream, response: reply.raw, isWelcome}, plan.after);
	return reply;
}
