// The API below /api/v1: JSON in and out, problems as RFC 9457 has them, and the OpenAPI document of it all.

import swagger from '@fastify/swagger';
import type {FastifyInstance} from 'fastify';
import type {Face} from '../face.ts';
import {problemOf, sendProblem} from '../problem.ts';
import {cookieName, TOKEN_HEADER} from '../visitor.ts';
import {addAccountRoutes} from './account-routes.ts';
import {addCommandRoutes} from './command-routes.ts';
import {addFirmwareRoutes} from './firmware-routes.ts';
import {addSessionRoutes} from './session-routes.ts';
import {addSettingsRoutes} from './settings-routes.ts';
import {addStatusRoutes} from './status-routes.ts';

export const API_PREFIX = '/api/v1';

const document = (secure: boolean): object => ({
	openapi: '3.1.0',
	info: {
		title: 'Ridethrough card',
		version: '1',
		description:
			`State, events, settings, commands and accounts of a UPS network management card. Log in by POST ${API_PREFIX}/session; `
			+ `requests that change something carry the session's token in ${TOKEN_HEADER}. Errors are problem details (RFC 9457) with a code E_….`,
	},
	components: {securitySchemes: {session: {type: 'apiKey', in: 'cookie', name: cookieName(secure)}}},
	security: [{session: []}],
});

/** Only what is declared is taken: JSON, and text where a file comes. */
function addParsers(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('application/json', {parseAs: 'string'}, app.getDefaultJsonParser('error', 'error'));
	app.addContentTypeParser('text/plain', {parseAs: 'string'}, (_request, body, done) => done(null, body));
}

export async function addApi(app: FastifyInstance, face: Face): Promise<void> {
	await app.register(swagger, {openapi: document(face.secure)});
	await app.register(
		async api => {
			addParsers(api);
			api.setNotFoundHandler((request, reply) =>
				sendProblem(
					reply,
					problemOf(
						'E_RESOURCE_UNKNOWN',
						`There is no ${request.method} of this address; see ${API_PREFIX}/openapi.json.`,
					),
				),
			);
			addSessionRoutes(api, face);
			addStatusRoutes(api, face);
			addSettingsRoutes(api, face);
			addCommandRoutes(api, face);
			addAccountRoutes(api, face);
			addFirmwareRoutes(api, face);
			api.get('/openapi.json', {schema: {hide: true}}, async () => app.swagger());
		},
		{prefix: API_PREFIX},
	);
}
