import test from 'ava';
import fc from 'fast-check';
import {
	accessRead,
	accessWriteOnly,
	findRegister,
	formatDate,
	formatText,
	registerRows,
	type RegisterRow,
} from '../../src/codec/modbus-registers.ts';
import {putRaw, putText, quantityOf, rawFrom, rawOf, textOf} from '../../src/codec/modbus-values.ts';

function rowOf(name: string): RegisterRow {
	const row = findRegister(name);
	if (row === null) {
		throw new Error(`no register ${name}`);
	}
	return row;
}

/** The registers of a dump that begins at `first`. */
function dump(first: number, hex: string): (name: string) => number {
	const words = hex.split(' ').map(word => Number.parseInt(word, 16));
	return name => {
		const row = rowOf(name);
		return quantityOf(row, words, row.address - first);
	};
}

test('rows lie in order, do not overlap, and have names of their own', t => {
	for (const [i, row] of registerRows.entries()) {
		const before = registerRows[i - 1];
		t.true(before === undefined || before.address + before.count <= row.address, row.name);
	}
	t.is(new Set(registerRows.map(row => row.name)).size, registerRows.length);
});

test('every row lies in a region that its access fits', t => {
	const regions = [128, 512, 1024, 1536, 1792, 2304];
	for (const row of registerRows) {
		const region = regions.findIndex(end => row.address < end);
		const isCommand = region === 4;
		t.is(row.access === accessWriteOnly, isCommand, row.name);
		t.true(region === 2 || region === 3 || isCommand || row.access === accessRead, row.name);
	}
});

// The reading of a card that a user posted (modbus.md, Registers).
test('a posted reading of a card decodes to the stated numbers', t => {
	const of = dump(
		128,
		'0000 4B76 C800 06D0 0000 280E 0001 0EB7 0F15 0000 0BE0 0000 002C 0000 1E4C 0000 1E02 0032 817E 0000 0000 0000 0001 1E4C 0000 0000 2DA0 0000 0000 0000 0000 FFFF',
	);
	t.is(of('RunTimeRemaining'), 19_318);
	t.is(of('StateOfCharge_Pct'), 100);
	t.is(of('Battery.Positive.VoltageDC'), 54.5);
	t.is(new Date(Date.UTC(2000, 0, 1 + of('Battery.Date'))).toISOString().slice(0, 10), '2028-01-28');
	t.is(of('Battery.Temperature').toFixed(2), '29.43');
	t.is(of('Output[0].RealPower_Pct').toFixed(2), '15.08');
	t.is(of('Output[0].ApparentPower_Pct').toFixed(2), '11.88');
	t.is(of('Output[0].CurrentAC'), 1.375);
	t.is(of('Output[0].VoltageAC').toFixed(2), '121.19');
	t.is(of('Output.Frequency').toFixed(2), '60.02');
	t.is(of('Input.InputStatus_BF'), 1);
	t.is(of('Input[0].VoltageAC').toFixed(2), '121.19');
	t.is(of('Input.Efficiency_EN'), 91.25);
	t.is(of('SOG[0].TurnOffCountdown'), -1);
});

test('the posted settings of an SMX750 decode to the stated numbers', t => {
	const of = dump(1026, '010C 00D4 0002 00B4 0000 0000 0008');
	t.deepEqual(
		['InputHighTransfer', 'InputLowTransfer', 'InputSensitivity_BF', 'MOG.TurnOffCountdownSetting'].map(of),
		[268, 212, 2, 180],
	);
	t.deepEqual(['MOG.TurnOnCountdownSetting', 'MOG.StayOffCountdownSetting'].map(of), [0, 8]);
});

test('the values by which a client checks itself are those of the map', t => {
	for (const [name, value, raw] of [
		['TestBPINumber1', 128.5, 0x2020],
		['TestBPINumber2', -128.5, 0xdfe0],
		['Test2BNumber2', -5, 0xfffb],
	] as const) {
		const words = [0];
		putRaw(rowOf(name), rawFrom(rowOf(name), value), words, 0);
		t.deepEqual(words, [raw]);
	}
});

test('a number comes back as the nearest that its registers hold', t => {
	for (const row of registerRows.filter(({format}) => format !== formatText && format !== formatDate)) {
		fc.assert(
			fc.property(fc.double({min: -5e9, max: 5e9, noNaN: true}), value => {
				const words = [0, 0];
				const raw = rawFrom(row, value);
				putRaw(row, raw, words, 0);
				t.is(rawOf(row, words, 0), raw);
				t.true(words.every(word => word >= 0 && word <= 0xffff));
			}),
			{numRuns: 20},
		);
	}
});

test('text is written from the left and padded with blanks, and read without its padding', t => {
	const words = [0, 0, 0];
	putText('APC\u00e9', words, 0, 3);
	t.deepEqual(words, [0x4150, 0x433f, 0x2020]);
	t.is(textOf(words, 0, 3), 'APC?');
	t.is(textOf([0x0041, 0x5043, 0x00ff], 0, 3), 'APC');
	t.is(textOf([0, 0], 0, 2), '');
});
