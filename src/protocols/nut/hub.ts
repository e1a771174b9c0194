// What the sessions of one server share: the UPSs, who may do what, who is logged in, and what became of commands.

import type {Clock} from '../../core/clock.ts';
import {GuessLimit} from './guesses.ts';
import type {NutSource, NutUps} from './source.ts';
import {Tracking} from './tracking.ts';
import {findUser} from './users.ts';
import type {NutLogin, NutRights, NutUser} from './users.ts';

export interface HubOptions {
	readonly source: NutSource;
	readonly users: readonly NutUser[];
	/** Asked after `users`; null where there are no others. */
	readonly login: NutLogin | null;
	readonly clock: Clock;
	/** The answer to VER, and the version alone. */
	readonly product: string;
	readonly version: string;
	/** The text of a variable or a command; null where there is none. */
	readonly describe: (name: string) => string | null;
	/** Whether STARTTLS can be done. */
	readonly offersTls: boolean;
}

/** Who has sent LOGIN for a UPS. */
interface LoggedIn {
	readonly ups: string;
	readonly address: string;
}

export class Hub {
	readonly options: HubOptions;
	readonly tracking: Tracking;
	private readonly guesses: GuessLimit;
	/** Oldest first. */
	private readonly logins = new Set<LoggedIn>();

	constructor(options: HubOptions) {
		this.options = options;
		this.tracking = new Tracking(options.clock);
		this.guesses = new GuessLimit(options.clock);
	}

	find(name: string): NutUps | null {
		return this.options.source.find(name);
	}

	/** Logs an address in; returns what logs it out. */
	login(ups: NutUps, address: string): () => void {
		const entry = {ups: ups.name, address};
		this.logins.add(entry);
		return () => {
			this.logins.delete(entry);
		};
	}

	/** The addresses logged in to a UPS, newest first. */
	clientsOf(ups: NutUps): readonly string[] {
		const entries = [...this.logins].filter(entry => entry.ups === ups.name);
		return entries.map(entry => entry.address).toReversed();
	}

	/** The rights of a name and a password; null for nobody. Wrong ones are counted and, too many, not looked at. */
	rightsOf(ups: NutUps, name: string, password: string, address: string): NutRights | null | Promise<NutRights | null> {
		if (this.guesses.isOver(address)) {
			return null;
		}
		const user = findUser(this.options.users, name, password);
		if (user !== null) {
			return user;
		}
		const {login} = this.options;
		if (login !== null) {
			return this.askLogin(login, name, password, address);
		}
		if (this.guesses.wrong(address)) {
			ups.refused({actor: name, role: 0, address});
		}
		return null;
	}

	private async askLogin(login: NutLogin, name: string, password: string, address: string): Promise<NutRights | null> {
		const rights = await login(name, password, address);
		if (rights === null) {
			this.guesses.wrong(address);
		}
		return rights;
	}
}
