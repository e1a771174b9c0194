import test from 'ava';
import type {ExecutionContext} from 'ava';
import {HttpRanges} from '../../../src/platform/node/http-ranges.ts';
import type {HttpPolicy, RangeEnd} from '../../../src/platform/node/http-ranges.ts';
import {openPolicy, serveRanges} from '../../helpers/range-server.ts';
import type {RangeServer} from '../../helpers/range-server.ts';
import {imageOf} from '../../helpers/transfer-bench.ts';

const image = imageOf(10_000);

interface Got {
	readonly end: RangeEnd;
	readonly bytes: Buffer;
	readonly from: number;
	readonly wholes: number;
	readonly tooMuch: number;
}

async function get(ranges: HttpRanges, from: number, to: number): Promise<Got> {
	return new Promise(resolve => {
		const pieces: Buffer[] = [];
		let [first, wholes, tooMuch] = [-1, 0, 0];
		ranges.get(from, to, {
			whole: () => {
				wholes += 1;
				return true;
			},
			bytes: (offset, bytes) => {
				first = first < 0 ? offset : first;
				pieces.push(Buffer.from(bytes));
			},
			tooMuch: () => {
				tooMuch += 1;
			},
			end: end => resolve({end, bytes: Buffer.concat(pieces), from: first, wholes, tooMuch}),
		});
	});
}

interface Rig {
	readonly server: RangeServer;
	readonly ranges: HttpRanges;
}

async function rig(
	t: ExecutionContext,
	policy: HttpPolicy = openPolicy,
	path = '/image.bin',
	silenceMs = 10_000,
): Promise<Rig> {
	const server = await serveRanges(t, {'/image.bin': image});
	const url = server.url + path;
	const ranges = new HttpRanges({url, totalBytes: image.length, policy, ca: null, silenceMs});
	t.teardown(() => ranges.stop());
	return {server, ranges};
}

test('a range has its last byte included, and what is asked for comes', async t => {
	const {server, ranges} = await rig(t);
	const got = await get(ranges, 4096, 8192);
	t.deepEqual(got.end, {is: 'served'});
	t.is(got.from, 4096);
	t.true(got.bytes.equals(image.subarray(4096, 8192)));
	t.is(server.requests[0].headers.range, 'bytes=4096-8191');
	t.is(server.requests[0].headers['if-range'], undefined);
	await get(ranges, 8192, 10_000);
	t.is(server.requests[1].headers['if-range'], '"one"');
});

test('a weak entity tag is not sent back', async t => {
	const {server, ranges} = await rig(t);
	server.etag = 'W/"one"';
	await get(ranges, 0, 10);
	await get(ranges, 10, 20);
	t.is(server.requests[1].headers['if-range'], undefined);
});

test('a server that ends one byte early has served less, one that ends late is cut off', async t => {
	const {server, ranges} = await rig(t);
	for (const [last, end, length] of [
		[8190, 'lost', 4095],
		[8192, 'served', 4096],
	] as const) {
		server.misbehave = (_, response) => {
			response.writeHead(206, {'content-range': `bytes 4096-${last}/10000`});
			response.end(image.subarray(4096, last + 1));
			return true;
		};
		const got = await get(ranges, 4096, 8192);
		t.is(got.end.is, end);
		t.true(got.bytes.equals(image.subarray(4096, 4096 + length)));
		t.is(got.tooMuch, last === 8192 ? 1 : 0);
	}
});

test('a whole body is taken from its first byte, and never appended', async t => {
	const {server, ranges} = await rig(t);
	server.misbehave = (_, response) => {
		response.writeHead(200);
		response.end(image);
		return true;
	};
	const got = await get(ranges, 4096, 8192);
	t.deepEqual([got.end.is, got.wholes, got.from], ['served', 1, 0]);
	t.true(got.bytes.equals(image));
});

test('a changed entity tag or total is told of, and the next request begins without a tag', async t => {
	const {server, ranges} = await rig(t);
	await get(ranges, 0, 10);
	server.etag = '"two"';
	t.is((await get(ranges, 10, 20)).end.is, 'changed');
	t.is((await get(ranges, 10, 20)).end.is, 'served');
	t.is(server.requests[2].headers['if-range'], undefined);
});

test('a body without an end is cut off at the size', async t => {
	const {server, ranges} = await rig(t);
	let written = 0;
	server.misbehave = (_, response) => {
		response.writeHead(200);
		const pour = (): void => {
			while (!response.destroyed && response.write(Buffer.alloc(4096))) {
				written += 4096;
			}
			response.once('drain', pour);
		};
		pour();
		return true;
	};
	const got = await get(ranges, 0, 4096);
	t.deepEqual([got.end.is, got.bytes.length, got.tooMuch], ['served', 10_000, 1]);
	t.true(written < 64 << 20);
});

test('a body that stops, and a server that says nothing, are given up', async t => {
	const {server, ranges} = await rig(t, openPolicy, '/image.bin', 1500);
	server.misbehave = (_, response) => {
		response.writeHead(206, {'content-range': 'bytes 0-4095/10000'});
		response.write(image.subarray(0, 100));
		return true;
	};
	const stopped = await get(ranges, 0, 4096);
	t.deepEqual([stopped.end.is, stopped.bytes.length], ['lost', 100]);
	server.misbehave = () => true;
	t.is((await get(ranges, 0, 4096)).end.is, 'lost');
	server.misbehave = (request, response) => {
		response.writeHead(206, {'content-range': 'bytes 0-4095/10000', 'content-length': 4096});
		response.write(image.subarray(0, 100), () => request.socket.destroy());
		return true;
	};
	t.is((await get(ranges, 0, 4096)).end.is, 'lost');
});

test('nothing at this place, and a refusal, are told apart', async t => {
	const {server, ranges} = await rig(t);
	server.misbehave = (_, response) => {
		response.writeHead(416, {'content-range': 'bytes */10000'}).end();
		return true;
	};
	t.is((await get(ranges, 0, 10)).end.is, 'lost');
	server.misbehave = (_, response) => {
		response.writeHead(404).end();
		return true;
	};
	t.deepEqual((await get(ranges, 0, 10)).end, {is: 'refused', why: 'the server answers 404'});
});

test('three redirects are followed, a fourth is not', async t => {
	const {server, ranges} = await rig(t, openPolicy, '/hop/0');
	let hops = 3;
	server.misbehave = (request, response) => {
		const hop = Number(/^\/hop\/(\d+)$/.exec(request.url ?? '')?.[1] ?? NaN);
		if (Number.isNaN(hop)) {
			return false;
		}
		response.writeHead(302, {location: hop + 1 >= hops ? '/image.bin' : `/hop/${hop + 1}`}).end();
		return true;
	};
	t.is((await get(ranges, 0, 10)).end.is, 'served');
	hops = Infinity;
	server.requests.length = 0;
	t.deepEqual((await get(ranges, 0, 10)).end, {is: 'forbidden', why: 'more than 3 redirects'});
	t.is(server.requests.length, 4);
});

test('an address that must not be used is never connected to, nor one that it redirects to', async t => {
	const judged: string[] = [];
	const policy = {
		urlProblem: (url: string) => {
			judged.push(new URL(url).pathname);
			return url.includes('/forbidden') || url.startsWith('file:') ? 'must not be used' : '';
		},
		addressProblem: () => '',
	};
	const direct = await rig(t, policy, '/forbidden');
	t.deepEqual((await get(direct.ranges, 0, 10)).end, {is: 'forbidden', why: 'must not be used'});
	t.is(direct.server.connections, 0);
	const {server, ranges} = await rig(t, policy);
	for (const location of ['/forbidden', 'file:///etc/passwd', 'http://[bad']) {
		server.misbehave = (_, response) => {
			response.writeHead(301, {location}).end();
			return true;
		};
		t.is((await get(ranges, 0, 10)).end.is, 'forbidden', location);
	}
	t.deepEqual(judged.slice(0, 3), ['/forbidden', '/image.bin', '/forbidden']);
});

test('what a name stands for is judged before it is connected to', async t => {
	const addresses: string[] = [];
	const policy = {
		urlProblem: () => '',
		addressProblem: (address: string) => {
			addresses.push(address);
			return `${address} is in a closed network`;
		},
	};
	const server = await serveRanges(t, {'/image.bin': image});
	const url = `${server.url.replace('127.0.0.1', 'localhost')}/image.bin`;
	const ranges = new HttpRanges({url, totalBytes: image.length, policy, ca: null, silenceMs: 10_000});
	const got = await get(ranges, 0, 10);
	t.is(got.end.is, 'forbidden');
	t.true(addresses.length > 0);
	t.is(server.connections, 0);
});

test('a second request takes the place of the first, which says nothing more', async t => {
	const {server, ranges} = await rig(t);
	server.misbehave = (_, response, {from}) => {
		if (from === 0) {
			response.writeHead(206, {'content-range': 'bytes 0-4095/10000'});
			response.write(image.subarray(0, 100));
		}
		return from === 0;
	};
	let told = 0;
	const taker = {
		whole: () => true,
		tooMuch: () => {},
		end: () => {
			told += 1;
		},
	};
	await new Promise<void>(resolve => {
		ranges.get(0, 4096, {...taker, bytes: () => resolve()});
	});
	t.is((await get(ranges, 4096, 8192)).end.is, 'served');
	t.is(told, 0);
});
