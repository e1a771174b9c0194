// An instrument of a board, as a run has it: what it is asked for goes to its guard, a process that outlives the run as long as it takes
// to put the instrument to safe.

import {fork} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import type {Millis} from '../../src/core/clock.ts';
import {codedError} from '../../src/core/errors.ts';
import type {InstrumentPlace} from '../board/board.ts';
import {BEAT_MS, SAFE_WITHIN_MS} from './guard-words.ts';
import type {FromGuard, Refusal, ToGuard} from './guard-words.ts';
import {checkWish, instrumentText} from './wishes.ts';
import type {Readback, Wish} from './wishes.ts';

const script = fileURLToPath(new URL('guard-process.js', import.meta.url));
/** A wish is up to a dozen exchanges, each as long as its timeout, and all of them twice. */
const EXCHANGES = 24;
/** What a process needs besides. */
const PROCESS_MS = 5000;

export interface Instrument {
	readonly name: string;
	readonly kind: InstrumentPlace['kind'];
	/** Such as `relay cut at tcp://192.0.2.20:5025`, for messages. */
	readonly place: string;
	/** What `*IDN?` answered. */
	readonly identity: string;
	/** Does it and reads it back. Throws E_BOARD_SICK and E_BOARD_NONSENSE with what was tried, E_FAULT_PARAMETER beyond the limits. */
	act(wish: Wish): Promise<Readback>;
	/** Puts it to safe and lets go. Throws E_BOARD_SICK where it could not be put to safe. Safe to call twice. */
	close(): Promise<void>;
}

interface Pending {
	resolve(readback: Readback): void;
	reject(error: Error): void;
}

const errorOf = ({code, message, context}: Refusal): Error => codedError(code, message, context);

class Guarded implements Instrument {
	readonly name: string;
	readonly kind: InstrumentPlace['kind'];
	readonly place: string;
	identity = '';
	readonly #of: InstrumentPlace;
	readonly #guard: ChildProcess;
	readonly #gone: Promise<void>;
	readonly #beat: NodeJS.Timeout;
	readonly #pending = new Map<number, Pending>();
	#nextId = 1;
	#isSafe = false;
	#failure: Refusal | null = null;
	#closing: Promise<void> | null = null;
	#ready: Pending['reject'] = () => {};
	#isReady: () => void = () => {};

	constructor(of: InstrumentPlace) {
		this.#of = of;
		this.name = of.name;
		this.kind = of.kind;
		this.place = instrumentText(of);
		// A group of its own: what is sent to the runner's whole group must not end its guard with it.
		this.#guard = fork(script, [JSON.stringify(of)], {
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
			execArgv: [],
			detached: true,
		});
		this.#guard.on('message', told => this.#told(told as FromGuard));
		this.#guard.on('error', () => {});
		this.#gone = new Promise(resolve => {
			this.#guard.once('exit', () => resolve());
		});
		void this.#gone.then(() => this.#left());
		this.#beat = setInterval(() => this.#say({say: 'beat'}), BEAT_MS);
		this.#beat.unref();
	}

	async ready(): Promise<this> {
		await this.#within(
			new Promise<void>((resolve, reject) => {
				this.#isReady = resolve;
				this.#ready = reject;
			}),
			'*IDN?',
		);
		return this;
	}

	async act(wish: Wish): Promise<Readback> {
		checkWish(this.#of, wish);
		const id = this.#nextId++;
		const answer = new Promise<Readback>((resolve, reject) => {
			this.#pending.set(id, {resolve, reject});
		});
		if (this.#guard.connected && this.#closing === null) {
			this.#say({say: 'act', id, wish});
		} else {
			this.#pending.get(id)?.reject(this.#sick('its guard has ended', wish.do));
		}
		try {
			return await this.#within(answer, wish.do);
		} finally {
			this.#pending.delete(id);
		}
	}

	async close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	async #close(): Promise<void> {
		this.#say({say: 'end'});
		await this.#gone;
		if (this.#isSafe) {
			return;
		}
		if (this.#failure !== null) {
			throw errorOf(this.#failure);
		}
		// The guard itself was killed: another one does what it could not.
		await (await new Guarded(this.#of).ready()).close();
	}

	#say(said: ToGuard): void {
		if (this.#guard.connected) {
			this.#guard.send(said, () => {});
		}
	}

	#told(told: FromGuard): void {
		switch (told.told) {
			case 'ready':
				this.identity = told.identity;
				this.#isReady();
				break;
			case 'done':
				this.#pending.get(told.id)?.resolve(told.readback);
				break;
			case 'refused':
				if (told.id === null) {
					this.#failure = told.refusal;
					this.#ready(errorOf(told.refusal));
				} else {
					this.#pending.get(told.id)?.reject(errorOf(told.refusal));
				}
				break;
			case 'safe':
				this.#isSafe = true;
				break;
		}
	}

	#left(): void {
		clearInterval(this.#beat);
		const error = this.#sick('its guard has ended', 'nothing more');
		this.#ready(error);
		this.#pending.forEach(each => each.reject(error));
	}

	async #within<T>(promise: Promise<T>, tried: string): Promise<T> {
		const limitMs: Millis = EXCHANGES * this.#of.timeoutMs + PROCESS_MS + SAFE_WITHIN_MS;
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_resolve, reject) => {
			timer = setTimeout(() => reject(this.#sick(`its guard does not answer within ${limitMs} ms`, tried)), limitMs);
		});
		try {
			return await Promise.race([promise, late]);
		} finally {
			clearTimeout(timer);
		}
	}

	#sick(reason: string, tried: string): Error {
		return codedError('E_BOARD_SICK', `${this.place}: ${reason}; tried ${tried}`, {instrument: this.name, tried});
	}
}

/** Connects to an instrument and makes sure who it is; nothing of it is changed. Throws E_BOARD_SICK and E_BOARD_NONSENSE. */
export async function openInstrument(place: InstrumentPlace): Promise<Instrument> {
	return new Guarded(place).ready();
}
