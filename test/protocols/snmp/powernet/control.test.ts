import test from 'ava';
import {administrator} from '../../../../src/agent/roles.ts';
import {MibReader, readerOf} from '../../../helpers/mib-reader.ts';
import {houseIn, upsStates} from '../../../helpers/ups-states.ts';

const UPS = '1.3.6.1.4.1.318.1.1.1';
const STATUS = `${UPS}.4.1.1.0`;

interface Case {
	readonly title: string;
	readonly place: string;
	readonly value: number;
	readonly model?: string;
	/** How long until `status` is read. */
	readonly waitMs: number;
	readonly status: number;
}

const orders: readonly Case[] = [
	{title: 'off at once', place: '6.2.1.0', value: 2, waitMs: 2000, status: 7},
	{title: 'off gracefully, after its delay', place: '6.2.1.0', value: 3, waitMs: 91000, status: 7},
	{title: 'not off before its delay', place: '6.2.1.0', value: 3, waitMs: 60000, status: 2},
	{title: 'rebooting, with power', place: '6.2.2.0', value: 2, waitMs: 3000, status: 8},
	{title: 'back after a reboot', place: '6.2.2.0', value: 2, waitMs: 60000, status: 2},
	{title: 'rebooting, with or without power', place: '6.2.8.0', value: 2, waitMs: 3000, status: 8},
	{title: 'on battery, as if power failed', place: '6.2.4.0', value: 2, waitMs: 2000, status: 3},
	{title: 'on line for its clients, in its self-test', place: '7.2.2.0', value: 2, waitMs: 2000, status: 2},
	{title: 'on battery, calibrating', place: '7.2.5.0', value: 2, waitMs: 5000, status: 3},
	{title: 'on bypass', place: '6.2.7.0', value: 2, model: 'SRT2200XLA', waitMs: 2000, status: 6},
	{title: 'as it was after a flash and beep', place: '6.2.5.0', value: 2, waitMs: 2000, status: 2},
	{title: 'as it was after no action', place: '6.2.1.0', value: 1, waitMs: 2000, status: 2},
];

for (const {title, place, value, model, waitMs, status} of orders) {
	test(`${place} = ${value}: the UPS is ${title}, and the object reads 1`, t => {
		const reader = readerOf(model ?? 'SMT1500', 'nmc3');
		t.is(reader.set(`${UPS}.${place}`, value), '');
		t.is(reader.get(`${UPS}.${place}`), 1);
		reader.test.advance(waitMs);
		t.is(reader.get(STATUS), status);
		t.is(reader.get(`${UPS}.${place}`), 1);
	});
}

const refused: ReadonlyArray<readonly [place: string, value: number, refusal: string]> = [
	['6.1.1.0', 2, 'inconsistentValue'],
	['6.2.1.0', 4, 'inconsistentValue'],
	['6.2.1.0', 7, 'wrongValue'],
	['6.2.7.0', 2, 'inconsistentValue'],
	['6.2.9.0', 2, 'E_COMMAND_FORBIDDEN'],
	['6.2.9.0', 3, 'wrongValue'],
	['7.2.5.0', 3, 'E_COMMAND_STATE'],
	['12.3.2.1.3.2', 8, 'wrongValue'],
	['12.3.2.1.3.2', 0, 'wrongValue'],
];

for (const [place, value, refusal] of refused) {
	test(`${place} = ${value} is refused on line: ${refusal}`, t => {
		const reader = readerOf('SMT1500', 'nmc3');
		t.is(reader.set(`${UPS}.${place}`, value), refusal);
		reader.test.advance(5000);
		t.is(reader.get(STATUS), 2);
	});
}

test('upsAdvControlFirmwareUpdate reads 1, 3 while an update runs, 4 after it, and 1 again when 1 is written (nmc.md 10.2)', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	const object = `${UPS}.6.2.9.0`;
	t.is(reader.get(object), 1);
	t.is(reader.set(object, 1), '');
	t.is(reader.set(object, 2, administrator), '');
	t.is(reader.get(object), 3);
	t.is(reader.set(object, 1, administrator), 'E_COMMAND_BUSY');
	reader.test.advance(600_000);
	t.is(reader.get(object), 4);
	t.is(reader.get(`${UPS}.1.2.1.0`), 'UPS 09.9 / ID 1001');
	t.is(reader.set(object, 1, administrator), '');
	t.is(reader.get(object), 1);
});

test('upsAdvControlFirmwareUpdate reads 5 after an update that failed', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	reader.test.bench.target(0).breakUpdates();
	t.is(reader.set(`${UPS}.6.2.9.0`, 2, administrator), '');
	reader.test.advance(600_000);
	t.is(reader.get(`${UPS}.6.2.9.0`), 5);
});

test('the battery is conserved only while the utility is out, and the UPS sleeps until it is back', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	const back = reader.test.utility(0, 0);
	reader.test.advance(30000);
	t.is(reader.set(`${UPS}.6.1.1.0`, 2), '');
	reader.test.advance(30000);
	t.is(reader.get(STATUS), 11);
	back();
	reader.test.advance(60000);
	t.is(reader.get(STATUS), 2);
});

test('a sleep lasts as long as the sleep time says', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	t.is(reader.set(`${UPS}.5.2.11.0`, 36000), '');
	t.is(reader.set(`${UPS}.6.2.3.0`, 2), '');
	reader.test.advance(300_000);
	t.is(reader.get(STATUS), 5);
	reader.test.advance(120_000);
	t.is(reader.get(STATUS), 2);
});

test('a calibration is cancelled', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	t.is(reader.set(`${UPS}.7.2.5.0`, 2), '');
	reader.test.advance(5000);
	t.is(reader.get(`${UPS}.7.2.6.0`), 3);
	t.is(reader.set(`${UPS}.7.2.5.0`, 3), '');
	reader.test.advance(5000);
	t.is(reader.get(`${UPS}.7.2.6.0`), 5);
});

test('an outlet group is turned off and on, and its rows say so', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	const command = `${UPS}.12.3.2.1.3.2`;
	t.is(reader.get(command), 1);
	t.is(reader.set(command, 2), '');
	reader.test.advance(2000);
	t.is(reader.get(command), 2);
	t.is(reader.get(`${UPS}.12.1.2.1.3.2`), 2);
	t.is(reader.get(`${UPS}.12.1.2.1.6.2`), '0100000000000000000000000000000');
	t.is(reader.get(`${UPS}.12.1.2.1.3.1`), 1);
	t.is(reader.set(command, 4), '');
	reader.test.advance(2000);
	t.is(reader.get(command), 1);
});

test('an off delay of an outlet group is pending until it is cancelled', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	const command = `${UPS}.12.3.2.1.3.2`;
	const pending = `${UPS}.12.1.2.1.4.2`;
	t.is(reader.get(pending), 2);
	t.is(reader.set(command, 5), '');
	reader.test.advance(2000);
	t.is(reader.get(pending), 1);
	t.is(reader.set(command, 7), '');
	reader.test.advance(2000);
	t.is(reader.get(pending), 2);
	t.is(reader.get(command), 1);
});

test('a UPS without switched groups has no rows of them', t => {
	const reader = readerOf('SMC1500', 'nmc3');
	t.is(reader.get(`${UPS}.12.1.1.0`), 0);
	t.false(reader.all().some(({oid}) => oid.startsWith(`${UPS}.12.1.2.`)));
});

/** Flags of upsBasicStateOutputState, from 1, beside link up (6) and on (19). */
const flags: Readonly<Record<string, readonly number[]>> = {
	'on line': [4],
	'on battery': [2],
	'low battery': [2, 3, 30],
	boost: [4, 7],
	trim: [4, 8],
	'self-test': [29],
	bypass: [13],
	'bypass by switch': [12],
	overload: [4, 9],
	'replace battery': [4, 5],
	calibration: [10],
};

for (const state of upsStates) {
	test(`the state flags are right: ${state.name}`, t => {
		const reader = new MibReader(houseIn(state), 'nmc3');
		const text = String(reader.get(`${UPS}.11.1.1.0`));
		t.is(text.length, 64);
		for (const flag of [6, 19, ...(flags[state.name] ?? [])]) {
			t.is(text.charAt(flag - 1), '1', `flag ${flag} of ${text}`);
		}
		t.is(text.charAt(57), '0', 'it is not off');
		t.is(text.charAt(0), '0', 'nothing is abnormal');
	});
}

test('the state flags of a healthy UPS are those that clients have seen', t => {
	const healthy = '0001010000000000001000000000000000000000000000000000000000000000';
	t.is(readerOf('SMT1500', 'nmc3').get(`${UPS}.11.1.1.0`), healthy);
});

test('without its UPS a card knows no state, and leaves out what it cannot measure', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	reader.test.bench.target(0).silenceLink();
	reader.test.advance(60000);
	t.is(reader.get(`${UPS}.8.1.0`), 2);
	t.is(reader.get(`${UPS}.11.1.1.0`), 'UNKNOWN');
	t.is(reader.get(STATUS), 1);
	t.is(reader.get(`${UPS}.2.1.1.0`), 1);
	t.is(reader.get(`${UPS}.2.2.1.0`), null);
	t.is(reader.get(`${UPS}.2.2.8.0`), -1);
	t.is(reader.get(`${UPS}.5.2.7.0`), 4);
});

test('a self-test reads as on line and as in progress, or as what it is for those who ask for that', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	t.is(reader.set(`${UPS}.7.2.2.0`, 2), '');
	reader.test.advance(2000);
	t.is(reader.get(STATUS), 2);
	t.is(reader.get(`${UPS}.7.2.3.0`), 4);
	reader.place.quirks.add('batteryTestStatus');
	t.is(reader.get(STATUS), 15);
});

test('the condition of the battery is ok until it is to be replaced', t => {
	const condition = `${UPS}.2.2.23.0`;
	for (const state of upsStates) {
		const reader = new MibReader(houseIn(state), 'nmc3');
		t.is(reader.get(condition), state.name === 'replace battery' ? 4 : 2, state.name);
	}
});
