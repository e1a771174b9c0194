// Who may ask an API of operators: programs of this machine, or holders of the token; of web pages only one of its own. Another page
// reaches loopback with its own Host name (DNS rebinding), with an Origin, or with a content type that needs no preflight.

import {createHash, timingSafeEqual} from 'node:crypto';
import type {IncomingHttpHeaders} from 'node:http';
import {BlockList, isIP} from 'node:net';
import {codedError} from '../../core/errors.ts';
import type {CodedError} from '../../core/errors.ts';

export interface GuardRules {
	/** What the API is called in messages. */
	readonly face: string;
	/** The host that was listened on. */
	readonly host: string;
	/** Names beside loopback's and the host's own that requests may be meant for. */
	readonly hosts: readonly string[];
	/** Bearer token; undefined where none is needed. */
	readonly token: string | undefined;
	/** Whether the face has a page of its own, which may ask from a browser; no other page may. */
	readonly ownPage?: boolean;
}

export interface GuardedRequest {
	readonly method: string;
	readonly headers: IncomingHttpHeaders;
}

const TOKEN_CHARACTERS_MIN = 16;
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const everywhere: readonly string[] = ['0.0.0.0', '::'];
/** Requests that have a body. DELETE has none, and no page may send one without asking first. */
const withBody: readonly string[] = ['POST', 'PUT', 'PATCH'];

/** Whether an address or name is this machine's own loopback. */
export function isLoopback(host: string): boolean {
	const family = isIP(host);
	return family === 0 ? host === 'localhost' : loopback.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

/** Throws E_USAGE for a token that is none, and for an address beyond loopback without one. */
export function checkToken(face: string, option: string, host: string, token: string | undefined): void {
	if (token === undefined && !isLoopback(host)) {
		throw codedError(
			'E_USAGE',
			`The ${face} on ${host} can be reached by others: give it a token (${option} @FILE), or listen on 127.0.0.1.`,
			{host},
		);
	}
	if (token !== undefined && !/^\S+$/.test(token)) {
		throw codedError('E_USAGE', `The token of the ${face} must be one word without spaces.`, {});
	}
	if (token !== undefined && token.length < TOKEN_CHARACTERS_MIN) {
		throw codedError('E_USAGE', `The token of the ${face} must have at least ${TOKEN_CHARACTERS_MIN} characters.`, {});
	}
}

/** Why a request may not come in; null when it may. */
export function refuseRequest({method, headers}: GuardedRequest, rules: GuardRules): CodedError | null {
	if (!isMeantForUs(hostNameOf(headers.host ?? ''), rules)) {
		return refused(421, `The Host header names another machine: ask by the address that the ${rules.face} listens on.`);
	}
	if (isForeign(headers, rules.ownPage === true)) {
		const instead = rules.ownPage === true ? 'open its own page' : 'ask from a program, without Origin';
		return refused(403, `Web pages may not use the ${rules.face}: ${instead}.`);
	}
	if (rules.token !== undefined && !isSame(bearerOf(headers.authorization), rules.token)) {
		return refused(401, 'The token is missing or wrong: send "Authorization: Bearer TOKEN".');
	}
	if (withBody.includes(method) && !isJson(headers['content-type'])) {
		return refused(415, 'The content type must be application/json, for a request without a body as well.');
	}
	return null;
}

/** Whether a page asks that may not; browsers say so, and nothing else has a page's rights. */
function isForeign(headers: IncomingHttpHeaders, ownPage: boolean): boolean {
	const site = headers['sec-fetch-site'];
	const ownOrigin = ownPage ? `http://${headers.host ?? ''}` : undefined;
	const isFromHere = site === undefined || site === 'none' || (ownPage && site === 'same-origin');
	return (headers.origin !== undefined && headers.origin !== ownOrigin) || !isFromHere;
}

function refused(status: number, message: string): CodedError {
	return codedError('E_REQUEST_REFUSED', message, {status});
}

/** The name of HOST or HOST:PORT, in small letters, without brackets and without the dot of a full name. */
function hostNameOf(text: string): string {
	const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/i.exec(text);
	return (match?.[1] ?? match?.[2] ?? '').toLowerCase().replace(/\.$/, '');
}

function isMeantForUs(name: string, {host, hosts, token}: GuardRules): boolean {
	if (name === '') {
		return false;
	}
	// Listening everywhere needs a token, and an address in figures cannot be a page's rebound name.
	const byFigures = everywhere.includes(host) && token !== undefined && isIP(name) !== 0;
	return isLoopback(name) || name === host.toLowerCase() || hosts.includes(name) || byFigures;
}

function bearerOf(header: string | undefined): string {
	return /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? '';
}

/** Compared by digests: in the same time whatever the length and the first difference. */
function isSame(given: string, token: string): boolean {
	return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}

function isJson(contentType: string | undefined): boolean {
	return /^application\/json *(;|$)/i.test(contentType ?? '');
}
