import test from 'ava';
import {blockOpenVolts, constantPowerAmperes, floatVolts} from '../../src/ups/voltage.ts';

/** The measured 12 V 17 Ah block of battery.md 2. */
const OHMS = 0.0437;

for (const [head, volts] of [
	[1, 12.701],
	[0.9, 12.554],
	[0.75, 12.332],
	[0.5, 11.952],
	[0.25, 11.529],
	[0.1, 11.12],
	[0.05, 10.724],
] as const) {
	test(`a block at head ${head} gives ${volts} V at 3 A (battery.md 5)`, t => {
		t.is((blockOpenVolts(head) - OHMS * 3).toFixed(3), volts.toFixed(3));
	});
}

for (const [load, head, amperes, volts] of [
	[400, 1, 20.673, 23.857],
	[400, 0.5, 22.189, 22.227],
	[857, 1, 46.964, 21.559],
	[857, 0.3, 53.859, 18.799],
] as const) {
	test(`two blocks at head ${head} give ${amperes} A and ${volts} V for ${load} W (battery.md 5)`, t => {
		const open = 2 * blockOpenVolts(head);
		const current = constantPowerAmperes(open, 2 * OHMS, (load + 34) / 0.88);
		t.is(current.toFixed(3), amperes.toFixed(3));
		t.is((open - current * 2 * OHMS).toFixed(3), volts.toFixed(3));
	});
}

test('more power than the string can give is a collapse, not a number', t => {
	t.is(constantPowerAmperes(24, 0.0874, (24 * 24) / (4 * 0.0874) + 1), NaN);
});

test('a 24 V string floats where devices report it, 27.3 to 27.7 V at 20 °C, and lower when warm', t => {
	t.true(floatVolts(2, 20) >= 27.2 && floatVolts(2, 20) <= 27.7);
	t.is((floatVolts(2, 20) - floatVolts(2, 30)).toFixed(2), '0.36');
});
