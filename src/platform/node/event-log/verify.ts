// Whether an event log is what was written: every hash of every segment, and that each goes on where the one before ended.

import {readSegment, segmentNames} from './files.ts';
import {decodeHeader, FRAME_BYTES, frameSize, HEADER_BYTES, walk} from './segment.ts';

/** The first thing that is wrong. */
export interface LogFault {
	readonly segment: string;
	/** Bytes from the beginning of the segment. */
	readonly offset: number;
	/** Of the record that is not what was written. */
	readonly sequence: number;
	readonly why: string;
}

export interface Verified {
	readonly segments: number;
	readonly entries: number;
	/** Sequences of the oldest and the newest entry; 0 where there is none. */
	readonly oldest: number;
	readonly newest: number;
	readonly fault: LogFault | null;
}

interface Chain {
	logId: number | null;
	next: number;
	hash: Buffer | null;
}

function faultIn(name: string, bytes: Buffer, chain: Chain): {fault: LogFault | null; entries: number} {
	const header = decodeHeader(bytes);
	if (header === null) {
		return {fault: {segment: name, offset: 0, sequence: chain.next, why: 'its header is damaged'}, entries: 0};
	}
	const isOurs = chain.logId === null || header.logId === chain.logId;
	const goesOn = isOurs && (chain.hash === null || (header.first === chain.next && header.previous.equals(chain.hash)));
	if (!goesOn) {
		const why = `it does not go on where the segment before it ends (entry ${chain.next})`;
		return {fault: {segment: name, offset: 0, sequence: header.first, why}, entries: 0};
	}
	const walked = walk(bytes, header);
	chain.next = header.first + walked.offsets.length;
	chain.hash = walked.hash;
	chain.logId = header.logId;
	const entries = walked.offsets.length;
	if (walked.end === bytes.length) {
		return {fault: null, entries};
	}
	const isWhole = frameSize(bytes, walked.end) > FRAME_BYTES;
	const why = isWhole ? 'an entry is not what was written' : 'the bytes at its end are no whole entry';
	return {fault: {segment: name, offset: walked.end, sequence: chain.next, why}, entries};
}

/** Reads the whole log in `directory`; changes nothing. */
export function verifyLog(directory: string): Verified {
	const names = segmentNames(directory);
	const chain: Chain = {logId: null, next: 0, hash: null};
	let entries = 0;
	let oldest = 0;
	for (const name of names) {
		const bytes = readSegment(directory, name);
		oldest = oldest === 0 ? (decodeHeader(bytes.subarray(0, HEADER_BYTES))?.first ?? 0) : oldest;
		const found = faultIn(name, bytes, chain);
		entries += found.entries;
		if (found.fault !== null) {
			return {segments: names.length, entries, oldest, newest: Math.max(0, chain.next - 1), fault: found.fault};
		}
	}
	return {
		segments: names.length,
		entries,
		oldest: entries === 0 ? 0 : oldest,
		newest: Math.max(0, chain.next - 1),
		fault: null,
	};
}
