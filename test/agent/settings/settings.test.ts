import test from 'ava';
import fc from 'fast-check';
import {isAllowed, rounded} from '../../../src/agent/settings/allowed.ts';
import {findSetting, settingById, settings, settingsOf} from '../../../src/agent/settings/catalogue.ts';
import {dateDays, dateText} from '../../../src/agent/settings/dates.ts';
import {accessWrite, kindText} from '../../../src/agent/settings/setting-row.ts';
import type {SettingRow} from '../../../src/agent/settings/setting-row.ts';
import {settingTexts} from '../../../src/agent/settings/settings-texts.ts';
import {takeValue, valueText} from '../../../src/agent/settings/value-text.ts';
import {models} from '../../../src/ups/catalogue.ts';
import {ratingOf} from '../../../src/ups/rating.ts';
import {rating} from './rigs.ts';

function row(key: string): SettingRow {
	const found = findSetting(key);
	if (found === null) {
		throw new Error(`no setting ${key}`);
	}
	return found;
}

/** nmc.md 4, a line a row: type of UPS, setting, what it takes in words, default. SUA1500: 120 V, older; SMX1500I: 230 V, newer. */
const facts: readonly (readonly [sku: string, key: string, takes: string, standard: string])[] = [
	['SUA1500', 'ups.transfer.high', '127, 130, 133 or 136 V', '127'],
	['SUA1500', 'ups.transfer.low', '97, 100, 103 or 106 V', '106'],
	['SUA1500I', 'ups.transfer.high', '253, 257, 261 or 265 V', '253'],
	['SUA1500I', 'ups.transfer.low', '196, 200, 204 or 208 V', '208'],
	['SUA1500', 'ups.off.delay', '20, 60, 120, 240, 480, 720 or 960 s', '60'],
	['SC1500', 'ups.off.delay', '60, 180, 300 or 600 s', '60'],
	['SMX1500I', 'ups.off.delay', '0 to 86400 s', '90'],
	['SUA1500', 'ups.return.delay', '0, 20, 60, 120, 240, 480, 720 or 960 s', '0'],
	['SC1500', 'ups.return.delay', '0 to 420 in steps of 60 s', '0'],
	['SMT1500', 'ups.return.delay', '0 to 86400 s', '0'],
	['SUA1500', 'ups.return.minCharge', '0, 15, 50 or 90 %', '0'],
	['SUA1500', 'ups.lowBattery.duration', '120, 300 or 420 s', '120'],
	['SMT1500', 'ups.lowBattery.duration', '0 to 3600 s', '120'],
	['SMT1500', 'ups.alarm.delay', '0 or 30 s', '0'],
	['SUA1500', 'ups.alarm.delay', '0, 5 or 30 s', '5'],
	['SMT1500', 'ups.alarm.mode', 'timed, atLowBattery or never', 'timed'],
	['SMT1500', 'ups.sensitivity', 'auto, low, medium or high', 'high'],
	['SMT1500', 'ups.reboot.duration', '0 to 86400 s', '8'],
	['SMT1500', 'ups.automaticRestart', 'false or true', 'true'],
	['SMT1500', 'ups.deepDischargeProtection', 'false or true', 'true'],
	['SMT1500', 'ups.greenMode', 'false or true', 'false'],
	['SMT1500', 'ups.battery.healthWarning', '0 to 3650 d or never', '90'],
	['SMT1500', 'ups.battery.healthSnooze', '0 to 3650 d or never', '30'],
	['SMT1500', 'ups.battery.externalPacks', '0 to 10 or auto', 'auto'],
	['SMT1500', 'ups.alarm.loadAbove', '0 to 1000000 VA or never', 'never'],
	['SMT1500', 'ups.alarm.runtimeBelow', '0 to 1440 min or never', 'never'],
	['SMT1500', 'ups.shutdown.onBatteryFor', '0 to 86400 s or never', 'never'],
	['SMT1500', 'ups.name', 'up to 16 printable ASCII characters', 'APC UPS'],
	['SMX1500I', 'outlet.main.onDelay', '0 to 86400 s or never', '0'],
	['SMX1500I', 'outlet.group1.offDelay', '0 to 86400 s or never', '90'],
	['SMX1500I', 'outlet.group1.rebootDuration', '0 to 86400 s', '8'],
	['SMX1500I', 'outlet.group1.minReturnRuntime', '0 to 86400 s', '0'],
	['SMX1500I', 'outlet.group1.shed.onBatteryFor', '0 to 86400 s or never', 'never'],
	['SMX1500I', 'outlet.group1.shed.onOverload', 'false or true', 'false'],
	['SMT1500', 'modbus.unitId', '1 to 247', '1'],
	['SMT1500', 'session.idleLogout', '1 to 60 min', '3'],
	['SMT1500', 'ups.selfTest.schedule', '', 'every14Days'],
	['5PX1500i', 'ups.selfTest.schedule', '', 'every7Days'],
];

for (const [sku, key, takes, standard] of facts) {
	test(`${key} of a ${sku} takes ${takes || 'its words'} and is ${standard} as delivered`, t => {
		const of = rating(sku);
		const setting = row(key);
		t.is(valueText(setting, of, setting.standard(of) ?? ''), standard);
		const refused = takeValue(setting, of, 'no such value, and far too long for a name');
		t.true('problem' in refused);
		if ('problem' in refused && takes !== '') {
			t.true(refused.problem.message.endsWith(`it takes ${takes}.`), refused.problem.message);
		}
	});
}

/** nmc.md 4, the rounding rule of a SET: type, setting, asked for, set. */
const roundings: readonly (readonly [sku: string, key: string, asked: number, set: number])[] = [
	['SUA1500', 'ups.transfer.high', 128, 130],
	['SUA1500', 'ups.transfer.high', 100, 127],
	['SUA1500', 'ups.transfer.high', 150, 136],
	['SUA1500', 'ups.transfer.low', 105, 103],
	['SUA1500', 'ups.transfer.low', 120, 106],
	['SUA1500', 'ups.transfer.low', 90, 97],
	['SUA1500I', 'ups.transfer.high', 254, 257],
	['SUA1500I', 'ups.transfer.low', 199, 196],
	['SUA1500', 'ups.return.minCharge', 16, 50],
	['SUA1500', 'ups.return.minCharge', 99, 90],
	['SUA1500', 'ups.return.delay', 1, 20],
	['SUA1500', 'ups.return.delay', 2000, 960],
	['SUA1500', 'ups.off.delay', 61, 120],
	['SUA1500', 'ups.lowBattery.duration', 121, 300],
	['SUA1500', 'ups.alarm.delay', 29, 5],
	['SMT1500', 'ups.alarm.delay', 29, 0],
	['SC1500', 'ups.return.delay', 61, 120],
	['SC1500', 'ups.return.delay', 1000, 420],
	['SMT1500', 'ups.return.delay', 61, 61],
];

for (const [sku, key, asked, set] of roundings) {
	test(`a SET of ${asked} to ${key} of a ${sku} makes ${set}`, t => {
		const setting = row(key);
		t.is(rounded(setting.allowed(rating(sku)), asked, setting.rounding), set);
	});
}

test('rounding gives an allowed value, keeps an allowed one, and never goes the wrong way inside the range', t => {
	const numeric = settings.filter(setting => setting.kind !== kindText);
	const types = ['SUA1500', 'SUA1500I', 'SC1500', 'SMT1500', '5PX1500i', 'SURT3000XLI'].map(rating);
	fc.assert(
		fc.property(fc.constantFrom(...numeric), fc.constantFrom(...types), fc.integer(), (setting, of, asked) => {
			const allowed = setting.allowed(of);
			const value = rounded(allowed, asked, setting.rounding);
			t.true(isAllowed(allowed, value), `${setting.key} ${asked} ${value}`);
			t.is(rounded(allowed, value, setting.rounding), value);
		}),
		{numRuns: 500},
	);
});

test('every setting of every model has a default that it takes, and a text that reads back as the same value', t => {
	for (const each of models()) {
		const of = ratingOf(each);
		for (const setting of settingsOf(of)) {
			const standard = setting.standard(of);
			if (standard !== null) {
				const where = `${each.sku} ${setting.key}`;
				t.deepEqual(takeValue(setting, of, standard), {value: standard}, where);
				t.deepEqual(takeValue(setting, of, valueText(setting, of, standard)), {value: standard}, where);
			}
		}
	}
});

test('ids and keys of settings are unique, and both find the row', t => {
	t.is(new Set(settings.map(each => each.id)).size, settings.length);
	t.is(new Set(settings.map(each => each.key)).size, settings.length);
	for (const setting of settings) {
		t.is(findSetting(setting.key), setting);
		t.is(settingById(setting.id), setting);
	}
});

test('ids and keys are public: they only grow', t => {
	t.snapshot(settings.map(each => `${each.id} ${each.key}`));
});

test('every event of the catalogue has settings of its own, found by key and by id', t => {
	const severity = row('event.onBattery.severity');
	t.is(severity.id, 10_010);
	t.is(settingById(10_010)?.key, 'event.onBattery.severity');
	t.is(findSetting('event.noSuchEvent.severity'), null);
	t.is(findSetting('event.onBattery.colour'), null);
	t.is(settingById(10_019), null);
});

test('every setting has a label and a help text', t => {
	for (const setting of settings) {
		const texts = settingTexts(setting.id);
		t.true(texts.label.length > 0 && texts.help.endsWith('.'), setting.key);
	}
});

test('what only a double-conversion inverter can do is read-only elsewhere, and outlet settings need outlets', t => {
	t.not(row('ups.output.voltage').access(rating('SMT1500')), accessWrite);
	t.is(row('ups.output.voltage').access(rating('SURT3000XLI')), accessWrite);
	t.true(settingsOf(rating('SUA1500')).every(setting => !setting.key.startsWith('outlet.')));
});

test('dates from 2000 to 2099 go to days and back; others are refused', t => {
	t.is(dateDays('2000-01-01'), 0);
	t.is(dateDays('2000-03-01'), 60);
	t.is(dateText(36_524), '2099-12-31');
	fc.assert(
		fc.property(fc.integer({min: 0, max: 36_524}), days => {
			const iso = new Date(Date.UTC(2000, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
			return dateText(days) === iso && dateDays(iso) === days;
		}),
	);
	for (const wrong of ['', '2026-02-29', '2026-13-01', '1999-12-31', '2100-01-01', '2026-1-1', '2026-11-24T00:00']) {
		t.is(dateDays(wrong), -1, wrong);
	}
});
