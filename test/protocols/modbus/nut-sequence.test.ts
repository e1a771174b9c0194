// What NUT's apc_modbus does, step by step (modbus.md, Behaviour): the blocks that it reads, in its order, and the status words that it
// makes of them. Debian's NUT has no such driver; test/peers/nut-apc-modbus.sh asks one where there is one.

import test from 'ava';
import {HOUR, SECOND} from '../../../src/core/clock.ts';
import {readPdu, replyFrom} from '../../../src/codec/modbus-pdu.ts';
import {findRegister} from '../../../src/codec/modbus-registers.ts';
import {rawOf, textOf} from '../../../src/codec/modbus-values.ts';
import {connectTo, openRig, type Master, type TcpRig} from './tcp-rig.ts';

const inventoryBlock = [516, 120] as const;
const statusBlock = [0, 27] as const;
const dynamicBlock = [128, 44] as const;
const settingsBlock = [1026, 22] as const;

type Registers = Map<number, number>;

async function readBlock(master: Master, [address, count]: readonly [number, number], into: Registers): Promise<void> {
	const bytes = Buffer.from(await master.ask(Buffer.from(readPdu(3, address, count)).toString('hex')), 'hex');
	const reply = replyFrom(bytes, 0, bytes.length);
	for (const [i, word] of (reply?.registers ?? []).entries()) {
		into.set(address + i, word);
	}
}

async function poll(master: Master): Promise<Registers> {
	const registers: Registers = new Map();
	for (const block of [statusBlock, dynamicBlock, settingsBlock]) {
		await readBlock(master, block, registers);
	}
	return registers;
}

/** Register, bit, word: in the order in which a status is written. */
const words = [
	['UPSStatus_BF', 1, 'OL'],
	['UPSStatus_BF', 2, 'OB'],
	['SimpleSignalingStatus_BF', 1, 'LB'],
	['BatterySystemError_BF', 2, 'RB'],
	['UPSStatus_BF', 3, 'BYPASS'],
	['RunTimeCalibrationStatus_BF', 1, 'CAL'],
	['UPSStatus_BF', 4, 'OFF'],
	['UPSStatus_BF', 21, 'OVER'],
	['Input.InputStatus_BF', 6, 'TRIM'],
	['Input.InputStatus_BF', 5, 'BOOST'],
	['UPSStatus_BF', 7, 'TEST'],
] as const;

function raw(registers: Registers, name: string): number {
	const row = findRegister(name);
	if (row === null) {
		throw new Error(`the map has no ${name}`);
	}
	return rawOf(row, [registers.get(row.address) ?? 0, registers.get(row.address + 1) ?? 0], 0);
}

function statusOf(registers: Registers): string {
	return words
		.filter(([name, bit]) => Math.floor(raw(registers, name) / 2 ** bit) % 2 === 1)
		.map(([, , word]) => word)
		.join(' ');
}

test('the inventory names the UPS', async t => {
	const {server, house} = await openRig(t, {}, {model: 'SMT1500'});
	const registers: Registers = new Map();
	await readBlock(await connectTo(t, server.port), inventoryBlock, registers);
	const list = Array.from({length: 120}, (_, i) => registers.get(516 + i) ?? 0);
	const {identity} = house.view(0);
	t.is(textOf(list, 532 - 516, 16), identity.modelName);
	t.is(textOf(list, 564 - 516, 8), identity.serial);
	t.is(raw(registers, 'Output.ApparentPowerRating'), 1500);
});

const states: readonly (readonly [title: string, model: string, words: string, enter: (rig: TcpRig) => void])[] = [
	['on line', 'SMT1500', 'OL', () => undefined],
	['in an outage', 'SMT1500', 'OB', rig => void rig.utility(0, 0)],
	['with a low utility', 'SMT1500', 'OL BOOST', rig => void rig.utility(0, 0.87)],
	['with a high utility', 'SMT1500', 'OL TRIM', rig => void rig.utility(0, 1.12)],
	['overloaded', 'SMT1500', 'OL OVER', rig => void rig.bench.target(0).addLoad(0.7)],
	['on bypass', 'SRT6KXLI', 'BYPASS', rig => command(rig, 'toBypass')],
	['in a self-test', 'SMT1500', 'OL TEST', rig => command(rig, 'testBattery')],
	['in a calibration', 'SMT1500', 'OL CAL', rig => command(rig, 'calibrate')],
	['off', 'SMT1500', 'OFF', rig => command(rig, 'outputOff')],
	[
		'after an outage that outlasted the battery',
		'SMT1500',
		'OFF',
		rig => {
			rig.utility(0, 0);
			rig.advance(6 * HOUR);
		},
	],
];

function command({house}: TcpRig, name: string): void {
	const who = {actor: 'test', role: 1, origin: 2};
	house.view(0).order({command: name, target: 0, value: null, text: '', who});
}

for (const [title, model, expected, enter] of states) {
	test(`the driver's status ${title} is ${expected}`, async t => {
		const rig = await openRig(t, {}, {model});
		rig.advance(30 * SECOND);
		enter(rig);
		rig.advance(3 * SECOND);
		t.is(statusOf(await poll(await connectTo(t, rig.server.port))), expected);
	});
}

test('the driver sees low battery in the last minutes of an outage', async t => {
	const rig = await openRig(t, {}, {model: 'SMT1500'});
	const master = await connectTo(t, rig.server.port);
	rig.utility(0, 0);
	const seen: string[] = [];
	for (let i = 0; i < 400; i++) {
		rig.advance(30 * SECOND);
		const status = statusOf(await poll(master));
		if (seen.at(-1) !== status) {
			seen.push(status);
		}
	}
	t.deepEqual(seen, ['OB', 'OB LB', 'OFF']);
});
