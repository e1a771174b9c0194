// Identity, firmware, and settings files.

import {may} from '../../rights.ts';
import {dayText} from '../days.ts';
import {html} from '../html.ts';
import type {Html} from '../html.ts';
import {form, linkTo} from '../layout.ts';
import {firmwarePanel} from './firmware.ts';
import type {PageContext, ViewText} from '../layout.ts';

export interface IniAttempt {
	readonly text: string;
	/** A line each, of what was wrong or left alone. */
	readonly lines: readonly string[];
}

function facts(id: string, title: string, rows: readonly (readonly [string, string])[], after: Html | null): Html {
	return html`<section class="panel" aria-labelledby="${id}"><h2 id="${id}">${title}</h2><dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value === '' ? '–' : value}</dd>`)}</dl>${after}</section>`;
}

function iniPanel(page: PageContext, attempt: IniAttempt): Html | null {
	if (!may(page.visitor.session.role, 'transfer')) {
		return null;
	}
	const body = html`<div><label for="ini">Text of a config.ini</label><textarea id="ini" name="ini" spellcheck="false" required aria-describedby="ini-hint">${attempt.text}</textarea><p class="hint" id="ini-hint">All of it is taken, or nothing where a line is wrong.</p></div><div class="acts"><button name="try" value="true" class="quiet">Try, change nothing</button><button>Take these settings</button></div>`;
	const lines = attempt.lines.length === 0 ? null : html`<ul>${attempt.lines.map(line => html`<li>${line}</li>`)}</ul>`;
	return html`<section class="panel" aria-labelledby="files"><h2 id="files">Settings file</h2><p><a href="${linkTo(page, '/config.ini')}" download>Download config.ini</a></p>${lines}${form(page, '/config.ini', body)}</section>`;
}

function upsPanel(page: PageContext): Html {
	const {identity} = page.view;
	const {rating} = identity;
	return facts(
		'ups',
		'UPS',
		[
			['Model', identity.modelName],
			['SKU', identity.sku],
			['Vendor', identity.vendor],
			['Serial number', identity.serial],
			['Made on', dayText(identity.manufacturedDay)],
			['Rating', `${rating.ratedWatts} W, ${rating.ratedVoltAmperes} VA`],
			['Nominal', `${rating.nominalVolts} V, ${rating.nominalHertz} Hz`],
		],
		null,
	);
}

export function aboutView(page: PageContext, attempt: IniAttempt): ViewText {
	const {identity, utc} = page.view;
	const card = facts(
		'card',
		'Card',
		[
			['Id', identity.cardId],
			['Model', identity.cardModel],
			['Serial number', identity.cardSerial],
			['Hardware address', identity.macAddress],
			['Site', identity.site],
			['Time (UTC)', new Date(utc).toISOString().slice(0, 19).replace('T', ' ')],
		],
		null,
	);
	const api = html`<section class="panel" aria-labelledby="api"><h2 id="api">For programs</h2><p>All that this page shows and does is there as JSON below <code>/api/v1</code>: <a href="/api/v1/openapi.json">the OpenAPI document</a>.</p></section>`;
	return {
		title: 'About',
		scripted: page.view.firmware?.takesUpdates === true,
		body: html`<h1>About</h1><div class="grid wide">${upsPanel(page)}${card}${firmwarePanel(page)}</div>${iniPanel(page, attempt)}${api}`,
	};
}
