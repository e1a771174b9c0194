// Fields of settings: a list where values can be listed, else text, with what is allowed beside it and what was wrong below.

import type {SettingShown} from '../settings.ts';
import {attribute, html} from './html.ts';
import type {Html} from './html.ts';
import {optionTitle, settingTitle} from './setting-texts.ts';

/** What somebody wrote and what was wrong with it, by key. */
export interface Attempt {
	readonly values: Readonly<Record<string, string>>;
	readonly wrong: Readonly<Record<string, string>>;
}

export const NO_ATTEMPT: Attempt = {values: {}, wrong: {}};

interface Described {
	readonly id: string;
	readonly value: string;
	readonly wrong: string | undefined;
}

/** What says something about the field, for who cannot see it. */
function marks({id, wrong}: Described): Html {
	return wrong === undefined
		? html` aria-describedby="${id}-hint"`
		: html` aria-invalid="true" aria-describedby="${id}-wrong ${id}-hint"`;
}

function choiceField(setting: SettingShown, options: readonly string[], field: Described): Html {
	const known = options.includes(field.value) ? options : [field.value, ...options];
	const items = known.map(
		option =>
			html`<option value="${option}"${attribute('selected', option === field.value)}>${optionTitle(option)}</option>`,
	);
	return html`<select id="${field.id}" name="${setting.key}"${attribute('disabled', !setting.writable)}${marks(field)}>${items}</select>`;
}

function textField(setting: SettingShown, field: Described): Html {
	const type = setting.kind === 'date' ? 'date' : 'text';
	const inputMode: Html | null = setting.kind === 'number' ? html` inputmode="text"` : null;
	return html`<input id="${field.id}" name="${setting.key}" type="${type}" value="${field.value}" maxlength="64"${inputMode}${attribute('disabled', !setting.writable)}${marks(field)}>`;
}

export function settingField(setting: SettingShown, attempt: Attempt): Html {
	const known = setting.text === '?' ? '' : setting.text;
	const id = setting.key.replace(/\./g, '-');
	const field: Described = {id, value: attempt.values[setting.key] ?? known, wrong: attempt.wrong[setting.key]};
	const input = setting.options === null ? textField(setting, field) : choiceField(setting, setting.options, field);
	const unit = setting.unit === '' ? '' : `, ${setting.unit}`;
	const listed = setting.options !== null;
	const takes = listed ? '' : `Takes ${setting.allowed}.`;
	const standard = listed ? optionTitle(setting.default) : setting.default;
	const usual = setting.default === '?' || setting.default === '' ? '' : `As delivered: ${standard}.`;
	return html`<div><label for="${id}">${settingTitle(setting.key)}${unit}</label>${input}${field.wrong === undefined ? null : html`<p class="wrong" id="${id}-wrong">${field.wrong}</p>`}<p class="hint" id="${id}-hint">${`${takes} ${usual}`.trim()}</p></div>`;
}
