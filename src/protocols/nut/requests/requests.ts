// Every request of the protocol (nut.md 2): what it wants, and who answers it.

import {err, withRight, withUps} from '../client.ts';
import type {Answer, Answerer, Client} from '../client.ts';
import type {NutRights} from '../users.ts';
import {answerGet} from './get.ts';
import {answerList} from './list.ts';
import {answerInstcmd, answerSet} from './set.ts';

/** Of NUT's protocol document. */
const PROTOCOL = '1.3';
const HELP = 'Commands: HELP VER GET LIST SET INSTCMD LOGIN LOGOUT USERNAME PASSWORD STARTTLS';

interface Row {
	/** Whether a name and a password must have been sent, right or wrong. */
	readonly auth: boolean;
	/** Words after the command, exactly; null where it looks itself. */
	readonly words: number | null;
	readonly answer: Answerer;
}

function open(words: number | null, answer: Answerer): Row {
	return {auth: false, words, answer};
}

function guarded(words: number | null, answer: Answerer): Row {
	return {auth: true, words, answer};
}

function answerUser(client: Client, [name]: readonly string[]): Answer {
	if (client.user !== null) {
		return err('ALREADY-SET-USERNAME');
	}
	client.user = name;
	return 'OK';
}

function answerPassword(client: Client, [password]: readonly string[]): Answer {
	if (client.password !== null) {
		return err('ALREADY-SET-PASSWORD');
	}
	client.password = password;
	return 'OK';
}

function answerLogin(client: Client, [name]: readonly string[]): Answer {
	if (client.logOut !== null) {
		return err('ALREADY-LOGGED-IN');
	}
	return withUps(client, name, ups =>
		withRight(
			client,
			ups,
			rights => rights.upsmon !== null,
			() => {
				client.logOut = client.hub.login(ups, client.address);
				return 'OK';
			},
		),
	);
}

function answerLogout(client: Client): Answer {
	client.next = 'close';
	return 'OK Goodbye';
}

function answerTls(client: Client): Answer {
	if (client.secure) {
		return err('ALREADY-SSL-MODE');
	}
	if (!client.hub.options.offersTls) {
		return err('FEATURE-NOT-CONFIGURED');
	}
	client.next = 'startTls';
	return 'OK STARTTLS';
}

function isPrimary(rights: NutRights): boolean {
	return rights.upsmon === 'primary';
}

/** A permission check that changes nothing. */
function granted(word: string): Answerer {
	return (client, [name]) =>
		withUps(client, name, ups => withRight(client, ups, isPrimary, () => `OK ${word}-GRANTED`));
}

function answerFsd(client: Client, [name]: readonly string[]): Answer {
	return withUps(client, name, ups =>
		withRight(
			client,
			ups,
			rights => rights.fsd || isPrimary(rights),
			who => {
				ups.force(who);
				return 'OK FSD-SET';
			},
		),
	);
}

const rows: Readonly<Record<string, Row>> = {
	VER: open(0, client => client.hub.options.product),
	NETVER: open(0, () => PROTOCOL),
	PROTVER: open(0, () => PROTOCOL),
	HELP: open(0, () => HELP),
	STARTTLS: open(null, answerTls),
	USERNAME: open(1, answerUser),
	PASSWORD: open(1, answerPassword),
	LOGOUT: open(0, answerLogout),
	GET: open(null, answerGet),
	LIST: open(null, answerList),
	LOGIN: guarded(1, answerLogin),
	PRIMARY: guarded(1, granted('PRIMARY')),
	MASTER: guarded(1, granted('MASTER')),
	FSD: guarded(1, answerFsd),
	SET: guarded(null, answerSet),
	INSTCMD: guarded(null, answerInstcmd),
};

/** Answers one line. */
export function answerRequest(client: Client, words: readonly string[]): Answer {
	const name = (words[0] ?? '').toUpperCase();
	const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
	if (row === undefined) {
		return err('UNKNOWN-COMMAND');
	}
	if (row.auth && client.user === null) {
		return err('USERNAME-REQUIRED');
	}
	if (row.auth && client.password === null) {
		return err('PASSWORD-REQUIRED');
	}
	const rest = words.slice(1);
	return row.words !== null && rest.length !== row.words ? err('INVALID-ARGUMENT') : row.answer(client, rest);
}
