// All settings in sections; each section is taken whole or not at all.

import type {CardView} from '../../../../agent/card-view.ts';
import {settingsShown, settingsTag} from '../../settings.ts';
import type {SettingShown} from '../../settings.ts';
import {NO_ATTEMPT, settingField} from '../fields.ts';
import type {Attempt} from '../fields.ts';
import {attribute, html} from '../html.ts';
import type {Html} from '../html.ts';
import {form} from '../layout.ts';
import type {PageContext, ViewText} from '../layout.ts';
import {sectionOf, settingSections} from '../setting-texts.ts';

export interface SettingsAttempt extends Attempt {
	/** Section in which something was tried; '' while nothing was. */
	readonly section: string;
}

export const NOTHING_TRIED: SettingsAttempt = {...NO_ATTEMPT, section: ''};

/** The form of one section, which goes back to the view that it is on. */
export function sectionForm(page: PageContext, id: string, settings: readonly SettingShown[], attempt: Attempt): Html {
	const save = settings.some(each => each.writable)
		? html`<div class="acts"><button>Save</button></div>`
		: html`<p class="soft">Your role may not change these.</p>`;
	const body = html`<input type="hidden" name="section" value="${id}"><input type="hidden" name="back" value="${page.path}"><input type="hidden" name="tag" value="${settingsTag(page.view)}"><div class="fields">${settings.map(each => settingField(each, attempt))}</div>${save}`;
	return form(page, '/settings', body);
}

/** The settings of a section that the visitor may see. */
export function settingsOfSection(view: CardView, role: number, id: string): SettingShown[] {
	return settingsShown(view, role).filter(each => sectionOf(each.key) === id);
}

export function settingsView(page: PageContext, attempt: SettingsAttempt): ViewText {
	const {role} = page.visitor.session;
	const first = settingSections.findIndex(([id]) => settingsOfSection(page.view, role, id).length > 0);
	const sections = settingSections.map(([id, title], at) => {
		const settings = settingsOfSection(page.view, role, id);
		const open = attempt.section === '' ? at === first : attempt.section === id;
		return settings.length === 0
			? null
			: html`<details class="panel" id="${id}"${attribute('open', open)}><summary>${title}</summary>${sectionForm(page, id, settings, attempt.section === id ? attempt : NO_ATTEMPT)}</details>`;
	});
	return {
		title: 'Settings',
		body: html`<h1>Settings</h1><p class="soft">Each section is saved as a whole, or not at all where a value is wrong.</p>${sections}`,
	};
}
