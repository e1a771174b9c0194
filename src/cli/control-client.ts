// A client of the control API of `sim` and `agent`, for commands that make faults in a process that runs.

import {errorCodes} from '../core/error-codes.ts';
import type {ErrorCode} from '../core/error-codes.ts';
import {codedError} from '../core/errors.ts';
import {passwordFrom} from './mqtt-options.ts';

export interface ControlGiven {
	readonly control: string;
	readonly controlToken?: string;
}

type Method = 'GET' | 'POST' | 'DELETE';

/** Asks the API; the JSON of its answer, undefined where it has none. */
export type AskControl = (method: Method, path: string, body?: object) => Promise<unknown>;

/** A fleet of 100,000 cards answers within this even while it calculates. */
const ANSWER_MAX_MS = 60_000;

/** Throws E_USAGE. What it makes throws E_CONTROL_UNREACHABLE, and what the API refuses with, under its own code. */
export function controlClient(given: ControlGiven): AskControl {
	const base = baseOf(given.control);
	const token =
		given.controlToken === undefined ? undefined : passwordFrom('--control-token', given.controlToken, process.env);
	const authorization = token === undefined ? {} : {authorization: `Bearer ${token}`};
	return async (method, path, body) => {
		const answer = await fetched(new URL(path, base), {
			method,
			signal: AbortSignal.timeout(ANSWER_MAX_MS),
			// The API asks for it where there is no body too, so that no web page can post.
			headers: method === 'POST' ? {...authorization, 'content-type': 'application/json'} : authorization,
			...(body === undefined ? {} : {body: JSON.stringify(body)}),
		});
		return answered(answer, base);
	};
}

/** `--control` of `sim` is HOST:PORT, and one variable can hold it for both. */
function baseOf(given: string): URL {
	const text = given.includes('://') ? given : `http://${given}`;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.username !== '') {
		throw codedError('E_USAGE', `--control ${given}: write http://HOST:PORT, as sim or agent print it.`, {
			option: '--control',
		});
	}
	return url;
}

async function fetched(url: URL, request: RequestInit): Promise<Response> {
	try {
		return await fetch(url, request);
	} catch (error) {
		const {cause, message} = error as Error & {readonly cause?: {readonly code?: string}};
		const reason = cause?.code ?? message;
		const text = `No control API answers at ${url.origin} (${reason}): start sim or agent with --control, and give the address it prints.`;
		throw codedError('E_CONTROL_UNREACHABLE', text, {url: url.origin, reason});
	}
}

async function answered(answer: Response, base: URL): Promise<unknown> {
	const text = await answer.text();
	const json = jsonOf(text);
	if (answer.ok && (json !== null || text === '')) {
		return json ?? undefined;
	}
	const {code, detail} = (json ?? {}) as {readonly code?: string; readonly detail?: string};
	if (code === undefined || detail === undefined || !Object.hasOwn(errorCodes, code)) {
		const said = `What answers at ${base.origin} is no control API (status ${answer.status}): give the address that sim or agent print for --control.`;
		throw codedError('E_CONTROL_UNREACHABLE', said, {url: base.origin, status: answer.status});
	}
	throw codedError(code as ErrorCode, detail, {status: answer.status});
}

function jsonOf(text: string): object | null {
	try {
		const json: unknown = JSON.parse(text);
		return typeof json === 'object' ? json : null;
	} catch {
		return null;
	}
}
