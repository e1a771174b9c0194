import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {type Battery, fullRuntimeMinutes} from '../../src/ups/battery.ts';
import {gxt3InternalPercent, rbc55x2, su1000, su1400, su420} from '../../src/ups/catalogue/fits.ts';
import {findModel, models, nearestSku} from '../../src/ups/catalogue.ts';
import {fitTable, fitTwoPoints} from '../../src/ups/fit/fit.ts';
import type {UpsModel} from '../../src/ups/model.ts';
import {twoPointRow, upsTable} from '../accuracy/tables.ts';

function model(sku: string): UpsModel {
	const found = findModel(sku);
	if (found === null) {
		throw new Error(`no model ${sku}`);
	}
	return found;
}

const fitted: ReadonlyArray<readonly [name: string, stored: Battery, fit: () => Battery]> = [
	['SU420', su420.parameters, () => fitTable(upsTable('apc-su420').points)],
	['SU1000', su1000.parameters, () => fitTable(upsTable('apc-su1000').points)],
	['SU1400', su1400.parameters, () => fitTable(upsTable('apc-su1400').points)],
	['GXT3 internal', gxt3InternalPercent, () => fitTable(upsTable('liebert-gxt3-internal').points)],
	['5 kVA two points', rbc55x2.parameters, () => fitTwoPoints(...twoPointRow('apc-5kva-rbc55x2'))],
];

for (const [name, stored, fit] of fitted) {
	test(`the stored parameters of ${name} are those that the fit gives`, t => {
		const battery = fit();
		for (const key of Object.keys(stored) as Array<keyof Battery>) {
			t.true(Math.abs(stored[key] / battery[key] - 1) < 0.01, `${key}: ${stored[key]} and ${battery[key]}`);
		}
	});
}

test('there are 68 models, each SKU once, without remarks in it', t => {
	const skus = models().map(each => each.sku);
	t.is(skus.length, 68);
	t.is(new Set(skus).size, 68);
	t.deepEqual(
		skus.filter(sku => !/^[A-Za-z0-9][A-Za-z0-9 -]*[A-Za-z0-9]$/.test(sku)),
		[],
	);
});

for (const each of models()) {
	test(`${each.sku} is complete and plausible`, t => {
		const {window, battery} = each;
		t.true(each.ratedWatts > 0 && each.ratedWatts <= each.ratedVoltAmperes);
		t.true([120, 208, 230].includes(each.nominalVolts));
		t.is(each.nominalHertz, each.nominalVolts === 230 ? 50 : 60);
		t.true(window.batteryBelow <= window.boostBelow && window.boostBelow < each.nominalVolts);
		t.true(each.nominalVolts < window.trimAbove && window.trimAbove <= window.batteryAbove);
		t.true(window.batteryBelow > 0.5 * each.nominalVolts && window.batteryAbove < 1.4 * each.nominalVolts);
		t.is(window.batteryBelow === window.boostBelow, each.topology === 'doubleConversion');
		t.true(Number.isInteger(each.blocks) && each.blocks >= 1 && each.blocks <= 16);
		t.true(each.ampereHours >= 3 && each.ampereHours <= 50);
		t.true(battery.availableShare > 0.3 && battery.availableShare <= 1);
		t.true(battery.levelingPerMinute > 0 && battery.cutoffHours > 0 && battery.idleWatts > 0);
		t.true(each.rechargeHours >= 3 && each.rechargeHours <= 9);
		t.true(each.switchedGroups >= 0 && each.switchedGroups <= 3);
		t.true(each.sysObjectId === '' || /^1\.3\.6\.1\.4\.1(\.\d+)+$/.test(each.sysObjectId));
		t.true(each.vendor !== '' && each.family !== '');
	});

	test(`${each.sku} carries its full load for a while and half of it longer`, t => {
		const full = fullRuntimeMinutes(each.battery, each.ratedWatts);
		const half = fullRuntimeMinutes(each.battery, each.ratedWatts / 2);
		t.true(full > 1 && full < 15, `${full}`);
		t.true(half > 2 * full && half < 40, `${half}`);
	});

	test(`what is assumed of ${each.sku} names its own fields, each once`, t => {
		t.is(new Set(each.assumed).size, each.assumed.length);
		for (const name of each.assumed) {
			const value = name.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], each);
			t.not(value, undefined, name);
		}
		// No source says which frequency a model is made for.
		t.true(each.assumed.includes('nominalHertz'));
		const scaled = each.batterySource === 'scaledByWatts' || each.batterySource === 'batterySize';
		t.true(!scaled || each.assumed.includes('battery'));
	});
}

test('a model with a published table has its battery, unassumed', t => {
	t.is(model('SU1400').battery, su1400.parameters);
	t.is(model('SU1400').batterySource, 'runtimeTable');
	t.false(model('SU1400').assumed.includes('battery'));
	t.deepEqual(
		models()
			.filter(each => !each.assumed.includes('battery'))
			.map(each => each.sku),
		['SU420', 'SU1000', 'SU1400'],
	);
});

test('the two points of the 5 kVA data sheet carry SUA5000RMT5U, by inference', t => {
	const given = model('SUA5000RMT5U');
	t.is(given.batterySource, 'twoPoints');
	t.true(given.assumed.includes('battery'));
	t.true(Math.abs(fullRuntimeMinutes(given.battery, 4000) / 9.4 - 1) < 0.01);
});

test('the GXT3 table in percent is scaled by the rated watts', t => {
	const given = model('GXT3-5000RT208');
	t.is(given.ratedWatts, 4500);
	t.true(given.assumed.includes('ratedWatts'));
	t.true(Math.abs(fullRuntimeMinutes(given.battery, 0.5 * 4500) / 21 - 1) < 0.05);
});

test('a battery of known size has 0.9 of its nominal energy and the typical shape', t => {
	const given = model('5PX1500i');
	t.is(given.batterySource, 'batterySize');
	t.is(given.ampereHours, 9);
	t.is((given.battery.capacityWmin / 60).toFixed(3), (0.9 * 48 * 9).toFixed(3));
	t.is(given.battery.availableShare, 0.5);
	t.is(given.battery.levelingPerMinute, 0.03);
	t.is(given.battery.cutoffHours, 0.1);
	t.is(given.battery.idleWatts, 0.04 * 1350);
});

test('a battery of unknown size is that of the SU1400 by rated watts, and its ampere-hours follow', t => {
	const given = model('SU2200');
	const factor = 2200 / 1400;
	t.is(given.batterySource, 'scaledByWatts');
	t.true(Math.abs(given.battery.capacityWmin / (su1400.parameters.capacityWmin * factor) - 1) < 0.001);
	t.true(Math.abs(given.battery.idleWatts / (su1400.parameters.idleWatts * factor) - 1) < 0.001);
	t.is(given.battery.cutoffHours, su1400.parameters.cutoffHours);
	t.is(given.ampereHours, Math.round((10 * given.battery.capacityWmin) / 60 / (0.9 * 48)) / 10);
	t.true(given.assumed.includes('ampereHours'));
});

test('the lithium model has one well, and the runtime that its recording shows', t => {
	const given = model('SMTL1000');
	t.is(given.chemistry, 'lithium');
	t.is(given.battery.availableShare, 1);
	t.is(given.battery.cutoffHours, 0.02);
	t.true(Math.abs(fullRuntimeMinutes(given.battery, 0.378 * given.ratedWatts) / 25.4 - 1) < 0.02);
	t.deepEqual(
		models()
			.filter(each => each.chemistry === 'lithium')
			.map(each => each.sku),
		['SMTL1000'],
	);
});

test('unknown watts are 0.67 of the VA of a line-interactive type and 0.9 of a double-conversion one', t => {
	t.is(model('SU1400').ratedWatts, 938);
	t.is(model('9PX1000i-RT2U').ratedWatts, 900);
	t.is(model('RackTower-2700W-HV').ratedVoltAmperes, 3000);
	t.true(model('RackTower-2700W-HV').assumed.includes('ratedVoltAmperes'));
	t.false(model('RackTower-2700W-HV').assumed.includes('ratedWatts'));
});

test('watts and ampere-hours that only general knowledge gives are assumed', t => {
	t.true(['ratedWatts', 'ampereHours'].every(name => model('SMT1500').assumed.includes(name)));
	t.false(['ratedWatts', 'ampereHours'].some(name => model('5PX1500i').assumed.includes(name)));
});

test('published boost and trim points stand, with the battery beyond them', t => {
	t.deepEqual(model('SU1400').window, {batteryBelow: 170, boostBelow: 196, trimAbove: 253, batteryAbove: 281});
	t.deepEqual(
		model('SU1400').assumed.filter(name => name.startsWith('window')),
		['window.batteryBelow', 'window.batteryAbove'],
	);
});

test('unknown transfer points are the classic ones of the nominal voltage', t => {
	t.deepEqual(model('SMT1500').window, {batteryBelow: 92, boostBelow: 106, trimAbove: 127, batteryAbove: 141});
	t.is(model('SMT1500').assumed.filter(name => name.startsWith('window')).length, 4);
});

test('the four edges of the Eaton 5PX are published, those of its kin half', t => {
	const edges = {batteryBelow: 160, boostBelow: 184, trimAbove: 265, batteryAbove: 294};
	t.deepEqual(model('5PX1500i').window, edges);
	t.deepEqual(model('5P650i').window, edges);
	t.deepEqual(
		model('5PX1500i').assumed.filter(name => name.startsWith('window')),
		[],
	);
	t.deepEqual(
		model('5P650i').assumed.filter(name => name.startsWith('window')),
		['window.boostBelow', 'window.trimAbove'],
	);
	t.deepEqual(model('5SC750i').window, {batteryBelow: 184, boostBelow: 208, trimAbove: 253, batteryAbove: 276});
});

test('transfer points of a double-conversion type are those of the battery', t => {
	t.deepEqual(model('SURT8000XLI').window, {batteryBelow: 161, boostBelow: 161, trimAbove: 253, batteryAbove: 253});
	t.deepEqual(model('SRT3000RMXLT').window, {batteryBelow: 163, boostBelow: 163, trimAbove: 254, batteryAbove: 254});
});

const recharge: ReadonlyArray<readonly [sku: string, hours: number, assumed: boolean]> = [
	['SUA5000RMT5U', 3, false],
	['SMT1500', 3, false],
	['SU1000XL', 9, false],
	['SUM1500RMXL2U', 9, false],
	['9PX6000i', 3, false],
	['GXT3-5000RT208', 3, false],
	['CP1500PFCLCD', 3, true],
];

for (const [sku, hours, assumed] of recharge) {
	test(`${sku} recharges in ${hours} h, ${assumed ? 'by assumption' : 'as published'}`, t => {
		t.is(model(sku).rechargeHours, hours);
		t.is(model(sku).assumed.includes('rechargeHours'), assumed);
	});
}

test('an object id or battery of a sibling is assumed, a missing one is empty', t => {
	t.true(model('SRT5KRMXLI').assumed.includes('sysObjectId'));
	t.is(model('SUA750').sysObjectId, '');
	t.false(model('SUA750').assumed.includes('sysObjectId'));
	t.is(model('SMT750I').batterySku, 'RBC48');
	t.true(model('SMT750I').assumed.includes('batterySku'));
	t.is(model('SUA5000RMT5U').batterySku, 'RBC55 x 2');
});

test('outlet groups are published for some and usual in the family for others', t => {
	t.is(model('SMT1500').switchedGroups, 1);
	t.false(model('SMT1500').assumed.includes('switchedGroups'));
	t.is(model('SMX750I').switchedGroups, 2);
	t.true(model('SMX750I').assumed.includes('switchedGroups'));
});

test('a model is found by exactly its SKU, and always the same object', t => {
	t.is(findModel('SMT1500'), findModel('SMT1500'));
	t.is(findModel('smt1500'), null);
	t.is(findModel(''), null);
});

const spellings: ReadonlyArray<readonly [text: string, sku: string]> = [
	['smt1500', 'SMT1500'],
	['SMT1500X', 'SMT1500'],
	['SMTL100', 'SMTL1000'],
	['GXT3-5000', 'GXT3-5000RT208'],
	['SMT3000', 'SMT3000RMI2U'],
	['MT1500', 'SMT1500'],
	['symmetra lx 16000', 'Symmetra LX 16000 RM'],
	['', 'SU420'],
];

for (const [text, sku] of spellings) {
	test(`the SKU nearest to "${text}" is ${sku}`, t => t.is(nearestSku(text), sku));
}

const list = join(process.env['RIDETHROUGH_DATA'] ?? '', 'ups-models.csv');

/** The cells of a line with quoted cells in it. */
function cellsOf(line: string): string[] {
	return [...line.matchAll(/(?:^|,)("[^"]*"|[^,]*)/g)].map(match => (match[1] ?? '').replaceAll('"', ''));
}

if (process.env['RIDETHROUGH_DATA'] === undefined || !existsSync(list)) {
	test.skip('every line of the list of models is in the catalogue skipped: RIDETHROUGH_DATA not set', t => t.fail());
} else {
	test('every line of the list of models is in the catalogue, with its VA and known watts', t => {
		const lines = readFileSync(list, 'utf8')
			.split('\n')
			.filter(line => line !== '' && !line.startsWith('#'))
			.slice(1);
		t.is(lines.length, models().length);
		for (const cells of lines.map(cellsOf)) {
			const [name = '', vendor, family, topology, va, watts] = cells;
			const given = model(name.replace(/ \(.*/, ''));
			t.is(given.vendor, vendor);
			t.is(given.family, family);
			t.is(given.topology === 'doubleConversion', topology === 'online', name);
			t.true(va === 'unknown' || Number(va) === given.ratedVoltAmperes, name);
			t.true(watts === 'unknown' || Number(watts) === given.ratedWatts, name);
		}
	});

	test('known transfer points, battery volts and ampere-hours of the list are those of the catalogue', t => {
		const lines = readFileSync(list, 'utf8')
			.split('\n')
			.filter(line => line !== '' && !line.startsWith('#'))
			.slice(1);
		for (const cells of lines.map(cellsOf).filter(row => row[0] !== 'SUA5000RMT5U')) {
			const given = model((cells[0] ?? '').replace(/ \(.*/, ''));
			const [volts, hours, low, high] = [cells[8], cells[9], cells[14], cells[15]].map(cell => parseFloat(cell ?? ''));
			t.true(Number.isNaN(volts) || volts === given.blocks * 12, given.sku);
			t.true(Number.isNaN(hours) || hours === given.ampereHours, given.sku);
			t.true(Number.isNaN(low) || [given.window.batteryBelow, given.window.boostBelow].includes(low ?? 0), given.sku);
			t.true(Number.isNaN(high) || [given.window.batteryAbove, given.window.trimAbove].includes(high ?? 0), given.sku);
		}
	});
}
