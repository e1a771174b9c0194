// Which part of a file a request asks for (RFC 9110, 13 and 14): one range of bytes, validators, and what does not fit.

import type {IncomingHttpHeaders} from 'node:http';

export type Served =
	| {readonly status: 200; readonly from: 0; readonly to: number}
	/** `to` is the byte after the last one. */
	| {readonly status: 206; readonly from: number; readonly to: number}
	| {readonly status: 304}
	| {readonly status: 412}
	| {readonly status: 416};

interface Bounds {
	readonly from: number;
	readonly to: number;
}

/** Whether a list of entity tags names `etag`, which is a strong one. A weak tag is equal only where `weakly`. */
function names(list: string, etag: string, weakly: boolean): boolean {
	return list.split(',').some(each => {
		const tag = each.trim();
		return tag === '*' || tag === etag || (weakly && tag === `W/${etag}`);
	});
}

/** The one range that is asked for; undefined where the header is none that is served, and then the whole is; null where it lies outside. */
function boundsOf(header: string, size: number): Bounds | null | undefined {
	const match = /^bytes[ \t]*=[ \t]*(\d{0,15})-(\d{0,15})[ \t]*$/i.exec(header);
	if (match === null || (match[1] === '' && match[2] === '')) {
		return undefined;
	}
	const [, first, last] = match;
	if (first === '') {
		const count = Math.min(Number(last), size);
		return count === 0 ? null : {from: size - count, to: size};
	}
	if (last !== '' && Number(last) < Number(first)) {
		return undefined;
	}
	const to = last === '' ? size : Math.min(Number(last) + 1, size);
	return Number(first) < size ? {from: Number(first), to} : null;
}

/** What to answer to a GET or HEAD of a file that `etag` names by its content. */
export function servedOf(method: string, headers: IncomingHttpHeaders, size: number, etag: string): Served {
	const {'if-match': ifMatch, 'if-none-match': ifNoneMatch, 'if-range': ifRange, range} = headers;
	if (ifMatch !== undefined && !names(ifMatch, etag, false)) {
		return {status: 412};
	}
	if (ifNoneMatch !== undefined && names(ifNoneMatch, etag, true)) {
		return {status: 304};
	}
	const whole: Served = {status: 200, from: 0, to: size};
	// A range belongs to GET alone, and If-Range wants the strong tag itself: a date or a weak tag proves nothing here.
	const isAsked = range !== undefined && method === 'GET' && (ifRange === undefined || String(ifRange) === etag);
	const bounds = isAsked ? boundsOf(range, size) : undefined;
	if (bounds === null) {
		return {status: 416};
	}
	return bounds === undefined ? whole : {status: 206, ...bounds};
}
