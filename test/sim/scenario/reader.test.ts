import test from 'ava';
import fc from 'fast-check';
import {checkScenario} from '../../../sim/scenario/parse.ts';
import {MOST_CHARACTERS} from '../../../sim/scenario/yaml-tree.ts';
import {FINE, problemsOf, scenarioText, testRefusals, twinVocabulary} from '../../helpers/scenario-text.ts';

testRefusals([
	['a key twice', `${scenarioText(FINE)}name: again\n`, '7:1 name', /the key "name" stands twice/],
	['a tab as indentation', 'name: n\nsteps:\n\t- a\n', '3:1 ', /not valid YAML: .*[Tt]abs/],
	['an empty file', '', '1:1 ', /the file is empty/],
	['only a comment', '# nothing\n', '1:1 ', /the file is empty/],
	['an alias without an anchor', 'name: *nobody\n', '1:1 ', /cannot be read as YAML: the alias \*nobody stands before/],
	['two documents', `${scenarioText(FINE)}---\na: 1\n`, '7:1 ', /not valid YAML: .*documents/],
	['a tag nobody knows', 'name: !secret x\n', '1:7 ', /not valid YAML/],
]);
test('a huge file is refused without being read', t => {
	const [problem] = problemsOf(`name: ${'x'.repeat(MOST_CHARACTERS)}`);
	t.regex(problem.message, /has 1048582 characters; a scenario has at most 1048576/);
	t.is(problem.line, 1);
});

test('aliases that multiply are refused', t => {
	const bomb = [
		'a: &a [x, x, x, x, x, x, x, x, x]',
		...['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key, i) => `${key}: &${key} [${`*${'abcdefgh'[i]}, `.repeat(9)}]`),
	].join('\n');
	const problems = problemsOf(`${bomb}\n`);
	t.is(problems.length, 1);
	t.regex(problems[0].message, /cannot be read as YAML: .*alias/i);
});

test('a value that holds itself, and nesting without end, are refused and not followed', t => {
	t.true(problemsOf('name: &n [*n]\nversion: 1\n').length > 0);
	t.true(problemsOf(`name: ${'['.repeat(200_000)}`).length > 0);
	t.true(problemsOf('a:\n '.repeat(50)).length > 0);
});

test('a hundred problems are enough, and many keys take no long time', t => {
	const keys = Array.from({length: 50_000}, (_, i) => `k${i}: 1`).join('\n');
	t.is(problemsOf(keys).length, 100);
});

test('whatever is in a file, checking it never throws and tells problems with places in it', t => {
	const words = fc.constantFrom(
		'name',
		'version',
		'seed',
		'sites',
		'devices',
		'steps',
		'inject',
		'set',
		'expect',
		'on',
		'variables',
		'matrix',
		'include',
		'with',
		'fragment',
		'${load}',
		'"${load}"',
		'within',
		'at',
		'outage',
		'load',
		'status',
		'OL',
		'1',
		'5s',
		'__proto__',
		'constructor',
		'null',
		'~',
		'[]',
		'{}',
		'&a',
		'*a',
		'<<',
		'!!map',
	);
	const texts = fc.oneof(
		fc.string(),
		fc
			.array(fc.tuple(words, fc.constantFrom(': ', ', ', '\n', '\n  ', '\n  - ', ' {', '}', ' [', ']')), {
				maxLength: 40,
			})
			.map(parts => parts.flat().join('')),
	);
	fc.assert(
		fc.property(texts, text => {
			const {cases, isFragment, problems} = checkScenario(text, 'f.yaml', twinVocabulary);
			t.true(isFragment || (cases.length === 0) === problems.length > 0);
			const lineCount = text.split('\n').length;
			t.true(problems.every(({line, column}) => line >= 1 && column >= 1 && line <= lineCount));
		}),
		{numRuns: 300},
	);
});

test('whatever value stands in a field, checking it never throws', t => {
	const head = [
		'name',
		'summary',
		'version',
		'seed',
		'include',
		'variables',
		'matrix',
		'fragment',
		'sites',
		'devices',
		'steps',
	];
	fc.assert(
		fc.property(fc.constantFrom(...head), fc.jsonValue({maxDepth: 4}), (key, value) => {
			const lines: Record<string, unknown> = {
				name: 'n',
				version: 1,
				devices: {count: 1, model: 'TWIN'},
				steps: [{within: '1s', expect: {status: 'OL'}}],
				[key]: value,
			};
			t.notThrows(() => problemsOf(JSON.stringify(lines)));
		}),
		{numRuns: 200},
	);
	const inside = ['inject', 'set', 'expect', 'on', 'within', 'at', 'after', 'for', 'name', 'hold'];
	fc.assert(
		fc.property(fc.constantFrom(...inside), fc.jsonValue({maxDepth: 4}), (key, value) => {
			t.notThrows(() =>
				problemsOf(
					JSON.stringify({
						name: 'n',
						version: 1,
						devices: {count: 1, model: 'TWIN'},
						steps: [{[key]: value}, {set: {load: 1}, [key]: value}],
					}),
				),
			);
		}),
		{numRuns: 200},
	);
});
