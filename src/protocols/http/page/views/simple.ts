// Small views: one's own password, and what went wrong.

import type {Problem} from '../../problem.ts';
import {html} from '../html.ts';
import {doorPage} from '../layout.ts';
import type {PageContext, ViewText} from '../layout.ts';
import {form} from '../layout.ts';
import {passwordFields} from './login.ts';

export function ownPasswordView(page: PageContext): ViewText {
	const body = html`${passwordFields(page.visitor.session.name)}<div class="acts"><button>Change the password</button></div>`;
	return {
		title: 'Your password',
		body: html`<div class="panel"><h1>Your password</h1><p class="soft">Changing it ends your other sessions.</p>${form(page, '/password', body)}</div>`,
	};
}

export function errorPage(problem: Problem): string {
	return doorPage(
		problem.title,
		html`<div class="panel"><h1>${problem.title}</h1><p>${problem.detail}</p><p><a href="/">To the status</a></p></div>`,
	);
}
