// The frame of every view: who and where one is, where one can go, and what has just been done.

import type {CardView} from '../../../agent/card-view.ts';
import {cardName} from '../cards.ts';
import type {Face, Notice} from '../face.ts';
import {may, roleTitles} from '../rights.ts';
import type {Right} from '../rights.ts';
import type {Visitor} from '../visitor.ts';
import {attribute, html} from './html.ts';
import type {Html} from './html.ts';

/** What a view is drawn of. */
export interface PageContext {
	readonly face: Face;
	readonly visitor: Visitor;
	/** Good until somebody else's request moves it: not after an `await`. */
	readonly view: CardView;
	readonly cardId: string;
	/** Of the view, such as /events. */
	readonly path: string;
	readonly notice: Notice | null;
}

export interface ViewText {
	readonly title: string;
	readonly body: Html;
	/** Address of the stream that keeps the view fresh, and the state that it shows. */
	readonly live?: {readonly url: string; readonly state: string};
	/** Whether it has something that the script does. */
	readonly scripted?: boolean;
}

const places: readonly (readonly [path: string, title: string, right: Right])[] = [
	['/', 'Status', 'status'],
	['/events', 'Events', 'status'],
	['/outlets', 'Outlets', 'status'],
	['/battery', 'Battery', 'status'],
	['/settings', 'Settings', 'settings'],
	['/accounts', 'Accounts', 'accounts'],
	['/about', 'About', 'self'],
];

/** An address that keeps to the card one looks at. */
export function linkTo(page: PageContext, path: string): string {
	if (page.face.options.house.count === 1) {
		return path;
	}
	return `${path}${path.includes('?') ? '&' : '?'}card=${page.cardId}`;
}

/** A form that changes something: with the token, and the card. */
export function form(page: PageContext, action: string, body: Html): Html {
	return html`<form method="post" action="${linkTo(page, action)}"><input type="hidden" name="token" value="${page.visitor.token}">${body}</form>`;
}

export function noticeOf(notice: Notice | null): Html | null {
	return notice === null
		? null
		: html`<p class="note ${notice.good ? 'good' : 'bad'}" role="${notice.good ? 'status' : 'alert'}">${notice.text}</p>`;
}

const mark: Html = {
	markup:
		'<svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true"><rect x="2" y="3" width="22" height="20" rx="5" fill="currentColor" opacity=".18"/><path d="M3 15c3 0 3.500-6 6.500-6s3 8 6 8 3-5 7.500-5" fill="none" stroke="currentColor" stroke-width="2.400" stroke-linecap="round"/></svg>',
};

function headOf(title: string): Html {
	return html`<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/style.css"><link rel="icon" href="/icon.svg" type="image/svg+xml">`;
}

function navigation(page: PageContext): Html {
	const {role} = page.visitor.session;
	return html`<nav aria-label="Views">${places
		.filter(([, , right]) => may(role, right))
		.map(([path, title]) => {
			const current: Html = {markup: path === page.path ? ' aria-current="page"' : ''};
			return html`<a href="${linkTo(page, path)}"${current}>${title}</a>`;
		})}</nav>`;
}

/** Of a fleet the first cards can be chosen; all have addresses. */
const CHOICES_MAX = 100;

function cardChoice(page: PageContext): Html | null {
	const {house} = page.face.options;
	if (house.count === 1) {
		return null;
	}
	const here = page.cardId;
	const ids = Array.from({length: Math.min(house.count, CHOICES_MAX)}, (_, card) => house.view(card).identity.cardId);
	house.view(house.find(here)).look();
	const all = ids.includes(here) ? ids : [here, ...ids];
	return html`<form class="acts" action="${page.path}"><label for="card">Card</label><select id="card" name="card">${all.map(id => html`<option${attribute('selected', id === here)}>${id}</option>`)}</select><button class="quiet">Show</button></form>`;
}

export function layout(page: PageContext, view: ViewText): string {
	const {session} = page.visitor;
	const name = cardName(page.view);
	const {modelName, sku} = page.view.identity;
	const live: Html | null =
		view.live === undefined ? null : html` data-live="${view.live.url}" data-state="${view.live.state}"`;
	const isScripted = view.live !== undefined || view.scripted === true;
	const script: Html = {markup: isScripted ? '<script type="module" src="/page.js"></script>' : ''};
	return html`${{markup: '<!doctype html>'}}<html lang="en"><head>${headOf(`${view.title} – ${name}`)}${script}</head><body><a class="skip" href="#main">To the content</a><header><div class="bar"><a class="name" href="${linkTo(page, places[0]?.[0] ?? '/')}">${mark}${name}</a><span class="sub">${modelName === sku ? sku : `${modelName} (${sku})`}</span>${cardChoice(page)}<div class="who"><span><a href="${linkTo(page, '/password')}">${session.name}</a>, ${roleTitles[session.role] ?? ''}</span>${form(page, '/logout', html`<button class="link">Log out</button>`)}</div></div>${navigation(page)}</header><main id="main" tabindex="-1"${live}>${noticeOf(page.notice)}${view.body}</main></body></html>`
		.markup;
}

/** A page for who is not logged in. */
export function doorPage(title: string, body: Html): string {
	return html`${{markup: '<!doctype html>'}}<html lang="en"><head>${headOf(title)}</head><body><main class="door" id="main"><p class="name">${mark}Ridethrough</p>${body}</main></body></html>`
		.markup;
}
