import test from 'ava';
import {minutesToTemperature, temperatureAfter} from '../../src/ups/thermal.ts';

test('a floating battery warms by 6 K over the room, two thirds of it in three hours (battery.md 7)', t => {
	t.is(temperatureAfter(25, 31, 180, 180).toFixed(3), '28.793');
	t.is(temperatureAfter(25, 31, 180, 1e9).toFixed(3), '31.000');
});

test('a discharge with 50 W of heat warms as battery.md 7 says', t => {
	const target = 25 + 1.2 * 50;
	t.is(temperatureAfter(31, target, 180, 10).toFixed(3), '33.918');
	t.is(temperatureAfter(31, target, 180, 60).toFixed(3), '46.307');
});

test('a threshold is crossed when the curve says, and never when it lies beyond', t => {
	const minutes = minutesToTemperature(25, 31, 180, 28);
	t.true(Math.abs(temperatureAfter(25, 31, 180, minutes) - 28) < 1e-9);
	t.is(minutesToTemperature(25, 31, 180, 32), Infinity);
	t.is(minutesToTemperature(25, 31, 180, 24), Infinity);
});
