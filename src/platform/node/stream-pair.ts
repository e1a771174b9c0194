// Two joined stream ends in memory, for a client and a broker in one process: no socket, no port, no file descriptor.
// Node's own duplexPair will not do: there, destroying one end does not reach the other (mqtt.md d.1).

import {Duplex} from 'node:stream';

type Done = (error?: Error | null) => void;

/** Bytes that wait in one direction before the writer is told to stop; twice this can lie between the ends. */
const HIGH_WATER_BYTES = 16384;

/** A class, since a pair made of options objects would hold five closures more an end. */
class StreamEnd extends Duplex {
	peer: StreamEnd | null;
	/** Finishes the other end's write that found this one full. */
	resumeWriter: Done | null;

	constructor() {
		super({readableHighWaterMark: HIGH_WATER_BYTES, writableHighWaterMark: HIGH_WATER_BYTES});
		this.peer = null;
		this.resumeWriter = null;
	}

	override _read(): void {
		const resume = this.resumeWriter;
		this.resumeWriter = null;
		resume?.();
	}

	override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
		this.pass(chunk, done);
	}

	/** Corked writes arrive as one chunk: MQTT packets are written in five pieces each. */
	override _writev(chunks: Array<{chunk: Buffer}>, done: Done): void {
		this.pass(Buffer.concat(chunks.map(piece => piece.chunk)), done);
	}

	override _final(done: Done): void {
		if (this.peer !== null && !this.peer.destroyed) {
			this.peer.push(null);
		}
		done();
	}

	override _destroy(error: Error | null, done: Done): void {
		this._read();
		done(error);
		const peer = this.peer;
		this.peer = null;
		// Later, so that what was written just before still reaches a peer that reads.
		setImmediate(() => peer?.destroy());
	}

	/** Hands a chunk over; the write is done when the other end has room again. */
	pass(chunk: Buffer, done: Done): void {
		const peer = this.peer;
		if (peer === null || peer.destroyed || peer.push(chunk)) {
			done();
		} else {
			peer.resumeWriter = done;
		}
	}
}

/** Two ends: what is written to one is read from the other, `end` and `destroy` of one reach the other. */
export function createStreamPair(): [Duplex, Duplex] {
	const near = new StreamEnd();
	const far = new StreamEnd();
	near.peer = far;
	far.peer = near;
	return [near, far];
}
