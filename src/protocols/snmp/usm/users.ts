// The users of SNMPv3: names, protocols and passphrases as an option writes them, and the keys that each has at an engine.

import {codedError} from '../../../core/errors.ts';
import type {CodedError} from '../../../core/errors.ts';
import type {AuthProtocol} from './auth.ts';
import {AuthKey, authProtocols, findAuth, localizedKey, stretchedKey} from './auth.ts';
import type {PrivKey, PrivProtocol} from './privacy.ts';
import {findPriv, privKeyFrom, privProtocols} from './privacy.ts';

/** Security levels as msgFlags number them (RFC 3412 6.4). */
export const noAuthNoPriv = 0;
export const authNoPriv = 1;
export const authPriv = 3;

export interface UsmUserSpec {
	/** 1 to 32 characters, blanks allowed. */
	readonly name: string;
	/** Null: messages of this user are not authenticated. */
	readonly auth: AuthProtocol | null;
	readonly authPassphrase: string;
	/** Null: not encrypted. */
	readonly priv: PrivProtocol | null;
	readonly privPassphrase: string;
	/** Whether the user may SET; as access types of communities (nmc.md 11). */
	readonly access: string;
}

/** The keys of one user at one engine; null where the user has no such protocol. */
export interface UserKeys {
	readonly auth: AuthKey | null;
	readonly priv: PrivKey | null;
}

export const GREATEST_NAME_BYTES = 32;
/** RFC 3414 11.2. Cards of the field ask for 15 (snmp.md (e)). */
export const LEAST_PASSPHRASE_BYTES = 8;

/** A user with his keys, which are made when they are first needed: 2 x 1 MiB is hashed for a passphrase pair. */
export class UsmUser {
	readonly spec: UsmUserSpec;
	#authStretched: Buffer | null = null;
	#privStretched: Buffer | null = null;

	constructor(spec: UsmUserSpec) {
		this.spec = spec;
	}

	/** The highest level at which this user can be heard. */
	get level(): number {
		if (this.spec.auth === null) {
			return noAuthNoPriv;
		}
		return this.spec.priv === null ? authNoPriv : authPriv;
	}

	/** The keys at the engine `engineId`. Keep them: what is costly is done once a user, but not all is. */
	keysAt(engineId: Uint8Array): UserKeys {
		const {auth, priv, authPassphrase, privPassphrase} = this.spec;
		if (auth === null) {
			return {auth: null, priv: null};
		}
		this.#authStretched ??= stretchedKey(auth, Buffer.from(authPassphrase, 'utf8'));
		const authKey = new AuthKey(auth, localizedKey(auth, this.#authStretched, engineId));
		if (priv === null) {
			return {auth: authKey, priv: null};
		}
		this.#privStretched ??= stretchedKey(auth, Buffer.from(privPassphrase, 'utf8'));
		const localized = localizedKey(auth, this.#privStretched, engineId);
		return {auth: authKey, priv: privKeyFrom(priv, auth, localized, engineId)};
	}
}

/** The name as messages hold it: a character a byte. */
export function wireName(user: UsmUser): string {
	return Buffer.from(user.spec.name, 'utf8').toString('latin1');
}

const FORM = 'NAME, NAME:AUTH:PASSPHRASE or NAME:AUTH:PASSPHRASE:PRIV:PASSPHRASE';

/** Never holds what was written: it may be a passphrase. */
function refused(message: string): CodedError {
	return codedError('E_USAGE', message, {option: 'snmp-user'});
}

function namesOf(protocols: readonly {readonly name: string}[]): string {
	return protocols.map(protocol => protocol.name).join(', ');
}

function checkPassphrase(passphrase: string, what: string): void {
	if (Buffer.byteLength(passphrase) < LEAST_PASSPHRASE_BYTES) {
		throw refused(
			`The ${what} passphrase of an SNMPv3 user is too short: write at least ${LEAST_PASSPHRASE_BYTES} characters.`,
		);
	}
}

function authOf(name: string, passphrase: string): AuthProtocol {
	const auth = findAuth(name);
	if (auth === null) {
		throw refused(`The authentication protocol of an SNMPv3 user is unknown: write one of ${namesOf(authProtocols)}.`);
	}
	checkPassphrase(passphrase, 'authentication');
	return auth;
}

function privOf(name: string, passphrase: string): PrivProtocol {
	const priv = findPriv(name);
	if (priv === null) {
		throw refused(`The privacy protocol of an SNMPv3 user is unknown: write one of ${namesOf(privProtocols)}.`);
	}
	checkPassphrase(passphrase, 'privacy');
	return priv;
}

/** A user as options give him; '' stands for no protocol and no passphrase. */
export interface UsmUserValue {
	readonly name: string;
	readonly auth: string;
	readonly authPassphrase: string;
	readonly priv: string;
	readonly privPassphrase: string;
}

/** The user of such a value. `access` is one of principal.ts. Throws E_USAGE, without what the value holds. */
export function usmUserFrom(value: UsmUserValue, access: string): UsmUser {
	const {name, authPassphrase, privPassphrase} = value;
	const nameBytes = Buffer.byteLength(name);
	if (nameBytes === 0 || nameBytes > GREATEST_NAME_BYTES) {
		throw refused(`The name of an SNMPv3 user has ${nameBytes} bytes: write 1 to ${GREATEST_NAME_BYTES}.`);
	}
	const auth = value.auth === '' ? null : authOf(value.auth, authPassphrase);
	if (auth === null && value.priv !== '') {
		throw refused('An SNMPv3 user has privacy without authentication: give an authentication protocol too.');
	}
	const priv = value.priv === '' ? null : privOf(value.priv, privPassphrase);
	return new UsmUser({name, auth, authPassphrase, priv, privPassphrase, access});
}

/**
 * Takes NAME[:AUTH:PASSPHRASE[:PRIV:PASSPHRASE]] apart; passphrases hold no colon. `access` is what the user may do. Throws
 * E_USAGE, without what the text held.
 */
export function parseUsmUser(text: string, access: string): UsmUser {
	const parts = text.split(':');
	const [name, auth = '', authPassphrase = '', priv = '', privPassphrase = ''] = parts;
	const isWhole = [1, 3, 5].includes(parts.length) && parts.slice(1).every(part => part !== '');
	if (!isWhole) {
		throw refused(`An SNMPv3 user is not written as it must be: write ${FORM}.`);
	}
	return usmUserFrom({name, auth, authPassphrase, priv, privPassphrase}, access);
}
