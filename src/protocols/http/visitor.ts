// Who asks: the session cookie, and the token that shows that a change was meant (against cross-site requests).

import {createHash, timingSafeEqual} from 'node:crypto';
import type {WebSession} from './ports.ts';
import {originHttp} from './rights.ts';

export interface Visitor {
	readonly session: WebSession;
	/** Must come with each change. */
	readonly token: string;
	/** For the card's log and rules. */
	readonly who: {readonly actor: string; readonly role: number; readonly origin: number};
}

export const TOKEN_HEADER = 'x-csrf-token';
const SESSION_ID = /^[0-9a-f]{32}$/;
const HANDLE_DIGITS = 16;

/** With TLS the browser itself holds to the rules of the prefix (RFC 6265bis 4.1.3). */
export function cookieName(secure: boolean): string {
	return secure ? '__Host-ridethrough' : 'ridethrough';
}

export function sessionCookie(id: string, secure: boolean): string {
	return `${cookieName(secure)}=${id}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

export function endedCookie(secure: boolean): string {
	return `${sessionCookie('', secure)}; Max-Age=0`;
}

/** The session id of a Cookie header; null when there is none that could be one. */
export function sessionIdFrom(header: string | undefined, secure: boolean): string | null {
	const prefix = `${cookieName(secure)}=`;
	const pair = (header ?? '').split(';').find(each => each.trim().startsWith(prefix));
	const id = pair?.trim().slice(prefix.length) ?? '';
	return SESSION_ID.test(id) ? id : null;
}

function digest(purpose: string, id: string): string {
	return createHash('sha256').update(`ridethrough ${purpose} ${id}`).digest('hex');
}

/** What stands for a session where others see it: nobody can go back from it to the id. */
export function handleOf(session: WebSession): string {
	return digest('handle', session.id).slice(0, HANDLE_DIGITS);
}

/** The id is random and secret, and so is what is derived from it. */
export function visitorOf(session: WebSession): Visitor {
	return {
		session,
		token: digest('token', session.id),
		who: {actor: session.name, role: session.role, origin: originHttp},
	};
}

/** Whether a change comes with the token of its session, compared in constant time. */
export function hasToken(visitor: Visitor, given: unknown): boolean {
	if (typeof given !== 'string' || given.length !== visitor.token.length) {
		return false;
	}
	const a = Buffer.from(given);
	const b = Buffer.from(visitor.token);
	return a.length === b.length && timingSafeEqual(a, b);
}
