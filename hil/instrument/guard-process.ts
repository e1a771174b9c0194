// The guard of an instrument: a process of its own that holds the connection and puts the instrument to safe when its runner says so,
// ends, is killed, or hangs. SIGKILL of the runner closes the channel, which nothing in the runner can prevent.

import {codedError, isCoded} from '../../src/core/errors.ts';
import type {InstrumentPlace} from '../board/board.ts';
import {Driver} from './driver.ts';
import {MISSED_MS, SAFE_WITHIN_MS} from './guard-words.ts';
import type {FromGuard, Refusal, ToGuard} from './guard-words.ts';
import {instrumentText} from './wishes.ts';

const AGAIN_MS = 200;

function tell(told: FromGuard): void {
	if (process.connected) {
		// The runner may be gone by now: the end is on its way then.
		process.send?.(told, undefined, undefined, () => {});
	}
}

function refusalOf(error: unknown): Refusal {
	const {code, message, context} = isCoded(error) ? error : codedError('E_INTERNAL', String(error), {});
	return {code, message, context};
}

class Guard {
	readonly #place: InstrumentPlace;
	readonly #driver: Driver;
	#ending: Promise<void> | null = null;
	#missing: NodeJS.Timeout;

	constructor(place: InstrumentPlace) {
		this.#place = place;
		this.#driver = new Driver(place);
		this.#missing = setTimeout(() => {}, 0);
		this.#heard();
	}

	hear(said: ToGuard): void {
		this.#heard();
		if (said.say === 'end') {
			this.end();
		} else if (said.say === 'act' && this.#ending === null) {
			void this.#act(said);
		}
	}

	async start(): Promise<void> {
		try {
			await this.#driver.act({do: 'read'});
			tell({told: 'ready', identity: this.#driver.identity});
		} catch (error) {
			// Nothing was done to it, and it does not answer: there is nothing to put to safe.
			this.#ending = Promise.resolve();
			tell({told: 'refused', id: null, refusal: refusalOf(error)});
			process.exitCode = 1;
			this.#stop();
		}
	}

	end(): void {
		this.#ending ??= this.#end();
	}

	#heard(): void {
		clearTimeout(this.#missing);
		this.#missing = setTimeout(() => this.end(), MISSED_MS);
	}

	async #act({id, wish}: Extract<ToGuard, {say: 'act'}>): Promise<void> {
		try {
			tell({told: 'done', id, readback: await this.#driver.act(wish)});
		} catch (error) {
			tell({told: 'refused', id, refusal: refusalOf(error)});
		}
	}

	async #end(): Promise<void> {
		const until = Date.now() + SAFE_WITHIN_MS;
		let failure: unknown = null;
		do {
			failure = await this.#triedSafe();
		} while (failure !== null && Date.now() < until);
		if (failure === null) {
			tell({told: 'safe'});
		} else {
			const {message} = refusalOf(failure);
			process.stderr.write(`${instrumentText(this.#place)} could not be put to safe: ${message}\n`);
			tell({told: 'refused', id: null, refusal: refusalOf(failure)});
			process.exitCode = 1;
		}
		this.#stop();
	}

	/** Null where it is safe. */
	async #triedSafe(): Promise<unknown> {
		try {
			await this.#driver.makeSafe();
			return null;
		} catch (error) {
			await new Promise(resolve => {
				setTimeout(resolve, AGAIN_MS);
			});
			return error;
		}
	}

	#stop(): void {
		clearTimeout(this.#missing);
		void this.#driver.close().finally(() => {
			if (process.connected) {
				process.disconnect();
			}
		});
	}
}

const guard = new Guard(JSON.parse(process.argv[2]) as InstrumentPlace);
process.on('message', said => guard.hear(said as ToGuard));
process.once('disconnect', () => guard.end());
process.on('SIGTERM', () => guard.end());
// Ctrl-C and a closed terminal are for the runner, which ends the guard in its own order.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
// A terminal that is gone must not keep the instrument from safe.
process.stderr.on('error', () => {});
void guard.start();
