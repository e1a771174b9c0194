// What registers mean, by what users posted of real devices (modbus.md) and by tables of bits.

import test from 'ava';
import {findRegister} from '../../src/codec/modbus-registers.ts';
import {putRaw, putText} from '../../src/codec/modbus-values.ts';
import {conditionsIn} from '../../src/link/conditions.ts';
import {LinkHistory} from '../../src/link/history.ts';
import {identityIn} from '../../src/link/identity.ts';
import {dynamicBlock, RegisterImage, settingsBlock, statusBlock} from '../../src/link/image.ts';
import {countdownsOf, readingOf} from '../../src/link/reading.ts';
import type {Seen} from '../../src/link/reading.ts';
import {linkedSettings, settingIn, settingWrite} from '../../src/link/settings.ts';
import type {LinkedSetting} from '../../src/link/settings.ts';

function wordsOf(hex: string): number[] {
	return hex.split(' ').map(word => Number.parseInt(word, 16));
}

/** An image of registers by name: numbers raw, texts as they are. */
function imageOf(values: Readonly<Record<string, number | string>>): RegisterImage {
	const image = new RegisterImage();
	for (const block of [statusBlock, dynamicBlock]) {
		image.take(
			block.address,
			Array.from({length: block.count}, () => 0),
		);
	}
	for (const [name, value] of Object.entries(values)) {
		const row = findRegister(name);
		if (row === null) {
			throw new Error(name);
		}
		const words = Array.from({length: row.count}, () => 0);
		if (typeof value === 'string') {
			putText(value, words, 0, row.count);
		} else {
			putRaw(row, value, words, 0);
		}
		image.take(row.address, words);
	}
	return image;
}

function seenOf(image: RegisterImage, history = new LinkHistory()): Seen {
	return {image, history, identity: identityIn(image), t: 0};
}

const posted = wordsOf(
	'0000 4B76 C800 06D0 0000 280E 0001 0EB7 0F15 0000 0BE0 0000 002C 0000 1E4C 0000 1E02 0032 817E 0000 0000 0000 0001 1E4C 0000 0000 2DA0 0000 0000 0000 0000 FFFF',
);

test('the posted reading of a card means what its owner saw', t => {
	const image = new RegisterImage();
	image.take(0, wordsOf('0000 2002 0008 0000 0000 0000 0000 0001 0000 0000 0001 0000 0000 0001'));
	image.take(128, posted);
	image.take(588, [1500, 1000, 0b1110]);
	const reading = readingOf(seenOf(image));
	const expected = {
		outputStatus: 2,
		batteryRuntime: 19_318,
		batteryCharge: 1000,
		batteryVolts: 5450,
		batteryTemperature: 294,
		loadRatio: 151,
		outputWatts: 151,
		outputAmperes: 138,
		outputVolts: 1212,
		outputHertz: 6002,
		inputVolts: 1212,
		efficiency: 913,
		changeCause: 8,
		groupsOn: 0b1111,
		group1Status: 1,
	};
	t.deepEqual(Object.fromEntries(Object.keys(expected).map(slot => [slot, reading.get(slot)])), expected);
	t.deepEqual([...conditionsIn(image)], []);
});

test('the posted settings of an SMX750 mean what its owner saw', t => {
	const image = new RegisterImage();
	image.take(settingsBlock.address, wordsOf('010C 00D4 0002 00B4 0000 0000 0008'));
	const settings = linkedSettings(identityIn(imageOf({SOGRelayConfigSetting_BF: 1})));
	const values = Object.fromEntries(settings.map(setting => [setting.key, settingIn(image, setting)]));
	t.is(values['ups.transfer.high'], 268);
	t.is(values['ups.transfer.low'], 212);
	t.is(values['ups.off.delay'], 180);
	t.is(values['ups.return.delay'], 0);
	t.is(values['ups.reboot.duration'], 8);
	t.is(values['ups.battery.installed'], null, 'a date that was not read is none');
	image.take(595, [0]);
	const installed = settings.find(({key}) => key === 'ups.battery.installed') as LinkedSetting;
	t.is(settingIn(image, installed), 0, 'one that nobody has set can be set');
	t.deepEqual(settingWrite(installed, 8892), {address: 595, words: [8892]});
});

test('a UPS says who it is, and what it does not say is not made up', t => {
	const image = imageOf({
		Model_STR: 'Smart-UPS 1500',
		SKU_STR: 'SMT1500I',
		SerialNumber_STR: '\0AS1234567890',
		FWVersion_STR: 'UPS 09.3',
		'Output.ApparentPowerRating': 1500,
		'Output.RealPowerRating': 1000,
		'Output.VoltageACSetting_BF': 0b10_0000,
		SOGRelayConfigSetting_BF: 0b11,
		ManufactureDate: 7000,
	});
	t.like(identityIn(image), {
		modelName: 'Smart-UPS 1500',
		sku: 'SMT1500I',
		firmware: 'UPS 09.3',
		ratedVoltAmperes: 1500,
		ratedWatts: 1000,
		nominalVolts: 230,
		switchedGroups: 1,
		hasMainGroup: true,
		manufacturedDay: 7000,
	});
	t.like(identityIn(new RegisterImage()), {
		modelName: '',
		serial: '',
		ratedVoltAmperes: null,
		ratedWatts: null,
		nominalVolts: null,
		switchedGroups: 0,
		manufacturedDay: null,
	});
});

test('registers that the device has not are no readings', t => {
	const image = imageOf({UPSStatus_BF: 2, 'Input.Efficiency_EN': -6, 'Input[0].VoltageAC': 0xffff});
	image.take(130, [0xffff, 0xffff, 0xffff, 0xffff, 0xffff, 0xffff]);
	const reading = readingOf(seenOf(image));
	for (const slot of ['batteryCharge', 'batteryVolts', 'batteryTemperature', 'inputVolts', 'efficiency']) {
		t.is(reading.get(slot), null, slot);
	}
	t.is(reading.get('outputWatts'), null, 'a share of a rating that is not known is no power');
	t.is(reading.has('batteryAmperes'), false);
	t.deepEqual([...conditionsIn(new RegisterImage())], [], 'all ones are no alarms');
});

const online = {UPSStatus_BF: 1 << 1};
const onBattery = {UPSStatus_BF: 1 << 2};

for (const [what, registers, status, conditions] of [
	['on line', online, 2, []],
	['on boost', {...online, 'Input.InputStatus_BF': 0b10_0001}, 4, ['boost']],
	['on trim', {...online, 'Input.InputStatus_BF': 0b100_0001}, 12, ['trim']],
	['on battery', onBattery, 3, ['onBattery']],
	['on battery, low', {...onBattery, SimpleSignalingStatus_BF: 3}, 3, ['onBattery', 'lowBattery']],
	[
		'turned off soon, on line',
		{...online, SimpleSignalingStatus_BF: 2, 'MOG.TurnOffCountdown': 9},
		2,
		['gracefulShutdown'],
	],
	['a self-test on battery', {UPSStatus_BF: 0b1000_0100, ReplaceBatteryTestStatus_BF: 2}, 15, ['selfTesting']],
	['a self-test that a card calls on line', {...online, ReplaceBatteryTestStatus_BF: 2}, 15, ['selfTesting']],
	['a calibration', {...onBattery, RunTimeCalibrationStatus_BF: 2}, 3, ['calibrating']],
	['bypass', {UPSStatus_BF: 1 << 3}, 6, ['bypassCommand']],
	[
		'bypass by fault',
		{UPSStatus_BF: (1 << 3) | (1 << 5), PowerSystemError_BF: 1 << 13},
		10,
		['inverterFault', 'bypassInternalFault'],
	],
	['a fault without a name', {UPSStatus_BF: (1 << 1) | (1 << 5)}, 2, ['abnormal']],
	['off', {UPSStatus_BF: 1 << 4}, 7, ['outputOff']],
	[
		'off until the utility is back',
		{UPSStatus_BF: 1 << 4, 'MOG.OutletStatus_BF': (1 << 1) | (1 << 10)},
		11,
		['outputOff', 'sleeping'],
	],
	['asleep', {UPSStatus_BF: 1 << 4, 'MOG.OutletStatus_BF': (1 << 1) | (1 << 4)}, 5, ['outputOff', 'sleeping']],
	['rebooting', {UPSStatus_BF: 1 << 4, 'MOG.OutletStatus_BF': (1 << 1) | (1 << 2)}, 8, ['outputOff', 'rebooting']],
	['overloaded', {UPSStatus_BF: (1 << 1) | (1 << 21)}, 2, ['overload']],
	[
		'an old battery',
		{...online, BatterySystemError_BF: 4, ReplaceBatteryTestStatus_BF: 8},
		2,
		['replaceBattery', 'selfTestFailed'],
	],
] as const) {
	test(`registers of a UPS: ${what}`, t => {
		const image = imageOf({'MOG.TurnOffCountdown': -1, ...registers});
		t.is(readingOf(seenOf(image)).get('outputStatus'), status);
		t.deepEqual([...conditionsIn(image)].sort(), [...conditions].sort());
	});
}

test('a test is counted when it ends, once, whatever the result was before', t => {
	const history = new LinkHistory();
	const counts = [4, 4, 2, 2, 4, 8, 8, 1, 4 | 16, 4 | 16].map(bits => {
		history.observe(imageOf({...online, ReplaceBatteryTestStatus_BF: bits}), 230, 0);
		return history.selfTests;
	});
	t.deepEqual(counts, [0, 0, 0, 0, 1, 2, 2, 2, 3, 3]);
});

test('a sag becomes a blackout when it lasts, and a test is no transfer', t => {
	const history = new LinkHistory();
	const causeAt = (registers: Readonly<Record<string, number>>, at: number): number | null => {
		history.observe(imageOf({UPSStatusChangeCause_EN: 2, ...registers}), 230, at);
		return history.transferCause;
	};
	t.is(causeAt(online, 0), null, 'before the first there is no cause');
	t.is(causeAt({...onBattery, 'Input[0].VoltageAC': 180 * 64}, 1000), 5);
	t.is(causeAt({...onBattery, 'Input[0].VoltageAC': 0}, 3000), 6);
	t.is(causeAt({...onBattery, 'Input[0].VoltageAC': 0}, 6000), 4);
	t.is(causeAt(online, 7000), 4);
	t.is(history.transfers, 1);
	t.is(causeAt({...online, ReplaceBatteryTestStatus_BF: 2}, 8000), 9);
	t.is(history.transfers, 1);
});

test('countdowns run, or are none, or are of a group that is not there', t => {
	const image = imageOf({'MOG.TurnOffCountdown': 77, 'MOG.TurnOnCountdown': -1, 'MOG.StayOffCountdown': -1});
	t.deepEqual(Object.fromEntries(countdownsOf(seenOf(image), 0)), {turnOffIn: 77, turnOnIn: -1, stayOffFor: -1});
	t.deepEqual(Object.fromEntries(countdownsOf(seenOf(image), 1)), {turnOffIn: null, turnOnIn: null, stayOffFor: null});
});
