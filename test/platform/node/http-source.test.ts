import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {HttpPolicy} from '../../../src/platform/node/http-ranges.ts';
import {HttpSource, tableUrl} from '../../../src/platform/node/main/http-source.ts';
import {openPolicy, serveRanges} from '../../helpers/range-server.ts';
import type {RangeServer} from '../../helpers/range-server.ts';
import {TransferBench, imageOf, tableOf} from '../../helpers/transfer-bench.ts';

const IMAGE_BYTES = 70_001;
const image = imageOf(IMAGE_BYTES);
const table = tableOf(image, 4096);
const SILENCE_MS = 20_000;

interface Rig {
	readonly server: RangeServer;
	readonly bench: TransferBench;
}

async function rig(t: ExecutionContext, log2ChunkBytes: 0 | 12, policy: HttpPolicy = openPolicy): Promise<Rig> {
	const server = await serveRanges(t, {'/app.bin': image, '/app.table': table});
	const url = `${server.url}/app.bin`;
	const bench = new TransferBench({
		imageBytes: IMAGE_BYTES,
		sectorBytes: 4096,
		log2ChunkBytes,
		source: answers =>
			new HttpSource(
				{
					url,
					imageBytes: IMAGE_BYTES,
					tableBytes: log2ChunkBytes === 0 ? 0 : table.length,
					policy,
					ca: null,
					silenceMs: SILENCE_MS,
				},
				answers,
			),
	});
	t.teardown(() => bench.transfer.cancel());
	return {server, bench};
}

test('the table lies beside the image', t => {
	t.is(tableUrl('https://host/a.bin'), 'https://host/a.table');
	t.is(tableUrl('https://host/a.img?key=.bin'), 'https://host/a.img.table?key=.bin');
	t.is(tableUrl('https://host/a.bin#x'), 'https://host/a.table#x');
});

for (const log2ChunkBytes of [0, 12] as const) {
	const kind = log2ChunkBytes === 0 ? 'without' : 'with';

	test(`an image ${kind} a chunk table comes over HTTP in ranges`, async t => {
		const {server, bench} = await rig(t, log2ChunkBytes);
		await bench.runLive();
		t.deepEqual(bench.outcomes, [null]);
		t.true(bench.imageIsWhole());
		t.is(server.requests.length, 5 + (log2ChunkBytes === 0 ? 0 : 1));
		t.deepEqual(bench.refusals, []);
	});

	test(`an image ${kind} a chunk table survives a server that knows no ranges`, async t => {
		const {server, bench} = await rig(t, log2ChunkBytes);
		server.misbehave = (request, response) => {
			if (request.url === '/app.bin' && server.requests.length > 3) {
				response.writeHead(200, {etag: server.etag}).end(image);
				return true;
			}
			return false;
		};
		await bench.runLive();
		t.deepEqual(bench.outcomes, [null]);
		t.true(bench.imageIsWhole());
		t.is(bench.transfer.progress().counts.wholes, 1);
		t.is(bench.renewed, log2ChunkBytes === 0 ? 1 : 0, 'what no table proves begins anew');
		t.deepEqual(bench.refusals, []);
	});

	test(`an image ${kind} a chunk table survives a source that changes once`, async t => {
		const {server, bench} = await rig(t, log2ChunkBytes);
		server.misbehave = () => {
			server.etag = server.requests.length > 3 ? '"two"' : '"one"';
			return false;
		};
		await bench.runLive();
		t.deepEqual(bench.outcomes, [null]);
		t.true(bench.imageIsWhole());
		t.deepEqual(bench.refusals, ['E_OTA_SOURCE_CHANGED']);
		t.is(bench.renewed, log2ChunkBytes === 0 ? 1 : 0);
	});
}

test('a server whose ranges end one byte early is asked for the byte that is missing', async t => {
	const {server, bench} = await rig(t, 12);
	server.misbehave = (request, response, {from, last}) => {
		if (request.url !== '/app.bin' || last === from) {
			return false;
		}
		response.writeHead(206, {etag: server.etag, 'content-range': `bytes ${from}-${last - 1}/${IMAGE_BYTES}`});
		response.end(image.subarray(from, last));
		return true;
	};
	await bench.runLive();
	t.deepEqual(bench.outcomes, [null]);
	t.true(bench.imageIsWhole());
	t.true(bench.transfer.progress().counts.lost > 0);
});

test('bytes that a server changes cost their chunk, and come from the next answer', async t => {
	const {server, bench} = await rig(t, 12);
	server.misbehave = (request, response, {from, last}) => {
		const altered = image.slice(from, last + 1);
		altered[5000] ^= 1;
		if (request.url !== '/app.bin' || last - from < 5000) {
			return false;
		}
		response.writeHead(206, {etag: server.etag, 'content-range': `bytes ${from}-${last}/${IMAGE_BYTES}`});
		response.end(altered);
		return true;
	};
	await bench.runLive();
	t.deepEqual(bench.outcomes, [null]);
	t.true(bench.imageIsWhole());
	t.is(bench.transfer.progress().counts.bad, 4);
	t.deepEqual(new Set(bench.refusals), new Set(['E_OTA_CHUNK_HASH']));
});

test('a body without an end is cut off and told of, and the image is right', async t => {
	const {server, bench} = await rig(t, 12);
	server.misbehave = (request, response, {from}) => {
		if (request.url !== '/app.bin') {
			return false;
		}
		response.writeHead(206, {etag: server.etag, 'content-range': `bytes ${from}-${IMAGE_BYTES - 1}/${IMAGE_BYTES}`});
		response.write(image.subarray(from));
		const more = setInterval(() => response.write(Buffer.alloc(1000)), 1);
		response.on('close', () => clearInterval(more));
		return true;
	};
	await bench.runLive();
	t.deepEqual(bench.outcomes, [null]);
	t.true(bench.imageIsWhole());
	t.true(bench.refusals.includes('E_OTA_SIZE'));
});

test('connections that break off in the middle are made again, and what came stays', async t => {
	const {server, bench} = await rig(t, 12);
	server.misbehave = (request, response, {from, last}) => {
		if (request.url !== '/app.bin' || server.requests.length % 2 === 0) {
			return false;
		}
		response.writeHead(206, {
			etag: server.etag,
			'content-range': `bytes ${from}-${last}/${IMAGE_BYTES}`,
			'content-length': last + 1 - from,
		});
		response.write(image.subarray(from, from + 5000), () => request.socket.destroy());
		return true;
	};
	await bench.runLive();
	t.deepEqual(bench.outcomes, [null]);
	t.true(bench.imageIsWhole());
});

test('a slow server is given up, however it keeps the connection alive', async t => {
	const {server, bench} = await rig(t, 12);
	server.misbehave = (_, response, {from, last}) => {
		response.writeHead(206, {etag: server.etag, 'content-range': `bytes ${from}-${last}/${IMAGE_BYTES}`});
		const drip = setInterval(() => response.write(image.subarray(0, 1)), 20);
		response.on('close', () => clearInterval(drip));
		return true;
	};
	await bench.runLive(200);
	t.is(bench.outcomes[0]?.code, 'E_OTA_TOO_SLOW');
});

test('a redirect to where nothing may be fetched ends the transfer', async t => {
	const policy = {...openPolicy, urlProblem: (url: string) => (url.includes('metadata') ? 'a closed network' : '')};
	const {server, bench} = await rig(t, 12, policy);
	server.misbehave = (_, response) => {
		response.writeHead(302, {location: 'http://169.254.169.254/metadata'}).end();
		return true;
	};
	await bench.runLive();
	t.deepEqual(bench.outcomes, [{code: 'E_OTA_URI', detail: 'a closed network'}]);
});

test('a server that says no is asked again after the back-off', async t => {
	const {server, bench} = await rig(t, 12);
	server.misbehave = (_, response) => {
		if (server.requests.length > 2) {
			return false;
		}
		response.writeHead(503).end();
		return true;
	};
	await bench.runLive();
	t.deepEqual(bench.outcomes, [null]);
	t.is(bench.transfer.progress().counts.notServed, 2);
	t.true(bench.t > 3 * 60_000, 'a minute, then two');
});
