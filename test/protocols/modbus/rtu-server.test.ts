import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import type {Duplex} from 'node:stream';
import {rtuFrame} from '../../../src/codec/modbus-adu.ts';
import {readPdu, writePdu} from '../../../src/codec/modbus-pdu.ts';
import {createStreamPair} from '../../../src/platform/node/stream-pair.ts';
import {openModbusRtu, type ModbusRtu, type ModbusRtuOptions} from '../../../src/protocols/modbus/rtu-server.ts';
import {houseOf, type HouseOptions, type TestHouse} from '../../helpers/card-house.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';

interface Line extends TestHouse {
	readonly server: ModbusRtu;
	readonly clock: ManualClock;
	readonly far: Duplex;
	/** Sends bytes, lets the line fall silent, and gives what came back, in hex. */
	ask(...pieces: readonly Uint8Array[]): Promise<string>;
}

async function turn(): Promise<void> {
	await new Promise(resolve => {
		setImmediate(resolve);
	});
}

async function openLine(
	t: ExecutionContext,
	options: Partial<ModbusRtuOptions> = {},
	cards: HouseOptions = {},
): Promise<Line> {
	const house = houseOf(cards);
	const clock = new ManualClock();
	const [near, far] = createStreamPair();
	const server = await openModbusRtu({house: house.house, clock, line: near, ...options});
	t.teardown(() => server.close());
	let heard = Buffer.alloc(0);
	far.on('data', (chunk: Buffer) => {
		heard = Buffer.concat([heard, chunk]);
	});
	return {
		...house,
		server,
		clock,
		far,
		async ask(...pieces) {
			heard = Buffer.alloc(0);
			for (const piece of pieces) {
				far.write(piece);
				await turn();
				clock.advance(10);
			}
			clock.advance(35);
			await turn();
			return heard.toString('hex');
		},
	};
}

const read = (unit: number) => rtuFrame(unit, readPdu(3, 2050, 4));
const answered = (unit: number) =>
	Buffer.from(rtuFrame(unit, Buffer.from('03083132333435363738', 'hex'))).toString('hex');

test('a frame is answered after the silence that ends it, and not before', async t => {
	const {far, clock, ask} = await openLine(t);
	t.is(await ask(read(1)), answered(1));
	let early = '';
	far.on('data', (chunk: Buffer) => {
		early += chunk.toString('hex');
	});
	far.write(read(1));
	await turn();
	clock.advance(34);
	await turn();
	t.is(early, '');
	clock.advance(1);
	await turn();
	t.is(early, answered(1));
});

test('a frame may come in pieces, as long as the line is not silent between them', async t => {
	const {ask} = await openLine(t);
	const frame = read(1);
	await fc.assert(
		fc.asyncProperty(fc.uniqueArray(fc.integer({min: 1, max: frame.length - 1}), {maxLength: 5}), async places => {
			const edges = [0, ...places, frame.length].sort((a, b) => a - b);
			t.is(await ask(...edges.slice(1).map((edge, i) => frame.subarray(edges[i], edge))), answered(1));
		}),
		{numRuns: 30},
	);
});

test('another unit, a broken CRC, noise and too many bytes get no answer, and the next frame does', async t => {
	const {ask, server} = await openLine(t);
	const broken = read(1);
	broken[4] ^= 1;
	t.is(await ask(read(2)), '');
	t.is(await ask(read(255)), '');
	t.is(await ask(broken), '');
	t.is(await ask(Buffer.from('ffff00', 'hex')), '');
	t.is(await ask(Buffer.alloc(3000, 1)), '');
	t.is(server.counters.malformed, 3);
	t.is(await ask(read(1)), answered(1));
	t.is(server.counters.requests, 1);
});

test('frames that a stall joined are taken apart', async t => {
	const {ask, house} = await openLine(t);
	const write = rtuFrame(0, writePdu(1029, [240]));
	t.is(await ask(Buffer.concat([write, read(1)])), answered(1));
	t.is(house.view(0).number('ups.off.delay'), 240);
});

test('a broadcast is done by every card and answered by none; a read is not broadcast', async t => {
	const {ask, house, server} = await openLine(t, {serves: {firstCard: 0}}, {count: 3});
	t.is(await ask(rtuFrame(0, writePdu(1029, [240]))), '');
	t.deepEqual(
		[0, 1, 2].map(card => house.view(card).number('ups.off.delay')),
		[240, 240, 240],
	);
	t.is(await ask(read(0)), '');
	t.is(server.counters.requests, 1);
	t.is(await ask(read(3)), answered(3));
	t.is(await ask(read(4)), '');
});

test('an exception goes as a frame, and a card that is switched off says nothing', async t => {
	const {ask} = await openLine(t);
	t.is(await ask(rtuFrame(1, readPdu(3, 5, 1))), Buffer.from(rtuFrame(1, Uint8Array.of(0x83, 2))).toString('hex'));
	const off = await openLine(t, {access: 'disabled'});
	t.is(await off.ask(read(1)), '');
});

test('random bytes neither throw nor grow what is held', async t => {
	const {ask} = await openLine(t);
	await fc.assert(
		fc.asyncProperty(fc.array(fc.uint8Array({maxLength: 300}), {maxLength: 4}), async pieces => {
			await ask(...pieces);
		}),
		{numRuns: 40},
	);
	t.is(await ask(read(1)), answered(1));
});

test('a line that there is not is said to be', async t => {
	const {house} = houseOf({});
	const options = {house, clock: new ManualClock(), line: {path: '/nowhere/ttyS9'}};
	await t.throwsAsync(openModbusRtu(options), {code: 'E_FILE_UNREADABLE', message: /\/nowhere\/ttyS9/});
});
