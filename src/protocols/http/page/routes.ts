// The page: views that read without scripts, and forms that change things and lead back to a view.

import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify';
import {cardOf} from '../cards.ts';
import {commandRow} from '../command-rows.ts';
import {writeIni} from '../config-ini.ts';
import {eventsCsv} from '../events-csv.ts';
import {requireVisitor, visitorFrom} from '../face.ts';
import type {Face} from '../face.ts';
import type {Problem} from '../problem.ts';
import {severityOf} from '../status.ts';
import {startStream} from '../stream.ts';
import {addAccountForms} from './account-forms.ts';
import {addDeviceForms} from './device-forms.ts';
import {addDoor} from './door.ts';
import {ownPath, parseForm} from './forms.ts';
import type {PageContext, ViewText} from './layout.ts';
import {script} from './script.ts';
import {style} from './style.ts';
import {aboutView} from './views/about.ts';
import {accountsView} from './views/accounts.ts';
import {batteryView} from './views/battery.ts';
import {confirmView} from './views/confirm.ts';
import {eventsView} from './views/events.ts';
import {outletsView} from './views/outlets.ts';
import {NOTHING_TRIED, settingsView} from './views/settings.ts';
import {errorPage, ownPasswordView} from './views/simple.ts';
import {liveState, statusView} from './views/status.ts';
import {HTML_TYPE, show} from './visit.ts';
import type {PageQuery} from './visit.ts';
import {codedError} from '../../../core/errors.ts';
import {networkOnly} from '../rights.ts';
import type {Right} from '../rights.ts';

const SEE_OTHER = 303;
/** The files never change under their names while the process runs; a day is short enough for the next version. */
const FILE_CACHE = 'public, max-age=3600';
const icon =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 26"><rect x="1" y="1" width="24" height="24" rx="6" fill="#0b6e75"/><path d="M3 14c3 0 3.500-6 6.500-6s3 10 6 10 3-6 7.500-6" fill="none" stroke="#fff" stroke-width="2.600" stroke-linecap="round"/></svg>';
const files: readonly (readonly [path: string, type: string, text: string])[] = [
	['/style.css', 'text/css; charset=utf-8', style],
	['/page.js', 'text/javascript; charset=utf-8', script],
	['/icon.svg', 'image/svg+xml', icon],
];

function page(draw: (page: PageContext) => ViewText): (page: PageContext) => ViewText {
	return draw;
}

const views: readonly (readonly [path: string, right: Right, draw: (page: PageContext) => ViewText])[] = [
	['/outlets', 'status', outletsView],
	['/battery', 'status', batteryView],
	['/settings', 'settings', page(context => settingsView(context, NOTHING_TRIED))],
	['/accounts', 'accounts', accountsView],
	['/about', 'self', page(context => aboutView(context, {text: '', lines: []}))],
];

const hide = {schema: {hide: true}};

/** Tells a person what went wrong; who is not logged in gets the door. */
export function sendErrorPage(
	_face: Face,
	request: FastifyRequest,
	reply: FastifyReply,
	problem: Problem,
): FastifyReply {
	if (problem.code === 'E_SESSION_REQUIRED') {
		return reply.redirect(`/login?next=${encodeURIComponent(ownPath(request.url))}`, SEE_OTHER);
	}
	return reply.code(problem.status).type(HTML_TYPE).send(errorPage(problem));
}

function addViews(app: FastifyInstance, face: Face): void {
	app.get('/', hide, async (request, reply) => {
		const visitor = visitorFrom(face, request);
		return visitor?.session.role === networkOnly
			? reply.redirect('/about', SEE_OTHER)
			: show(face, request, reply, {right: 'status', draw: statusView});
	});
	for (const [path, right, draw] of views) {
		app.get(path, hide, async (request, reply) => show(face, request, reply, {right, draw}));
	}
	app.get('/events', hide, async (request, reply) => {
		const query = request.query as PageQuery;
		const severity = severityOf(query['severity'] ?? '') > 0 ? (query['severity'] ?? '') : 'ungraded';
		const before = /^\d{1,15}$/.test(query['before'] ?? '') ? Number(query['before']) : Infinity;
		return show(face, request, reply, {right: 'status', draw: context => eventsView(context, {severity, before})});
	});
	app.get('/events.csv', hide, async (request, reply) => {
		requireVisitor(face, request, 'status');
		const {card, severity} = request.query as PageQuery;
		const least = Math.max(1, severityOf(severity ?? ''));
		return reply
			.type('text/csv; charset=utf-8')
			.header('content-disposition', 'attachment; filename="events.csv"')
			.send(eventsCsv(face.options.house, cardOf(face.options.house, card), least));
	});
	app.get('/confirm', hide, async (request, reply) => {
		const query = request.query as PageQuery;
		const row = commandRow(query['command'] ?? '');
		const group = Number(query['group'] ?? 0);
		if (row === null || !(group >= 0 && group <= 3)) {
			throw codedError('E_RESOURCE_UNKNOWN', 'There is no such command; the outlets and the battery have theirs.', {});
		}
		const back = ownPath(query['back']);
		return show(face, request, reply, {right: 'command', draw: context => confirmView(context, row, group, back)});
	});
}

function addExtras(app: FastifyInstance, face: Face): void {
	const {house, configIni} = face.options;
	app.get('/config.ini', hide, async (request, reply) => {
		requireVisitor(face, request, 'transfer');
		const text = writeIni(configIni, cardOf(house, (request.query as PageQuery).card));
		return reply
			.type('text/plain; charset=utf-8')
			.header('content-disposition', 'attachment; filename="config.ini"')
			.send(text);
	});
	app.get('/live', hide, async (request, reply) => {
		const {session} = requireVisitor(face, request, 'status');
		const {card} = cardOf(house, (request.query as PageQuery).card);
		const state = (): Record<string, unknown> => liveState(face, house.view(card));
		return startStream(face, session, reply, {stream: {card, event: 'page', state, entries: false}, after: null});
	});
	for (const [path, type, text] of files) {
		app.get(path, hide, async (_request, reply) => reply.type(type).header('cache-control', FILE_CACHE).send(text));
	}
}

export function addPage(app: FastifyInstance, face: Face): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser(
		'application/x-www-form-urlencoded',
		{parseAs: 'string'},
		async (_request: FastifyRequest, body: string) => parseForm(body),
	);
	addDoor(app, face, {own: ownPasswordView});
	addViews(app, face);
	addExtras(app, face);
	addDeviceForms(app, face);
	addAccountForms(app, face);
}
