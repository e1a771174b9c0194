// The link over lines that break, and over a serial one.

import {connect} from 'node:net';
import {Duplex, Transform} from 'node:stream';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {administrator, originConsole} from '../../src/agent/roles.ts';
import {SECOND} from '../../src/core/clock.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {openModbusRtu} from '../../src/protocols/modbus/rtu-server.ts';
import {openSerial} from '../../src/protocols/modbus/serial.ts';
import {openModbusTcp} from '../../src/protocols/modbus/tcp-server.ts';
import * as reading from '../../src/ups/reading.ts';
import {houseOf} from '../helpers/card-house.ts';
import type {TestHouse} from '../helpers/card-house.ts';
import {linkedCard, quickly} from '../helpers/linked-card.ts';
import {needs} from '../helpers/needs.ts';
import {serialLine} from '../helpers/serial-line.ts';
import {openPeer} from '../link/lines.ts';
import type {Peer} from '../link/lines.ts';

interface Proxy extends Peer {
	/** What becomes of bytes from the UPS; null where they go on as they are. */
	spoil: ((bytes: Buffer) => Buffer) | null;
}

/** A card's Modbus server, and something between it and whoever reads it. */
async function proxied(t: ExecutionContext, front: TestHouse): Promise<Proxy> {
	const server = await openModbusTcp({house: front.house, clock: nodeClock, listen: {host: '127.0.0.1', port: 0}});
	t.teardown(async () => server.close());
	let spoil: Proxy['spoil'] = null;
	const peer = await openPeer(t, near => {
		const far = connect(server.port, '127.0.0.1');
		near.on('data', bytes => far.write(bytes)).on('close', () => far.destroy());
		far.on('error', () => {}).on('close', () => near.destroy());
		far.on('data', (bytes: Buffer) => near.write(spoil === null ? bytes : spoil(bytes)));
	});
	return Object.defineProperty(peer as Proxy, 'spoil', {
		set(by: Proxy['spoil']) {
			spoil = by;
		},
	});
}

test('a link that is cut is made anew, and goes on with what is so then', async t => {
	const front = houseOf({});
	const proxy = await proxied(t, front);
	const {agent, events, until} = await linkedCard(t, {
		address: {kind: 'tcp', host: '127.0.0.1', port: proxy.port, unit: 1},
	});
	const before = proxy.connections();
	front.utility(0, 0);
	proxy.cut();
	front.advance(20 * SECOND);
	await until(() => events.includes('onBattery 1'), 'the outage is seen');
	t.true(proxy.connections() > before);
	t.true(agent.card.isHearing());
	t.false(events.some(event => event.startsWith('linkLost')));
});

for (const [what, spoil] of [
	['garbled', bytes => Buffer.from(bytes.map(byte => byte ^ 0x55))],
	['cut short', bytes => bytes.subarray(0, 5)],
	['stuffed', bytes => Buffer.concat([Buffer.alloc(3), bytes])],
	['swallowed', () => Buffer.alloc(0)],
] as const satisfies ReadonlyArray<readonly [string, (bytes: Buffer) => Buffer]>) {
	test(`answers that are ${what} are no readings, and the link is sound when the line is`, async t => {
		const front = houseOf({});
		const proxy = await proxied(t, front);
		const {agent, events, until} = await linkedCard(t, {
			address: {kind: 'tcp', host: '127.0.0.1', port: proxy.port, unit: 1},
		});
		const seen = agent.look().slice();
		proxy.spoil = spoil;
		await until(() => !agent.card.isHearing(), 'silence');
		t.deepEqual(agent.look().slice(0, 33), seen.slice(0, 33), 'the last reading stands');
		proxy.spoil = null;
		await until(() => agent.card.isHearing(), 'contact');
		t.deepEqual(events, []);
	});
}

const who = {actor: 'ann', role: administrator, origin: originConsole};

async function overSerial(t: ExecutionContext, front: TestHouse) {
	const [near, far] = await serialLine(t);
	const server = await openModbusRtu({
		house: front.house,
		clock: nodeClock,
		line: {path: far, baud: 9600, parity: 'none'},
	});
	t.teardown(async () => server.close());
	const linked = await linkedCard(t, {
		address: {kind: 'serial', path: near, baud: 9600, parity: 'none', unit: 1},
		times: {...quickly, statusMs: 200, dynamicMs: 500},
	});
	return {...linked, server};
}

const serial = needs('socat');

serial('a UPS on a serial line is read and ordered about', async t => {
	const front = houseOf({});
	const {agent, events, until, server} = await overSerial(t, front);
	const card = agent.house.view(0);
	t.true(agent.card.isHearing());
	t.is(card.identity.sku, 'SMT1500');
	t.true(card.order({command: 'testBattery', target: 0, value: null, text: '', who}).accepted);
	await until(() => events.includes('selfTesting 1'), 'the test runs');
	front.advance(20 * SECOND);
	await until(() => events.includes('selfTestPassed 3'), 'and passes');
	t.is(server.counters.malformed, 0, 'frames are kept apart');
});

/** A serial line that spoils every third answer: a byte of noise before it, a bit in it, its end cut off. */
function noisy(line: Duplex): Duplex {
	let answers = 0;
	const spoilt: ReadonlyArray<(bytes: Buffer) => Buffer> = [
		bytes => Buffer.concat([Buffer.from([0xff]), bytes]),
		bytes => Buffer.from(bytes.map((byte, at) => (at === 4 ? byte ^ 1 : byte))),
		bytes => bytes.subarray(0, -1),
	];
	const out = new Transform({
		transform(bytes: Buffer, _encoding, done) {
			answers += 1;
			done(null, answers % 3 === 0 ? spoilt[(answers / 3) % spoilt.length](bytes) : bytes);
		},
	});
	out.pipe(line);
	return Duplex.from({readable: line, writable: out});
}

serial('noise on a serial line costs a try and not the UPS, and is never a reading', async t => {
	const front = houseOf({});
	const [near, far] = await serialLine(t);
	const line = await openSerial({path: far, baud: 9600, parity: 'none'});
	const server = await openModbusRtu({house: front.house, clock: nodeClock, line: noisy(line)});
	t.teardown(async () => {
		await server.close();
		line.destroy();
	});
	const {agent, events, until} = await linkedCard(t, {
		address: {kind: 'serial', path: near, baud: 9600, parity: 'none', unit: 1},
		times: {...quickly, statusMs: 200, dynamicMs: 400},
	});
	front.utility(0, 0);
	front.advance(20 * SECOND);
	await until(() => events.includes('onBattery 1'), 'the outage is seen');
	t.deepEqual(events, ['onBattery 1']);
	t.true(agent.card.isHearing());
	t.is(agent.look()[reading.outputStatus], 3);
});
