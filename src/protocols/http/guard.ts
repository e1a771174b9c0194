// What every request must pass before anything looks at it: the name it calls the card by, where it comes from, how often it
// comes; and the headers that every answer has.

import {isIP} from 'node:net';
import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify';
import type {Clock, Millis} from '../../core/clock.ts';
import {SECOND} from '../../core/clock.ts';
import {codedError} from '../../core/errors.ts';
import {createLimiter} from './rate-limit.ts';

export interface GuardOptions {
	readonly clock: Clock;
	readonly secure: boolean;
	readonly hosts: readonly string[];
}

/** Requests of one address, and logins, each of which costs a tenth of a second of work. */
const requestLimit = {burst: 200, everyMs: 10};
export const loginLimit = {burst: 10, everyMs: 6 * SECOND};

/** Scripts, styles and pictures of the card alone; nothing else may frame or be sent to. */
const CONTENT_POLICY =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const headers: Readonly<Record<string, string>> = {
	'content-security-policy': CONTENT_POLICY,
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	// Without a referrer browsers call the origin of a form null.
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'cache-control': 'no-store',
	'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};
const TRANSPORT_POLICY = 'max-age=31536000';

/** Host and port of a Host header apart; '' for what is no host. */
function hostName(header: string): string {
	try {
		return new URL(`http://${header}`).hostname.replace(/^\[|\]$/g, '');
	} catch {
		return '';
	}
}

/** Addresses and localhost cannot be rebound by a name server; every other name must be one that was given. */
export function isOwnHost(header: string, hosts: readonly string[]): boolean {
	const name = hostName(header);
	return isIP(name) !== 0 || name === 'localhost' || hosts.some(each => each.toLowerCase() === name);
}

/** Browsers say where a request comes from; other clients say nothing, and hold no cookie of somebody else. */
function isForeign(request: FastifyRequest, secure: boolean): boolean {
	const site = request.headers['sec-fetch-site'];
	const origin = request.headers.origin;
	const own = `${secure ? 'https' : 'http'}://${request.headers.host ?? ''}`;
	return (site !== undefined && site !== 'same-origin' && site !== 'none') || (origin !== undefined && origin !== own);
}

function isChange(method: string): boolean {
	return method !== 'GET' && method !== 'HEAD';
}

/** Throws E_RATE_LIMITED when there is something to wait for. */
export function refuseHaste(waitMs: Millis, reply: FastifyReply): void {
	if (waitMs > 0) {
		const seconds = Math.ceil(waitMs / SECOND);
		reply.header('retry-after', seconds);
		throw codedError('E_RATE_LIMITED', `Too many requests from this address; try again in ${seconds} s.`, {seconds});
	}
}

function refuseForeign(request: FastifyRequest, options: GuardOptions): void {
	const host = request.headers.host ?? '';
	if (!isOwnHost(host, options.hosts)) {
		throw codedError(
			'E_REQUEST_REFUSED',
			'The card is not known by this name; call it by its address, or name the host in its options.',
			{},
		);
	}
	if (isChange(request.method) && isForeign(request, options.secure)) {
		throw codedError('E_REQUEST_REFUSED', 'Another site may not change this card; use its own page.', {});
	}
}

export function addGuard(app: FastifyInstance, options: GuardOptions): void {
	const limiter = createLimiter(options.clock, requestLimit);
	app.addHook('onRequest', async (request, reply) => {
		reply.headers(headers);
		if (options.secure) {
			reply.header('strict-transport-security', TRANSPORT_POLICY);
		}
		refuseHaste(limiter(request.ip), reply);
		refuseForeign(request, options);
	});
}
