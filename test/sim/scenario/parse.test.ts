import test from 'ava';
import {HOUR, MINUTE} from '../../../src/core/clock.ts';
import {isCoded} from '../../../src/core/errors.ts';
import {checkScenario} from '../../../sim/scenario/parse.ts';
import {everyCard} from '../../../sim/scenario/parse-selection.ts';
import {isScenarioInvalid, problemText} from '../../../sim/scenario/problems.ts';
import {
	FINE,
	scenarioOf,
	scenarioText,
	step,
	testRefusals,
	twinVocabulary,
	world,
} from '../../helpers/scenario-text.ts';

test('a whole file becomes plain values', t => {
	const scenario = scenarioOf(`
name: All of it
summary: every key once
version: 1
seed: 7
sites:
  north: {volts: 230, hertz: 50, disturbances: {sagsPerDay: 12, outagesPerDay: 0}}
  south:
devices:
  - {count: 2, site: north, models: [TWIN, TWIN2], load: {from: 20, to: "60%"}, profile: office, ambient: 30, age: 2, labels: [rack-a, critical]}
  - {count: 1, site: south, model: TWIN120, load: 45 %}
steps:
  - {name: first, at: 10s, on: {site: north, share: 50}, inject: {brownout: {depth: 0.4}}, for: 20m}
  - {after: 1m, on: {card: [north-001, south-001], model: TWIN}, set: {load: 80, ambient: 21, lowBatteryTime: 5m, returnDelay: 0s, minReturnCharge: 15%, sensitivity: high}}
  - within: 2h
    hold: 30s
    expect: {status: "=OL CHRG", alarms: [boost], alarm: boost, noAlarm: linkLost, event: onBattery, noEvent: {name: onBattery, phase: clear}, reading: {batteryCharge: "> 90 %", batteryRuntime: ">= 5m", batteryTemperature: ["< 40 °C", "> 1"], transferCount: "= 2"}, any: true}
  - {inject: {outage: {}, for: 90s}}
  - {inject: {brokerOutage: }}
`);
	t.deepEqual(JSON.parse(JSON.stringify({...scenario, steps: []})), {
		file: 'test.yaml',
		parameters: [],
		firmware: null,
		only: null,
		samples: {},
		name: 'All of it',
		summary: 'every key once',
		version: 1,
		seed: 7,
		sites: [
			{name: 'north', volts: 230, hertz: 50, disturbances: {sag: 12}},
			{name: 'south', volts: null, hertz: null, disturbances: {}},
		],
		devices: [
			{
				count: 2,
				site: 'north',
				models: ['TWIN', 'TWIN2'],
				loadPercent: {from: 20, to: 60},
				profile: 'office',
				ambientCelsius: 30,
				ageYears: 2,
				labels: ['rack-a', 'critical'],
			},
			{
				count: 1,
				site: 'south',
				models: ['TWIN120'],
				loadPercent: {from: 45, to: 45},
				profile: 'constant',
				ambientCelsius: 25,
				ageYears: 0,
				labels: [],
			},
		],
		steps: [],
	});
	const everywhere = everyCard;
	t.true(scenario.steps.every(({file}) => file === 'test.yaml'));
	t.deepEqual(
		scenario.steps.map(step => Object.fromEntries(Object.entries(step).filter(([key]) => key !== 'file'))),
		[
			{
				name: 'first',
				line: 13,
				verb: 'inject',
				time: {at: 10_000},
				on: {...everywhere, sites: ['north'], sharePercent: 50},
				every: null,
				fault: 'brownout',
				values: {depth: 0.4},
				forMs: 20 * MINUTE,
			},
			{
				name: 'set load 80, ambient 21, lowBatteryTime 300, returnDelay 0, minReturnCharge 15, sensitivity 4',
				line: 14,
				verb: 'set',
				time: {after: MINUTE},
				on: {...everywhere, cards: ['north-001', 'south-001'], models: ['TWIN']},
				every: null,
				settings: [],
				values: [
					{name: 'load', value: 80},
					{name: 'ambient', value: 21},
					{name: 'lowBatteryTime', value: 300},
					{name: 'returnDelay', value: 0},
					{name: 'minReturnCharge', value: 15},
					{name: 'sensitivity', value: 4},
				],
			},
			{
				name:
					'expect status exactly OL CHRG, alarms exactly boost, alarm boost, no alarm linkLost, event onBattery, '
					+ 'no event onBattery clear, batteryCharge > 90 %, batteryRuntime >= 300 s, batteryTemperature < 40 Cel, '
					+ 'batteryTemperature > 1 Cel, transferCount = 2',
				line: 15,
				verb: 'expect',
				time: {after: 0},
				on: everywhere,
				quantifier: 'any',
				withinMs: 2 * HOUR,
				holdMs: 30_000,
				expectations: [
					{kind: 'status', words: ['OL', 'CHRG'], exactly: true},
					{kind: 'alarms', names: ['boost']},
					{kind: 'alarm', name: 'boost', absent: false},
					{kind: 'alarm', name: 'linkLost', absent: true},
					{kind: 'event', name: 'onBattery', phase: null, absent: false},
					{kind: 'event', name: 'onBattery', phase: 'clear', absent: true},
					{kind: 'reading', name: 'batteryCharge', comparison: '>', value: 90, unit: '%'},
					{kind: 'reading', name: 'batteryRuntime', comparison: '>=', value: 300, unit: 's'},
					{kind: 'reading', name: 'batteryTemperature', comparison: '<', value: 40, unit: 'Cel'},
					{kind: 'reading', name: 'batteryTemperature', comparison: '>', value: 1, unit: 'Cel'},
					{kind: 'reading', name: 'transferCount', comparison: '=', value: 2, unit: ''},
				],
			},
			{
				name: 'inject outage for 1m30s',
				line: 18,
				verb: 'inject',
				time: {after: 0},
				on: everywhere,
				every: null,
				fault: 'outage',
				values: {},
				forMs: 90_000,
			},
			{
				name: 'inject brokerOutage',
				line: 19,
				verb: 'inject',
				time: {after: 0},
				on: everywhere,
				every: null,
				fault: 'brokerOutage',
				values: {},
				forMs: null,
			},
		],
	);
});

test('what is left out has its default', t => {
	const scenario = scenarioOf(`name: n\nversion: 1\ndevices: {count: 1, model: TWIN}\nsteps:\n${FINE}\n`);
	t.is(scenario.seed, 1);
	t.is(scenario.summary, '');
	t.deepEqual(scenario.sites, [{name: 'main', volts: null, hertz: null, disturbances: {}}]);
	t.deepEqual(scenario.devices[0].loadPercent, {from: 30, to: 30});
});

test('anchors and aliases may repeat a part of the file', t => {
	const head = 'devices:\n  - {count: 1, models: &all [TWIN, TWIN2]}\n  - {count: 2, models: *all}';
	t.deepEqual(scenarioOf(scenarioText(FINE, head)).devices[1].models, ['TWIN', 'TWIN2']);
});

for (const [said, samples] of [
	['off', {isOff: true}],
	['"off"', {isOff: true}],
	['1h', {intervalMs: HOUR}],
] as const) {
	test(`samples: ${said} says when the cards send their samples`, t => {
		t.deepEqual(scenarioOf(`${scenarioText(FINE)}samples: ${said}`).samples, samples);
	});
}

testRefusals([
	[
		'a key nobody knows',
		`${scenarioText(FINE)}stpes: 1`,
		'7:1 stpes',
		/^unknown key; known here are name, summary, .*; did you mean steps\?$/,
	],
	['no name', scenarioText(FINE).replace('name: Test\n', ''), '1:1 ', /^name is missing: what the scenario shows/],
	['no version', scenarioText(FINE).replace('version: 1\n', ''), '1:1 ', /^version is missing: version: 1$/],
	['no devices', world('summary: x'), '1:1 ', /^devices is missing/],
	['no steps', 'name: n\nversion: 1\ndevices: {count: 1, model: TWIN}\n', '1:1 ', /^steps is missing/],
	['another version', scenarioText(FINE).replace('version: 1', 'version: 2'), '2:1 version', /from 1 to 1, not 2$/],
	[
		'samples without a unit',
		`${scenarioText(FINE)}samples: 60`,
		'7:1 samples',
		/^must be off, or how long .*; not 60$/,
	],
	['samples too rare', `${scenarioText(FINE)}samples: 2d`, '7:1 samples', /^must be from 100ms to 1d, not 2d$/],
	['samples of another word', `${scenarioText(FINE)}samples: never`, '7:1 samples', /^must be a number with a unit/],
	['an empty name', scenarioText(FINE).replace('Test', '""'), '1:1 name', /text of one line with 1 to 200 characters/],
	['a name that is a list', scenarioText(FINE).replace('Test', '[]'), '1:1 name', /not \[\]$/],
	[
		'a negative seed',
		scenarioText(FINE).replace('seed: 5', 'seed: -1'),
		'3:1 seed',
		/a whole number from 0 to 4294967295/,
	],
	['a seed with a fraction', scenarioText(FINE).replace('seed: 5', 'seed: 1.5'), '3:1 seed', /a whole number/],
	['a list instead of a map', '- a\n', '1:1 ', /^must be a map of name, /],
	['a text instead of a map', 'hello\n', '1:1 ', /^must be a map of name, .*, not "hello"$/],
	[
		'no steps in the list',
		'name: n\nversion: 1\ndevices: {count: 1, model: TWIN}\nsteps: []\n',
		'4:1 steps',
		/at least one step/,
	],
	[
		'steps that are a map',
		'name: n\nversion: 1\ndevices: {count: 1, model: TWIN}\nsteps: {a: 1}\n',
		'4:1 steps',
		/must be a list/,
	],
]);

test('all problems are told at once, in the order of the file, and nothing is half read', t => {
	const text = scenarioText(
		'  - {at: 10, injekt: 1, set: {lode: 3}}\n  - {expect: {status: XX}}',
		'devices: {count: 0, model: NOPE}',
	);
	const {cases, problems} = checkScenario(text, 'many.yaml', twinVocabulary);
	t.deepEqual(cases, []);
	t.deepEqual(
		problems.map(({field}) => field),
		[
			'devices.count',
			'devices.model',
			'steps[0].at',
			'steps[0].injekt',
			'steps[0].set.lode',
			'steps[1]',
			'steps[1].expect.status',
		],
	);
});

test('an invalid file throws E_SCENARIO_INVALID with the first problem as its message and all in its list', t => {
	const error = t.throws(() => scenarioOf(step('{set: {lode: 1, ambience: 2}}')));
	t.true(isCoded(error) && error.code === 'E_SCENARIO_INVALID');
	const {problems, message} = isScenarioInvalid(error) ? error : {problems: [], message: ''};
	t.is(problems.length, 2);
	t.is(message, problemText(problems[0]));
	t.regex(message, /^test\.yaml:6:12: steps\[0\]\.set\.lode: unknown key/);
	t.like(error, {context: {file: 'test.yaml', line: 6, column: 12, field: 'steps[0].set.lode'}});
});
