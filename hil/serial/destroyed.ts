// The end of a stream.

import type {Duplex} from 'node:stream';

/** Ends a stream at once; resolves when it is closed. */
export async function destroyed(stream: Duplex): Promise<void> {
	await new Promise<void>(resolve => {
		if (stream.closed) {
			resolve();
		} else {
			stream.on('error', () => {});
			stream.once('close', () => resolve());
			stream.destroy();
		}
	});
}
