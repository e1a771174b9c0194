// Images over HTTP, asked for by bytes on a socket, so that no client library is kind to the server.

import {connect} from 'node:net';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import fc from 'fast-check';
import {openRolloutHttp} from '../../../../src/smartconnect/rollout/http/open-http.ts';
import {servedOf} from '../../../../src/smartconnect/rollout/http/ranges.ts';
import {sha256} from '../../../../src/smartconnect/signing/keys.ts';
import {makeRig} from '../release-rig.ts';

interface Answered {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

async function raw(port: number, request: string): Promise<Answered> {
	const chunks: Buffer[] = [];
	const socket = connect(port, '127.0.0.1');
	socket.on('data', chunk => chunks.push(chunk));
	socket.write(request);
	await new Promise((resolve, reject) => socket.once('close', resolve).once('error', reject));
	const all = Buffer.concat(chunks);
	const end = all.indexOf('\r\n\r\n');
	const [first, ...lines] = all.subarray(0, end).toString('latin1').split('\r\n');
	const headers = Object.fromEntries(
		lines.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
	);
	return {status: Number(first.split(' ')[1]), headers, body: all.subarray(end + 4)};
}

async function opened(t: ExecutionContext) {
	const {service, image, digest} = makeRig(t);
	const http = await openRolloutHttp({service, listen: '127.0.0.1:0', version: '1', isReady: () => true});
	t.teardown(async () => http.close());
	const name = Buffer.from(sha256(image)).toString('hex');
	const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answered> => {
		const lines = Object.entries({host: 'updates.example', connection: 'close', ...headers});
		return raw(
			http.port,
			`${method} ${path} HTTP/1.1\r\n${lines.map(([key, value]) => `${key}: ${value}\r\n`).join('')}\r\n`,
		);
	};
	return {ask, image, name, digest, etag: `"${name}"`};
}

test('an image is served whole, with a strong tag that is its digest', async t => {
	const {ask, image, name, etag} = await opened(t);
	const {status, headers, body} = await ask(`/images/${name}.bin`);
	t.is(status, 200);
	t.deepEqual(body, Buffer.from(image));
	t.is(headers['etag'], etag);
	t.is(headers['accept-ranges'], 'bytes');
	t.is(headers['content-length'], String(image.length));
});

const ranges: ReadonlyArray<readonly [range: string, from: number, to: number]> = [
	['bytes=0-0', 0, 1],
	['bytes=0-4095', 0, 4096],
	['bytes=4096-8191', 4096, 8192],
	['bytes=39999-39999', 39_999, 40_000],
	['bytes=39999-50000', 39_999, 40_000],
	['bytes=30000-', 30_000, 40_000],
	['bytes=-1', 39_999, 40_000],
	['bytes=-99999', 0, 40_000],
	['BYTES=5-6', 5, 7],
];

for (const [range, from, to] of ranges) {
	test(`${range} of 40000 bytes gives bytes ${from} to ${to - 1}`, async t => {
		const {ask, image, name} = await opened(t);
		const {status, headers, body} = await ask(`/images/${name}.bin`, {range});
		t.is(status, 206);
		t.is(headers['content-range'], `bytes ${from}-${to - 1}/40000`);
		t.is(headers['content-length'], String(to - from));
		t.deepEqual(body, Buffer.from(image.subarray(from, to)));
	});
}

for (const range of ['bytes=40000-', 'bytes=40000-40001', 'bytes=999999999999999-', 'bytes=-0']) {
	test(`${range} lies outside: 416 with the size`, async t => {
		const {ask, name} = await opened(t);
		const {status, headers, body} = await ask(`/images/${name}.bin`, {range});
		t.is(status, 416);
		t.is(headers['content-range'], 'bytes */40000');
		t.is(body.length, 0);
	});
}

for (const range of ['bytes=5-4', 'bytes=a-b', 'bytes=-', 'lines=1-2', 'bytes=0-1,4-5', 'bytes 0-1', '']) {
	test(`a Range header "${range}" is none that is served: the whole comes`, async t => {
		const {ask, image, name} = await opened(t);
		const {status, body} = await ask(`/images/${name}.bin`, {range});
		t.is(status, 200);
		t.is(body.length, image.length);
	});
}

test('If-Range takes the strong tag alone: any other gives the whole', async t => {
	const {ask, name, etag} = await opened(t);
	const range = 'bytes=0-9';
	const statusFor = async (ifRange: string): Promise<number> =>
		(await ask(`/images/${name}.bin`, {range, 'if-range': ifRange})).status;
	t.is(await statusFor(etag), 206);
	t.is(await statusFor('"other"'), 200);
	t.is(await statusFor(`W/${etag}`), 200);
	t.is(await statusFor('Mon, 30 Nov 2026 00:00:00 GMT'), 200);
});

test('a range that lies outside is no 416 when If-Range says that the file is another', async t => {
	const {ask, name} = await opened(t);
	t.is((await ask(`/images/${name}.bin`, {range: 'bytes=90000-', 'if-range': '"other"'})).status, 200);
});

test('HEAD tells the same without a body, and no range', async t => {
	const {ask, image, name, etag} = await opened(t);
	const {status, headers, body} = await ask(`/images/${name}.bin`, {range: 'bytes=0-9'}, 'HEAD');
	t.is(status, 200);
	t.is(headers['content-length'], String(image.length));
	t.is(headers['etag'], etag);
	t.is(body.length, 0);
});

test('If-None-Match with the tag gives 304, If-Match with another 412', async t => {
	const {ask, name, etag} = await opened(t);
	t.is((await ask(`/images/${name}.bin`, {'if-none-match': `"x", W/${etag}`})).status, 304);
	t.is((await ask(`/images/${name}.bin`, {'if-match': '"x"'})).status, 412);
	t.is((await ask(`/images/${name}.bin`, {'if-match': etag, range: 'bytes=0-0'})).status, 206);
});

test('tables and envelopes are served too, and what is not there is 404 in problem details', async t => {
	const {ask, name, digest, image} = await opened(t);
	t.is((await ask(`/images/${name}.table`)).body.length, Math.ceil(image.length / 4096) * 32);
	t.is((await ask(`/releases/${digest}/envelope.cbor`)).status, 200);
	const missing = await ask(`/images/${'0'.repeat(64)}.bin`);
	t.is(missing.status, 404);
	t.is(JSON.parse(missing.body.toString()).code, 'E_RESOURCE_UNKNOWN');
	t.is((await ask('/images/..%2f..%2fetc%2fpasswd.bin')).status, 404);
});

test('whatever a Range header says, what is served lies within the file', t => {
	const header = fc.oneof(
		fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => `bytes=${a}-${b}`),
		fc.nat().map(a => `bytes=-${a}`),
		fc.nat().map(a => `bytes=${a}-`),
		fc.string(),
	);
	fc.assert(
		fc.property(header, fc.integer({min: 1, max: 100_000}), (range, size) => {
			const served = servedOf('GET', {range}, size, '"x"');
			return (
				served.status === 416
				|| (served.status < 300 && 'from' in served && served.from < served.to && served.to <= size)
			);
		}),
	);
	t.pass();
});
