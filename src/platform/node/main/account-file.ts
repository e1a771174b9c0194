// The accounts of a card as a file of its state directory.

import {codedError} from '../../../core/errors.ts';
import type {Store} from '../../../core/ports.ts';
import type {AccountFacts} from '../../../agent/accounts.ts';
import type {PasswordHash} from '../scrypt.ts';

export interface Account extends AccountFacts, PasswordHash {
	/** It is the first password, which somebody else knows. */
	readonly mustChange: boolean;
}

const FILE = 'accounts.json';
const SCHEMA = 'ridethrough.accounts/1';

function isAccount(value: unknown): value is Account {
	const account = value as Partial<Record<keyof Account, unknown>> | null;
	return (
		typeof account?.name === 'string'
		&& Number.isInteger(account.role)
		&& typeof account.enabled === 'boolean'
		&& typeof account.mustChange === 'boolean'
		&& /^[0-9a-f]{32}$/.test(String(account.salt))
		&& /^[0-9a-f]{64}$/.test(String(account.hash))
	);
}

/** The kept accounts, none when there is no file. Throws E_STATE_UNUSABLE when it is not one of ours. */
export function loadAccounts(store: Store): Account[] {
	const bytes = store.load(FILE);
	if (bytes === null) {
		return [];
	}
	try {
		const document = JSON.parse(Buffer.from(bytes).toString()) as {schema?: unknown; accounts?: unknown};
		if (document.schema === SCHEMA && Array.isArray(document.accounts) && document.accounts.every(isAccount)) {
			return document.accounts;
		}
	} catch {
		// Told below: whatever is wrong, the mend is the same.
	}
	throw codedError(
		'E_STATE_UNUSABLE',
		`${FILE} in the state directory is not of this version; move it away to begin with a new first account.`,
		{file: FILE},
	);
}

export function saveAccounts(store: Store, accounts: readonly Account[]): void {
	store.save(FILE, Buffer.from(`${JSON.stringify({schema: SCHEMA, accounts}, null, '\t')}\n`));
}
