// The files of an event log: one a segment, named by the first sequence that it holds, so that their names are in order.

import {closeSync, fsyncSync, openSync, readdirSync, readFileSync, readSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {decodeHeader, HEADER_BYTES} from './segment.ts';
import type {SegmentHeader} from './segment.ts';

const SUFFIX = '.log';
const DIGITS = 12;

export function segmentName(first: number): string {
	return `${String(first).padStart(DIGITS, '0')}${SUFFIX}`;
}

/** Names of the segments in a directory, oldest first; none where there is no directory. */
export function segmentNames(directory: string): string[] {
	try {
		return readdirSync(directory)
			.filter(name => name.endsWith(SUFFIX) && /^\d+$/.test(name.slice(0, -SUFFIX.length)))
			.sort();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return [];
		}
		throw error;
	}
}

/** The header alone: what is behind it need not be read to know what a segment holds. */
export function readHeader(directory: string, name: string): SegmentHeader | null {
	const bytes = Buffer.alloc(HEADER_BYTES);
	const handle = openSync(join(directory, name), 'r');
	try {
		return decodeHeader(bytes.subarray(0, readSync(handle, bytes, 0, HEADER_BYTES, 0)));
	} finally {
		closeSync(handle);
	}
}

export function readSegment(directory: string, name: string): Buffer {
	return readFileSync(join(directory, name));
}

/** Writes all of `bytes` at `at`: one call may take only a part, as on a disk that is nearly full. */
export function writeWhole(handle: number, bytes: Uint8Array, at: number): void {
	for (let done = 0; done < bytes.length; ) {
		done += writeSync(handle, bytes, done, bytes.length - done, at + done);
	}
}

/** A new or removed name is on the disk only when its directory is. */
export function syncDirectory(directory: string): void {
	const handle = openSync(directory, 'r');
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}
