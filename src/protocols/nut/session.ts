// One connection: bytes in, answers out, in order and in bounded memory.

import type {Millis} from '../../core/clock.ts';
import {err} from './client.ts';
import type {Client} from './client.ts';
import type {Hub} from './hub.ts';
import {answerRequest} from './requests/requests.ts';
import {WordReader} from './words.ts';

/** libupsclient reads a line into 512 bytes (nut.md 1). */
export const ANSWER_MAX = 511;

/** Where a session writes. */
export interface NutWire {
	write(text: string): void;
	/** Sends what was written, then closes. */
	end(): void;
	/** No more bytes until `resume`: the session has not done with what it got. */
	pause(): void;
	resume(): void;
	/** Whether so much waits to be sent that nothing more may be answered now. */
	isFull(): boolean;
	/** Goes on in TLS; calls `take` with what comes in clear from then on. */
	startTls(): void;
}

/** Lines that clients could not read are replaced: a name that a client made up must not come back cut (nut.md 1). */
function fitting(answer: string): string {
	return answer.length > ANSWER_MAX && answer.split('\n').some(line => line.length > ANSWER_MAX)
		? err('INVALID-ARGUMENT')
		: answer;
}

export class Session {
	readonly client: Client;
	/** When the last whole line came. */
	lastLineMs: Millis;
	private readonly wire: NutWire;
	private readonly reader = new WordReader();
	private chunk: Uint8Array = new Uint8Array(0);
	private at = 0;
	private busy = false;
	private over = false;

	constructor(hub: Hub, wire: NutWire, address: string) {
		this.wire = wire;
		this.lastLineMs = hub.options.clock.now();
		this.client = {
			hub,
			address,
			secure: false,
			user: null,
			password: null,
			logOut: null,
			tracking: false,
			next: 'goOn',
		};
	}

	/** Takes what came. After it the wire is paused until all of it is answered. */
	take(chunk: Uint8Array): void {
		this.chunk = this.at < this.chunk.length ? Buffer.concat([this.chunk.subarray(this.at), chunk]) : chunk;
		this.at = 0;
		this.goOn();
	}

	/** Answers on: what was sent has left. */
	drained(): void {
		this.goOn();
	}

	/** The connection is gone. */
	closed(): void {
		this.over = true;
		this.client.logOut?.();
		this.client.logOut = null;
	}

	private goOn(): void {
		while (!this.over && !this.busy && this.at < this.chunk.length && !this.wire.isFull()) {
			const reading = this.reader.read(this.chunk, this.at);
			this.at = this.reader.at;
			if (reading === 'line') {
				this.lastLineMs = this.client.hub.options.clock.now();
				this.answer(this.reader.words);
			}
		}
		if (this.at < this.chunk.length && !this.over) {
			this.wire.pause();
		} else {
			this.chunk = new Uint8Array(0);
			this.at = 0;
			this.wire.resume();
		}
	}

	private answer(words: readonly string[]): void {
		const answer = answerRequest(this.client, words);
		if (typeof answer === 'string') {
			this.send(answer);
			return;
		}
		this.busy = true;
		void this.answerLater(answer);
	}

	private async answerLater(answer: Promise<string>): Promise<void> {
		const text = await answer.catch(() => err('ACCESS-DENIED'));
		this.busy = false;
		this.send(text);
		this.goOn();
	}

	private send(answer: string): void {
		if (this.over) {
			this.client.logOut?.();
			this.client.logOut = null;
			return;
		}
		this.wire.write(`${fitting(answer)}\n`);
		const {next} = this.client;
		this.client.next = 'goOn';
		if (next === 'close') {
			this.closed();
			this.wire.end();
		} else if (next === 'startTls') {
			// What came in the clear behind STARTTLS was not protected and is not to be taken for what comes after.
			this.at = this.chunk.length;
			this.client.secure = true;
			this.wire.startTls();
		}
	}
}
