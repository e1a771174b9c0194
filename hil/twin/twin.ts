// The simulated UPS as whoever runs a bench has it: a process of its own, told what to do by words.

import {fileURLToPath} from 'node:url';
import type {ErrorCode} from '../../src/core/error-codes.ts';
import {codedError} from '../../src/core/errors.ts';
import {Child, within} from './child.ts';
import type {TwinWhere} from './open-twin.ts';
import {plantDefaults} from './plant-wishes.ts';
import type {PlantWishes} from './plant-wishes.ts';
import type {StatusTold, Truth, TwinAnswers, TwinPlaces, TwinTold, TwinWord} from './words.ts';

export interface TwinUpsOptions extends Partial<PlantWishes> {
	/** A free port of loopback where nothing is said. */
	readonly where?: TwinWhere;
	readonly startWithinMs?: number;
	readonly answerWithinMs?: number;
}

interface Waiting {
	done(answer: unknown): void;
	fail(error: Error): void;
}

const START_WITHIN_MS = 20_000;
const ANSWER_WITHIN_MS = 5000;
const MOST_TOLD = 4096;
const freePort: TwinWhere = {kind: 'tcp', host: '127.0.0.1', port: 0};
const script = fileURLToPath(new URL('twin-process.js', import.meta.url));

export class TwinUps {
	/** Where a card finds it, and what it is. */
	readonly places: TwinPlaces;
	/** Its status words as they changed, oldest first. */
	readonly statuses: StatusTold[] = [];
	onStatus: (told: StatusTold) => void = () => {};
	readonly #child: Child;
	readonly #waiting = new Map<number, Waiting>();
	readonly #answerWithinMs: number;
	#asked = 0;

	private constructor(child: Child, places: TwinPlaces, answerWithinMs: number) {
		this.#child = child;
		this.places = places;
		this.#answerWithinMs = answerWithinMs;
		child.process.on('message', told => this.#hear(told as TwinTold));
		void this.#failAtEnd();
	}

	/** Throws what keeps it from starting, and E_BOARD_SICK where it says nothing. */
	static async start(options: TwinUpsOptions = {}): Promise<TwinUps> {
		const {where = freePort, startWithinMs = START_WITHIN_MS, answerWithinMs = ANSWER_WITHIN_MS, ...wishes} = options;
		const words = [JSON.stringify({...plantDefaults, ...wishes, where})];
		const child = new Child(script, {words, stdio: ['ignore', 'ignore', 'inherit', 'ipc']});
		const late = (): Error => sick(`was not ready within ${startWithinMs} ms`);
		try {
			const places = await within(startWithinMs, Promise.race([ready(child), endedEarly(child)]), late);
			return new TwinUps(child, places, answerWithinMs);
		} catch (error) {
			await child.kill();
			throw error;
		}
	}

	/** Does what a word says; rejects as it refuses, and with E_BOARD_SICK where the process says nothing. */
	async act<W extends TwinWord>(word: W): Promise<TwinAnswers[W['do']]> {
		this.#asked += 1;
		const id = this.#asked;
		const answer = new Promise<unknown>((done, fail) => {
			this.#waiting.set(id, {done, fail});
			this.#child.send({id, word}, () => fail(sick('has ended')));
		});
		try {
			const known = await within(this.#answerWithinMs, answer, () => sick(`did not answer to ${word.do}`));
			return known as TwinAnswers[W['do']];
		} finally {
			this.#waiting.delete(id);
		}
	}

	async truth(): Promise<Truth> {
		return this.act({do: 'truth'});
	}

	/** Safe to call twice. */
	async close(): Promise<void> {
		await this.#child.end();
	}

	#hear(told: TwinTold): void {
		if (told.told === 'status') {
			this.statuses.splice(0, this.statuses.length - MOST_TOLD + 1);
			this.statuses.push(told);
			this.onStatus(told);
		} else if (told.told === 'answer') {
			this.#waiting.get(told.id)?.done(told.answer);
		} else if (told.told === 'refused') {
			this.#waiting.get(told.id)?.fail(codedError(told.code as ErrorCode, told.message, {}));
		}
	}

	async #failAtEnd(): Promise<void> {
		const how = await this.#child.gone;
		this.#waiting.forEach(waiting => waiting.fail(sick(`has ended (${how})`)));
	}
}

function sick(what: string): Error {
	return codedError('E_BOARD_SICK', `The simulated UPS ${what}.`, {});
}

async function endedEarly(child: Child): Promise<never> {
	throw sick(`ended before it was ready (${await child.gone})`);
}

async function ready(child: Child): Promise<TwinPlaces> {
	return new Promise((resolve, reject) => {
		child.process.on('message', message => {
			const told = message as TwinTold;
			if (told.told === 'ready') {
				const {ups, model, serial} = told;
				resolve({ups, model, serial});
			} else if (told.told === 'failed') {
				reject(codedError(told.code as ErrorCode, told.message, {}));
			}
		});
	});
}
