// Reads an event log without opening it for writing: beside the agent that writes it, or of a card that is gone.

import {readSegment, segmentNames} from './files.ts';
import {decodeHeader, FRAME_BYTES, frameSize, walk} from './segment.ts';

/** The bytes of every whole entry, newest first. A segment that cannot be read gives none. */
export function* newestBodies(directory: string): Generator<Buffer> {
	for (const name of segmentNames(directory).reverse()) {
		const bytes = readSegment(directory, name);
		const header = decodeHeader(bytes);
		const offsets = header === null ? [] : walk(bytes, header).offsets;
		for (const at of offsets.reverse()) {
			yield bytes.subarray(at + FRAME_BYTES, at + frameSize(bytes, at));
		}
	}
}
