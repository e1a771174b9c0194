// Images, tables of hashes and envelopes over HTTP. Images are named by their own digest: a manifest can name them before it is
// signed, and they never change. No token is asked for: what they are is proven by signatures and digests alone (ota.md 0).

import {createHash} from 'node:crypto';
import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify';
import {codedError} from '../../../core/errors.ts';
import type {ReleaseShelf} from '../release-shelf.ts';
import {servedOf} from './ranges.ts';

export interface FileCounters {
	requests: number;
	bytes: number;
}

interface ServedFile {
	readonly bytes: Uint8Array;
	/** Hex digits of SHA-256 of the bytes. */
	readonly digest: string;
}

type Find = (shelf: ReleaseShelf, name: string) => ServedFile | null;

const DIGEST_DIGITS = 64;

const rows: ReadonlyArray<{readonly path: string; readonly summary: string; readonly find: Find}> = [
	{
		path: '/releases/:name/envelope.cbor',
		summary: 'The envelope of a release, by its manifest digest.',
		find: (shelf, name) => {
			const envelope = shelf.find(name)?.envelope;
			return envelope === undefined ? null : {bytes: envelope, digest: sha256Hex(envelope)};
		},
	},
	{
		path: '/images/:name.bin',
		summary: 'An image, by its own digest. Ranges as RFC 9110 has them.',
		find: (shelf, name) => {
			const image = shelf.imageOf(name);
			return image === null ? null : {bytes: image.image, digest: name};
		},
	},
	{
		path: '/images/:name.table',
		summary: 'The hashes of the chunks of an image, by the digest of the image.',
		find: (shelf, name) => {
			const table = shelf.imageOf(name)?.table ?? null;
			return table === null ? null : {bytes: table, digest: sha256Hex(table)};
		},
	},
];

function sha256Hex(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

const nameInPath = {
	type: 'object',
	properties: {name: {type: 'string', description: '64 hex digits of a digest.'}},
};

export function addFileRoutes(app: FastifyInstance, shelf: ReleaseShelf, counters: FileCounters): void {
	for (const {path, summary, find} of rows) {
		app.route<{Params: {name: string}}>({
			method: ['GET', 'HEAD'],
			url: path,
			schema: {summary, params: nameInPath},
			handler: (request, reply) => {
				const {name} = request.params;
				const file = /^[0-9a-f]+$/.test(name) && name.length === DIGEST_DIGITS ? find(shelf, name) : null;
				if (file === null) {
					throw codedError(
						'E_RESOURCE_UNKNOWN',
						'There is no such file: GET /api/v1/releases lists what is published.',
						{name},
					);
				}
				counters.requests += 1;
				return send(request, reply, file, counters);
			},
		});
	}
}

function send(
	request: FastifyRequest,
	reply: FastifyReply,
	{bytes, digest}: ServedFile,
	counters: FileCounters,
): FastifyReply {
	const etag = `"${digest}"`;
	const served = servedOf(request.method, request.headers, bytes.length, etag);
	reply
		.header('accept-ranges', 'bytes')
		.header('etag', etag)
		.header('cache-control', 'public, max-age=31536000, immutable');
	if (served.status === 416) {
		return reply.code(416).header('content-range', `bytes */${bytes.length}`).send();
	}
	if (served.status === 304 || served.status === 412) {
		return reply.code(served.status).send();
	}
	const {from, to} = served;
	if (served.status === 206) {
		reply.header('content-range', `bytes ${from}-${to - 1}/${bytes.length}`);
	}
	reply
		.code(served.status)
		.type('application/octet-stream')
		.header('content-length', to - from);
	if (request.method === 'HEAD') {
		return reply.send();
	}
	counters.bytes += to - from;
	// A view: however many clients are slow, the image is in memory once.
	return reply.send(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from));
}
