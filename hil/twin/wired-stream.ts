// A stream of a serial line as the server of the simulated UPS has it, with the wire's faults in between.

import {Duplex} from 'node:stream';
import {rtuCarrier} from './wire.ts';
import type {Wire} from './wire.ts';
import {WireLine} from './wire-line.ts';

class WiredStream extends Duplex {
	readonly #line: Duplex;
	readonly #between: WireLine;

	constructor(line: Duplex, wire: Wire) {
		super({allowHalfOpen: false});
		this.#line = line;
		this.#between = new WireLine(wire, rtuCarrier, bytes => {
			if (line.writable) {
				line.write(bytes);
			}
		});
		line.on('data', (bytes: Buffer) => {
			if (this.#between.heard(bytes)) {
				this.push(bytes);
			}
		});
		line.on('error', () => this.destroy());
		line.on('close', () => this.destroy());
	}

	override _read(): void {
		// The line flows: a question is a frame of few bytes, which the server takes up at once.
	}

	override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
		this.#between.answered(Buffer.from(bytes));
		done();
	}

	override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
		this.#between.close();
		this.#line.destroy();
		done(error);
	}
}

/** `line` behind `wire`. Each answer must be written whole, as the server does. */
export function wired(line: Duplex, wire: Wire): Duplex {
	return new WiredStream(line, wire);
}
