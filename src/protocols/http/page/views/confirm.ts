// What is at stake, before it happens.

import type {CommandRow} from '../../command-rows.ts';
import {confirmText} from '../../commands.ts';
import {groupName} from '../../status.ts';
import {html} from '../html.ts';
import {form, linkTo} from '../layout.ts';
import type {PageContext, ViewText} from '../layout.ts';

export function confirmView(page: PageContext, row: CommandRow, group: number, back: string): ViewText {
	const title = row.group ? `${row.title}: ${groupName(page.view, group)}` : row.title;
	const seconds =
		row.takes === 'seconds'
			? html`<div><label for="value">Sleep for, seconds</label><input id="value" name="value" inputmode="numeric" pattern="[0-9]+" value="3600" required></div>`
			: null;
	const body = html`<input type="hidden" name="command" value="${row.command}"><input type="hidden" name="group" value="${group}"><input type="hidden" name="back" value="${back}">${seconds}<div class="acts"><button class="sure">${row.title}</button><a class="button quiet" href="${linkTo(page, back)}">Leave it as it is</a></div>`;
	return {
		title: row.title,
		body: html`<div class="panel"><h1>${title}?</h1><p class="note warn">${confirmText(row, page.view, group) ?? row.outcome}</p>${form(page, '/order', body)}</div>`,
	};
}
