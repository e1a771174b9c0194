import test from 'ava';
import {houseOf} from '../../helpers/card-house.ts';
import {askerOf, rowOf, type Asker} from './rig.ts';

function textWords(text: string, count: number): number[] {
	const padded = text.padEnd(2 * count);
	return Array.from({length: count}, (_, i) => (padded.charCodeAt(2 * i) << 8) | padded.charCodeAt(2 * i + 1));
}

function writeText(asker: Asker, name: string, text: string): number {
	const row = rowOf(name);
	return asker.write(row.address, ...textWords(text, row.count)).exception;
}

test('settings are written and read back, and the card has them', t => {
	const {house} = houseOf({model: 'SMX1500I'});
	const asker = askerOf(house);
	const card = house.view(0);
	for (const [address, values, key, expected] of [
		[595, [9000], 'ups.battery.installed', 9000],
		[1028, [4], 'ups.sensitivity', 2],
		[1029, [240], 'ups.off.delay', 240],
		[1030, [20], 'outlet.main.onDelay', 20],
		[1031, [0, 30], 'ups.reboot.duration', 30],
		[1034, [45], 'outlet.group1.offDelay', 45],
		[1034, [0xffff], 'outlet.group1.offDelay', -1],
		[1035, [15], 'outlet.group1.onDelay', 15],
		[1036, [0, 300], 'outlet.group1.rebootDuration', 300],
	] as const) {
		t.is(asker.write(address, ...values).exception, 0, key);
		t.is(card.number(key), expected);
		t.deepEqual(asker.read(address, values.length).registers, values);
	}
	t.is(writeText(asker, 'Name_STR', 'Rack 4'), 0);
	t.is(asker.text('Name_STR'), 'Rack 4');
	t.is(card.text('ups.name'), 'Rack 4');
	t.is(writeText(asker, 'SOG[0].Name_STR', 'Switches'), 0);
	t.is(card.text('outlet.group1.name'), 'Switches');
});

test('a value that the UPS does not take changes nothing and is no error; function 6 echoes what holds', t => {
	const {house} = houseOf({model: 'SMT1500'});
	const asker = askerOf(house);
	for (const [address, illegal] of [
		[1026, 999],
		[1027, 1],
		[1028, 3],
		[592, 0x80],
	] as const) {
		const before = asker.read(address, 1).registers[0];
		const echo = asker.writeOne(address, illegal);
		const hex = before.toString(16).padStart(4, '0');
		const expected = address === 592 ? '8602' : `06${address.toString(16).padStart(4, '0')}${hex}`;
		t.is(echo.toString('hex'), expected);
		t.is(asker.read(address, 1).registers[0], before);
	}
	t.is(asker.write(1031, 0, 3).exception, 0);
	t.is(asker.write(1031, 0, 301).exception, 0);
	t.is(asker.number('MOG.StayOffCountdownSetting'), 8);
});

test('who writes by Modbus is written down as such', t => {
	const {house} = houseOf({model: 'SMT1500'});
	askerOf(house).write(1029, 120);
	const card = house.view(0);
	const entry = card.entry(card.newest);
	t.like(entry?.note, {actor: '192.0.2.7', origin: 5, text: 'ups.off.delay'});
});

test('reading and writing by function 23 writes first', t => {
	const {house} = houseOf({model: 'SMT1500'});
	const asker = askerOf(house);
	const reply = asker.ask(Buffer.from('17040500010405000102012c', 'hex'));
	t.is(reply.toString('hex'), '1702012c');
	t.is(house.view(0).number('ups.off.delay'), 300);
});

test('the factory settings come back, and names stay', t => {
	const {house} = houseOf({model: 'SMT1500'});
	const asker = askerOf(house);
	const before = asker.number('MOG.TurnOffCountdownSetting');
	asker.write(1029, 240);
	writeText(asker, 'Name_STR', 'Rack 4');
	asker.write(1536, 0, 1 << 3);
	t.is(asker.number('MOG.TurnOffCountdownSetting'), before);
	t.is(asker.text('Name_STR'), 'Rack 4');
});
