// Forms about accounts and sessions.

import type {FastifyInstance} from 'fastify';
import type {AccountRefusal} from '../../../agent/accounts.ts';
import type {Face} from '../face.ts';
import type {AccountActor, AccountsPort} from '../ports.ts';
import {roleNames} from '../rights.ts';
import {handleOf} from '../visitor.ts';
import type {Fields} from './forms.ts';
import {changer, goTo} from './visit.ts';

const hide = {schema: {hide: true}};

type Change = (
	accounts: AccountsPort,
	fields: Fields,
	by: AccountActor,
) => Promise<AccountRefusal | null> | AccountRefusal | null;

function endSession(accounts: AccountsPort, handle: string): AccountRefusal | null {
	const session = accounts.sessions.list().find(each => handleOf(each) === handle);
	const ended = session !== undefined && accounts.sessions.end(session.id);
	return ended ? null : {code: 'E_RESOURCE_UNKNOWN', sentence: 'This session has ended already.'};
}

/** By address: what is done, and what is said when it is. */
const changes: readonly (readonly [path: string, done: string, change: Change])[] = [
	[
		'/accounts/add',
		'The account was added.',
		(accounts, {name, role, password}, by) =>
			accounts.add({name: name ?? '', role: roleNames.indexOf(role ?? ''), password: password ?? ''}, by),
	],
	[
		'/accounts/password',
		'The password was set; it must be changed at the next login.',
		(accounts, {name, password}, by) => accounts.resetPassword(name ?? '', password ?? '', by),
	],
	[
		'/accounts/enable',
		'The account can log in again.',
		(accounts, {name}, by) => accounts.setEnabled(name ?? '', true, by),
	],
	[
		'/accounts/disable',
		'The account can log in no more.',
		(accounts, {name}, by) => accounts.setEnabled(name ?? '', false, by),
	],
	['/accounts/delete', 'The account was deleted.', (accounts, {name}, by) => accounts.delete(name ?? '', by)],
	['/sessions/end', 'The session was ended.', (accounts, {id}) => endSession(accounts, id ?? '')],
];

export function addAccountForms(app: FastifyInstance, face: Face): void {
	for (const [path, done, change] of changes) {
		app.post(path, hide, async (request, reply) => {
			const page = changer(face, request, 'accounts');
			const refusal = await change(face.options.accounts, request.body as Fields, page.visitor.who);
			const notice = {good: refusal === null, text: refusal?.sentence ?? done};
			return goTo(page, reply, '/accounts', notice);
		});
	}
}
