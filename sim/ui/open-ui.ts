// The live view of a fleet: an HTTP server for one page and what it shows. By the rules of the control API about addresses and tokens;
// of web pages its own alone may ask.

import {fastify} from 'fastify';
import type {FastifyInstance, FastifyRequest} from 'fastify';
import {codedError} from '../../src/core/errors.ts';
import {parseListen} from '../../src/platform/node/listen-address.ts';
import {listenApp} from '../../src/platform/node/listen-app.ts';
import {problemOf, PROBLEM_TYPE} from '../../src/platform/node/problem.ts';
import {checkToken, refuseRequest} from '../../src/platform/node/request-guard.ts';
import type {GuardRules} from '../../src/platform/node/request-guard.ts';
import type {Flavour} from '../../src/protocols/snmp/flavours.ts';
import {takeJsonOnly} from '../fleet/control/json-bodies.ts';
import type {BenchCard} from '../scenario/bench.ts';
import {pageAssets} from './assets.ts';
import {Faces} from './faces.ts';
import {fleetFacts} from './facts.ts';
import type {FactsOptions} from './facts.ts';
import {Hub} from './hub.ts';
import type {Watched} from './hub.ts';
import {addRoutes} from './routes.ts';

export interface UiOptions extends Watched, FactsOptions {
	readonly cards: readonly BenchCard[];
	/** How SNMP behaves in the table of faces. */
	readonly flavour: Flavour;
	readonly quirks: readonly string[];
	/** HOST:PORT; port 0 takes a free one. Beyond loopback it needs a token. */
	readonly listen: string;
	/** Bearer token that every request for data must bring. */
	readonly token?: string;
}

export interface OpenedUi {
	readonly address: string;
	readonly port: number;
	/** Whether a page is open, or was a moment ago. */
	readonly isBusy: boolean;
	/** Ends all connections; faults stay with the desk. */
	close(): Promise<void>;
}

const BODY_BYTES_MAX = 1_048_576;
const headers: Readonly<Record<string, string>> = {
	'content-security-policy':
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'referrer-policy': 'no-referrer',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'cache-control': 'no-store',
};

/** Opens the view. Throws E_USAGE for an address beyond loopback without a token, E_PORT_TAKEN, and E_FILE_UNREADABLE. */
export async function openUi(options: UiOptions): Promise<OpenedUi> {
	const {host} = parseListen(options.listen);
	checkToken('live view', '--ui-token', host, options.token);
	const assets = pageAssets();
	const guard: GuardRules = {face: 'live view', host, hosts: [], token: options.token, ownPage: true};
	const app = createApp(guard, new Set(assets.map(({path}) => path)));
	const hub = new Hub(options);
	const {house, desk, cards, instance, version, run, speed, startUtcMs} = options;
	const facts = fleetFacts(house, cards, {instance, version, run, speed, startUtcMs});
	addRoutes(app, {house, desk, hub, faces: new Faces(options), facts, assets});
	const bound = await listenApp(app, 'The live view', options.listen);
	return {
		...bound,
		get isBusy() {
			return hub.isBusy;
		},
		close: async () => {
			hub.close();
			await app.close();
		},
	};
}

function createApp(guard: GuardRules, open: ReadonlySet<string>): FastifyInstance {
	const app = fastify({
		bodyLimit: BODY_BYTES_MAX,
		forceCloseConnections: true,
		// What a request says is taken as it is, or refused.
		ajv: {customOptions: {coerceTypes: false, removeAdditional: false}},
	});
	takeJsonOnly(app);
	app.addHook('onRequest', (request, reply, done) => {
		reply.headers(headers);
		done(refusal(request, guard, open) ?? undefined);
	});
	app.setErrorHandler((error, request, reply) => {
		const problem = problemOf(error, request.method);
		return reply.code(problem.status).type(PROBLEM_TYPE).send(problem);
	});
	app.setNotFoundHandler((request, reply) => {
		const detail = `There is no ${request.method} ${request.url.split('?')[0]}: the page is at /.`;
		const problem = problemOf(codedError('E_REQUEST_INVALID', detail, {status: 404}), request.method);
		return reply.code(problem.status).type(PROBLEM_TYPE).send(problem);
	});
	return app;
}

/** The page itself holds no data: it needs no token, and a link may lead to it. */
function refusal(
	{method, url, headers: sent}: FastifyRequest,
	guard: GuardRules,
	open: ReadonlySet<string>,
): Error | null {
	if (method !== 'GET' || !open.has(url.split('?')[0])) {
		return refuseRequest({method, headers: sent}, guard);
	}
	const isVisit = sent['sec-fetch-mode'] === 'navigate';
	const asked = isVisit ? {...sent, 'sec-fetch-site': 'none'} : sent;
	return refuseRequest({method, headers: asked}, {...guard, token: undefined});
}
