// The accounts of the card as users of its NUT server: rights by role (nut.md 3).

import {originNut} from '../../../agent/roles.ts';
import {rightsOfRole} from '../../../protocols/nut/users.ts';
import type {NutLogin} from '../../../protocols/nut/users.ts';
import type {Accounts} from './accounts.ts';

/** Asks the accounts; a connection of NUT is no session of theirs, so none stays open. */
export function nutLogin(accounts: Accounts): NutLogin {
	return async (name, password) => {
		const result = await accounts.login({name, password, face: 'protocol', origin: originNut});
		if ('refusal' in result) {
			return null;
		}
		accounts.sessions.end(result.session.id);
		return rightsOfRole(result.session.role);
	};
}
