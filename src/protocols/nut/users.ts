// Who may do what (nut.md 3): users as upsd.users has them, and rights by the role of a card's account.

import {createHash, timingSafeEqual} from 'node:crypto';
import {codedError} from '../../core/errors.ts';
import {wordsOfLines} from './words.ts';

export interface NutRights {
	readonly set: boolean;
	readonly fsd: boolean;
	/** Names in small letters; `all` stands for every command. */
	readonly instcmds: readonly string[];
	readonly upsmon: 'primary' | 'secondary' | null;
	/** Role with which the card's own rules are asked (agent/roles.ts). */
	readonly role: number;
}

export interface NutUser extends NutRights {
	readonly name: string;
	/** Null can never pass. */
	readonly password: string | null;
}

/** Asks for the rights of somebody who is no user of the server's own, such as an account of the card; null for nobody, of which it
 * tells the log itself. */
export type NutLogin = (name: string, password: string, address: string) => Promise<NutRights | null>;

const DEVICE_USER = 3;
const nothing: NutRights = {set: false, fsd: false, instcmds: [], upsmon: null, role: DEVICE_USER};
/** What `--nut-user NAME:PASS` gives: everything, and the primary's part. */
const everything: NutRights = {set: true, fsd: true, instcmds: ['all'], upsmon: 'primary', role: DEVICE_USER};

/** Rights by role: superUser, administrator and deviceUser have all; who only reads has none, as a login holds up a shutdown. */
export function rightsOfRole(role: number): NutRights {
	return role >= 1 && role <= DEVICE_USER ? {...everything, role} : {...nothing, role};
}

/** Takes NAME:PASS, as `--nut-user` has it. Throws E_USAGE. */
export function userFrom(text: string): NutUser {
	const colon = text.indexOf(':');
	if (colon <= 0 || colon === text.length - 1) {
		throw codedError('E_USAGE', 'A NUT user is written NAME:PASSWORD, such as monitor:secret.', {});
	}
	return {...everything, name: text.slice(0, colon), password: text.slice(colon + 1)};
}

type Writable = {-readonly [Key in keyof NutUser]: NutUser[Key]};

const primaryWords = new Set(['primary', 'master']);
const secondaryWords = new Set(['secondary', 'slave']);

/** What a line of a section does, by its first word; words after an optional `=`. */
const lines: Readonly<Record<string, (user: Writable, values: readonly string[]) => boolean>> = {
	password(user, values) {
		user.password = values[0] ?? '';
		return values.length === 1;
	},
	actions(user, values) {
		const actions = values.map(value => value.toLowerCase());
		user.set ||= actions.includes('set');
		user.fsd ||= actions.includes('fsd');
		return actions.length > 0 && actions.every(action => action === 'set' || action === 'fsd');
	},
	instcmds(user, values) {
		user.instcmds = [...user.instcmds, ...values.map(value => value.toLowerCase())];
		return values.length > 0;
	},
	upsmon(user, values) {
		const word = (values[0] ?? '').toLowerCase();
		user.upsmon = primaryWords.has(word) ? 'primary' : 'secondary';
		return primaryWords.has(word) || secondaryWords.has(word);
	},
};

function wrongLine(line: number): Error {
	return codedError(
		'E_CONFIG_INVALID',
		`Line ${line} of the NUT users is not as it must be: sections [NAME] with password, actions SET or FSD, `
			+ 'instcmds ALL or names, upsmon primary or secondary.',
		{line},
	);
}

/** Reads users as upsd.users has them. Throws E_CONFIG_INVALID with the line, and says no password. */
export function parseUsers(text: string): readonly NutUser[] {
	const users: Writable[] = [];
	wordsOfLines(text).forEach((words, index) => {
		if (words === null) {
			throw wrongLine(index + 1);
		}
		if (words.length === 0) {
			return;
		}
		const section = /^\[(.+)\]$/.exec(words[0]);
		if (section !== null) {
			users.push({...nothing, name: section[1], password: null});
			return;
		}
		const values = words.slice(words[1] === '=' ? 2 : 1);
		const user = users.at(-1);
		const key = words[0].toLowerCase();
		if (user === undefined || !Object.hasOwn(lines, key) || !lines[key](user, values)) {
			throw wrongLine(index + 1);
		}
	});
	return users;
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}

/** The user with this name and password; null for nobody. */
export function findUser(users: readonly NutUser[], name: string, password: string): NutUser | null {
	const user = users.find(each => each.name === name);
	const right = timingSafeEqual(digest(user?.password ?? ''), digest(password));
	return user !== undefined && user.password !== null && right ? user : null;
}

/** Whether these rights let one give a command, in any spelling. */
export function mayRun(rights: NutRights, command: string): boolean {
	return rights.instcmds.includes('all') || rights.instcmds.includes(command.toLowerCase());
}
