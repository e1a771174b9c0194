// The data of a telnet connection as a stream, with the negotiations beside it.

import type {Socket} from 'node:net';
import {Duplex} from 'node:stream';
import {escaped, subBytes, TelnetParser, verbBytes} from './telnet.ts';
import type {TelnetEvent, Verb} from './telnet.ts';

/** What one end does beside carrying data. */
export interface TelnetSide {
	/** Options that we turn on at our end, and those that the peer may turn on at theirs. */
	readonly ours: readonly number[];
	readonly theirs: readonly number[];
	verb(verb: Verb, option: number): void;
	sub(option: number, bytes: Buffer): void;
}

export class TelnetStream extends Duplex {
	readonly #socket: Socket;
	readonly #side: TelnetSide;
	readonly #parser = new TelnetParser();
	/** What we said last of each option, such as `will 44`: an option that is as said needs no answer (RFC 1143). */
	readonly #said = new Map<string, Verb>();

	constructor(socket: Socket, side: TelnetSide) {
		super({allowHalfOpen: false});
		this.#socket = socket;
		this.#side = side;
		socket.on('data', (bytes: Buffer) => this.#heard(bytes));
		socket.on('end', () => this.push(null));
		socket.on('error', error => this.destroy(error));
		socket.on('close', () => this.destroy());
	}

	/** Offers or asks for an option. */
	say(verb: Verb, option: number): void {
		const end = verb === 'will' || verb === 'wont' ? 'our' : 'their';
		const key = `${end} ${option}`;
		if (this.#said.get(key) !== verb) {
			this.#said.set(key, verb);
			this.#send(verbBytes(verb, option));
		}
	}

	sendSub(option: number, bytes: Uint8Array): void {
		this.#send(subBytes(option, bytes));
	}

	#send(bytes: Buffer): void {
		if (this.#socket.writable) {
			this.#socket.write(bytes);
		}
	}

	#heard(bytes: Buffer): void {
		for (const event of this.#parser.feed(bytes)) {
			if (this.destroyed) {
				return;
			}
			this.#act(event);
		}
	}

	#act(event: TelnetEvent): void {
		switch (event.kind) {
			case 'data':
				if (!this.push(event.bytes)) {
					this.#socket.pause();
				}
				break;
			case 'verb':
				this.#answer(event.verb, event.option);
				this.#side.verb(event.verb, event.option);
				break;
			case 'sub':
				this.#side.sub(event.option, event.bytes);
				break;
			case 'broken':
				this.destroy(new Error(`the peer does not speak telnet: ${event.why}`));
				break;
		}
	}

	/** Agrees to what we have, and refuses all else. */
	#answer(verb: Verb, option: number): void {
		const {ours, theirs} = this.#side;
		const answers: Readonly<Record<Verb, Verb>> = {
			do: ours.includes(option) ? 'will' : 'wont',
			dont: 'wont',
			will: theirs.includes(option) ? 'do' : 'dont',
			wont: 'dont',
		};
		this.say(answers[verb], option);
	}

	override _read(): void {
		this.#socket.resume();
	}

	override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
		this.#socket.write(escaped(bytes), done);
	}

	override _final(done: (error?: Error | null) => void): void {
		this.#socket.end(done);
	}

	override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
		this.#socket.destroy();
		done(error);
	}
}
