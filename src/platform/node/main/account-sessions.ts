// The sessions of those who are logged in: so many at a time on each face, and none that nobody uses (nmc.md 12).

import {randomBytes} from 'node:crypto';
import {sessionsMax} from '../../../agent/accounts.ts';
import type {AccountFace} from '../../../agent/accounts.ts';
import type {Clock, Millis} from '../../../core/clock.ts';

export interface Session {
	/** Random, not to be guessed: whoever has it is logged in. */
	readonly id: string;
	readonly name: string;
	readonly role: number;
	readonly face: AccountFace;
	readonly sinceMs: Millis;
}

/** What the settings of the card say of sessions, asked each time: they may change. */
export interface SessionRules {
	/** A session that nobody uses for this long ends. */
	idleMs(): Millis;
	/** Whether people may be logged in beside each other. */
	concurrent(): boolean;
}

const SESSION_BYTES = 16;

export class SessionBook {
	readonly #clock: Clock;
	readonly #rules: SessionRules;
	readonly #sessions = new Map<string, {session: Session; seenMs: Millis}>();

	constructor(clock: Clock, rules: SessionRules) {
		this.#clock = clock;
		this.#rules = rules;
	}

	/** A new session; null where as many as are allowed are open. */
	begin(name: string, role: number, face: AccountFace): Session | null {
		const open = this.list().filter(each => each.face === face);
		const most = this.#rules.concurrent() || face === 'protocol' ? sessionsMax[face] : 1;
		if (open.length >= most) {
			return null;
		}
		const now = this.#clock.now();
		const session = {id: randomBytes(SESSION_BYTES).toString('hex'), name, role, face, sinceMs: now};
		this.#sessions.set(session.id, {session, seenMs: now});
		return session;
	}

	/** The session of an id, which is used now; null when it is none or has ended. */
	use(id: string): Session | null {
		this.#endIdle();
		const entry = this.#sessions.get(id);
		if (entry === undefined) {
			return null;
		}
		entry.seenMs = this.#clock.now();
		return entry.session;
	}

	/** Ends a session: a logout, or somebody else's wish. False where it is none. */
	end(id: string): boolean {
		return this.#sessions.delete(id);
	}

	/** Ends the sessions of an account. */
	endAllOf(name: string): void {
		for (const [id, {session}] of this.#sessions) {
			if (session.name === name) {
				this.#sessions.delete(id);
			}
		}
	}

	/** Those that are open, in order of login. */
	list(): Session[] {
		this.#endIdle();
		return [...this.#sessions.values()].map(({session}) => session);
	}

	#endIdle(): void {
		const oldest = this.#clock.now() - this.#rules.idleMs();
		for (const [id, {seenMs}] of this.#sessions) {
			if (seenMs <= oldest) {
				this.#sessions.delete(id);
			}
		}
	}
}
