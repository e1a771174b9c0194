// One HTTP request on loopback with any headers, Host and Origin included.

import {request} from 'node:http';
import type {IncomingHttpHeaders} from 'node:http';

export interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
	/** The body as JSON; undefined where it is empty or something else. */
	readonly json: any; // oxlint-disable-line typescript/no-explicit-any
}

export interface Asking {
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

/** Asks `METHOD PATH`, such as `GET /cards`. */
export async function ask(port: number, what: string, {headers = {}, body}: Asking = {}): Promise<Answer> {
	const [method, path] = what.split(' ');
	return new Promise((resolve, reject) => {
		const asking = request({host: '127.0.0.1', port, method, path, headers, agent: false}, answer => {
			const parts: Buffer[] = [];
			answer.on('data', (part: Buffer) => parts.push(part));
			answer.on('end', () => {
				const text = Buffer.concat(parts).toString();
				resolve({status: answer.statusCode ?? 0, headers: answer.headers, text, json: parsed(text)});
			});
			answer.on('error', reject);
		});
		asking.on('error', reject);
		asking.end(body);
	});
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
