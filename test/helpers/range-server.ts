// A web server with one resource, which serves ranges as it should until a test makes it misbehave.

import {createServer} from 'node:http';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {ExecutionContext} from 'ava';
import type {HttpPolicy} from '../../src/platform/node/http-ranges.ts';

/** Answers a request itself; false: serve it as usual. */
export type Misbehave = (request: IncomingMessage, response: ServerResponse, range: Range) => boolean;

export interface Range {
	readonly from: number;
	/** As the header has it: the last byte. */
	readonly last: number;
}

export interface RangeServer {
	readonly url: string;
	readonly requests: IncomingMessage[];
	misbehave: Misbehave;
	etag: string;
	/** Connections that were made. */
	connections: number;
}

export const ETAG = '"one"';

function rangeOf(request: IncomingMessage, length: number): Range {
	const found = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
	return found === null ? {from: 0, last: length - 1} : {from: Number(found[1]), last: Number(found[2])};
}

/** Serves `resources`, by path, until the test ends. */
export async function serveRanges(
	t: ExecutionContext,
	resources: Readonly<Record<string, Uint8Array>>,
): Promise<RangeServer> {
	const server = createServer((request, response) => {
		rig.requests.push(request);
		const bytes = resources[request.url ?? ''] ?? new Uint8Array();
		const range = rangeOf(request, bytes.length);
		if (rig.misbehave(request, response, range)) {
			return;
		}
		const body = bytes.subarray(range.from, range.last + 1);
		response.writeHead(206, {
			'content-range': `bytes ${range.from}-${range.from + body.length - 1}/${bytes.length}`,
			etag: rig.etag,
		});
		response.end(body);
	});
	server.on('connection', () => {
		rig.connections += 1;
	});
	const rig: {-readonly [K in keyof RangeServer]: RangeServer[K]} = {
		url: '',
		requests: [],
		misbehave: () => false,
		etag: ETAG,
		connections: 0,
	};
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	rig.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	t.teardown(async () => {
		server.closeAllConnections();
		await new Promise(resolve => {
			server.close(resolve);
		});
	});
	return rig;
}

/** Everything may be fetched. */
export const openPolicy: HttpPolicy = {urlProblem: () => '', addressProblem: () => ''};
