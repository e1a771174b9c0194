// An SNTP client (RFC 4330, RFC 5905): asks its servers now and then, believes the majority, and puts the wall clock right.

import type {Clock, Millis, WallClock} from '../../core/clock.ts';
import {HOUR, SECOND} from '../../core/clock.ts';
import type {Asked, NtpServer} from './ask.ts';
import type {DisciplinedClock} from './disciplined-clock.ts';
import {selectSample} from './select.ts';
import type {NtpSample} from './select.ts';

export interface NtpClientOptions {
	readonly servers: readonly NtpServer[];
	readonly clock: Clock;
	readonly wallClock: DisciplinedClock;
	/** Asks one server; never rejects. */
	readonly ask: (server: NtpServer, wallClock: WallClock) => Promise<Asked>;
	/** Told when the clock was set by a step, with the step in ms and the server that was believed. */
	readonly stepped: (stepMs: number, server: string) => void;
	/** Told when no server can be believed, once until one can. */
	readonly note: (text: string) => void;
}

export interface NtpStatus {
	/** Whether the last round set the clock. */
	readonly synchronized: boolean;
	/** Of the sample that was believed; '' and NaN before the first. */
	readonly server: string;
	readonly offsetMs: number;
	readonly stratum: number;
	/** Until the next round. */
	readonly pollMs: Millis;
}

/** Between rounds: 2^6 s to 2^10 s (RFC 5905 7.2); the first tries, before anything was heard, come sooner. */
const POLL_MIN_MS: Millis = 64 * SECOND;
const POLL_MAX_MS: Millis = 1024 * SECOND;
const FIRST_TRY_MS: Millis = 4 * SECOND;
/** An offset this small lets the rounds become rarer. */
const STEADY_MS = 20;
/** A server that said DENY or RSTR is left alone this long (RFC 5905 7.4). */
const BANISHED_MS: Millis = 24 * HOUR;
const farewells: readonly string[] = ['DENY', 'RSTR'];

export class NtpClient {
	readonly #options: NtpClientOptions;
	/** Until when each server is left alone. */
	readonly #awayUntil: Millis[];
	#status: NtpStatus = {synchronized: false, server: '', offsetMs: NaN, stratum: 0, pollMs: FIRST_TRY_MS};
	#hasComplained = false;
	#isClosed = false;
	#cancel = (): void => {};
	#waiters: Array<(synchronized: boolean) => void> = [];

	constructor(options: NtpClientOptions) {
		this.#options = options;
		this.#awayUntil = options.servers.map(() => 0);
	}

	get status(): NtpStatus {
		return this.#status;
	}

	/** Asks now, and from then on by itself. Never rejects. */
	async start(): Promise<void> {
		await this.#round();
	}

	/** Whether the clock is set, as soon as it is, and after `patience` at the latest. */
	async synchronized(patience: Millis): Promise<boolean> {
		if (this.#status.synchronized) {
			return true;
		}
		return new Promise(resolve => {
			const cancel = this.#options.clock.after(patience, () => resolve(false));
			this.#waiters.push(synchronized => {
				cancel();
				resolve(synchronized);
			});
		});
	}

	close(): void {
		this.#isClosed = true;
		this.#cancel();
		this.#answer(false);
	}

	async #round(): Promise<void> {
		const {servers, clock, wallClock, ask} = this.#options;
		const now = clock.now();
		const asked = await Promise.all(
			servers.map(async (server, index) =>
				this.#awayUntil[index] > now
					? {ok: false as const, reason: 'it sent us away', kiss: ''}
					: ask(server, wallClock),
			),
		);
		if (this.#isClosed) {
			return;
		}
		const toldToSlowDown = this.#heedKisses(asked);
		const samples = asked.flatMap(each => (each.ok ? [each.sample] : []));
		const chosen = selectSample(samples);
		if (chosen === null) {
			this.#miss(asked, samples.length);
		} else {
			this.#take(chosen);
		}
		if (toldToSlowDown) {
			this.#status = {...this.#status, pollMs: POLL_MAX_MS};
		}
		this.#cancel = clock.after(this.#status.pollMs, () => void this.#round());
	}

	/** Whether one of them asked for rarer questions. */
	#heedKisses(asked: readonly Asked[]): boolean {
		const kisses = asked.map(each => (each.ok ? '' : each.kiss));
		for (const [index, kiss] of kisses.entries()) {
			if (farewells.includes(kiss)) {
				this.#awayUntil[index] = this.#options.clock.now() + BANISHED_MS;
			}
		}
		return kisses.includes('RATE');
	}

	#take({server, offsetMs, stratum}: NtpSample): void {
		const isStep = this.#options.wallClock.correct(offsetMs);
		const isFirst = !this.#status.synchronized;
		const rarer = Math.min(POLL_MAX_MS, 2 * this.#status.pollMs);
		const pollMs = isFirst || isStep || Math.abs(offsetMs) > STEADY_MS ? POLL_MIN_MS : rarer;
		this.#status = {synchronized: true, server, offsetMs, stratum, pollMs};
		this.#hasComplained = false;
		if (isStep) {
			this.#options.stepped(Math.round(offsetMs), server);
		}
		this.#answer(true);
	}

	#miss(asked: readonly Asked[], heard: number): void {
		const pollMs = Math.min(POLL_MAX_MS, 2 * this.#status.pollMs);
		this.#status = {...this.#status, synchronized: false, pollMs};
		if (!this.#hasComplained) {
			this.#hasComplained = true;
			const reasons = asked.map(
				(each, index) => `${this.#options.servers[index].host}: ${each.ok ? 'heard' : each.reason}`,
			);
			this.#options.note(`ntp: ${heard > 1 ? 'the servers do not agree' : 'no time'} (${reasons.join('; ')})`);
		}
	}

	#answer(synchronized: boolean): void {
		const waiters = this.#waiters;
		this.#waiters = [];
		waiters.forEach(tell => tell(synchronized));
	}
}
