import test from 'ava';
import {isCoded} from '../../../../src/core/errors.ts';
import type {InjectStep, SetStep} from '../../../../sim/scenario/scenario.ts';
import {scenarioText} from '../../../helpers/scenario-text.ts';
import {checked, told} from './files-of.ts';

const withVariables = (variables: string, steps: string): string =>
	scenarioText(steps, `variables: ${variables}\ndevices: {count: 2, model: TWIN}`);

test('a variable alone in a scalar keeps its type and unit, and becomes text inside text', t => {
	const text = scenarioText(
		'  - {name: "${depth} for ${hold}", inject: {brownout: {depth: "${depth}"}}, for: "${hold}"}\n  - set: {load: "${load}", ambient: ${warm}}'.replace(
			'set: {load: "${load}", ambient: ${warm}}',
			'set:\n      load: ${load}\n      ambient: "${warm}"',
		),
		'variables: {depth: 0.25, hold: 5m, load: 40 %, warm: 30, model: TWIN2}\ndevices:\n  count: 1\n  model: ${model}',
	);
	const {cases, problems} = checked(text);
	t.deepEqual(problems, []);
	const [{steps, devices}] = cases;
	t.is(devices[0].models[0], 'TWIN2');
	const inject = steps[0] as InjectStep;
	t.is(inject.name, '0.25 for 5m');
	t.deepEqual(inject.values, {depth: 0.25});
	t.is(inject.forMs, 300_000);
	t.deepEqual((steps[1] as SetStep).values, [
		{name: 'load', value: 40},
		{name: 'ambient', value: 30},
	]);
});

test('a variable can be a key', t => {
	const {cases} = checked(withVariables('{fault: outage}', '  - {inject: {"${fault}": {}}}'));
	t.is((cases[0].steps[0] as InjectStep).fault, 'outage');
});

test('$${ is no variable', t => {
	const {cases} = checked(withVariables('{a: 1}', '  - {name: "costs $${a} and ${a}", set: {load: 1}}'));
	t.is(cases[0].steps[0].name, 'costs ${a} and 1');
});

test('a wrong value of a variable is told where it is used', t => {
	t.deepEqual(told(checked(withVariables('{much: 400}', '  - {set: {load: "${much}"}}'))), [
		'lib/main.yaml:7:12 steps[0].set.load: must be a number from 0 to 300 %, not 400 (from ${much})',
	]);
});

test('a variable that is not declared is told with its place in the text, and nothing that follows from it', t => {
	t.deepEqual(
		told(checked(withVariables('{depth: 0.3}', '  - {inject: {brownout: {depth: "${dpeth}"}}, for: "${depth} s"}'))),
		[
			'lib/main.yaml:7:34 steps[0].inject.brownout.depth: no variable is called dpeth; there are depth; did you mean depth?',
			'lib/main.yaml:7:47 steps[0].for: must be a number with a unit of ms, s, m, h or d, such as 90s or 1h30m, not "0.3 s" (from ${depth})',
		],
	);
	t.deepEqual(told(checked(scenarioText('  - {name: "a ${b}", set: {load: 1}}'))), [
		'lib/main.yaml:6:15 steps[0].name: no variable is called b; no variables are declared here',
	]);
	t.deepEqual(told(checked(withVariables('{a: 1}', '  - {name: "${a", set: {load: "${a}"}}'))), [
		'lib/main.yaml:7:13 steps[0].name: ${a has no } at its end',
	]);
});

test('a variable that nothing uses is told', t => {
	t.deepEqual(told(checked(withVariables('{depth: 0.3, load: 1}', '  - {set: {load: "${load}"}}'))), [
		'lib/main.yaml:4:13 variables.depth: nothing uses ${depth}; remove it',
	]);
});

test('inside braces a variable without quotes is told to need them', t => {
	for (const [line, column] of [
		['  - {set: {load: ${load}}}', 18],
		['  - {set: {${load}: 1}}', 12],
		['  - {on: {card: [${load}, 2]}, set: {load: 1}}', 18],
	] as const) {
		t.deepEqual(told(checked(withVariables('{load: 1}', line))), [
			`lib/main.yaml:7:${column} : inside {…} and […] a variable stands in quotes: "\${load}"; YAML reads its braces as a map`,
		]);
	}
});

const refusals: ReadonlyArray<readonly [variables: string, field: string, message: RegExp]> = [
	[
		'{a: [1]}',
		'variables.a',
		/must be a number, true, false or text of one line with at most 200 characters, not \[1\]$/,
	],
	['{a: }', 'variables.a', /not nothing$/],
	['{a: "${b}", b: 1}', 'variables.a', /cannot be made of other variables/],
	['{1a: 1}', 'variables.1a', /the name of a variable is 1 to 64 letters/],
	['{a: {min: 1}}', 'variables.a', /value is missing/],
	['{a: {value: 1, mni: 1}}', 'variables.a.mni', /did you mean min\?/],
	[
		'{a: {value: 0.95, min: 0.1, max: 0.9, unit: share}}',
		'variables.a.value',
		/a must be from 0\.1 to 0\.9 share, not 0\.95$/,
	],
	['{a: {value: 2h, min: 1s, max: 1h}}', 'variables.a.value', /a must be from 1s to 1h, not "2h"$/],
	['{a: {value: 5, min: 1s}}', 'variables.a.value', /a must be at least 1s, not 5$/],
	['{a: {value: 5 V, max: 4 V}}', 'variables.a.value', /a must be at most 4 V, not "5 V"$/],
	['{a: {value: 5, min: 9, max: 1}}', 'variables.a', /min must not be above max, and both have the same unit/],
	['{a: {value: 5, min: 1s, max: 9}}', 'variables.a', /min must not be above max, and both have the same unit/],
	['{a: {value: 5, min: low}}', 'variables.a.min', /must be a number, with a unit where the value has one, not "low"/],
	['{a: {value: 5, unit: 3}}', 'variables.a.unit', /must be what the number counts, such as share/],
	['7', 'variables', /must be a map, not 7/],
];

for (const [variables, field, message] of refusals) {
	test(`variables: ${variables} is refused with its place`, t => {
		const {problems} = checked(withVariables(variables, '  - {name: "${a}", set: {load: 1}}'));
		t.is(problems[0].field, field, JSON.stringify(problems));
		t.regex(problems[0].message, message);
		t.is(problems[0].line, 4);
	});
}

const settable = withVariables(
	'{load: {value: 40, min: 10, max: 90}, hold: {value: 5m, min: 1s, max: 1h}}',
	'  - {set: {load: "${load}"}, name: "for ${hold}"}',
);

test('values from outside go before those of the file', t => {
	const {cases} = checked(settable, {}, {load: '55.5', hold: '90s'});
	t.deepEqual((cases[0].steps[0] as SetStep).values, [{name: 'load', value: 55.5}]);
	t.is(cases[0].steps[0].name, 'for 90s');
});

for (const [set, message] of [
	[
		{laod: '5'},
		/^--set laod=5 is not possible: no variable is called laod; there are load, hold; did you mean load\?$/,
	],
	[{load: '95'}, /^--set load=95 is not possible: load must be from 10 to 90, not 95$/],
	[{hold: '5'}, /^--set hold=5 is not possible: hold must be from 1s to 1h, not 5$/],
	[{hold: '[1]'}, /^--set hold=\[1\] is not possible: must be a single value$/],
	[{hold: '${load}'}, /cannot be made of other variables/],
	[{hold: ''}, /must be a single value/],
] as const) {
	test(`${JSON.stringify(set)} from outside is refused`, t => {
		const error = t.throws(() => checked(settable, {}, set as Record<string, string>));
		t.true(isCoded(error) && error.code === 'E_USAGE');
		t.regex(error.message, message);
	});
}
