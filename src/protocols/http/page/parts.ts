// Pieces that several views are made of.

import type {CardView, ReadingSlots} from '../../../agent/card-view.ts';
import {confirmText} from '../commands.ts';
import {commandRow} from '../command-rows.ts';
import {readingText} from '../readings.ts';
import {may} from '../rights.ts';
import {attribute, html} from './html.ts';
import type {Html} from './html.ts';
import {form, linkTo} from './layout.ts';
import type {PageContext} from './layout.ts';

/** 2026-11-24T21:40:03.000Z as a moment that people read. */
export function moment(iso: string | null): Html {
	return iso === null
		? html`<span class="soft">not known</span>`
		: html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)}</time>`;
}

const pillClasses: Readonly<Record<string, string>> = {
	critical: 'bad',
	warning: 'warn',
	informational: '',
	ungraded: '',
};

export function severityPill(severity: string): Html {
	return html`<span class="pill ${pillClasses[severity] ?? ''}">${severity}</span>`;
}

/** A reading that the script keeps fresh; "–" without contact. */
export function liveReading(view: CardView, name: keyof ReadingSlots): Html {
	return html`<span data-text="${name}">${view.lost ? '–' : readingText(view.reading, name)}</span>`;
}

export function readingList(
	view: CardView,
	rows: readonly (readonly [title: string, name: keyof ReadingSlots])[],
): Html {
	return html`<dl>${rows.map(([title, name]) => html`<dt>${title}</dt><dd>${liveReading(view, name)}</dd>`)}</dl>`;
}

const meterClasses = {good: '', warn: ' warn', bad: ' bad'} as const;

/** A bar for 0 to 100 %. */
export function meter(title: string, percent: number | null, tone: keyof typeof meterClasses): Html {
	const width = Math.min(100, Math.max(0, percent ?? 0));
	return html`<svg class="meter${meterClasses[tone]}" role="img" aria-label="${title}: ${percent === null ? 'not known' : `${Math.round(percent)} %`}" preserveAspectRatio="none" viewBox="0 0 100 6"><rect class="track" width="100" height="6" rx="2"/><rect class="fill" width="${width}" height="6" rx="2"/></svg>`;
}

/** The button of a command: at once, or by way of a page that says what is at stake. Nothing for who may not. */
export function commandButton(page: PageContext, command: string, group: number): Html | null {
	const row = commandRow(command);
	if (row === null || !may(page.visitor.session.role, 'command')) {
		return null;
	}
	if (confirmText(row, page.view, group) === null) {
		const body = html`<input type="hidden" name="command" value="${command}"><input type="hidden" name="group" value="${group}"><input type="hidden" name="back" value="${page.path}"><button class="quiet">${row.title}</button>`;
		return form(page, '/order', body);
	}
	const address = `/confirm?command=${command}&group=${group}&back=${page.path}`;
	return html`<a class="button danger" href="${linkTo(page, address)}">${row.title} …</a>`;
}

export function select(
	name: string,
	options: readonly (readonly [value: string, title: string])[],
	chosen: string,
	id: string,
): Html {
	return html`<select id="${id}" name="${name}">${options.map(([value, title]) => html`<option value="${value}"${attribute('selected', value === chosen)}>${title}</option>`)}</select>`;
}
