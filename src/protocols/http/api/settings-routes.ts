// Settings one by one and as config.ini.

import type {FastifyInstance, FastifyReply} from 'fastify';
import type {SettingValue} from '../../../agent/settings/setting-row.ts';
import {cardOf} from '../cards.ts';
import {takeIni, writeIni} from '../config-ini.ts';
import {requireChanger, requireVisitor} from '../face.ts';
import type {Face} from '../face.ts';
import {problemOf, sendProblem} from '../problem.ts';
import {changeSettings, refuseStale, settingsShown, settingsTag} from '../settings.ts';
import {TOKEN_HEADER} from '../visitor.ts';
import {schemaOf} from './route.ts';
import * as schemas from './schemas.ts';
import type {CardQuery} from './status-routes.ts';

const tag = 'Settings';
const INI_TYPE = 'text/plain';

interface ChangeQuery extends CardQuery {
	readonly dryRun?: string;
}

interface ChangeRoute {
	Querystring: ChangeQuery;
	Body: {changes: Record<string, SettingValue>};
}

export function addSettingsRoutes(app: FastifyInstance, face: Face): void {
	const {house} = face.options;
	app.get<{Querystring: CardQuery}>(
		'/settings',
		{
			schema: schemaOf({
				tag,
				summary: 'All settings; with an ETag.',
				query: schemas.cardQuery,
				gives: schemas.settings,
			}),
		},
		async (request, reply) => {
			const visitor = requireVisitor(face, request, 'settings');
			const view = cardOf(house, request.query.card);
			void reply.header('etag', settingsTag(view));
			return {settings: settingsShown(view, visitor.session.role)};
		},
	);
	addChangeRoute(app, face);
	addIniRoutes(app, face);
}

function addChangeRoute(app: FastifyInstance, face: Face): void {
	const summary = 'Change settings, all or none. With If-Match only where nobody changed any meanwhile.';
	app.patch<ChangeRoute>(
		'/settings',
		{
			schema: schemaOf({
				tag,
				summary,
				query: schemas.dryRunQuery,
				body: schemas.settingsChange,
				gives: schemas.settingsChanged,
			}),
		},
		async (request, reply) => {
			const visitor = requireChanger(face, request, 'settings', request.headers[TOKEN_HEADER]);
			const view = cardOf(face.options.house, request.query.card);
			refuseStale(view, request.headers['if-match']);
			const changes = Object.entries(request.body.changes).map(([key, value]) => ({key, value}));
			const result = changeSettings(view, changes, visitor.who, request.query.dryRun === 'true');
			const [first] = result.problems;
			if (first !== undefined) {
				return sendProblem(reply, problemOf(first.code, first.message, result.problems));
			}
			void reply.header('etag', settingsTag(view));
			return {changed: result.changed};
		},
	);
}

function sendIni(reply: FastifyReply, text: string): FastifyReply {
	return reply
		.type(`${INI_TYPE}; charset=utf-8`)
		.header('content-disposition', 'attachment; filename="config.ini"')
		.send(text);
}

function addIniRoutes(app: FastifyInstance, face: Face): void {
	const {house, configIni} = face.options;
	const exported = schemaOf({
		tag,
		summary: 'All settings as config.ini.',
		query: schemas.cardQuery,
		gives: schemas.text,
		produces: INI_TYPE,
	});
	app.get<{Querystring: CardQuery}>('/config.ini', {schema: exported}, async (request, reply) => {
		requireVisitor(face, request, 'transfer');
		return sendIni(reply, writeIni(configIni, cardOf(house, request.query.card)));
	});
	const taken = schemaOf({
		tag,
		summary: 'Take a config.ini, all of it or nothing.',
		query: schemas.dryRunQuery,
		body: schemas.text,
		gives: schemas.iniTaken,
		consumes: INI_TYPE,
	});
	app.put<{Querystring: ChangeQuery; Body: string}>('/config.ini', {schema: taken}, async (request, reply) => {
		const {who} = requireChanger(face, request, 'transfer', request.headers[TOKEN_HEADER]);
		const view = cardOf(house, request.query.card);
		refuseStale(view, request.headers['if-match']);
		const result = takeIni(configIni, view, request.body, {who, dryRun: request.query.dryRun === 'true'});
		return result.problems.length === 0
			? {changed: result.changed, ignored: result.ignored}
			: sendProblem(
					reply,
					problemOf('E_SETTINGS_INVALID', 'Nothing of the file was taken; mend these lines.', result.problems),
				);
	});
}
