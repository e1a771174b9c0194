// A vocabulary of scenarios that needs no catalogue.

import type {Vocabulary} from '../../sim/scenario/vocabulary.ts';
import {statusWordOrder} from '../../src/agent/status-words.ts';

const volts: Readonly<Record<string, number>> = {TWIN: 230, TWIN2: 230, TWIN120: 120};
const events = ['onBattery', 'lowBattery', 'boost', 'overload', 'outputOff', 'linkLost'];

export const twinVocabulary: Vocabulary = {
	knownModel: sku => Object.hasOwn(volts, sku),
	modelVolts: sku => volts[sku],
	models: Object.keys(volts),
	knownEvent: name => events.includes(name),
	events,
	readings: [
		{name: 'batteryCharge', unit: '%'},
		{name: 'batteryRuntime', unit: 's'},
		{name: 'batteryTemperature', unit: 'Cel'},
		{name: 'inputVolts', unit: 'V'},
		{name: 'transferCount', unit: ''},
	],
	commands: ['testBattery', 'groupOff', 'updateUpsFirmware'],
	settings: ['ups.transfer.high', 'ups.name'],
	settingProblem: (_, key, value) =>
		key === 'ups.transfer.high' && !(Number(value) <= 265) ? `${key} cannot be ${value}: it takes up to 265 V.` : '',
	rolloutKeys: ['waves'],
	rolloutProblems: plan => (Object.hasOwn(plan, 'waves') ? [{path: 'waves[0].percent', message: 'is wrong'}] : []),
	statusWords: statusWordOrder,
};
