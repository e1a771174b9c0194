// Who may do what on a card: accounts with passwords, and the sessions of those who are logged in (nmc.md 12). Every face asks here.

import {
	countWrong,
	findAccount,
	FIRST_NAME,
	IDLE_MS,
	LOCK_MS,
	refuseAccount,
	refuseDeletion,
	refuseDisabling,
	refusePassword,
	unknownAccount,
	WRONG_MAX,
} from '../../../agent/accounts.ts';
import type {AccountFace, AccountRefusal, Guesses} from '../../../agent/accounts.ts';
import {findEvent} from '../../../agent/events.ts';
import {superUser} from '../../../agent/roles.ts';
import type {EventNote} from '../../../agent/roles.ts';
import type {Clock, Millis} from '../../../core/clock.ts';
import type {Store} from '../../../core/ports.ts';
import {hashPassword, matchesPassword, randomPassword} from '../scrypt.ts';
import {loadAccounts, saveAccounts} from './account-file.ts';
import type {Account} from './account-file.ts';
import {SessionBook} from './account-sessions.ts';
import type {Session, SessionRules} from './account-sessions.ts';

export interface AccountPorts {
	readonly store: Store;
	readonly clock: Clock;
	/** Told of what belongs in the card's log; nothing secret is in it. */
	readonly happened: (event: number, note: EventNote) => void;
}

export interface AccountLimits extends SessionRules {
	readonly wrongMax: number;
	readonly lockMs: Millis;
}

export const accountLimits: AccountLimits = {
	wrongMax: WRONG_MAX,
	lockMs: LOCK_MS,
	idleMs: () => IDLE_MS,
	concurrent: () => true,
};

/** A login: who, by what, where, and the origin of roles.ts. */
export interface Login {
	readonly name: string;
	readonly password: string;
	readonly face: AccountFace;
	readonly origin: number;
}

/** Who changes an account. */
export type Actor = Pick<EventNote, 'actor' | 'role' | 'origin'>;

export type LoginResult = {readonly session: Session} | {readonly refusal: AccountRefusal};

/** Names whose wrong passwords are remembered, those of no account too, so that a lock tells nothing. */
const GUESSED_MAX = 256;
/** Longer ones are not even hashed. */
const INPUT_MAX = 256;

const refusedEvents: Readonly<Record<AccountFace, string>> = {
	web: 'webLoginRefused',
	console: 'consoleLoginRefused',
	serial: 'consoleLoginRefused',
	protocol: 'loginRefused',
};
const loginEvents: Readonly<Record<AccountFace, string | null>> = {
	web: 'webLogin',
	console: 'consoleLogin',
	serial: 'consoleLogin',
	protocol: null,
};
const refusedLogin: AccountRefusal = {code: 'E_LOGIN_REFUSED', sentence: 'The user name or the password is wrong.'};
const refusedChange: AccountRefusal = {
	code: 'E_PASSWORD_CHANGE_REQUIRED',
	sentence: 'This is the first password; change it, and log in with the new one.',
};

export class Accounts {
	/** Of those who are logged in. */
	readonly sessions: SessionBook;
	readonly #ports: AccountPorts;
	readonly #limits: AccountLimits;
	readonly #guesses = new Map<string, Guesses>();
	#accounts: Account[];
	/** Logins and changes come one after another: guesses at the same time are counted as well. */
	#turn: Promise<unknown> = Promise.resolve();

	private constructor(ports: AccountPorts, limits: AccountLimits) {
		this.#ports = ports;
		this.#limits = limits;
		this.sessions = new SessionBook(ports.clock, limits);
		this.#accounts = loadAccounts(ports.store);
	}

	/**
	 * The accounts of a state directory. Where there are none, the super user `admin` is made, whose first password must be
	 * changed; it is returned, to be shown once and never logged.
	 */
	static async open(
		ports: AccountPorts,
		limits: AccountLimits,
	): Promise<{accounts: Accounts; firstPassword: string | null}> {
		const accounts = new Accounts(ports, limits);
		if (accounts.#accounts.length > 0) {
			return {accounts, firstPassword: null};
		}
		const firstPassword = randomPassword();
		const first = {name: FIRST_NAME, role: superUser, enabled: true, mustChange: true};
		accounts.#keep([{...first, ...(await hashPassword(firstPassword))}]);
		return {accounts, firstPassword};
	}

	/** Names, roles and states; nothing of passwords. */
	list(): Array<{name: string; role: number; enabled: boolean; mustChange: boolean}> {
		return this.#accounts.map(({name, role, enabled, mustChange}) => ({name, role, enabled, mustChange}));
	}

	login(login: Login): Promise<LoginResult> {
		return this.#inTurn(() => this.#login(login));
	}

	/** Changes one's own password, the first one too. Resolves to why not, null when it is changed. */
	changePassword(login: Login, password: string): Promise<AccountRefusal | null> {
		return this.#inTurn(async () => {
			const refusal = await this.#authenticate(login);
			if (refusal !== null) {
				return refusal;
			}
			const by = {actor: login.name, role: this.#find(login.name)?.role ?? 0, origin: login.origin};
			const same = login.password === password;
			return same
				? {code: 'E_PASSWORD_WEAK', sentence: 'The new password must be another one.'}
				: this.#setPassword(login.name, password, by, false);
		});
	}

	/** An administrator gives somebody a password, which that one must change. */
	resetPassword(name: string, password: string, by: Actor): Promise<AccountRefusal | null> {
		return this.#inTurn(async () =>
			this.#find(name) === undefined ? unknownAccount() : this.#setPassword(name, password, by, true),
		);
	}

	/** A new account, whose password must be changed at the first login. */
	add(account: {name: string; role: number; password: string}, by: Actor): Promise<AccountRefusal | null> {
		return this.#inTurn(async () => {
			const {name, role, password} = account;
			const refusal = refuseAccount(this.#accounts, name, role) ?? refusePassword(name, password);
			if (refusal === null) {
				const hash = await hashPassword(password);
				this.#keep([...this.#accounts, {name, role, enabled: true, mustChange: true, ...hash}]);
				this.#tell('userAdded', by, name);
			}
			return refusal;
		});
	}

	delete(name: string, by: Actor): AccountRefusal | null {
		const refusal = refuseDeletion(this.#accounts, name);
		if (refusal === null) {
			this.#keep(this.#accounts.filter(each => each.name !== name));
			this.sessions.endAllOf(name);
			this.#tell('userDeleted', by, name);
		}
		return refusal;
	}

	setEnabled(name: string, enabled: boolean, by: Actor): AccountRefusal | null {
		const unknown = findAccount(this.#accounts, name) === null ? unknownAccount() : null;
		const refusal = enabled ? unknown : refuseDisabling(this.#accounts, name);
		if (refusal === null) {
			this.#change(name, {enabled});
			this.sessions.endAllOf(name);
			this.#tell('userChanged', by, name);
		}
		return refusal;
	}

	async #login(login: Login): Promise<LoginResult> {
		const refusal = await this.#authenticate(login);
		const account = this.#find(login.name);
		if (refusal !== null || account?.enabled !== true) {
			return {refusal: refusal ?? refusedLogin};
		}
		if (account.mustChange) {
			return {refusal: refusedChange};
		}
		const session = this.sessions.begin(login.name, account.role, login.face);
		if (session === null) {
			const sentence = 'As many sessions are open as the card lets in; end one, or wait until one has been idle.';
			return {refusal: {code: 'E_SESSION_LIMIT', sentence}};
		}
		const event = loginEvents[login.face];
		if (event !== null) {
			this.#tell(event, {actor: login.name, role: account.role, origin: login.origin}, '');
		}
		return {session};
	}

	/** Whether name and password are right; null when they are. A locked name is told so before the password is looked at. */
	async #authenticate(login: Login): Promise<AccountRefusal | null> {
		const {name, password} = login;
		if (name.length > INPUT_MAX || password.length > INPUT_MAX) {
			return refusedLogin;
		}
		const now = this.#ports.clock.now();
		const guesses = this.#guessesOf(name);
		if (now < guesses.untilMs) {
			const minutes = Math.ceil((guesses.untilMs - now) / 60_000);
			return {code: 'E_LOGIN_LOCKED', sentence: `The account is locked; try again in ${minutes} min.`};
		}
		const account = this.#find(name);
		const right = await matchesPassword(password, account ?? null);
		if (right && account?.enabled === true) {
			this.#guesses.delete(name);
			return null;
		}
		const by = {actor: name.slice(0, 64), role: 0, origin: login.origin};
		this.#tell(refusedEvents[login.face], by, '');
		if (countWrong(guesses, now, this.#limits.wrongMax, this.#limits.lockMs)) {
			this.#tell('accountLocked', by, '');
		}
		return refusedLogin;
	}

	/** The oldest name is forgotten when there are too many; never that of an account. */
	#guessesOf(name: string): Guesses {
		const known = this.#guesses.get(name);
		if (known !== undefined) {
			return known;
		}
		const oldest = [...this.#guesses.keys()].find(each => this.#find(each) === undefined);
		if (this.#guesses.size >= GUESSED_MAX && oldest !== undefined) {
			this.#guesses.delete(oldest);
		}
		const guesses = {wrong: 0, locks: 0, untilMs: 0};
		this.#guesses.set(name, guesses);
		return guesses;
	}

	async #setPassword(name: string, password: string, by: Actor, mustChange: boolean): Promise<AccountRefusal | null> {
		const refusal = refusePassword(name, password);
		if (refusal === null) {
			this.#change(name, {mustChange, ...(await hashPassword(password))});
			this.sessions.endAllOf(name);
			this.#tell('passwordChanged', by, name);
		}
		return refusal;
	}

	#find(name: string): Account | undefined {
		return this.#accounts.find(each => each.name === name);
	}

	#change(name: string, change: Partial<Account>): void {
		this.#keep(this.#accounts.map(each => (each.name === name ? {...each, ...change} : each)));
	}

	#keep(accounts: Account[]): void {
		saveAccounts(this.#ports.store, accounts);
		this.#accounts = accounts;
	}

	#tell(event: string, by: Actor, text: string): void {
		this.#ports.happened(findEvent(event)?.id ?? 0, {...by, commandId: '', text});
	}

	#inTurn<T>(run: () => Promise<T>): Promise<T> {
		const result = this.#turn.then(run);
		this.#turn = result.catch(() => {});
		return result;
	}
}
