// Puts a guard in front of whoever reads a stream, without a stream in between: the reader gets only what may pass, and
// the stream is destroyed at the first fault, before anything of it is buffered there.

import type {Duplex} from 'node:stream';

/** Judges the bytes of one connection. */
export interface StreamGuard {
	/** Takes bytes from the client; gives what may be read of them, null for nothing yet. */
	pass(chunk: Buffer): Buffer | null;
	/** Why the connection must end; null while it may go on. */
	readonly fault: string | null;
}

/** Lets `guard` see everything that is read from `stream`. Every way to read a stream goes through `read`. */
export function guardReads(stream: Duplex, guard: StreamGuard): void {
	const read = stream.read.bind(stream);
	stream.read = size => {
		const chunk = read(size) as Buffer | null;
		if (chunk === null) {
			return null;
		}
		const passed = guard.pass(chunk);
		if (guard.fault !== null) {
			stream.destroy(new Error(guard.fault));
		}
		return passed;
	};
}
