// Accounts and open sessions, for those who administer the card.

import type {AccountShown} from '../../ports.ts';
import {roleNames, roleTitles, superUser} from '../../rights.ts';
import {handleOf} from '../../visitor.ts';
import {html} from '../html.ts';
import type {Html} from '../html.ts';
import {form} from '../layout.ts';
import type {PageContext, ViewText} from '../layout.ts';
import {moment, select} from '../parts.ts';
import {PASSWORD_HINT} from './login.ts';

function act(page: PageContext, action: string, name: string, title: string): Html {
	return form(
		page,
		action,
		html`<input type="hidden" name="name" value="${name}"><button class="quiet" aria-label="${title} ${name}">${title}</button>`,
	);
}

function accountRow(page: PageContext, account: AccountShown): Html {
	const {name, role, enabled, mustChange} = account;
	const switching = enabled
		? act(page, '/accounts/disable', name, 'Disable')
		: act(page, '/accounts/enable', name, 'Enable');
	const removing = role === superUser ? null : act(page, '/accounts/delete', name, 'Delete');
	return html`<tr><td>${name}</td><td>${roleTitles[role] ?? ''}</td><td><span class="pill ${enabled ? 'good' : 'warn'}">${enabled ? 'enabled' : 'disabled'}</span>${mustChange ? html` <span class="pill">must change its password</span>` : null}</td><td><div class="acts">${switching}${removing}</div></td></tr>`;
}

function addPanel(page: PageContext): Html {
	const roles = roleNames
		.slice(superUser + 1)
		.map(name => [name, roleTitles[roleNames.indexOf(name)] ?? name] as const);
	const body = html`<div class="fields"><div><label for="new-name">User name</label><input id="new-name" name="name" required maxlength="64" autocomplete="off" autocapitalize="none" spellcheck="false"></div><div><label for="new-role">Role</label>${select('role', roles, 'readOnly', 'new-role')}</div><div><label for="new-password">First password</label><input id="new-password" name="password" type="password" required maxlength="64" autocomplete="new-password" aria-describedby="new-rule"><p class="hint" id="new-rule">${PASSWORD_HINT} It must be changed at the first login.</p></div></div><div class="acts"><button>Add the account</button></div>`;
	return html`<section class="panel" aria-labelledby="add"><h2 id="add">Add an account</h2>${form(page, '/accounts/add', body)}</section>`;
}

function resetPanel(page: PageContext): Html {
	const names = page.face.options.accounts.list().map(({name}) => [name, name] as const);
	const body = html`<div class="fields"><div><label for="reset-name">Account</label>${select('name', names, page.visitor.session.name, 'reset-name')}</div><div><label for="reset-password">Another password</label><input id="reset-password" name="password" type="password" required maxlength="64" autocomplete="new-password" aria-describedby="reset-rule"><p class="hint" id="reset-rule">${PASSWORD_HINT} It must be changed at the next login; the account's sessions end.</p></div></div><div class="acts"><button class="quiet">Set the password</button></div>`;
	return html`<section class="panel" aria-labelledby="reset"><h2 id="reset">Give an account another password</h2>${form(page, '/accounts/password', body)}</section>`;
}

function sessionsPanel(page: PageContext): Html {
	const {accounts, clock} = page.face.options;
	const rows = accounts.sessions.list().map(session => {
		const since = new Date(page.view.utc - (clock.now() - session.sinceMs)).toISOString();
		const own = session.id === page.visitor.session.id;
		const ending = own
			? html`<span class="soft">this one</span>`
			: form(
					page,
					'/sessions/end',
					html`<input type="hidden" name="id" value="${handleOf(session)}"><button class="quiet" aria-label="End the session of ${session.name}">End</button>`,
				);
		return html`<tr><td>${session.name}</td><td>${session.face}</td><td>${moment(since)}</td><td>${ending}</td></tr>`;
	});
	return html`<section class="panel" aria-labelledby="sessions"><h2 id="sessions">Open sessions</h2><div class="scroll" role="region" aria-label="Sessions" tabindex="0"><table class="log"><thead><tr><th scope="col">Account</th><th scope="col">By</th><th scope="col">Since (UTC)</th><th scope="col">End</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

export function accountsView(page: PageContext): ViewText {
	const rows = page.face.options.accounts.list().map(account => accountRow(page, account));
	return {
		title: 'Accounts',
		body: html`<h1>Accounts</h1><div class="panel scroll" role="region" aria-label="Accounts" tabindex="0"><table class="log"><thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">State</th><th scope="col">Change</th></tr></thead><tbody>${rows}</tbody></table></div>${addPanel(page)}${resetPanel(page)}${sessionsPanel(page)}`,
	};
}
