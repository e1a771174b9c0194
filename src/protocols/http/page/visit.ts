// From a request for a view to the view: who asks, about which card, with what right.

import type {FastifyReply, FastifyRequest} from 'fastify';
import {codedError} from '../../../core/errors.ts';
import {cardOf} from '../cards.ts';
import {requireChanger, visitorFrom} from '../face.ts';
import type {Face, Notice} from '../face.ts';
import {may, roleTitles} from '../rights.ts';
import type {Right} from '../rights.ts';
import type {Fields} from './forms.ts';
import {layout, linkTo} from './layout.ts';
import type {PageContext, ViewText} from './layout.ts';

export const HTML_TYPE = 'text/html; charset=utf-8';
const SEE_OTHER = 303;

export interface PageQuery {
	readonly card?: string;
	readonly [name: string]: string | undefined;
}

/** Sends a view; who is not logged in goes to the door first. */
export function show(
	face: Face,
	request: FastifyRequest,
	reply: FastifyReply,
	{right, draw}: {readonly right: Right; readonly draw: (page: PageContext) => ViewText},
): FastifyReply {
	const visitor = visitorFrom(face, request);
	if (visitor === null) {
		return reply.redirect(`/login?next=${encodeURIComponent(request.url)}`, SEE_OTHER);
	}
	if (!may(visitor.session.role, right)) {
		const role = roleTitles[visitor.session.role] ?? '';
		throw codedError('E_COMMAND_FORBIDDEN', `This view is not for the role ${role}; ask an administrator.`, {});
	}
	const {card} = request.query as PageQuery;
	const path = request.url.split('?')[0] ?? '/';
	const notice = face.notices.get(visitor.session.id) ?? null;
	face.notices.delete(visitor.session.id);
	const view = cardOf(face.options.house, card);
	const page: PageContext = {face, visitor, view, cardId: view.identity.cardId, path, notice};
	return reply.type(HTML_TYPE).send(layout(page, draw(page)));
}

/** The context of a form that was sent. Throws what requireChanger does. */
export function changer(face: Face, request: FastifyRequest, right: Right): PageContext {
	const fields = request.body as Fields | undefined;
	const visitor = requireChanger(face, request, right, fields?.['token']);
	const view = cardOf(face.options.house, (request.query as PageQuery).card);
	return {face, visitor, view, cardId: view.identity.cardId, path: '/', notice: null};
}

/** Sends the same view with what was tried, for who is to mend it. */
export function showAgain(
	page: PageContext,
	reply: FastifyReply,
	path: string,
	view: (page: PageContext) => ViewText,
): FastifyReply {
	const again = {...page, path};
	return reply
		.code(422)
		.type(HTML_TYPE)
		.send(layout(again, view(again)));
}

/** Sessions come and go; a notice that nobody fetched is forgotten. */
const NOTICES_MAX = 64;

/** Goes to a view, which says once what was done. */
export function goTo(page: PageContext, reply: FastifyReply, path: string, notice: Notice): FastifyReply {
	const {notices} = page.face;
	const oldest = notices.keys().next().value;
	if (oldest !== undefined && notices.size >= NOTICES_MAX) {
		notices.delete(oldest);
	}
	notices.set(page.visitor.session.id, notice);
	return reply.redirect(linkTo(page, path), SEE_OTHER);
}
