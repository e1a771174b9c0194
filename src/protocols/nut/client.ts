// What the server knows of one connection, and what each request answers with.

import type {Hub} from './hub.ts';
import type {NutUps, NutWho} from './source.ts';
import type {NutRights} from './users.ts';

/** nut.md 2, errors: every one that this server sends. */
export type NutError =
	| 'ACCESS-DENIED'
	| 'UNKNOWN-UPS'
	| 'VAR-NOT-SUPPORTED'
	| 'CMD-NOT-SUPPORTED'
	| 'INVALID-ARGUMENT'
	| 'READONLY'
	| 'TOO-LONG'
	| 'INVALID-VALUE'
	| 'FEATURE-NOT-CONFIGURED'
	| 'ALREADY-SSL-MODE'
	| 'DRIVER-NOT-CONNECTED'
	| 'DATA-STALE'
	| 'ALREADY-LOGGED-IN'
	| 'ALREADY-SET-PASSWORD'
	| 'ALREADY-SET-USERNAME'
	| 'USERNAME-REQUIRED'
	| 'PASSWORD-REQUIRED'
	| 'UNKNOWN-COMMAND';

export interface Client {
	readonly hub: Hub;
	readonly address: string;
	/** Whether TLS is on. */
	secure: boolean;
	user: string | null;
	password: string | null;
	/** Ends the LOGIN; null before one. */
	logOut: (() => void) | null;
	/** SET TRACKING ON. */
	tracking: boolean;
	/** What follows once the answer is sent. */
	next: 'goOn' | 'close' | 'startTls';
}

/** One line, or several joined by line feeds, without the last. */
export type Answer = string | Promise<string>;
/** Answers a request; `words` are those after the command. */
export type Answerer = (client: Client, words: readonly string[]) => Answer;

export function err(code: NutError): string {
	return `ERR ${code}`;
}

/** Carries on with the UPS of this name, whatever its state. */
export function withUps(client: Client, name: string, then: (ups: NutUps) => Answer): Answer {
	const ups = client.hub.find(name);
	return ups === null ? err('UNKNOWN-UPS') : then(ups);
}

/** Carries on with the UPS of this name when its data are fresh. */
export function withFresh(client: Client, name: string, then: (ups: NutUps) => Answer): Answer {
	return withUps(client, name, ups => {
		const freshness = ups.freshness();
		if (freshness === 'fresh') {
			return then(ups);
		}
		return err(freshness === 'stale' ? 'DATA-STALE' : 'DRIVER-NOT-CONNECTED');
	});
}

/** Carries on when the name and the password of the connection give the right that `allows` asks for. */
export function withRight(
	client: Client,
	ups: NutUps,
	allows: (rights: NutRights) => boolean,
	then: (who: NutWho) => string,
): Answer {
	const {user, password, address} = client;
	const decide = (rights: NutRights | null): string =>
		rights !== null && allows(rights) ? then({actor: user ?? '', role: rights.role, address}) : err('ACCESS-DENIED');
	const rights = client.hub.rightsOf(ups, user ?? '', password ?? '', address);
	return rights instanceof Promise ? rights.then(decide) : decide(rights);
}
