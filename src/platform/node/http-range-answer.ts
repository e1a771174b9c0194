// What an answer to a request for a range is worth (RFC 9110, 14 and 15.3.7; ota.md 5.2): only 206 with the start and the total
// that were asked for, a whole body only from its first byte, and nothing of what changed meanwhile.

import type {IncomingHttpHeaders} from 'node:http';

export interface AskedRange {
	readonly from: number;
	/** One past the last byte. */
	readonly to: number;
	/** Bytes of the whole. */
	readonly totalBytes: number;
	/** Entity tag that the first answer had, '' while none is known. */
	readonly etag: string;
}

export type AnswerWorth =
	/** Bytes from `from` on follow. */
	| {readonly is: 'part'}
	/** All bytes follow, from the first. */
	| {readonly is: 'whole'}
	/** Nothing is there at this place: what is missing is to be looked at again. */
	| {readonly is: 'none'}
	| {readonly is: 'moved'; readonly location: string}
	| {readonly is: 'changed' | 'refused'; readonly why: string};

const PARTIAL = 206;
const OK = 200;
const UNSATISFIABLE = 416;
const redirects: readonly number[] = [301, 302, 303, 307, 308];
const rangePattern = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i;
const lengthPattern = /^bytes \*\/(\d{1,15})$/i;

/** The entity tag of an answer, weak ones too: '' when it has none. */
export function etagOf(headers: IncomingHttpHeaders): string {
	return headers.etag ?? '';
}

/** Whether a tag may stand in If-Range: only strong ones promise the same bytes (RFC 9110, 13.1.5). */
export function isStrong(etag: string): boolean {
	return /^"[\x21\x23-\x7e]*"$/.test(etag);
}

function changed(why: string): AnswerWorth {
	return {is: 'changed', why};
}

function refused(why: string): AnswerWorth {
	return {is: 'refused', why};
}

function partWorth(headers: IncomingHttpHeaders, asked: AskedRange): AnswerWorth {
	const found = rangePattern.exec(headers['content-range'] ?? '');
	if (found === null) {
		return refused('206 without Content-Range must not be');
	}
	const [start, end] = [Number(found[1]), Number(found[2])];
	if (found[3] === '*') {
		return refused('206 without the length of the whole');
	}
	if (found[3] !== String(asked.totalBytes)) {
		return changed(`${found[3]} bytes in all where the manifest says ${asked.totalBytes}`);
	}
	return start === asked.from && end >= start
		? {is: 'part'}
		: refused(`bytes ${start} to ${end} where those from ${asked.from} on were asked for`);
}

function wholeWorth(headers: IncomingHttpHeaders, asked: AskedRange): AnswerWorth {
	const length = headers['content-length'];
	return length === undefined || length === String(asked.totalBytes)
		? {is: 'whole'}
		: changed(`${length} bytes in all where the manifest says ${asked.totalBytes}`);
}

function noneWorth(headers: IncomingHttpHeaders, asked: AskedRange): AnswerWorth {
	const found = lengthPattern.exec(headers['content-range'] ?? '');
	return found === null || found[1] === String(asked.totalBytes)
		? {is: 'none'}
		: changed(`${found[1]} bytes in all where the manifest says ${asked.totalBytes}`);
}

/** Judges status and headers before a byte of the body is looked at. */
export function worthOf(status: number, headers: IncomingHttpHeaders, asked: AskedRange): AnswerWorth {
	if (redirects.includes(status)) {
		const location = headers.location ?? '';
		return location === '' ? refused(`${status} without Location`) : {is: 'moved', location};
	}
	if (status === UNSATISFIABLE) {
		return noneWorth(headers, asked);
	}
	if (status !== PARTIAL && status !== OK) {
		return refused(`the server answers ${status}`);
	}
	if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
		return refused(`encoded as ${headers['content-encoding']} where plain bytes were asked for`);
	}
	const etag = etagOf(headers);
	if (asked.etag !== '' && etag !== asked.etag) {
		return changed(`entity tag ${etag || 'none'} where it was ${asked.etag}`);
	}
	return status === PARTIAL ? partWorth(headers, asked) : wholeWorth(headers, asked);
}
