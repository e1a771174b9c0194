import {createServer, type AddressInfo} from 'node:net';
import test from 'ava';
import fc from 'fast-check';
import {tcpFrame} from '../../../src/codec/modbus-adu.ts';
import {readPdu} from '../../../src/codec/modbus-pdu.ts';
import {openModbusTcp} from '../../../src/protocols/modbus/tcp-server.ts';
import {houseOf} from '../../helpers/card-house.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';
import {connectTo, LOOPBACK, openRig, type Answer} from './tcp-rig.ts';

const READ_STRING = '0308020004';
const STRING = '03083132333435363738';

test('unit 1, 0 and 255 are the card; another gets exception 11', async t => {
	const {server} = await openRig(t);
	const master = await connectTo(t, server.port);
	for (const unit of [1, 0, 255]) {
		t.is(await master.ask(READ_STRING, unit), STRING);
	}
	t.is(await master.ask(READ_STRING, 2), '830b');
	t.deepEqual(
		master.answers.map(({unit}) => unit),
		[1, 0, 255, 2],
	);
});

test('another unit gets nothing where it is so set, and what follows is answered', async t => {
	const {server} = await openRig(t, {otherUnits: 'silence'});
	const master = await connectTo(t, server.port);
	master.send(tcpFrame(7, 9, Buffer.from(READ_STRING, 'hex')));
	t.is(await master.ask(READ_STRING), STRING);
	t.is(master.answers.length, 1);
});

test('the unit follows the setting of the card, or is the one given', async t => {
	const rig = await openRig(t);
	const master = await connectTo(t, rig.server.port);
	const who = {actor: 'test', role: 1, origin: 2};
	t.deepEqual(rig.house.view(0).change([{key: 'modbus.unitId', value: 17}], who).problems, []);
	rig.clock.advance(1000);
	t.is(await master.ask(READ_STRING, 17), STRING);
	t.is(await master.ask(READ_STRING, 1), '830b');
	const other = await openRig(t, {serves: {card: 0, unit: 33}});
	t.is(await (await connectTo(t, other.server.port)).ask(READ_STRING, 33), STRING);
});

test('a fleet behind one address: unit n is card n - 1', async t => {
	const {server, house, advance} = await openRig(t, {serves: {firstCard: 0}}, {count: 3});
	advance(10_000);
	const master = await connectTo(t, server.port);
	for (const card of [0, 1, 2]) {
		const serial = Buffer.from((await master.ask('0302340008', card + 1)).slice(4), 'hex').toString('latin1');
		t.is(serial.trim(), house.view(card).identity.serial);
	}
	t.is(await master.ask(READ_STRING, 4), '830b');
});

test('pipelined requests are answered in order, each with its transaction', async t => {
	const {server} = await openRig(t);
	const master = await connectTo(t, server.port);
	const count = 500;
	const requests = Array.from({length: count}, (_, i) =>
		tcpFrame((i * 131) & 0xffff, 1, readPdu(3, 2048 + 2 * (i % 2), 2 + 2 * (i % 2))),
	);
	master.send(Buffer.concat(requests));
	await master.until(() => master.answers.length === count);
	t.deepEqual(
		master.answers.map(({transaction, pdu}) => [transaction, pdu.length]),
		requests.map((_, i) => [(i * 131) & 0xffff, 4 + 8 * (1 + (i % 2))]),
	);
});

test('the same requests get the same answers however they were cut', async t => {
	const {server} = await openRig(t);
	const stream = Buffer.concat([
		tcpFrame(1, 1, readPdu(3, 0, 27)),
		tcpFrame(2, 1, readPdu(3, 5, 1)),
		tcpFrame(3, 2, readPdu(4, 128, 44)),
		tcpFrame(4, 255, Buffer.from('2b0e0100', 'hex')),
		tcpFrame(5, 1, Buffer.from('63', 'hex')),
	]);
	const answersTo = async (places: readonly number[]): Promise<readonly Answer[]> => {
		const master = await connectTo(t, server.port);
		const edges = [0, ...places.map(place => place % stream.length), stream.length].sort((a, b) => a - b);
		for (const [i, edge] of edges.slice(1).entries()) {
			master.send(stream.subarray(edges[i], edge));
			await new Promise(resolve => {
				setImmediate(resolve);
			});
		}
		await master.until(() => master.answers.length === 5);
		master.socket.destroy();
		return master.answers;
	};
	const whole = await answersTo([]);
	t.deepEqual(
		whole.map(({pdu}) => pdu.slice(0, 4)),
		['0336', '8302', '840b', '2b0e', 'e301'],
	);
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat(), {maxLength: 8}), async places => {
			t.deepEqual(await answersTo(places), whole);
		}),
		{numRuns: 25},
	);
});

for (const hex of ['000100010006010300000001', '0001000000ff', '47455420']) {
	test(`what is no Modbus, such as ${hex}, ends the connection after what was right is answered`, async t => {
		const {server} = await openRig(t);
		const master = await connectTo(t, server.port);
		master.send(
			Buffer.concat([tcpFrame(1, 1, Buffer.from(READ_STRING, 'hex')), Buffer.from(hex.padEnd(16, '0'), 'hex')]),
		);
		t.true(await master.ended());
		t.is(master.answers.length, 1);
		t.is(server.counters.malformed, 1);
	});
}

test('a master that is not allowed is not let in, and one that is, is', async t => {
	const strict = await openRig(t, {allowed: ['192.0.2.1', '198.51.100.0/24']});
	t.true(await (await connectTo(t, strict.server.port)).ended());
	t.is(strict.server.counters.refused, 1);
	const open = await openRig(t, {allowed: ['127.0.0.0/8']});
	t.is(await (await connectTo(t, open.server.port)).ask(READ_STRING), STRING);
});

for (const allowed of ['localhost', '192.0.2.0/33', '192.0.2.0/', '']) {
	test(`'${allowed}' is no master that could be allowed`, async t => {
		const options = {house: houseOf({}).house, clock: new ManualClock(), listen: LOOPBACK, allowed: [allowed]};
		await t.throwsAsync(openModbusTcp(options), {code: 'E_USAGE'});
	});
}

test('with the switch off nobody is let in', async t => {
	const {server} = await openRig(t, {access: 'disabled'});
	t.true(await (await connectTo(t, server.port)).ended());
});

test('when all connections are taken, the one that was silent longest makes room, and busy ones do not', async t => {
	const {server, clock} = await openRig(t, {mostConnections: 2});
	const first = await connectTo(t, server.port);
	await first.ask(READ_STRING);
	clock.advance(500);
	const second = await connectTo(t, server.port);
	await second.ask(READ_STRING);
	t.true(await (await connectTo(t, server.port)).ended(), 'both were heard within a second');
	clock.advance(700);
	const third = await connectTo(t, server.port);
	t.is(await third.ask(READ_STRING), STRING);
	t.true(await first.ended());
	t.is(await second.ask(READ_STRING), STRING);
});

test('a connection on which nothing comes is closed, one that speaks is kept', async t => {
	const {server, clock} = await openRig(t, {idleMs: 8000});
	const silent = await connectTo(t, server.port);
	const busy = await connectTo(t, server.port);
	await silent.ask(READ_STRING);
	for (let i = 0; i < 5; i++) {
		await busy.ask(READ_STRING);
		clock.advance(2000);
	}
	t.true(await silent.ended());
	t.is(await busy.ask(READ_STRING), STRING);
	t.is(server.counters.idle, 1);
});

test('a master that takes no answers is closed before they fill memory', async t => {
	const {server} = await openRig(t, {mostOutputBytes: 4096});
	const master = await connectTo(t, server.port);
	master.socket.pause();
	const burst = Buffer.concat(Array.from({length: 4000}, (_, i) => tcpFrame(i, 1, readPdu(3, 516, 120))));
	while (server.counters.slow === 0) {
		master.send(burst);
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}
	master.socket.resume();
	t.true(await master.ended());
});

test('a port that is taken is said to be', async t => {
	const other = createServer().listen(0, LOOPBACK.host);
	await new Promise(resolve => {
		other.once('listening', resolve);
	});
	t.teardown(() => other.close());
	const {port} = other.address() as AddressInfo;
	const options = {house: houseOf({}).house, clock: new ManualClock(), listen: {host: LOOPBACK.host, port}};
	await t.throwsAsync(openModbusTcp(options), {code: 'E_PORT_TAKEN'});
});
