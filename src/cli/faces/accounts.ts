// The accounts that faces let people in by. The first password is shown once, on the terminal, and never logged.

import type {CardHouse} from '../../agent/card-view.ts';
import {MINUTE} from '../../core/clock.ts';
import type {Clock} from '../../core/clock.ts';
import type {Store} from '../../core/ports.ts';
import {Accounts, accountLimits} from '../../platform/node/main/accounts.ts';
import type {Io} from '../io.ts';

export interface AccountsPlace {
	readonly io: Io;
	readonly house: CardHouse;
	readonly store: Store;
	readonly clock: Clock;
}

/** Opens the accounts once, when somebody first asks. */
export function accountsOf({io, house, store, clock}: AccountsPlace): {
	readonly accounts: () => Promise<Accounts>;
	readonly isLoggedOn: () => boolean;
} {
	let opened: Promise<Accounts> | undefined;
	let ready: Accounts | undefined;
	const open = async (): Promise<Accounts> => {
		const {accounts, firstPassword} = await Accounts.open(
			{
				store,
				clock,
				happened: (event, note) => house.view(0).note(house.event(event)?.name ?? '', note, note.text),
			},
			{
				...accountLimits,
				idleMs: () => house.view(0).number('session.idleLogout') * MINUTE,
				concurrent: () => house.view(0).number('session.concurrent') === 1,
			},
		);
		if (firstPassword !== null) {
			io.note(`first login: admin, password ${firstPassword}; it must be changed, and is not shown again`);
		}
		ready = accounts;
		return accounts;
	};
	return {
		accounts: () => (opened ??= open()),
		isLoggedOn: () => (ready?.sessions.list().length ?? 0) > 0,
	};
}
