// A fleet played by several threads of this process, each a shard with sessions of its own: what they say is put together here.

import {Worker} from 'node:worker_threads';
import type {ErrorCode} from '../../../src/core/error-codes.ts';
import {codedError} from '../../../src/core/errors.ts';
import {sleep} from '../../../src/platform/node/pace.ts';
import {addDigests} from '../life-digest.ts';
import {addEncoded} from '../message-sink.ts';
import {MqttCounters} from '../mqtt-counters.ts';
import {NO_MQTT} from '../open-fleet.ts';
import {addSummaries} from '../tally.ts';
import {STOP} from './words.ts';
import type {CrewTask, CrewWord, Outcome, Standing} from './words.ts';

/** Members that are told to stop may take so long for their good-byes; then they are ended. */
const PATIENCE_MS = 9000;

/** Of all shards together; what their sessions did stands in `counters` of the crew. */
export type Progress = Omit<Standing, 'counters'>;
export type Whole = Omit<Outcome, 'counters'>;

interface Promised<T> {
	readonly promise: Promise<T>;
	resolve(value: T): void;
	reject(error: Error): void;
}

function promised<T>(): Promised<T> {
	let ends: Omit<Promised<T>, 'promise'> | undefined;
	const promise = new Promise<T>((resolve, reject) => (ends = {resolve, reject}));
	return {promise, ...(ends as unknown as Omit<Promised<T>, 'promise'>)};
}

/** One thread and what was heard of it. */
class Member {
	readonly worker: Worker;
	readonly up: Promise<number>;
	readonly done: Promise<Outcome>;
	standing: Standing = {nowMs: 0, events: 0, counters: null};

	constructor(task: CrewTask, note: (text: string) => void) {
		this.worker = new Worker(new URL('member.js', import.meta.url), {workerData: task});
		const words = this.#hear(note);
		this.up = words.up;
		this.done = words.done;
		// Who waits for one of the two hears of a failure; the other must not count as unheard.
		this.up.catch(() => undefined);
		this.done.catch(() => undefined);
	}

	stop(): void {
		// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
		this.worker.postMessage(STOP);
	}

	#hear(note: (text: string) => void): {up: Promise<number>; done: Promise<Outcome>} {
		const up = promised<number>();
		const done = promised<Outcome>();
		const fail = (error: Error): void => {
			up.reject(error);
			done.reject(error);
		};
		this.worker.on('message', (word: CrewWord) => {
			switch (word.kind) {
				case 'up':
					return up.resolve(word.cards);
				case 'standing':
					this.standing = word.standing;
					return undefined;
				case 'note':
					return note(word.text);
				case 'done':
					this.standing = word.outcome;
					return done.resolve(word.outcome);
				case 'failed':
					return fail(errorOf(word));
			}
		});
		this.worker.on('error', fail);
		this.worker.on('exit', code => fail(new Error(`A worker ended before its work was done, with code ${code}.`)));
		return {up: up.promise, done: done.promise};
	}
}

function errorOf({code, message, context}: CrewWord & {kind: 'failed'}): Error {
	return code === '' ? new Error(`A worker failed: ${message}`) : codedError(code as ErrorCode, message, context);
}

export class Crew {
	/** What all sessions did, as of the last look; undefined where nothing is published. */
	readonly counters: MqttCounters | undefined;
	readonly #members: readonly Member[];

	/** Starts a thread a task. */
	constructor(tasks: readonly CrewTask[], note: (text: string) => void) {
		this.counters = tasks.some(({settings}) => settings.mqttUrl === NO_MQTT) ? undefined : new MqttCounters();
		this.#members = tasks.map(task => new Member(task, note));
	}

	get threads(): number {
		return this.#members.length;
	}

	/** Resolves with the number of cards when all are born. Throws what keeps one from it. */
	async up(): Promise<number> {
		const cards = await Promise.all(this.#members.map(async ({up}) => up));
		return cards.reduce((sum, count) => sum + count, 0);
	}

	/** How far all are, as was last heard; `counters` are brought up to date. */
	look(): Progress {
		const standings = this.#members.map(({standing}) => standing);
		this.counters?.become(standings.flatMap(({counters}) => counters ?? []));
		return addStandings(standings);
	}

	/** Resolves when all are done. Throws what ended one before that. */
	async done(): Promise<Whole> {
		const outcomes = await Promise.all(this.#members.map(async ({done}) => done));
		this.look();
		return addOutcomes(outcomes);
	}

	/** Tells all to stop; `done` resolves soon. */
	stop(): void {
		this.#members.forEach(member => member.stop());
	}

	/** Ends all threads, after their good-byes where these do not take too long. */
	async close(): Promise<void> {
		this.stop();
		const patience = new AbortController();
		const ended = Promise.allSettled(this.#members.map(async ({done}) => done));
		await Promise.race([ended, sleep(PATIENCE_MS, patience.signal)]);
		patience.abort();
		await Promise.all(this.#members.map(async ({worker}) => worker.terminate()));
	}
}

/** Its time is that of the last of them. */
function addStandings(standings: readonly Standing[]): Progress {
	return {
		nowMs: Math.min(...standings.map(({nowMs}) => nowMs)),
		events: standings.reduce((sum, {events}) => sum + events, 0),
	};
}

function addOutcomes(outcomes: readonly Outcome[]): Whole {
	const encoded = outcomes.flatMap(outcome => outcome.encoded ?? []);
	return {
		...addStandings(outcomes),
		summary: addSummaries(outcomes.map(({summary}) => summary)),
		digest: addDigests(outcomes.map(({digest}) => digest)),
		encoded: encoded.length === 0 ? null : addEncoded(encoded),
	};
}
