// The event log, newest first, by pages and by severity.

import {pageOfEvents} from '../../events.ts';
import type {EventShown} from '../../events.ts';
import {originTitle} from '../../origins.ts';
import {severityOf} from '../../status.ts';
import {html} from '../html.ts';
import type {Html} from '../html.ts';
import {linkTo} from '../layout.ts';
import type {PageContext, ViewText} from '../layout.ts';
import {moment, select, severityPill} from '../parts.ts';

const EVENTS_A_PAGE = 50;
const filters = [
	['ungraded', 'All events'],
	['informational', 'Informational and graver'],
	['warning', 'Warnings and graver'],
	['critical', 'Critical only'],
] as const;

export interface EventsChoice {
	readonly severity: string;
	readonly before: number;
}

function byWhom(event: EventShown): string {
	const origin = event.origin === '' ? '' : `by ${originTitle(event.origin)}`;
	return [event.actor, origin].filter(part => part !== '').join(' ');
}

function row(event: EventShown): Html {
	const who = byWhom(event);
	const told = [who, event.note].filter(part => part !== '').join(': ');
	return html`<tr><td>${moment(event.at)}</td><td>${severityPill(event.severity)}</td><td>${event.text}${told === '' ? null : html`<div class="soft">${told}</div>`}</td></tr>`;
}

function filterForm(page: PageContext, severity: string): Html {
	const {house} = page.face.options;
	const card = house.count === 1 ? null : html`<input type="hidden" name="card" value="${page.cardId}">`;
	return html`<form class="filters" action="/events">${card}<div><label for="severity">Show</label>${select('severity', filters, severity, 'severity')}</div><button class="quiet">Apply</button><a class="button quiet" href="${linkTo(page, `/events.csv?severity=${severity}`)}" download>Download CSV</a></form>`;
}

export function eventsView(page: PageContext, {severity, before}: EventsChoice): ViewText {
	const {house} = page.face.options;
	const {events, next} = pageOfEvents(house, page.view, {
		before,
		limit: EVENTS_A_PAGE,
		severity: severityOf(severity),
		event: '',
	});
	const older =
		next === null
			? html`<p class="soft">This is the end of the log.</p>`
			: html`<p><a href="${linkTo(page, `/events?severity=${severity}&before=${next}`)}">Older events</a></p>`;
	const table =
		events.length === 0
			? html`<p>No event of this kind is here.</p>`
			: html`<div class="scroll" role="region" aria-label="Events" tabindex="0"><table class="log"><thead><tr><th scope="col">Time (UTC)</th><th scope="col">Severity</th><th scope="col">Event</th></tr></thead><tbody>${events.map(row)}</tbody></table></div>`;
	return {
		title: 'Events',
		body: html`<h1>Events</h1>${filterForm(page, severity)}<div class="panel">${table}</div>${older}`,
	};
}
