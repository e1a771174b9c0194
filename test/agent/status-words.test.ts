import test from 'ava';
import {statusWordOrder, statusWords} from '../../src/agent/status-words.ts';
import * as code from '../../src/ups/codes.ts';
import * as condition from '../../src/ups/conditions.ts';
import {giveGroupCommand} from '../../src/ups/ups.ts';
import {groupOff, MAIN} from '../../src/ups/groups.ts';
import {measure} from '../../src/ups/measure.ts';
import * as reading from '../../src/ups/reading.ts';
import {NOT_AVAILABLE, READING_SIZE} from '../../src/ups/reading.ts';
import type {Ups} from '../../src/ups/row.ts';
import {
	advance,
	beginCalibration,
	beginSelfTest,
	setCondition,
	setDemand,
	setInput,
	sleep,
	toBypass,
} from '../../src/ups/ups.ts';
import {HOUR, MINUTE, newUps, SECOND} from '../helpers/ref-model.ts';

function wordsAt(u: Ups, t: number): string {
	advance(u, t);
	const row = new Int32Array(READING_SIZE + 3).fill(7);
	measure(u, t, row, 3);
	return statusWords(row, 3).join(' ');
}

const T = 10 * SECOND;

// What happens to a UPS on good line with a full battery at T, and the words `later` after that.
const lives: readonly (readonly [what: string, act: (u: Ups) => void, laterMs: number, words: string])[] = [
	['nothing', () => undefined, SECOND, 'OL'],
	['an outage', u => setInput(u, T, 0, 50, 0), SECOND, 'OB DISCHRG'],
	['an outage until the battery is low', u => setInput(u, T, 0, 50, 0), 24.5 * MINUTE, 'OB LB DISCHRG'],
	['an outage until the battery is empty', u => setInput(u, T, 0, 50, 0), 26 * MINUTE, 'OB LB OFF'],
	['a low input', u => setInput(u, T, 200, 50, 0), SECOND, 'OL BOOST'],
	['a high input', u => setInput(u, T, 260, 50, 0), SECOND, 'OL TRIM'],
	['a self-test', u => able(beginSelfTest(u, T)), 2 * SECOND, 'OL DISCHRG'],
	['a calibration', u => able(beginCalibration(u, T) === 0), MINUTE, 'OL DISCHRG CAL'],
	['too much load', u => setDemand(u, T, 1000), SECOND, 'OL OVER'],
	['bypass by command', u => able(toBypass(u, T, code.bypassByCommand)), SECOND, 'OL BYPASS'],
	['a worn battery', u => setCondition(u, T, condition.replaceBattery, true), SECOND, 'OL RB'],
	['too high a battery voltage', u => setCondition(u, T, condition.batteryOverVoltage, true), SECOND, 'OL HB'],
	['the command off', u => giveGroupCommand(u, T, MAIN, groupOff), SECOND, 'OL OFF'],
	['the command sleep', u => sleep(u, T, HOUR), SECOND, 'OL OFF'],
	[
		'the command off, then an outage',
		u => {
			giveGroupCommand(u, T, MAIN, groupOff);
			setInput(u, T + SECOND, 0, 50, 0);
		},
		MINUTE,
		'OB OFF',
	],
	[
		'the command off without a battery',
		u => {
			setCondition(u, T, condition.noBattery, true);
			giveGroupCommand(u, T, MAIN, groupOff);
		},
		SECOND,
		'OL OFF',
	],
	[
		'an outage and its end',
		u => {
			setInput(u, T, 0, 50, 0);
			advance(u, T + 5 * MINUTE);
			setInput(u, T + 5 * MINUTE, 230, 50, 0);
		},
		6 * MINUTE,
		'OL CHRG',
	],
];

/** The act was possible; else the row would test nothing. */
function able(possible: boolean): void {
	if (!possible) {
		throw new Error('the UPS refused');
	}
}

for (const [what, act, laterMs, words] of lives) {
	test(`${what} reads ${words} after ${laterMs / SECOND} s`, t => {
		const u = newUps();
		advance(u, T);
		act(u);
		t.is(wordsAt(u, T + laterMs), words);
	});
}

/** A row of a UPS at its link: nothing known but what is given. */
function rowOf(values: Readonly<Record<number, number>>): Int32Array {
	const row = new Int32Array(READING_SIZE).fill(NOT_AVAILABLE).fill(0, reading.conditions0);
	for (const [slot, value] of Object.entries(values)) {
		row[Number(slot)] = value;
	}
	return row;
}

// nmc.md 1.1; the input is at 230 V and the charger cannot be seen.
for (const [status, words] of [
	[1, ''],
	[2, 'OL'],
	[3, 'OB DISCHRG'],
	[4, 'OL BOOST'],
	[5, 'OL OFF'],
	[6, 'OL BYPASS'],
	[7, 'OL OFF'],
	[8, 'OL OFF'],
	[9, 'OL BYPASS'],
	[10, 'OL BYPASS'],
	[11, 'OL OFF'],
	[12, 'OL TRIM'],
	[13, 'OL'],
	[14, 'OL'],
	[15, 'OL DISCHRG'],
	[16, 'OL BYPASS'],
	[20, 'OL'],
	[28, 'OL'],
] as const) {
	test(`output status ${status} alone reads "${words}"`, t => {
		t.is(statusWords(rowOf({[reading.outputStatus]: status, [reading.inputVolts]: 2300}), 0).join(' '), words);
	});
}

test('a UPS that calls its self-test "on battery" is on line all the same', t => {
	const row = rowOf({[reading.outputStatus]: 3, [reading.conditions0]: 1 << condition.selfTesting});
	t.deepEqual(statusWords(row, 0), ['OL', 'DISCHRG']);
});

for (const which of [condition.noBattery, condition.chargerFailure]) {
	test(`with the output off and condition ${which} the charger says nothing of the input`, t => {
		const row = rowOf({
			[reading.outputStatus]: 7,
			[reading.chargerStage]: code.chargerOff,
			[reading.inputVolts]: 2300,
			[reading.conditions0]: 1 << which,
		});
		t.deepEqual(statusWords(row, 0), ['OL', 'OFF']);
		row[reading.conditions0] = 0;
		t.deepEqual(statusWords(row, 0), ['OB', 'OFF']);
	});
}

test('an output that is off without input, or with one that nobody sees, is on battery by the input line', t => {
	for (const volts of [0, NOT_AVAILABLE]) {
		t.deepEqual(statusWords(rowOf({[reading.outputStatus]: 7, [reading.inputVolts]: volts}), 0), ['OB', 'OFF']);
	}
});

for (const [stage, words] of [
	[0, 'OL'],
	[1, 'OL CHRG'],
	[2, 'OL CHRG'],
	[3, 'OL'],
	[NOT_AVAILABLE, 'OL'],
] as const) {
	test(`charger stage ${stage} on line reads ${words}`, t => {
		t.is(statusWords(rowOf({[reading.outputStatus]: 2, [reading.chargerStage]: stage}), 0).join(' '), words);
	});
}

test('a row that holds nothing has no words, whatever bits its mark has', t => {
	t.deepEqual(statusWords(new Int32Array(READING_SIZE).fill(NOT_AVAILABLE), 0), []);
});

test('each word is said once, in order, however many conditions say it', t => {
	const row = rowOf({[reading.outputStatus]: 6, [reading.chargerStage]: code.chargerBulk});
	row.fill(-1, reading.conditions0);
	t.deepEqual(statusWords(row, 0), ['OB', 'LB', 'HB', 'RB', 'CHRG', 'BYPASS', 'CAL', 'OFF', 'OVER', 'TRIM', 'BOOST']);
});

test('the words are those of NUT that a scenario may expect', t => {
	t.deepEqual(statusWordOrder, [
		'OL',
		'OB',
		'LB',
		'HB',
		'RB',
		'CHRG',
		'DISCHRG',
		'BYPASS',
		'CAL',
		'OFF',
		'OVER',
		'TRIM',
		'BOOST',
		'FSD',
	]);
});
