// The control API of a fleet or an agent: an HTTP server for state and faults. On loopback unless there is a token.

import swagger from '@fastify/swagger';
import {fastify} from 'fastify';
import type {FastifyInstance} from 'fastify';
import type {CardHouse} from '../../../src/agent/card-view.ts';
import {codedError} from '../../../src/core/errors.ts';
import {parseListen} from '../../../src/platform/node/listen-address.ts';
import {listenApp} from '../../../src/platform/node/listen-app.ts';
import {problemOf, PROBLEM_TYPE} from '../../../src/platform/node/problem.ts';
import {checkToken, refuseRequest} from '../../../src/platform/node/request-guard.ts';
import type {GuardRules} from '../../../src/platform/node/request-guard.ts';
import {FaultDesk} from './fault-desk.ts';
import type {FaultCount, FaultWorld} from './fault-desk.ts';
import {faultBody} from './fault-bodies.ts';
import {FlashPlans} from './flash-routes.ts';
import {takeJsonOnly} from './json-bodies.ts';
import {addRoutes} from './routes.ts';
import {faultRequest} from './schemas.ts';

export interface ControlOptions {
	/** What faults act on: a fleet's bench, or an agent's (agent-bench.ts). */
	readonly bench: FaultWorld;
	readonly house: CardHouse;
	/** Holds the faults, where another face makes some as well; one of its own where it is left out. */
	readonly desk?: FaultDesk;
	/** HOST:PORT; port 0 takes a free one. Beyond loopback it needs a token. */
	readonly listen: string;
	/** Bearer token that every request must bring. */
	readonly token?: string;
	/** Names that requests may be meant for, beside loopback's and that of `listen`. */
	readonly hosts?: readonly string[];
	/** Version of the program, for /openapi.json. */
	readonly version?: string;
}

export interface OpenedControl {
	readonly address: string;
	readonly port: number;
	/** Faults by type, for metrics. */
	faultCounts(): readonly FaultCount[];
	/** Ends all faults and all connections. */
	close(): Promise<void>;
}

const BODY_BYTES_MAX = 1_048_576;

/** Opens the API. Throws E_USAGE for an address beyond loopback without a token, and E_PORT_TAKEN. */
export async function openControl(options: ControlOptions): Promise<OpenedControl> {
	const {host} = parseListen(options.listen);
	checkToken('control API', '--control-token', host, options.token);
	const desk = options.desk ?? new FaultDesk(options.bench);
	const guard = {
		face: 'control API',
		host,
		hosts: (options.hosts ?? []).map(name => name.toLowerCase()),
		token: options.token,
	};
	const app = await createApp(guard, options.version ?? '0');
	const plans = new FlashPlans(options.bench);
	addRoutes(app, {house: options.house, world: options.bench, desk, plans});
	const bound = await listenApp(app, 'The control API', options.listen);
	return {
		...bound,
		faultCounts: () => desk.counts(),
		close: async () => {
			await app.close();
			desk.reset();
			plans.reset();
		},
	};
}

async function createApp(guard: GuardRules, version: string): Promise<FastifyInstance> {
	const app = fastify({
		bodyLimit: BODY_BYTES_MAX,
		forceCloseConnections: true,
		// What a request says is taken as it is, or refused.
		ajv: {customOptions: {coerceTypes: false, removeAdditional: false}},
	});
	// Schemas describe the answers; they need not shape them.
	app.setSerializerCompiler(() => answer => JSON.stringify(answer));
	takeJsonOnly(app);
	app.addHook('onRequest', (request, _reply, done) => done(refuseRequest(request, guard) ?? undefined));
	app.setErrorHandler((error, request, reply) => {
		const problem = problemOf(error, request.method);
		return reply.code(problem.status).type(PROBLEM_TYPE).send(problem);
	});
	app.setNotFoundHandler((request, reply) => {
		const detail = `There is no ${request.method} ${request.url.split('?')[0]}: GET /openapi.json lists what there is.`;
		const problem = problemOf(codedError('E_REQUEST_INVALID', detail, {status: 404}), request.method);
		return reply.code(problem.status).type(PROBLEM_TYPE).send(problem);
	});
	await app.register(swagger, {
		transform: ({schema, url}) => ({schema: schema.body === faultRequest ? {...schema, body: faultBody} : schema, url}),
		openapi: {
			openapi: '3.1.0',
			info: {title: 'Ridethrough control', version, description: 'State of the cards, and faults that happen to them.'},
			components: {securitySchemes: {token: {type: 'http', scheme: 'bearer'}}},
			...(guard.token === undefined ? {} : {security: [{token: []}]}),
		},
	});
	return app;
}
