// Logging in and out, who is logged in, and one's own password.

import type {FastifyInstance} from 'fastify';
import {changeOwnPassword, logIn, requireChanger, requireVisitor} from '../face.ts';
import type {Credentials, Face} from '../face.ts';
import {problemOf, sendProblem} from '../problem.ts';
import {rightsOf, roleNames} from '../rights.ts';
import {endedCookie, handleOf, TOKEN_HEADER, visitorOf} from '../visitor.ts';
import type {Visitor} from '../visitor.ts';
import {schemaOf} from './route.ts';
import * as schemas from './schemas.ts';

const tag = 'Session';
const NO_CONTENT = 204;

function sessionShown({session, token}: Visitor): object {
	const {name, role} = session;
	return {name, role: roleNames[role], token, tokenHeader: TOKEN_HEADER, rights: rightsOf(role)};
}

export function addSessionRoutes(app: FastifyInstance, face: Face): void {
	app.post<{Body: Credentials}>(
		'/session',
		{schema: schemaOf({tag, summary: 'Log in; sets the cookie.', body: schemas.credentials, gives: schemas.session})},
		async (request, reply) => {
			const result = await logIn(face, request, reply, request.body);
			return 'refusal' in result
				? sendProblem(reply, problemOf(result.refusal.code, result.refusal.sentence))
				: sessionShown(visitorOf(result.session));
		},
	);
	app.get(
		'/session',
		{schema: schemaOf({tag, summary: 'Who is logged in, and the token that changes need.', gives: schemas.session})},
		async request => sessionShown(requireVisitor(face, request, 'self')),
	);
	app.delete('/session', {schema: schemaOf({tag, summary: 'Log out.', status: NO_CONTENT})}, async (request, reply) => {
		const visitor = requireChanger(face, request, 'self', request.headers[TOKEN_HEADER]);
		face.options.accounts.sessions.end(visitor.session.id);
		return reply.code(NO_CONTENT).header('set-cookie', endedCookie(face.secure)).send();
	});
	addPasswordRoute(app, face);
	addSessionsRoutes(app, face);
}

function addPasswordRoute(app: FastifyInstance, face: Face): void {
	const summary = 'Change a password by the old one; the first one must be changed so. Ends the sessions of the name.';
	app.post<{Body: Credentials & {newPassword: string}}>(
		'/password',
		{schema: schemaOf({tag, summary, status: NO_CONTENT, body: schemas.passwordChange})},
		async (request, reply) => {
			const refusal = await changeOwnPassword(face, request, reply, request.body);
			return refusal === null
				? reply.code(NO_CONTENT).send()
				: sendProblem(reply, problemOf(refusal.code, refusal.sentence));
		},
	);
}

function addSessionsRoutes(app: FastifyInstance, face: Face): void {
	const {sessions} = face.options.accounts;
	const {clock} = face.options;
	app.get(
		'/sessions',
		{schema: schemaOf({tag, summary: 'The sessions that are open.', gives: schemas.sessions})},
		async request => {
			const visitor = requireVisitor(face, request, 'accounts');
			const utc = face.options.house.view(0).utc;
			const shown = sessions.list().map(each => ({
				id: handleOf(each),
				name: each.name,
				role: roleNames[each.role],
				face: each.face,
				since: new Date(utc - (clock.now() - each.sinceMs)).toISOString(),
				own: each.id === visitor.session.id,
			}));
			return {sessions: shown};
		},
	);
	app.delete<{Params: {id: string}}>(
		'/sessions/:id',
		{schema: schemaOf({tag, summary: 'End a session.', status: NO_CONTENT, params: schemas.idParams})},
		async (request, reply) => {
			requireChanger(face, request, 'accounts', request.headers[TOKEN_HEADER]);
			const session = sessions.list().find(each => handleOf(each) === request.params.id);
			if (session === undefined) {
				return sendProblem(reply, problemOf('E_RESOURCE_UNKNOWN', 'This session has ended; list those that are open.'));
			}
			sessions.end(session.id);
			return reply.code(NO_CONTENT).send();
		},
	);
}
