import test from 'ava';
import type {ExecutionContext} from 'ava';
import {faceRows, MODBUS_STEP, toleranceOf} from '../../sim/ui/face-table.ts';
import type {FaceRow} from '../../sim/ui/face-table.ts';
import {MINUTE, SECOND} from '../../src/core/clock.ts';
import {RandomStream} from '../../src/core/random.ts';
import {houseOf} from '../helpers/card-house.ts';
import type {TestHouse} from '../helpers/card-house.ts';
import {findProgram} from '../helpers/needs.ts';
import {houseIn, upsStates} from '../helpers/ups-states.ts';
import {openAll, snmpNumber} from './cross-face-readers.ts';
import type {Faces, Told} from './cross-face-readers.ts';
import {crossFacts} from './cross-face-table.ts';

/** Of upsBasicOutputStatus (nmc.md 1.1). */
const ON_LINE = 2;
const ON_BATTERY_TEST = 15;
const installed = findProgram('snmpget') !== null;
const judged = installed ? test : test.skip;
const suffix = installed ? '' : ' (skipped: snmpget not installed)';
const POWERNET = '.1.3.6.1.4.1.318.1.1.1.';
const UPS_MIB = '.1.3.6.1.2.1.33.1.';
const ALARMS = '.1.3.6.1.2.1.33.1.6.3.';
/** Of faces that tell the reading as it is. */
const EXACT = 0.01;

/** A number as NUT's text has it: the digits behind the point are its step. */
function nutNumber(text: string): {value: number; scale: number} {
	return {value: Number(text), scale: 10 ** (text.split('.')[1]?.length ?? 0)};
}

function compare(t: ExecutionContext, row: FaceRow, truth: number, told: Told, where: string): void {
	const near = (face: string, value: number, scale: number): void => {
		t.true(
			Math.abs(value - truth) <= toleranceOf(scale) + 1 / row.scale,
			`${where}: ${row.slot} is ${truth}, and ${face} tells ${value}`,
		);
	};
	const {powernet, precise, ietf, modbus, nut} = row;
	for (const [face, base, place] of [
		['PowerNet', POWERNET, powernet],
		['PowerNet in tenths', POWERNET, precise],
		['UPS-MIB', UPS_MIB, ietf],
	] as const) {
		if (place !== undefined) {
			near(face, snmpNumber(told.snmp.get(`${base}${place[0]}`)) / place[1], place[1]);
		}
	}
	if (modbus !== undefined) {
		near('Modbus', told.modbus.get(modbus) ?? Number.NaN, Math.min(MODBUS_STEP, row.scale));
	}
	if (nut !== undefined) {
		const {value, scale} = nutNumber(told.nut.get(nut) ?? 'missing');
		near('NUT', value, scale);
	}
	near('MQTT', Number(told.mqtt[row.mqtt] ?? 0) / row.scale, 1 / EXACT);
	near('the web face', told.http.readings[row.slot]?.value ?? Number.NaN, 1 / EXACT);
	near('the control API', told.control.readings[row.slot]?.value ?? Number.NaN, 1 / EXACT);
}

function compareFacts(t: ExecutionContext, card: TestHouse, told: Told, where: string): void {
	const view = card.house.view(0);
	const alarms = new Set([...told.snmp].filter(([oid]) => oid.startsWith(`${UPS_MIB}6.2.1.2.`)).map(([, id]) => id));
	const words = (told.nut.get('ups.status') ?? '').split(' ');
	for (const {event, modbus, nut, alarm} of crossFacts) {
		const holds = view.holds(event);
		if (modbus !== undefined) {
			const bits = told.modbus.get(modbus[0]) ?? 0;
			t.is(((bits >>> modbus[1]) & 1) === 1, holds, `${where}: ${event} by Modbus`);
		}
		if (nut !== undefined) {
			t.is(words.includes(nut), holds, `${where}: ${event} by NUT, which says ${words.join(' ')}`);
		}
		if (alarm !== undefined) {
			t.is(alarms.has(`${ALARMS}${alarm}`), holds, `${where}: ${event} by UPS-MIB`);
		}
	}
	t.deepEqual(told.http.status, view.statusWords(), where);
	t.deepEqual(told.control.status, view.statusWords(), where);
	// For clients that know no word for it, a self-test is on line there.
	const status = view.reading.outputStatus === ON_BATTERY_TEST ? ON_LINE : view.reading.outputStatus;
	t.is(snmpNumber(told.snmp.get(`${POWERNET}4.1.1.0`)), status, where);
}

async function compareAll(t: ExecutionContext, card: TestHouse, faces: Faces, where: string): Promise<void> {
	const view = card.house.view(0);
	view.look();
	const truth = faceRows.map(({slot, scale}) => (view.reading as unknown as Record<string, number>)[slot] / scale);
	const told = await faces.read();
	faceRows.forEach((row, i) => compare(t, row, truth[i], told, where));
	compareFacts(t, card, told, where);
}

for (const state of upsStates) {
	judged(`every face tells the same in the state ${state.name}${suffix}`, async t => {
		const card = houseIn(state);
		await compareAll(t, card, await openAll(t, card), state.name);
	});
}

/** A night of wind: the utility goes up and down, the load with it, and the card is read at 40 moments. */
judged(`every face tells the same at every moment of a storm${suffix}`, async t => {
	const card = houseOf({model: 'SMT1500', logSize: 1024});
	const faces = await openAll(t, card);
	const random = new RandomStream(20_261_124);
	let undo = (): void => {};
	for (let moment = 0; moment < 40; moment++) {
		undo();
		undo = card.utility(0, [0, 0.87, 1, 1, 1.13][Math.floor(random.next() * 5)]);
		card.bench.set(0, 'load', 5 + Math.floor(random.next() * 90));
		card.advance(Math.floor(10 * SECOND + random.next() * 4 * MINUTE));
		await compareAll(t, card, faces, `moment ${moment}`);
	}
});
