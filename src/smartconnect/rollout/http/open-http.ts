// The HTTP face of the update service: files for cards, the API for operators, and what watches it. On loopback unless there is a
// token for the API.

import swagger from '@fastify/swagger';
import {fastify} from 'fastify';
import type {FastifyInstance} from 'fastify';
import {SECOND} from '../../../core/clock.ts';
import {codedError} from '../../../core/errors.ts';
import {parseListen} from '../../../platform/node/listen-address.ts';
import {problemOf, PROBLEM_TYPE} from '../../../platform/node/problem.ts';
import {checkToken, refuseRequest} from '../../../platform/node/request-guard.ts';
import type {GuardRules} from '../../../platform/node/request-guard.ts';
import type {RolloutService} from '../service.ts';
import {addFileRoutes} from './files.ts';
import {createMetrics} from './metrics.ts';
import {addRoutes} from './routes.ts';

export interface RolloutHttpOptions {
	readonly service: RolloutService;
	/** HOST:PORT; port 0 takes a free one. Beyond loopback it needs a token. */
	readonly listen: string;
	/** Bearer token of the API. */
	readonly token?: string;
	/** Names that requests to the API may be meant for, beside loopback's and that of `listen`. */
	readonly hosts?: readonly string[];
	readonly version: string;
	/** Whether cards can be heard: what /readyz says. */
	readonly isReady: () => boolean;
}

export interface OpenedRolloutHttp {
	readonly address: string;
	readonly port: number;
	close(): Promise<void>;
}

const BODY_BYTES_MAX = 4_194_304;
const CONNECTIONS_MAX = 4096;
const UNAVAILABLE = 503;
/** A connection over which nothing goes. */
const SILENCE_MS = 60 * SECOND;
/** What operators use; all else is for cards and for those that watch. */
const GUARDED = ['/api/', '/openapi.json'];

/** Opens it. Throws E_USAGE for an address beyond loopback without a token, and E_PORT_TAKEN. */
export async function openRolloutHttp(options: RolloutHttpOptions): Promise<OpenedRolloutHttp> {
	const {host, port} = parseListen(options.listen);
	checkToken('update service', '--http-token', host, options.token);
	const app = await createRolloutApp(options, host);
	try {
		await app.listen({host, port});
	} catch (error) {
		await app.close();
		const reason = (error as NodeJS.ErrnoException).code ?? '';
		throw codedError(
			'E_PORT_TAKEN',
			`The update service cannot listen on ${options.listen} (${reason}): take another port, or 0.`,
			{listen: options.listen, reason},
		);
	}
	const bound = app.server.address() as {readonly address: string; readonly port: number};
	return {address: bound.address, port: bound.port, close: async () => app.close()};
}

/** The face without a port, for tests that inject requests. */
export async function createRolloutApp(options: RolloutHttpOptions, host: string): Promise<FastifyInstance> {
	const app = fastify({
		bodyLimit: BODY_BYTES_MAX,
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		ajv: {customOptions: {coerceTypes: false, removeAdditional: false}},
	});
	app.server.maxConnections = CONNECTIONS_MAX;
	app.server.setTimeout(SILENCE_MS);
	// Schemas describe the answers; they need not shape them.
	app.setSerializerCompiler(() => answer => JSON.stringify(answer));
	takeJsonOnly(app);
	addGuard(app, {
		face: 'update service',
		host,
		hosts: (options.hosts ?? []).map(name => name.toLowerCase()),
		token: options.token,
	});
	addErrors(app);
	await app.register(swagger, {
		openapi: {
			openapi: '3.1.0',
			info: {title: 'Ridethrough firmware', version: options.version, description: 'Releases, and their campaigns.'},
			components: {securitySchemes: {token: {type: 'http', scheme: 'bearer'}}},
			...(options.token === undefined ? {} : {security: [{token: []}]}),
		},
	});
	addWatch(app, options);
	addRoutes(app, options.service);
	return app;
}

function addGuard(app: FastifyInstance, rules: GuardRules): void {
	app.addHook('onRequest', (request, _reply, done) => {
		const isGuarded = GUARDED.some(prefix => request.url.startsWith(prefix));
		done(isGuarded ? (refuseRequest(request, rules) ?? undefined) : undefined);
	});
}

function addErrors(app: FastifyInstance): void {
	app.setErrorHandler((error, request, reply) => {
		const problem = problemOf(error, request.method);
		return reply.code(problem.status).type(PROBLEM_TYPE).send(problem);
	});
	app.setNotFoundHandler((request, reply) => {
		const detail = `There is no ${request.method} ${request.url.split('?')[0]}: GET /openapi.json lists what there is.`;
		const problem = problemOf(codedError('E_RESOURCE_UNKNOWN', detail, {}), request.method);
		return reply.code(problem.status).type(PROBLEM_TYPE).send(problem);
	});
}

function addWatch(app: FastifyInstance, {service, isReady}: RolloutHttpOptions): void {
	const files = {requests: 0, bytes: 0};
	const metrics = createMetrics(service, files);
	const text = {type: 'string'};
	app.get('/healthz', {schema: {summary: 'Whether the program answers.', response: {200: text}}}, (_, reply) =>
		reply.type('text/plain').serializer(String).send('ok\n'),
	);
	app.get(
		'/readyz',
		{schema: {summary: 'Whether cards can be heard.', response: {200: text, 503: text}}},
		(_, reply) => {
			const ready = isReady();
			return reply
				.code(ready ? 200 : UNAVAILABLE)
				.type('text/plain')
				.serializer(String)
				.send(ready ? 'ready\n' : 'no session with the broker\n');
		},
	);
	app.get('/metrics', {schema: {summary: 'For Prometheus.', response: {200: text}}}, async (_, reply) =>
		reply
			.type(metrics.contentType)
			.serializer(String)
			.send(await metrics.metrics()),
	);
	addFileRoutes(app, service.shelf, files);
}

/** JSON bodies, and none at all, which counts as {}. */
function takeJsonOnly(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('application/json', {parseAs: 'string'}, (_request, text, done) => {
		try {
			done(null, text === '' ? {} : JSON.parse(String(text)));
		} catch {
			done(codedError('E_REQUEST_INVALID', 'The body is no JSON: write an object such as {"why":"lunch"}.', {}));
		}
	});
}
