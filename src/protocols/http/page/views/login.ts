// The door: logging in, and changing a password by the old one.

import type {Notice} from '../../face.ts';
import {doorPage, noticeOf} from '../layout.ts';
import {html} from '../html.ts';
import type {Html} from '../html.ts';

export const PASSWORD_HINT =
	'8 to 64 characters, with an upper-case and a lower-case letter, a digit and another character; not containing the user name.';

export function nameField(name: string): Html {
	return html`<div><label for="name">User name</label><input id="name" name="name" value="${name}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="64"></div>`;
}

function passwordField(id: string, title: string, autocomplete: string): Html {
	return html`<div><label for="${id}">${title}</label><input id="${id}" name="${id}" type="password" autocomplete="${autocomplete}" required maxlength="64"></div>`;
}

export function loginPage(name: string, next: string, notice: Notice | null): string {
	return doorPage(
		'Log in',
		html`<div class="panel"><h1>Log in</h1>${noticeOf(notice)}<form method="post" action="/login"><input type="hidden" name="next" value="${next}">${nameField(name)}${passwordField('password', 'Password', 'current-password')}<button>Log in</button></form></div><p class="soft">Five wrong passwords lock an account for a while. A new card shows the first password of <b>admin</b> once, where it was started.</p>`,
	);
}

/** The fields of a change of password; `name` is fixed where it is known. */
export function passwordFields(name: string): Html {
	return html`${nameField(name)}${passwordField('password', 'Present password', 'current-password')}<div><label for="newPassword">New password</label><input id="newPassword" name="newPassword" type="password" autocomplete="new-password" required maxlength="64" aria-describedby="rule"><p class="hint" id="rule">${PASSWORD_HINT}</p></div>${passwordField('again', 'New password again', 'new-password')}`;
}

export function passwordPage(name: string, notice: Notice | null): string {
	return doorPage(
		'Change the password',
		html`<div class="panel"><h1>Change the password</h1>${noticeOf(notice)}<form method="post" action="/password">${passwordFields(name)}<button>Change and log in</button></form></div><p><a href="/login">Back to the login</a></p>`,
	);
}
