import {once} from 'node:events';
import {createServer} from 'node:net';
import type {AddressInfo, Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import fc from 'fast-check';
import {openLine} from '../../../hil/serial/line.ts';
import type {Line} from '../../../hil/serial/line.ts';
import type {LineSettings, Rfc2217Place} from '../../../hil/serial/place.ts';
import {serveRfc2217} from '../../../hil/serial/rfc2217-server.ts';
import {needs} from '../../helpers/needs.ts';
import {serialLine} from '../../helpers/serial-line.ts';
import {ser2net} from '../../helpers/ser2net.ts';

const TIMEOUT_MS = 2000;

const settings: LineSettings = {baud: 19_200, parity: 'even', dataBits: 8, stopBits: 2};

const at = (port: number, more: Partial<LineSettings> = {}): Rfc2217Place => ({
	kind: 'rfc2217',
	host: '127.0.0.1',
	port,
	...settings,
	...more,
});

/** Bytes of `stream` until there are `count`. */
async function heard(stream: Duplex, count: number): Promise<Buffer> {
	let bytes = Buffer.alloc(0);
	while (bytes.length < count) {
		const [piece] = (await once(stream, 'data')) as [Buffer];
		bytes = Buffer.concat([bytes, piece]);
	}
	return bytes;
}

/** A server that sends back what it hears. */
async function echo(t: ExecutionContext): Promise<{port: number; seen: LineSettings[]}> {
	const seen: LineSettings[] = [];
	const server = await serveRfc2217({
		host: '127.0.0.1',
		port: 0,
		signature: 'echo',
		opened: stream => stream.pipe(stream),
		changed: each => seen.push(each),
	});
	t.teardown(() => server.close());
	return {port: server.port, seen};
}

/** A line to a server whose last client has just gone, which it may not know yet. */
async function openedSoon(port: number): Promise<Line> {
	for (let tries = 1; ; tries++) {
		try {
			return await openLine(at(port), TIMEOUT_MS);
		} catch (error) {
			if (tries === 20) {
				throw error;
			}
		}
	}
}

/** A TCP server that does `serve` with each connection. */
async function tcpServer(t: ExecutionContext, serve: (socket: Socket) => void): Promise<number> {
	const server = createServer(socket => {
		socket.on('error', () => {});
		t.teardown(() => socket.destroy());
		serve(socket);
	});
	t.teardown(() => server.close());
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

test('a line by RFC 2217 is set as wanted, and carries every byte both ways', async t => {
	const {port, seen} = await echo(t);
	const line = await openLine(at(port), TIMEOUT_MS);
	t.deepEqual(seen.at(-1), settings);
	const all = Buffer.from(Array.from({length: 1024}, (_, i) => i & 255));
	const back = heard(line.stream, all.length);
	line.stream.write(all);
	t.deepEqual(await back, all);
	await line.setBaud?.(115_200);
	t.is(seen.at(-1)?.baud, 115_200);
	await line.close();
});

test('a line has one user at a time, and is free for the next', async t => {
	const {port} = await echo(t);
	const first = await openLine(at(port), TIMEOUT_MS);
	await t.throwsAsync(openLine(at(port), TIMEOUT_MS), {
		code: 'E_BOARD_SICK',
		message: /connection ended.*tried WILL COM-PORT-OPTION|ECONNRESET/,
	});
	await first.close();
	const next = await openedSoon(port);
	await next.close();
});

test('a server that takes another speed than asked for is nonsense, with what it answered', async t => {
	const {port} = await echo(t);
	await t.throwsAsync(openLine(at(port, {baud: 5_000_000}), TIMEOUT_MS), {
		code: 'E_BOARD_NONSENSE',
		message: /it answers 00002580 instead of 004c4b40; tried SET-BAUDRATE 5000000/,
	});
});

test('a telnet server without serial lines is nonsense', async t => {
	const port = await tcpServer(t, socket => socket.on('data', () => socket.write(Buffer.from([255, 254, 44]))));
	await t.throwsAsync(openLine(at(port), TIMEOUT_MS), {code: 'E_BOARD_NONSENSE', message: /no server of RFC 2217/});
});

test('a server that says nothing, or no telnet, is sick, after the time that was given', async t => {
	const silent = await tcpServer(t, () => {});
	await t.throwsAsync(openLine(at(silent), 100), {code: 'E_BOARD_SICK', message: /no answer within 100 ms/});
	const babbling = await tcpServer(t, socket => socket.write(Buffer.from([255, 7])));
	await t.throwsAsync(openLine(at(babbling), TIMEOUT_MS), {code: 'E_BOARD_SICK', message: /connection ended/});
});

test('a line that nobody serves is sick, and the message says where it was looked for', async t => {
	const port = await tcpServer(t, () => {});
	const {port: free} = await serveRfc2217({host: '127.0.0.1', port: 0, signature: '', opened() {}}).then(
		async server => {
			await server.close();
			return server;
		},
	);
	t.not(free, port);
	await t.throwsAsync(openLine({kind: 'tcp', host: '127.0.0.1', port: free}, TIMEOUT_MS), {
		code: 'E_BOARD_SICK',
		message: /^tcp:\/\/127\.0\.0\.1:\d+ cannot be opened: .*ECONNREFUSED/,
	});
	await t.throwsAsync(openLine({kind: 'serial', path: '/dev/no-such-line', ...settings}, TIMEOUT_MS), {
		code: 'E_BOARD_SICK',
		message: /^serial:\/dev\/no-such-line cannot be opened/,
	});
});

test('no bytes of a client bring the server down: the next is served', async t => {
	const {port} = await echo(t);
	const bytes = fc.array(fc.oneof(fc.constantFrom(255, 250, 240, 251, 253, 44, 1, 0), fc.integer({min: 0, max: 255})), {
		maxLength: 200,
	});
	await fc.assert(
		fc.asyncProperty(bytes, async given => {
			const line = await openLine({kind: 'tcp', host: '127.0.0.1', port}, TIMEOUT_MS);
			line.stream.on('error', () => {});
			line.stream.resume();
			line.stream.end(Buffer.from(given));
			await once(line.stream, 'close');
			return true;
		}),
		{numRuns: 100},
	);
	const line = await openedSoon(port);
	t.truthy(line.stream);
	await line.close();
});

test('a bare TCP connection carries bytes as they are', async t => {
	const port = await tcpServer(t, socket => socket.pipe(socket));
	const line = await openLine({kind: 'tcp', host: '127.0.0.1', port}, TIMEOUT_MS);
	const back = heard(line.stream, 3);
	line.stream.write(Buffer.from([1, 255, 2]));
	t.deepEqual(await back, Buffer.from([1, 255, 2]));
	t.is(line.setBaud, null);
	await line.close();
});

needs('socat')('a serial line carries bytes both ways, at a speed that can change', async t => {
	const ends = await serialLine(t);
	const open = async (path: string) =>
		openLine({kind: 'serial', path, ...settings, parity: 'none', stopBits: 1}, TIMEOUT_MS);
	const [near, far] = [await open(ends[0]), await open(ends[1])];
	const there = heard(far.stream, 3);
	near.stream.write(Buffer.from([1, 255, 2]));
	t.deepEqual(await there, Buffer.from([1, 255, 2]));
	await near.setBaud?.(38_400);
	const back = heard(near.stream, 1);
	far.stream.write(Buffer.from([7]));
	t.deepEqual(await back, Buffer.from([7]));
	await near.close();
	await far.close();
});

needs('socat', 'ser2net')("Debian's ser2net takes our settings, and carries every byte both ways", async t => {
	const [near, far] = await serialLine(t);
	const port = await ser2net(t, near);
	const place = at(port, {parity: 'none', stopBits: 1});
	const end = await openLine({...place, kind: 'serial', path: far}, TIMEOUT_MS);
	const line = await openLine(place, TIMEOUT_MS);
	const all = Buffer.from(Array.from({length: 512}, (_, i) => i & 255));
	const there = heard(end.stream, all.length);
	line.stream.write(all);
	t.deepEqual(await there, all);
	const back = heard(line.stream, all.length);
	end.stream.write(all);
	t.deepEqual(await back, all);
	await line.setBaud?.(57_600);
	await line.close();
	await end.close();
});
