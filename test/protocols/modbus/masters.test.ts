// Foreign masters read and write a card: mbpoll (libmodbus) and jsmodbus, over TCP and over a serial line of the system.

import {execFile} from 'node:child_process';
import {connect} from 'node:net';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {client} from 'jsmodbus';
import {SerialPort} from 'serialport';
import {nodeClock} from '../../../src/platform/node/clock.ts';
import {openModbusRtu} from '../../../src/protocols/modbus/rtu-server.ts';
import {openModbusTcp} from '../../../src/protocols/modbus/tcp-server.ts';
import {houseOf, type TestHouse} from '../../helpers/card-house.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';
import {findProgram, needs} from '../../helpers/needs.ts';
import {serialLine, serialPair} from '../../helpers/serial-line.ts';
import {LOOPBACK} from './tcp-rig.ts';

const run = promisify(execFile);

interface Served extends TestHouse {
	readonly port: number;
}

async function serveTcp(t: ExecutionContext): Promise<Served> {
	const house = houseOf({model: 'SMT1500'});
	house.advance(10_000);
	const server = await openModbusTcp({house: house.house, clock: nodeClock, listen: LOOPBACK});
	t.teardown(() => server.close());
	return {...house, port: server.port};
}

/** What mbpoll prints of registers, by reference. */
async function mbpoll(place: readonly string[], ...words: readonly string[]): Promise<Map<number, string>> {
	const {stdout} = await run(findProgram('mbpoll') as string, ['-0', '-1', '-a', '1', ...words, ...place]);
	return new Map([...stdout.matchAll(/^\[(\d+)\]:\s+(\S+)/gm)].map(([, at, value]) => [Number(at), value]));
}

needs('mbpoll')('mbpoll reads and writes over TCP', async t => {
	const {port, house} = await serveTcp(t);
	const options = ['-m', 'tcp', '-p', `${port}`, '-t', '4:hex'];
	const read = await mbpoll([LOOPBACK.host], ...options, '-r', '2048', '-c', '14');
	t.is(read.get(2054), '0x1234');
	t.is(read.get(2061), '0xDFE0');
	const status = await mbpoll([LOOPBACK.host], ...options, '-r', '0', '-c', '27');
	t.is(status.get(1), '0x0002');
	await mbpoll([LOOPBACK.host, '240'], '-m', 'tcp', '-p', `${port}`, '-t', '4', '-r', '1029');
	t.is(house.view(0).number('ups.off.delay'), 240);
	const error = await t.throwsAsync(mbpoll([LOOPBACK.host], ...options, '-r', '5', '-c', '1'));
	t.regex(error?.message ?? '', /Illegal data address/);
});

test('jsmodbus reads and writes over TCP, and the device identifies itself to it', async t => {
	const {port, house} = await serveTcp(t);
	const socket = connect(port, LOOPBACK.host);
	t.teardown(() => socket.destroy());
	const master = new client.TCP(socket, 1);
	await new Promise(resolve => {
		socket.once('connect', resolve);
	});
	const {response} = await master.readHoldingRegisters(2050, 8);
	t.is(response.body.valuesAsBuffer.toString('latin1', 0, 8), '12345678');
	await master.writeSingleRegister(1029, 120);
	t.is(house.view(0).number('ups.off.delay'), 120);
	await master.writeMultipleRegisters(1031, [0, 60]);
	t.is(house.view(0).number('ups.reboot.duration'), 60);
	const identified = await master.readDeviceIdentification(1);
	const vendor = identified.response.body.objects[0];
	t.is(vendor?.value.toString('latin1'), house.view(0).identity.vendor);
	const many = await Promise.all(Array.from({length: 20}, async () => master.readHoldingRegisters(0, 27)));
	t.true(many.every(({response: {body}}) => body.valuesAsArray[1] === 2));
	const refused = (await master.readHoldingRegisters(5, 1).catch((error: unknown) => error)) as {err: string};
	t.is(refused.err, 'ModbusException');
});

async function serveLine(t: ExecutionContext, path: string): Promise<TestHouse> {
	const house = houseOf({model: 'SMT1500'});
	house.advance(10_000);
	const server = await openModbusRtu({house: house.house, clock: nodeClock, line: {path, baud: 9600}});
	t.teardown(() => server.close());
	return house;
}

needs('mbpoll', 'socat')('mbpoll reads and writes over a serial line', async t => {
	const [near, far] = await serialLine(t);
	const {house} = await serveLine(t, near);
	const options = ['-m', 'rtu', '-b', '9600', '-P', 'none'];
	const read = await mbpoll([far], ...options, '-t', '4:hex', '-r', '2048', '-c', '12');
	t.is(read.get(2054), '0x1234');
	await mbpoll([far, '240'], ...options, '-t', '4', '-r', '1029');
	t.is(house.view(0).number('ups.off.delay'), 240);
});

needs('socat')('jsmodbus reads and writes over a serial line', async t => {
	const [near, far] = await serialLine(t);
	const {house} = await serveLine(t, near);
	const port = new SerialPort({path: far, baudRate: 9600});
	t.teardown(
		async () =>
			new Promise<void>(resolve => {
				port.close(() => resolve());
			}),
	);
	const master = new client.RTU(port, 1);
	await new Promise(resolve => {
		port.once('open', resolve);
	});
	const {response} = await master.readHoldingRegisters(128, 44);
	const card = house.view(0);
	card.look();
	t.is(response.body.valuesAsArray[2], Math.round((card.reading.batteryCharge / 10) * 512));
	await master.writeMultipleRegisters(1029, [90]);
	t.is(card.number('ups.off.delay'), 90);
});

needs('socat')('a line that goes away is taken up again when it is back', async t => {
	const line = await serialPair(t);
	const clock = new ManualClock();
	const told: boolean[] = [];
	let wake: () => void = () => undefined;
	const server = await openModbusRtu({
		house: houseOf({}).house,
		clock,
		line: {path: line.ends[0]},
		onLine(isThere) {
			told.push(isThere);
			wake();
		},
	});
	t.teardown(() => server.close());
	const tolds = async (count: number) => {
		while (told.length < count) {
			await new Promise<void>(resolve => {
				wake = resolve;
			});
		}
	};
	await line.cut();
	clock.advance(5000);
	await tolds(1);
	await line.mend();
	clock.advance(5000);
	await tolds(2);
	t.deepEqual(told, [false, true]);
});
