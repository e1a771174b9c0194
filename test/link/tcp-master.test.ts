import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Socket} from 'node:net';
import {Refusal} from '../../src/link/master.ts';
import type {ModbusMaster} from '../../src/link/master.ts';
import {openTcp} from '../../src/link/tcp-master.ts';
import {answerTo, openPeer} from './lines.ts';

const times = {timeoutMs: 1000, tries: 3, frameGapMs: 35};

async function masterOf(
	t: ExecutionContext,
	onRequest: (socket: Socket, request: Buffer) => void,
): Promise<ModbusMaster> {
	const peer = await openPeer(t, socket => socket.on('data', (bytes: Buffer) => onRequest(socket, bytes)));
	const master = await openTcp({kind: 'tcp', host: '127.0.0.1', port: peer.port, unit: 1}, times);
	t.teardown(() => master.close());
	return master;
}

test('registers are read as the device sends them', async t => {
	const master = await masterOf(t, (socket, request) => socket.write(answerTo(request, 0x1234)));
	t.deepEqual(await master.read(0, 3), [0x1234, 0x1234, 0x1234]);
	t.deepEqual(
		await master.read(516, 120),
		Array.from({length: 120}, () => 0x1234),
	);
});

test('an answer may come byte by byte', async t => {
	const master = await masterOf(t, (socket, request) => {
		for (const byte of answerTo(request, 7)) {
			socket.write(Buffer.from([byte]));
		}
	});
	t.deepEqual(await master.read(128, 2), [7, 7]);
});

test('what the device refuses is a refusal with its number, and the line goes on', async t => {
	let first = true;
	const master = await masterOf(t, (socket, request) => {
		const refusal = Buffer.concat([request.subarray(0, 4), Buffer.from([0, 3, 1, 0x83, 2])]);
		socket.write(first ? refusal : answerTo(request, 1));
		first = false;
	});
	const error = await t.throwsAsync(master.read(1026, 22), {instanceOf: Refusal});
	t.is(error.exception, 2);
	t.deepEqual(await master.read(0, 1), [1]);
});

test('a write is confirmed by what was written where', async t => {
	const master = await masterOf(t, (socket, request) =>
		socket.write(Buffer.concat([request.subarray(0, 4), Buffer.from([0, 6]), request.subarray(6, 12)])),
	);
	await t.notThrowsAsync(master.write(1538, [0, 0x384]));
});

for (const [what, answer] of [
	['says nothing', () => {}],
	[
		'answers something else',
		(socket: Socket, request: Buffer) => {
			const other = answerTo(request, 1);
			other.writeUInt16BE(request.readUInt16BE(0) + 9, 0);
			socket.write(other);
		},
	],
	[
		'answers with fewer registers',
		(socket: Socket, request: Buffer) => {
			const fewer = Buffer.from(request);
			fewer.writeUInt16BE(1, 10);
			socket.write(answerTo(fewer, 1));
		},
	],
	[
		'answers another unit',
		(socket: Socket, request: Buffer) => {
			const other = answerTo(request, 1);
			other[6] = 9;
			socket.write(other);
		},
	],
	['sends noise', (socket: Socket) => socket.write(Buffer.alloc(200, 0x5a))],
	['sends noise without end', (socket: Socket) => socket.write(Buffer.alloc(1 << 20, 0x5a))],
	['sends half an answer', (socket: Socket, request: Buffer) => socket.write(answerTo(request, 1).subarray(0, 11))],
	['closes', (socket: Socket) => socket.end()],
	['resets', (socket: Socket) => socket.resetAndDestroy()],
] as const) {
	test(`a device that ${what} ends the read in time`, async t => {
		const master = await masterOf(t, answer);
		const began = performance.now();
		const error = await t.throwsAsync(master.read(0, 4));
		t.false(error instanceof Refusal);
		t.true(performance.now() - began < 5000);
	});
}

test('where nobody listens there is no line', async t => {
	const peer = await openPeer(t, () => {});
	await t.throwsAsync(openTcp({kind: 'tcp', host: '127.0.0.1', port: peer.port === 1 ? 2 : 1, unit: 1}, times));
});
