import {spawn} from 'node:child_process';
import {createSocket} from 'node:dgram';
import type {Socket} from 'node:dgram';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {isCoded} from '../../../src/core/errors.ts';
import {nodeClock, nodeWallClock} from '../../../src/platform/node/clock.ts';
import {askServer} from '../../../src/protocols/ntp/ask.ts';
import {disciplinedClock} from '../../../src/protocols/ntp/disciplined-clock.ts';
import {openNtp, parseNtpServer} from '../../../src/protocols/ntp/open-ntp.ts';
import {writeTime} from '../../../src/protocols/ntp/packet.ts';
import {houseOf} from '../../helpers/card-house.ts';
import {findProgram, needs} from '../../helpers/needs.ts';

async function bind(t: ExecutionContext, socket: Socket): Promise<number> {
	await new Promise<void>(resolve => {
		socket.bind(0, '127.0.0.1', resolve);
	});
	t.teardown(() => socket.close());
	return socket.address().port;
}

/** A server whose clock is `aheadMs` ahead of the machine's; `spoil` changes what it is about to send. */
async function serve(
	t: ExecutionContext,
	aheadMs: number,
	spoil: (packet: Buffer) => void = () => {},
): Promise<number> {
	const socket = createSocket('udp4');
	socket.on('message', (question, from) => {
		const packet = Buffer.alloc(48);
		packet[0] = 0x24;
		packet[1] = 3;
		question.copy(packet, 24, 40, 48);
		const now = performance.timeOrigin + performance.now() + aheadMs;
		writeTime(packet, 32, now);
		writeTime(packet, 40, now);
		spoil(packet);
		socket.send(packet, from.port, from.address);
	});
	return bind(t, socket);
}

test('the clock of a card is set by a server, and its log tells by how much', async t => {
	const port = await serve(t, 7_200_000);
	const {house} = houseOf({});
	const wallClock = disciplinedClock(nodeWallClock, nodeClock);
	const ntp = openNtp({
		servers: [`127.0.0.1:${port}`],
		clock: nodeClock,
		wallClock,
		house: () => house,
		note: text => t.fail(text),
	});
	t.teardown(() => ntp.close());
	t.true(await ntp.synchronized(5000));
	t.true(Math.abs(wallClock.nowUtc() - Date.now() - 7_200_000) < 1000);
	t.is(ntp.status().stratum, 3);
	const view = house.view(0);
	const entry = view.entry(view.newest);
	t.is(house.event(entry?.event ?? 0)?.name, 'clockSet');
	t.regex(entry?.note?.text ?? '', /^by 7\d{6} ms from 127\.0\.0\.1:\d+$/);
});

test('an answer of who did not see the question is passed over', async t => {
	let wrongs = 0;
	const port = await serve(t, 0, packet => {
		packet[24] ^= 1;
		wrongs += 1;
	});
	const asked = askServer({host: '127.0.0.1', port}, nodeWallClock);
	t.deepEqual(await asked, {ok: false, reason: 'no answer', kiss: ''});
	t.is(wrongs, 1);
});

test('a server that is not there, and one that sends us away, are told apart', async t => {
	const free = createSocket('udp4');
	await new Promise<void>(resolve => {
		free.bind(0, '127.0.0.1', resolve);
	});
	const {port} = free.address();
	free.close();
	const gone = await askServer({host: '127.0.0.1', port}, nodeWallClock);
	t.deepEqual(gone, {ok: false, reason: 'ECONNREFUSED', kiss: ''});
	const away = await askServer(
		{
			host: '127.0.0.1',
			port: await serve(t, 0, packet => {
				packet[1] = 0;
				packet.write('RATE', 12, 'latin1');
			}),
		},
		nodeWallClock,
	);
	t.like(away, {ok: false, kiss: 'RATE'});
});

test('servers are HOST, HOST:PORT or an address in brackets', t => {
	t.deepEqual(parseNtpServer('pool.example'), {host: 'pool.example', port: 123});
	t.deepEqual(parseNtpServer('[::1]:1123'), {host: '::1', port: 1123});
	for (const text of ['', 'a:b', 'a:0', 'a:70000', '::1', 'ntp://x']) {
		const error = t.throws(() => parseNtpServer(text), undefined, text);
		t.true(isCoded(error) && error.code === 'E_USAGE');
	}
});

needs('chronyd')('chrony is believed, and within its bounds the clock stays where it is', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'chrony-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const free = createSocket('udp4');
	await new Promise<void>(resolve => {
		free.bind(0, '127.0.0.1', resolve);
	});
	const {port} = free.address();
	free.close();
	writeFileSync(
		join(folder, 'conf'),
		[
			'local stratum 5',
			'allow 127.0.0.1',
			'bindaddress 127.0.0.1',
			`port ${port}`,
			'cmdport 0',
			`pidfile ${folder}/pid`,
			`bindcmdaddress /`,
			'',
		].join('\n'),
	);
	// -x: it leaves the machine's clock alone.
	const daemon = spawn(findProgram('chronyd') as string, ['-x', '-d', '-U', '-f', join(folder, 'conf')]);
	let said = '';
	daemon.stderr.on('data', bytes => (said += String(bytes)));
	t.teardown(() => daemon.kill());
	const deadline = Date.now() + 10_000;
	let asked = await askServer({host: '127.0.0.1', port}, nodeWallClock);
	while (!asked.ok && Date.now() < deadline) {
		await new Promise(resolve => {
			setTimeout(resolve, 100);
		});
		asked = await askServer({host: '127.0.0.1', port}, nodeWallClock);
	}
	t.true(asked.ok, JSON.stringify(asked) + said);
	if (asked.ok) {
		t.is(asked.sample.stratum, 5);
		t.true(Math.abs(asked.sample.offsetMs) < 50);
	}
});
