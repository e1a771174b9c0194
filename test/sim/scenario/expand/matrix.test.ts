import test from 'ava';
import type {InjectStep} from '../../../../sim/scenario/scenario.ts';
import {isCoded} from '../../../../src/core/errors.ts';
import {scenarioText} from '../../../helpers/scenario-text.ts';
import {checked, told} from './files-of.ts';

const withMatrix = (matrix: string, rest = ''): string =>
	scenarioText(
		'  - {inject: {brownout: {depth: "${depth}"}}}',
		`matrix: ${matrix}\n${rest}devices: {count: 1, model: "\${model}"}`,
	);

test('every combination but those excluded is a case, with a name of its own and the same seed', t => {
	const {cases, problems} = checked(
		withMatrix('{model: [TWIN, TWIN2], depth: [0.2, 0.4], exclude: [{model: TWIN2, depth: 0.2}]}'),
	);
	t.deepEqual(problems, []);
	t.deepEqual(
		cases.map(({name, seed, devices, steps}) => [
			name,
			seed,
			devices[0].models[0],
			(steps[0] as InjectStep).values.depth,
		]),
		[
			['Test [model=TWIN depth=0.2]', 5, 'TWIN', 0.2],
			['Test [model=TWIN depth=0.4]', 5, 'TWIN', 0.4],
			['Test [model=TWIN2 depth=0.4]', 5, 'TWIN2', 0.4],
		],
	);
	t.deepEqual(cases[2].parameters, [
		{name: 'model', value: 'TWIN2'},
		{name: 'depth', value: '0.4'},
	]);
});

test('an exclude that names some parameters leaves out all cases with these values', t => {
	const {cases} = checked(withMatrix('{model: [TWIN, TWIN2], depth: [0.2, 0.4], exclude: [{model: TWIN}]}'));
	t.is(cases.length, 2);
});

test('parameters keep to the ranges that variables declare', t => {
	const rule = 'variables: {depth: {value: 0.1, min: 0.1, max: 0.3}}\n';
	t.deepEqual(told(checked(withMatrix('{model: [TWIN], depth: [0.2, 0.4]}', rule))), [
		'lib/main.yaml:4:38 matrix.depth[1]: depth must be from 0.1 to 0.3, not 0.4',
	]);
	t.is(checked(withMatrix('{model: [TWIN], depth: [0.2, 0.3]}', rule)).cases.length, 2);
});

test('what is wrong with every case is told once, what is wrong with some with the first of them', t => {
	const text = withMatrix('{model: [TWIN, TWIM], depth: [0.2, 2]}').replace(
		'steps:',
		'steps:\n  - {set: {load: 1}, on: {sitte: a}}',
	);
	t.deepEqual(told(checked(text)), [
		'lib/main.yaml:5:21 devices.model: "TWIM" is no SKU of the catalogue; did you mean TWIN? (from ${model}) (case model=TWIM depth=0.2)',
		'lib/main.yaml:7:27 steps[0].on.sitte: unknown key; known here are site, model, label, index, card, share, not; did you mean site?',
		'lib/main.yaml:8:26 steps[1].inject.brownout.depth: depth cannot be 2: it must be a number, from 0.01 to 0.99 (share of the voltage) (from ${depth}) (case model=TWIN depth=2)',
	]);
});

for (const [matrix, place, message] of [
	['{}', '4:1 matrix', /must hold at least one parameter/],
	['{exclude: []}', '4:1 matrix', /must hold at least one parameter/],
	['{model: TWIN, depth: [1]}', '4:10 matrix.model', /must be a list, not "TWIN"/],
	['{model: [], depth: [0.1]}', '4:10 matrix.model', /at least one value/],
	['{model: [TWIN], depth: [0.1, 0.1]}', '4:38 matrix.depth[1]', /the value 0\.1 stands twice/],
	['{model: [TWIN], depth: [[0.1]]}', '4:33 matrix.depth[0]', /must be a number, true, false or text/],
	['{model: [TWIN], depth: [0.1], exclude: [{depht: 0.1}]}', '4:50 matrix.exclude[0].depht', /did you mean depth/],
	[
		'{model: [TWIN], depth: [0.1], exclude: [{depth: 0.2}]}',
		'4:50 matrix.exclude[0].depth',
		/0\.2 is no value of depth; there are 0\.1/,
	],
	['{model: [TWIN], depth: [0.1], exclude: [{depth: 0.1}]}', '4:1 matrix', /0 cases; there may be 1 to 1000/],
	['{model: [TWIN], depth: [0.1], exclude: [{}]}', '4:49 matrix.exclude[0]', /at least one of model, depth/],
	['{model: [TWIN], depth: [0.1], other: [1]}', '4:39 matrix.other', /nothing uses \$\{other\}; remove it/],
	[
		`{model: [TWIN], depth: [0.1], a: [${Array.from({length: 1001}, (_, i) => i).join(', ')}]}`,
		'4:1 matrix',
		/1001 cases; there may be 1 to 1000/,
	],
	[
		`{model: [TWIN], depth: [0.1], ${['a', 'b', 'c', 'd'].map(name => `${name}: [${Array.from({length: 20}, (_, i) => i).join(', ')}]`).join(', ')}}`,
		'4:1 matrix',
		/160000 combinations; there may be at most 1000 cases/,
	],
] as const) {
	test(`matrix: ${matrix.length > 90 ? `of ${matrix.length} characters` : matrix} is refused with its place`, t => {
		const {problems} = checked(withMatrix(matrix));
		const [{line, column, field}] = problems;
		t.is(`${line}:${column} ${field}`, place, JSON.stringify(problems));
		t.regex(problems[0].message, message);
	});
}

test('a parameter cannot be set from outside: cases are picked', t => {
	const error = t.throws(() => checked(withMatrix('{model: [TWIN], depth: [0.1]}'), {}, {model: 'TWIN2'}));
	t.true(isCoded(error) && error.code === 'E_USAGE');
	t.regex(error.message, /^--set model=TWIN2 is a parameter of the matrix: pick cases of it with --case model=VALUE$/);
});
