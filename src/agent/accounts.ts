// The rules of a card's accounts (nmc.md 12): names, roles, passwords, who may go, and how long a guesser waits. Pure; who keeps the
// accounts and checks passwords is the platform's business.

import type {ErrorCode} from '../core/error-codes.ts';
import {DAY, MINUTE} from '../core/clock.ts';
import type {Millis} from '../core/clock.ts';
import {administrator, networkOnly, roleNames, superUser} from './roles.ts';

/** What the rules know of an account. */
export interface AccountFacts {
	readonly name: string;
	/** roles.ts. Exactly one account is the super user. */
	readonly role: number;
	readonly enabled: boolean;
}

export interface AccountRefusal {
	readonly code: ErrorCode;
	readonly sentence: string;
}

export const FIRST_NAME = 'admin';
export const NAME_MAX = 64;
const PASSWORD_MIN = 8;
const PASSWORD_MAX = 64;
export const ACCOUNTS_MAX = 32;

/** Wrong passwords in a row that lock an account, and for how long the first time; each further time twice as long, to a day. */
export const WRONG_MAX = 5;
export const LOCK_MS = 15 * MINUTE;
const LOCK_LONGEST_MS = DAY;
/** A session that nobody uses ends: 3 minutes, or 1 to 60 as somebody sets it. */
export const IDLE_MS = 3 * MINUTE;

/** Where one logs in. A protocol's login is one of a machine, such as NUT's. */
export type AccountFace = 'web' | 'console' | 'serial' | 'protocol';

/** Sessions at a time on each face (nmc.md 12; of protocols [assumed]). */
export const sessionsMax: Readonly<Record<AccountFace, number>> = {web: 8, console: 5, serial: 1, protocol: 64};

function invalid(sentence: string): AccountRefusal {
	return {code: 'E_ACCOUNT_INVALID', sentence: sentence};
}

/** What is wrong with a name, one character a byte; null when nothing is. */
export function refuseName(name: string): AccountRefusal | null {
	for (let i = 0; i < name.length; i++) {
		if (name.charAt(i) <= ' ' || name.charAt(i) > '~') {
			return invalid('A user name is of the characters ! to ~, without blanks.');
		}
	}
	return name.length >= 1 && name.length <= NAME_MAX ? null : invalid(`A user name has 1 to ${NAME_MAX} characters.`);
}

interface PasswordRule {
	readonly holds: (password: string, name: string) => boolean;
	readonly sentence: string;
}

function has(from: string, to: string): (password: string) => boolean {
	return password => {
		for (let i = 0; i < password.length; i++) {
			if (password.charAt(i) >= from && password.charAt(i) <= to) {
				return true;
			}
		}
		return false;
	};
}

const hasUpper = has('A', 'Z');
const hasLower = has('a', 'z');
const hasDigit = has('0', '9');

function isPlain(character: string): boolean {
	return hasUpper(character) || hasLower(character) || hasDigit(character);
}

function hasSpecial(password: string): boolean {
	for (let i = 0; i < password.length; i++) {
		if (!isPlain(password.charAt(i))) {
			return true;
		}
	}
	return false;
}

const passwordRules: readonly PasswordRule[] = [
	{
		holds: password => password.length >= PASSWORD_MIN && password.length <= PASSWORD_MAX,
		sentence: `has ${PASSWORD_MIN} to ${PASSWORD_MAX} characters`,
	},
	{holds: hasUpper, sentence: 'has an upper-case letter'},
	{holds: hasLower, sentence: 'has a lower-case letter'},
	{holds: hasDigit, sentence: 'has a digit'},
	{holds: hasSpecial, sentence: 'has a character that is neither letter nor digit'},
	{
		holds: (password, name) => password.toLowerCase().indexOf(name.toLowerCase()) < 0,
		sentence: 'does not contain the user name',
	},
];

/** What is wrong with a password, one character a byte, all of it in one sentence; null when nothing is. */
export function refusePassword(name: string, password: string): AccountRefusal | null {
	const broken = passwordRules.filter(rule => !rule.holds(password, name)).map(rule => rule.sentence);
	return broken.length === 0 ? null : {code: 'E_PASSWORD_WEAK', sentence: `A good password ${broken.join(', ')}.`};
}

/** Why an account of this name and role cannot be added; null when it can. */
export function refuseAccount(accounts: readonly AccountFacts[], name: string, role: number): AccountRefusal | null {
	if (findAccount(accounts, name) !== null) {
		return invalid(`There is an account ${name}; choose another name.`);
	}
	if (role < administrator || role > networkOnly) {
		return invalid(
			`The role of an account is one of ${roleNames.slice(administrator).join(', ')}; there is one superUser.`,
		);
	}
	return accounts.length < ACCOUNTS_MAX
		? refuseName(name)
		: invalid(`A card has at most ${ACCOUNTS_MAX} accounts; delete one.`);
}

/** Why an account cannot be deleted; null when it can. */
export function refuseDeletion(accounts: readonly AccountFacts[], name: string): AccountRefusal | null {
	const account = findAccount(accounts, name);
	if (account === null) {
		return unknownAccount();
	}
	return account.role === superUser
		? invalid('The super user cannot be deleted; disable it.')
		: refuseLoss(accounts, name);
}

/** Why an account cannot be disabled; null when it can. */
export function refuseDisabling(accounts: readonly AccountFacts[], name: string): AccountRefusal | null {
	return findAccount(accounts, name) === null ? unknownAccount() : refuseLoss(accounts, name);
}

export function unknownAccount(): AccountRefusal {
	return {code: 'E_ACCOUNT_UNKNOWN', sentence: 'There is no account of this name; list them.'};
}

/** Somebody who can administer the card must be left. */
function refuseLoss(accounts: readonly AccountFacts[], name: string): AccountRefusal | null {
	const left = accounts.filter(each => each.name !== name && each.enabled && each.role <= administrator);
	return left.length > 0
		? null
		: invalid('It is the last account that can administer the card; enable another one first.');
}

/** The account of a name; null when there is none. */
export function findAccount(accounts: readonly AccountFacts[], name: string): AccountFacts | null {
	for (let i = 0; i < accounts.length; i++) {
		if (accounts[i].name === name) {
			return accounts[i];
		}
	}
	return null;
}

/** Wrong passwords of one name. */
export interface Guesses {
	/** In a row, since the last right one or lock. */
	wrong: number;
	/** Locks in a row. */
	locks: number;
	/** Locked until then, in the card's own time. */
	untilMs: Millis;
}

/** Counts a wrong password; returns whether it locks the name. */
export function countWrong(guesses: Guesses, t: Millis, wrongMax: number, lockMs: Millis): boolean {
	guesses.wrong += 1;
	if (guesses.wrong < wrongMax) {
		return false;
	}
	let duration = lockMs;
	for (let i = 0; i < guesses.locks && duration < LOCK_LONGEST_MS; i++) {
		duration *= 2;
	}
	guesses.wrong = 0;
	guesses.locks += 1;
	guesses.untilMs = t + Math.min(duration, LOCK_LONGEST_MS);
	return true;
}
