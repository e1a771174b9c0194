import test from 'ava';
import fc from 'fast-check';
import {accessRead, registerRows} from '../../../src/codec/modbus-registers.ts';
import {houseOf} from '../../helpers/card-house.ts';
import {askerOf} from './rig.ts';

test('the blocks that NUT polls read without an exception', t => {
	for (const undefinedReads of ['card', 'ups'] as const) {
		const asker = askerOf(houseOf({model: 'SMT1500'}).house, {undefinedReads});
		for (const [address, count] of [
			[516, 120],
			[0, 27],
			[128, 44],
			[1026, 22],
		] as const) {
			const {exception, registers} = asker.read(address, count);
			t.deepEqual([exception, registers.length], [0, count], `${address} × ${count}`);
		}
	}
});

test('as the card: a single undefined register is exception 2, one within a block reads 0', t => {
	const asker = askerOf(houseOf({}).house);
	t.is(asker.read(5, 1).exception, 2);
	t.is(asker.read(132, 4).exception, 2);
	t.is(asker.read(60_000, 3).exception, 2);
	t.is(asker.read(131, 5).registers[1], 0);
});

test("as the UPS's own: undefined registers read 0xFFFF, alone and within a block", t => {
	const asker = askerOf(houseOf({}).house, {undefinedReads: 'ups'});
	t.deepEqual(asker.read(5, 1).registers, [0xffff]);
	t.is(asker.read(131, 5).registers[1], 0xffff);
	t.deepEqual(asker.read(60_000, 2).registers, [0xffff, 0xffff]);
});

test('a read that begins or ends within a value, or beyond the last register, is exception 2', t => {
	const asker = askerOf(houseOf({}).house, {undefinedReads: 'ups'});
	t.is(asker.read(1, 1).exception, 2);
	t.is(asker.read(128, 1).exception, 2);
	t.is(asker.read(533, 15).exception, 2);
	t.is(asker.read(65_535, 2).exception, 2);
	t.is(asker.read(65_535, 1).exception, 0);
});

test('a block of any kind reads what its values read one by one', t => {
	const {house} = houseOf({model: 'SMX1500I'});
	const asker = askerOf(house);
	const rows = fc.integer({min: 0, max: registerRows.length - 1});
	fc.assert(
		fc.property(rows, rows, (a, b) => {
			const from = registerRows[Math.min(a, b)];
			const to = registerRows[Math.max(a, b)];
			const count = to.address + to.count - from.address;
			fc.pre(count <= 125);
			const {registers} = asker.read(from.address, count);
			for (const row of registerRows.slice(Math.min(a, b), Math.max(a, b) + 1)) {
				const at = row.address - from.address;
				t.deepEqual(registers.slice(at, at + row.count), asker.read(row.address, row.count).registers, row.name);
			}
		}),
		{numRuns: 40},
	);
});

test('function 4 reads as function 3 does', t => {
	const {house} = houseOf({});
	const asker = askerOf(house);
	t.is(
		asker.ask(Buffer.from('0402040008', 'hex')).toString('hex').slice(2),
		asker.ask(Buffer.from('0302040008', 'hex')).toString('hex').slice(2),
	);
});

test('a write to what is undefined, read only, a part of a value or more than one is exception 2', t => {
	const asker = askerOf(houseOf({model: 'SMT1500'}).house);
	for (const row of registerRows.filter(({access}) => access === accessRead)) {
		t.is(asker.write(row.address, ...Array.from({length: row.count}, () => 0)).exception, 2, row.name);
	}
	t.is(asker.write(5, 1).exception, 2);
	t.is(asker.write(1031, 8).exception, 2);
	t.is(asker.write(1538, 0).exception, 2);
	t.is(asker.write(1029, 90, 0).exception, 2);
	t.is(asker.write(1026, 130, 100).exception, 2);
	t.is(asker.write(1049, 90).exception, 2, 'a group that the UPS has not');
});

test('a card that only lets read has no functions that write', t => {
	const {house} = houseOf({});
	const asker = askerOf(house, {access: 'readOnly'});
	t.is(asker.write(1541, 1).exception, 1);
	t.is(asker.writeOne(1541, 1).toString('hex'), '8601');
	t.is(asker.read(0, 2).exception, 0);
});

test('functions that there are not are exception 1', t => {
	const asker = askerOf(houseOf({}).house);
	for (const functionCode of [1, 2, 5, 7, 8, 15, 17, 22, 24]) {
		const request = Uint8Array.of(functionCode, 0, 0, 0, 1);
		t.deepEqual([...asker.ask(request)], [functionCode | 0x80, 1]);
	}
});

test('the device identifies itself: basic, regular and one by one', t => {
	const {house} = houseOf({model: 'SMT1500'});
	const asker = askerOf(house);
	const objects = (hex: string) => {
		const bytes = asker.ask(Buffer.from(hex, 'hex'));
		const found: Record<number, string> = {};
		let at = 7;
		for (let i = 0; i < bytes[6]; i++) {
			found[bytes[at]] = bytes.toString('latin1', at + 2, at + 2 + bytes[at + 1]);
			at += 2 + bytes[at + 1];
		}
		t.is(at, bytes.length);
		return found;
	};
	const {identity} = house.view(0);
	const basic = {0: identity.vendor, 1: identity.cardModel, 2: identity.cardFirmware};
	t.deepEqual(objects('2b0e0100'), basic);
	t.like(objects('2b0e0200'), {...basic, 4: identity.modelName, 5: 'SMT1500'});
	t.deepEqual(objects('2b0e0405'), {5: 'SMT1500'});
	t.is(asker.ask(Buffer.from('2b0e0403', 'hex')).toString('hex'), 'ab02');
});
