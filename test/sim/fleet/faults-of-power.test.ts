// What faults of the grid, the battery, the charger and the inverter come to in a fleet.

import test from 'ava';
import * as code from '../../../src/ups/codes.ts';
import {outage, tryCase, wait, words} from '../../helpers/fault-world.ts';
import type {Case} from '../../helpers/fault-world.ts';
import {DAY, MINUTE, SECOND} from '../../helpers/ref-model.ts';

const cases: readonly Case[] = [
	['4 Hz off is too much', 'frequencyShift', {hertz: 4}, 'SMT1500', wait(SECOND), words, 'OB DISCHRG', 'OL'],
	['2 Hz are borne', 'frequencyShift', {hertz: -2}, 'SMT1500', wait(SECOND), w => w.ups.inputHertz, 58, 60],
	[
		'a drift ends up where it says',
		'frequencyDrift',
		{hertz: -2, over: '1m'},
		'SMT1500',
		wait(2 * MINUTE),
		w => w.ups.inputHertz,
		58,
		60,
	],
	[
		'a swing is back after a whole one',
		'frequencyDrift',
		{hertz: 2, over: '1m', shape: 'swing'},
		'SMT1500',
		wait(45 * SECOND),
		w => w.ups.inputHertz,
		58,
		60,
	],
	['harmonics are refused', 'harmonicDistortion', {share: 0.2}, 'SMT1500', wait(SECOND), words, 'OB DISCHRG', 'OL'],
	[
		'what climbs back is there in the end',
		'slowRecovery',
		{from: 0.9, over: '1m'},
		'SMT1500',
		wait(30 * SECOND),
		w => Math.round(w.ups.inputVolts * 10),
		1140,
		1200,
	],
	[
		'a generator sags with its load',
		'generatorSupply',
		{sag: 0.1, wander: 1},
		'SMT1500',
		wait(SECOND),
		w => w.ups.inputVolts < 115 && w.ups.inputHertz < 59.5,
		true,
		false,
	],
	[
		'without a battery an outage drops the load',
		'batteryDisconnected',
		{},
		'SMT1500',
		outage(MINUTE),
		words,
		'OB OFF',
		'OB OFF',
	],
	[
		'without a battery nothing is read of it',
		'batteryDisconnected',
		{},
		'SMT1500',
		wait(MINUTE),
		w => [w.alarms, w.reading('batteryCharge')],
		['noBattery', undefined],
		['', 100],
	],
	[
		'a dead charger is told',
		'chargerFailure',
		{},
		'SMT1500',
		wait(MINUTE),
		w => [w.alarms, w.ups.charger],
		['chargerFailure', code.chargerOff],
		['', code.chargerFloat],
	],
	[
		'a broken inverter drops the load',
		'inverterFailure',
		{},
		'SMT1500',
		outage(MINUTE),
		w => w.ups.source,
		code.sourceOff,
		code.sourceOff,
	],
	[
		'double conversion goes past it',
		'inverterFailure',
		{},
		'SRT2200XLA',
		wait(MINUTE),
		w => [w.ups.source, w.alarms],
		[code.sourceBypass, 'bypassInternalFault inverterFault'],
		[code.sourceLine, ''],
	],
	[
		'a stuck bypass falls with the utility',
		'stuckOnBypass',
		{},
		'SRT2200XLA',
		outage(MINUTE),
		w => w.ups.source,
		code.sourceOff,
		code.sourceOff,
	],
	[
		'without a bypass an overload drops the load',
		'bypassFailure',
		{},
		'SRT2200XLA',
		w => {
			w.inject('overload', {ratio: 1});
			w.after(MINUTE);
		},
		w => w.ups.source,
		code.sourceOff,
		code.sourceOff,
	],
	[
		'no relay, no boost',
		'regulatorFailure',
		{},
		'SMT1500',
		w => {
			w.inject('brownout', {depth: 0.12});
			w.after(MINUTE);
		},
		words,
		'OL',
		'OL BOOST',
	],
	[
		'resistance shortens the runtime',
		'highResistance',
		{factor: 3},
		'SMT1500',
		wait(MINUTE),
		w => w.ups.stringOhms > 2.9 * w.ups.rating.stringOhms,
		true,
		false,
	],
	[
		'capacity is gone at once',
		'capacityLoss',
		{share: 0.5},
		'SMT1500',
		wait(MINUTE),
		w => Math.round((w.ups.capacity / w.ups.rating.capacityWmin) * 10),
		5,
		10,
	],
	[
		'half the battery has twice the resistance',
		'wrongBattery',
		{size: 0.5},
		'SMT1500',
		wait(MINUTE),
		w => Math.round((100 * w.ups.stringOhms) / w.ups.rating.stringOhms),
		200,
		100,
	],
	[
		'a weak charger charges slower',
		'chargerWeak',
		{share: 0.5},
		'SMT1500',
		wait(MINUTE),
		w => w.ups.bulkPerHour / w.ups.rating.bulkPerHour,
		0.5,
		1,
	],
	[
		'too high a voltage is read and heats',
		'overcharge',
		{volts: 0.6},
		'SMT1500',
		wait(MINUTE),
		w => [w.reading('batteryVolts')! > 28, w.ups.celsiusTarget > 40],
		[true, true],
		[false, false],
	],
	[
		'a leaky battery without a charger',
		'fastSelfDischarge',
		{factor: 20},
		'SMT1500',
		w => {
			w.inject('chargerFailure');
			w.after(10 * DAY);
		},
		w => w.ups.energy / w.ups.capacity < 0.9,
		true,
		true,
	],
];

for (const one of cases) {
	test(`${one[1]}: ${one[0]}, and its undo puts that right`, t => tryCase(t, one));
}
