// What the routes of the API and of the page share.

import type {FastifyReply, FastifyRequest} from 'fastify';
import type {ErrorCode} from '../../core/error-codes.ts';
import {codedError} from '../../core/errors.ts';
import type {CommandFace} from './commands.ts';
import {refuseHaste} from './guard.ts';
import type {History} from './history.ts';
import type {Live} from './live.ts';
import type {HttpOptions, WebSession} from './ports.ts';
import type {Limiter} from './rate-limit.ts';
import {may, originHttp, roleNames} from './rights.ts';
import type {Right} from './rights.ts';
import {hasToken, sessionCookie, sessionIdFrom, visitorOf} from './visitor.ts';
import type {Visitor} from './visitor.ts';

export interface Face {
	readonly options: HttpOptions;
	readonly secure: boolean;
	readonly commands: CommandFace;
	readonly live: Live;
	readonly history: History;
	readonly logins: Limiter;
	/** Sentences that the next page of a session shows once, by session id. */
	readonly notices: Map<string, Notice>;
}

export interface Notice {
	readonly good: boolean;
	readonly text: string;
}

/** Who asks; null for nobody. Using a session keeps it from going idle. */
export function visitorFrom(face: Face, request: FastifyRequest): Visitor | null {
	const id = sessionIdFrom(request.headers.cookie, face.secure);
	const session = id === null ? null : face.options.accounts.sessions.use(id);
	return session === null ? null : visitorOf(session);
}

/** Throws E_SESSION_REQUIRED for nobody and E_COMMAND_FORBIDDEN for somebody without the right. */
export function requireVisitor(face: Face, request: FastifyRequest, right: Right): Visitor {
	const visitor = visitorFrom(face, request);
	if (visitor === null) {
		throw codedError('E_SESSION_REQUIRED', 'Nobody is logged in; POST name and password to /api/v1/session.', {});
	}
	if (!may(visitor.session.role, right)) {
		const role = roleNames[visitor.session.role] ?? '';
		throw codedError('E_COMMAND_FORBIDDEN', `This is not for the role ${role}; ask an administrator.`, {role});
	}
	return visitor;
}

/** As requireVisitor, for a change: throws E_REQUEST_REFUSED without the token of the session. */
export function requireChanger(face: Face, request: FastifyRequest, right: Right, token: unknown): Visitor {
	const visitor = requireVisitor(face, request, right);
	if (!hasToken(visitor, token)) {
		throw codedError(
			'E_REQUEST_REFUSED',
			'The token of the session is missing or of another session; GET /api/v1/session tells it.',
			{},
		);
	}
	return visitor;
}

export interface Credentials {
	readonly name: string;
	readonly password: string;
}

export type LoginOutcome =
	| {readonly session: WebSession}
	| {readonly refusal: {readonly code: ErrorCode; readonly sentence: string}};

/** Logs in and sets the cookie. Throws E_RATE_LIMITED. */
export async function logIn(
	face: Face,
	request: FastifyRequest,
	reply: FastifyReply,
	{name, password}: Credentials,
): Promise<LoginOutcome> {
	refuseHaste(face.logins(request.ip), reply);
	const result = await face.options.accounts.login({name, password, face: 'web', origin: originHttp});
	if ('session' in result) {
		reply.header('set-cookie', sessionCookie(result.session.id, face.secure));
	}
	return result;
}

/** Changes a password by the old one. Throws E_RATE_LIMITED. */
export function changeOwnPassword(
	face: Face,
	request: FastifyRequest,
	reply: FastifyReply,
	change: Credentials & {readonly newPassword: string},
): Promise<{readonly code: ErrorCode; readonly sentence: string} | null> {
	refuseHaste(face.logins(request.ip), reply);
	const {name, password, newPassword} = change;
	return face.options.accounts.changePassword({name, password, face: 'web', origin: originHttp}, newPassword);
}
