// Logging in and out by forms, and changing a password by the old one.

import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify';
import {changeOwnPassword, logIn, visitorFrom} from '../face.ts';
import type {Face, Notice} from '../face.ts';
import {endedCookie} from '../visitor.ts';
import {ownPath} from './forms.ts';
import type {Fields} from './forms.ts';
import type {PageContext, ViewText} from './layout.ts';
import {loginPage, passwordPage} from './views/login.ts';
import {changer, HTML_TYPE, show} from './visit.ts';
import type {PageQuery} from './visit.ts';

const SEE_OTHER = 303;
const REFUSED = 403;
const hide = {schema: {hide: true}};

function bad(text: string): Notice {
	return {good: false, text};
}

function sendDoor(reply: FastifyReply, markup: string): FastifyReply {
	return reply.code(REFUSED).type(HTML_TYPE).send(markup);
}

/** Logs in; where the first password must be changed, that comes first. */
async function enter(face: Face, request: FastifyRequest, reply: FastifyReply, fields: Fields): Promise<FastifyReply> {
	const name = fields['name'] ?? '';
	const next = ownPath(fields['next']);
	const result = await logIn(face, request, reply, {name, password: fields['password'] ?? ''});
	if ('session' in result) {
		return reply.redirect(next, SEE_OTHER);
	}
	const {code, sentence} = result.refusal;
	return code === 'E_PASSWORD_CHANGE_REQUIRED'
		? sendDoor(reply, passwordPage(name, bad('This is a first password. Choose one of your own.')))
		: sendDoor(reply, loginPage(name, next, bad(sentence)));
}

/** Changes a password and logs in with the new one. */
async function change(face: Face, request: FastifyRequest, reply: FastifyReply, fields: Fields): Promise<FastifyReply> {
	const name = fields['name'] ?? '';
	const newPassword = fields['newPassword'] ?? '';
	if (newPassword !== fields['again']) {
		return sendDoor(reply, passwordPage(name, bad('The new password was not written the same twice.')));
	}
	const refusal = await changeOwnPassword(face, request, reply, {
		name,
		password: fields['password'] ?? '',
		newPassword,
	});
	return refusal === null
		? enter(face, request, reply, {name, password: newPassword, next: '/'})
		: sendDoor(reply, passwordPage(name, bad(refusal.sentence)));
}

export function addDoor(app: FastifyInstance, face: Face, views: {own: (page: PageContext) => ViewText}): void {
	app.get('/login', hide, async (request, reply) => {
		const next = ownPath((request.query as PageQuery)['next']);
		return visitorFrom(face, request) === null
			? reply.type(HTML_TYPE).send(loginPage('', next, null))
			: reply.redirect(next, SEE_OTHER);
	});
	app.post('/login', hide, async (request, reply) => enter(face, request, reply, (request.body ?? {}) as Fields));
	app.get('/password', hide, async (request, reply) =>
		visitorFrom(face, request) === null
			? reply.type(HTML_TYPE).send(passwordPage('', null))
			: show(face, request, reply, {right: 'self', draw: views.own}),
	);
	// No token: whoever knows the old password needs no session.
	app.post('/password', hide, async (request, reply) => change(face, request, reply, (request.body ?? {}) as Fields));
	app.post('/logout', hide, async (request, reply) => {
		const page = changer(face, request, 'self');
		face.options.accounts.sessions.end(page.visitor.session.id);
		return reply.header('set-cookie', endedCookie(face.secure)).redirect('/login', SEE_OTHER);
	});
}
