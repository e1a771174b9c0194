// The web face of a card: its API and its page, on a server that does not wait for slow clients and does not tell of itself.
// Fastify holds the routes, since the schema by which a request is judged is the one that the OpenAPI document is made of.

import {createServer} from 'node:http';
import type {RequestListener, Server} from 'node:http';
import {createServer as createSecureServer} from 'node:https';
import type {AddressInfo, Socket} from 'node:net';
import {hostname} from 'node:os';
import {fastify} from 'fastify';
import type {FastifyError, FastifyInstance, FastifyReply, FastifyRequest} from 'fastify';
import {SECOND} from '../../core/clock.ts';
import {codedError} from '../../core/errors.ts';
import {addApi, API_PREFIX} from './api/routes.ts';
import {createCommandFace} from './commands.ts';
import type {Face} from './face.ts';
import {addGuard, loginLimit} from './guard.ts';
import {keepHistory} from './history.ts';
import {createLive} from './live.ts';
import {addPage, sendErrorPage} from './page/routes.ts';
import type {HttpOptions} from './ports.ts';
import {problemOfError, sendProblem} from './problem.ts';
import type {Problem} from './problem.ts';
import {createLimiter} from './rate-limit.ts';

export interface HttpFace {
	readonly address: string;
	readonly port: number;
	close(): Promise<void>;
}

const BODY_BYTES_MAX = 65_536;
const CONNECTIONS_MAX = 256;
const INTERNAL = 500;
const limits = {
	maxHeaderSize: 16_384,
	headersTimeout: 10 * SECOND,
	requestTimeout: 20 * SECOND,
	keepAliveTimeout: 5 * SECOND,
	connectionsCheckingInterval: 2 * SECOND,
};
/** A connection over which nothing goes, in either direction; streams say at least every 15 s that they are there. */
const SILENCE_MS = 60 * SECOND;

function serverOf(options: HttpOptions): (handler: RequestListener) => Server {
	const {tls} = options;
	return handler => {
		const server = tls
			? (createSecureServer({...limits, ...tls, minVersion: 'TLSv1.2'}, handler) as unknown as Server)
			: createServer(limits, handler);
		server.maxConnections = CONNECTIONS_MAX;
		server.setTimeout(SILENCE_MS);
		return server;
	};
}

function answerError(face: Face, error: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
	const problem: Problem = problemOfError(error);
	if (problem.status === INTERNAL) {
		face.options.log?.write('error', `web: ${request.method} ${request.routeOptions.url ?? '?'}: ${String(error)}`);
	}
	return request.url.startsWith('/api/') ? sendProblem(reply, problem) : sendErrorPage(face, request, reply, problem);
}

function addErrors(app: FastifyInstance, face: Face): void {
	app.setErrorHandler((error, request, reply) => answerError(face, error, request, reply));
	app.setNotFoundHandler((request, reply) =>
		answerError(face, codedError('E_RESOURCE_UNKNOWN', 'There is nothing at this address.', {}), request, reply),
	);
}

/** What is said to who speaks no HTTP, too much of it or too slowly, by the code of the parser. */
const byteFaults: Readonly<Record<string, readonly [status: string, text: string]>> = {
	ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request came too slowly.'],
	HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are larger than 16384 bytes.'],
};
const badBytes = ['400 Bad Request', 'The request is not well formed HTTP.'] as const;

function refuseBytes(error: NodeJS.ErrnoException, socket: Socket): void {
	const [status, text] = byteFaults[error.code ?? ''] ?? badBytes;
	if (socket.writable) {
		socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: ${text.length}\r\n\r\n${text}`);
	}
}

function bareApp(options: HttpOptions): FastifyInstance {
	const app = fastify({
		serverFactory: serverOf(options),
		bodyLimit: BODY_BYTES_MAX,
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		ajv: {
			customOptions: {removeAdditional: false, coerceTypes: false, useDefaults: false, allowUnionTypes: true},
		},
		frameworkErrors: (error: FastifyError, _request, reply) => {
			void sendProblem(reply, problemOfError(error));
		},
		clientErrorHandler: refuseBytes,
	});
	// Schemas of answers are for the document: what goes out is made here and need not be judged.
	app.setSerializerCompiler(() => data => JSON.stringify(data));
	return app;
}

/** The face without a port, for tests that inject requests. */
export async function createHttp(options: HttpOptions): Promise<{app: FastifyInstance; close: () => Promise<void>}> {
	const {house, clock} = options;
	const secure = options.tls !== undefined && options.tls !== null;
	const face: Face = {
		options,
		secure,
		commands: createCommandFace(house),
		live: createLive(house, clock),
		history: keepHistory(house, clock),
		logins: createLimiter(clock, loginLimit),
		notices: new Map(),
	};
	const app = bareApp(options);
	addGuard(app, {clock, secure, hosts: [hostname(), ...(options.hosts ?? [])]});
	addErrors(app, face);
	await addApi(app, face);
	await app.register(async pages => addPage(pages, face));
	await app.ready();
	const close = async (): Promise<void> => {
		face.live.close();
		face.history.close();
		face.commands.close();
		await app.close();
	};
	return {app, close};
}

/** Serves the API below /api/v1 and the page. Throws E_PORT_TAKEN. */
export async function openHttp(options: HttpOptions): Promise<HttpFace> {
	const {app, close} = await createHttp(options);
	const {host, port} = options.listen;
	try {
		await app.listen({host, port});
	} catch (error) {
		await close();
		const {code} = error as NodeJS.ErrnoException;
		throw codedError(
			'E_PORT_TAKEN',
			`The web face cannot listen on ${host}:${port}: ${code ?? 'refused'}; choose another address (port 0 takes a free one).`,
			{host, port},
		);
	}
	const bound = app.server.address() as AddressInfo;
	return {address: bound.address, port: bound.port, close};
}

export {API_PREFIX};
