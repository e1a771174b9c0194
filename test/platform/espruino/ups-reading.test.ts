// Whatever registers a UPS has, a board makes the same row of them as src/link does on Node.

import fc from 'fast-check';
import test from 'ava';
import {eventOfCondition} from '../../../src/agent/events.ts';
import {findRegister} from '../../../src/codec/modbus-registers.ts';
import {LinkHistory} from '../../../src/link/history.ts';
import {identityIn} from '../../../src/link/identity.ts';
import {dynamicBlock, inventoryBlock, RegisterImage, settingsBlock, statusBlock} from '../../../src/link/image.ts';
import {fillReading} from '../../../src/platform/node/main/agent-link-row.ts';
import {factsOf} from '../../../src/platform/espruino/board-birth.ts';
import type {Config} from '../../../src/platform/espruino/config.ts';
import * as at from '../../../src/platform/espruino/ups-registers.ts';
import {UpsReading} from '../../../src/platform/espruino/ups-reading.ts';
import {CONDITIONS} from '../../../src/ups/conditions.ts';
import {READING_SIZE, readingFields} from '../../../src/ups/reading.ts';

const blocks = [inventoryBlock, settingsBlock, statusBlock, dynamicBlock];
const NOTHING = {watts: 0, voltAmperes: 0, volts: 0} as Config;

/** Registers with many that hold nothing, and as many bits alone. */
const word = fc.oneof(
	fc.constant(0),
	fc.constant(0xffff),
	fc.integer({min: 0, max: 15}).map(bit => 1 << bit),
	fc.integer({min: 0, max: 0xfffe}),
);
const look = fc.tuple(...blocks.map(({count}) => fc.array(word, {minLength: count, maxLength: count})));

/** Registers of two words in the status block: no UPS fills one of them with ones and the other not. */
const doubles = [0, 3, 6, 9, 12, 15, 20];

function asFromUps(block: number, words: readonly number[]): readonly number[] {
	const halves = block === at.status ? doubles.flatMap(place => [place, place + 1]) : [];
	return words.map((each, place) => (each === 0xffff && halves.includes(place) ? 0xfffe : each));
}

function bytesOf(words: readonly number[]): Uint8Array {
	return Uint8Array.from(words.flatMap(each => [each >> 8, each & 255]));
}

test('the blocks are those of the link', t => {
	t.deepEqual(
		[...at.blockAddresses],
		blocks.map(({address}) => address),
	);
	t.deepEqual(
		[...at.blockCounts],
		blocks.map(({count}) => count),
	);
});

test('a row of any registers is that of the link, from one look to the next', t => {
	fc.assert(
		fc.property(fc.array(look, {minLength: 1, maxLength: 4}), looks => {
			const image = new RegisterImage();
			const history = new LinkHistory();
			const registers = new at.UpsRegisters();
			const reading = new UpsReading(registers, factsOf(registers, NOTHING));
			looks.forEach((words, turn) => {
				const time = 4000 * turn;
				blocks.forEach(({address}, block) => {
					const told = asFromUps(block, words[block]);
					image.take(address, told);
					registers.take(block, bytesOf(told), 0);
				});
				const identity = identityIn(image);
				const expected = new Int32Array(READING_SIZE);
				history.observe(image, identity.nominalVolts ?? 0, time);
				fillReading({image, history, identity, t: time}, expected);
				reading.facts = factsOf(registers, NOTHING);
				reading.look(time);
				const named = (row: Int32Array) =>
					Object.fromEntries(Array.from(row, (value, slot) => [readingFields[slot].name, value]));
				t.deepEqual(named(reading.row), named(expected));
			});
		}),
		{numRuns: 300},
	);
});

test('what a UPS calls itself is read as the link reads it, but for blanks within', t => {
	const registers = new at.UpsRegisters();
	const words = Array.from({length: inventoryBlock.count}, () => 0x2020);
	words.splice(at.skuText - inventoryBlock.address, 4, 0x534d, 0x5431, 0x3530, 0x3000);
	registers.take(at.inventory, bytesOf(words), 0);
	t.is(registers.text(at.skuText, at.SKU_WORDS), 'SMT1500');
	t.is(registers.text(at.serialText, at.SERIAL_WORDS), '');
});

/** Names of src/codec/modbus-registers.ts by the numbers that a board has for them; of two words the second. */
const places: readonly (readonly [number, string])[] = [
	[at.upsStatus - 1, 'UPSStatus_BF'],
	[at.changeCause, 'UPSStatusChangeCause_EN'],
	[at.outletStatus - 1, 'MOG.OutletStatus_BF'],
	[at.outletStatus + at.OUTLET_STATUS_STEP - 1, 'SOG[0].OutletStatus_BF'],
	[at.testStatus, 'ReplaceBatteryTestStatus_BF'],
	[at.calibrationStatus, 'RunTimeCalibrationStatus_BF'],
	[at.userInterface, 'UserInterfaceStatus_BF'],
	[at.turnOffCountdown + at.COUNTDOWN_STEP, 'SOG[0].TurnOffCountdown'],
	[at.turnOffSetting, 'MOG.TurnOffCountdownSetting'],
	[at.turnOffSetting + at.SETTING_STEP + 1, 'SOG[0].TurnOnCountdownSetting'],
	[at.turnOffSetting + 2, 'MOG.StayOffCountdownSetting'],
	[at.firmwareText, 'FWVersion_STR'],
	[at.serialText, 'SerialNumber_STR'],
	[at.ratedWatts, 'Output.RealPowerRating'],
	[at.voltageSetting, 'Output.VoltageACSetting_BF'],
	[at.relayConfig, 'SOGRelayConfigSetting_BF'],
];

test('registers are where the map has them', t => {
	for (const [address, name] of places) {
		t.is(findRegister(name)?.address, address, name);
	}
});

test('conditions are numbered as their events, which is how a board reads its log', t => {
	for (let which = 0; which < CONDITIONS; which++) {
		t.is(eventOfCondition(which), which + 1);
	}
});
