import test from 'ava';
import {MOST_LEVELS} from '../../../../sim/scenario/expand/files.ts';
import {includedPath} from '../../../../sim/scenario/expand/include-path.ts';
import type {InjectStep} from '../../../../sim/scenario/scenario.ts';
import {scenarioText} from '../../../helpers/scenario-text.ts';
import {checked, told} from './files-of.ts';

const fragment = (rest: string): string => `fragment: true\nversion: 1\n${rest}\n`;
const FINE = '  - {set: {load: 1}}';

test('variables, sites, devices and firmware of included files come in, and the file that includes goes before', t => {
	const main = scenarioText(
		'  - {set: {load: "${load}"}, name: "${who}"}',
		'include: [common/sites.yaml, racks.yaml]\nvariables: {load: 20}\nsites: {north: {volts: 240}}\ndevices: {count: 1, site: north, model: TWIN}',
	);
	const {cases, problems} = checked(main, {
		'common/sites.yaml': fragment(
			'include: ../names.yaml\nvariables: {load: {value: 50, min: 10, max: 60}}\nsites: {north: {volts: 230, hertz: 50}, south: {}}',
		),
		'names.yaml': fragment('variables: {who: everybody, unused: 1}'),
		'racks.yaml': fragment('include: names.yaml\ndevices: [{count: 2, site: south, model: TWIN2, labels: rack}]'),
	});
	t.deepEqual(problems, []);
	const [{sites, devices, steps}] = cases;
	t.deepEqual(
		sites.map(({name, volts, hertz}) => [name, volts, hertz]),
		[
			['north', 240, 50],
			['south', null, null],
		],
	);
	t.deepEqual(
		devices.map(({count, site, labels}) => [count, site, labels]),
		[
			[1, 'north', []],
			[2, 'south', ['rack']],
		],
	);
	t.is(steps[0].name, 'everybody');
});

test('a value that overrides an included variable keeps to its range', t => {
	const main = scenarioText(
		'  - {set: {load: "${load}"}}',
		'include: a.yaml\nvariables: {load: 70}\ndevices: {count: 1, model: TWIN}',
	);
	t.deepEqual(told(checked(main, {'a.yaml': fragment('variables: {load: {value: 50, min: 10, max: 60}}')})), [
		'lib/main.yaml:5:19 variables.load.value: load must be from 10 to 60, not 70',
	]);
});

test('two included files that say the same are refused, unless the file itself says it', t => {
	const main = (own: string): string =>
		scenarioText('  - {set: {load: "${load}"}}', `include: [a.yaml, b.yaml]\n${own}devices: {count: 1, model: TWIN}`);
	const files = {'a.yaml': fragment('variables: {load: 1}'), 'b.yaml': fragment('variables: {load: 2}')};
	t.deepEqual(told(checked(main(''), files)), [
		'lib/main.yaml:4:19 include[1]: gives variables.load, and so does lib/a.yaml; say here which it is',
	]);
	t.deepEqual(told(checked(main('variables: {load: 3}\n'), files)), []);
});

test('a step puts the steps of a file in its place, each time with values of its own, and each keeps its file and line', t => {
	const main = scenarioText(
		[
			FINE,
			'  - include: steps/dip.yaml',
			'  - {include: steps/dip.yaml, with: {depth: "${deep}", hold: 1m}}',
			FINE,
		].join('\n'),
		'variables: {deep: 0.5}\ndevices: {count: 1, model: TWIN}',
	);
	const {cases, problems} = checked(main, {
		'steps/dip.yaml': fragment(
			'include: ../defaults.yaml\nvariables: {depth: {value: 0.2, min: 0.1, max: 0.6}}\nsteps:\n  - {inject: {brownout: {depth: "${depth}"}}, for: "${hold}"}\n  - include: wait.yaml',
		),
		'defaults.yaml': fragment('variables: {hold: 5s}'),
		'steps/wait.yaml': fragment('steps: [{after: 1m, set: {load: 2}}]'),
	});
	t.deepEqual(problems, []);
	const {steps} = cases[0];
	t.deepEqual(
		steps.map(({verb, file, line}) => `${verb} ${file}:${line}`),
		[
			'set lib/main.yaml:7',
			'inject lib/steps/dip.yaml:6',
			'set lib/steps/wait.yaml:3',
			'inject lib/steps/dip.yaml:6',
			'set lib/steps/wait.yaml:3',
			'set lib/main.yaml:10',
		],
	);
	const [, first, , second] = steps as InjectStep[];
	t.deepEqual([first.values.depth, first.forMs, second.values.depth, second.forMs], [0.2, 5000, 0.5, 60_000]);
});

test('problems name the file that they are in', t => {
	const main = scenarioText('  - {include: a.yaml, with: {lode: 1, load: 500}}');
	const files = {
		'a.yaml': fragment(
			'variables: {load: {value: 1, max: 300}, more: 2}\nsteps:\n  - {set: {load: 1}, on: {sitte: "${load}"}}\n  - {set: {load: "${laod}"}}',
		),
	};
	t.deepEqual(told(checked(main, files)), [
		'lib/main.yaml:6:30 steps[0].with.lode: the included file has no variable lode; it has load, more; did you mean load?',
		'lib/main.yaml:6:39 steps[0].with.load: load must be at most 300, not 500',
		'lib/a.yaml:3:41 variables.more: nothing uses ${more}; remove it',
		'lib/a.yaml:5:27 steps[0].on.sitte: unknown key; known here are site, model, label, index, card, share, not; did you mean site?',
		'lib/a.yaml:6:19 steps[1].set.load: no variable is called laod; there are load, more; did you mean load?',
	]);
});

const circles: Readonly<Record<string, string>> = {
	'a.yaml': fragment('steps: [{include: b/c.yaml}]'),
	'b/c.yaml': fragment('steps: [{include: ../a.yaml}]'),
	'd.yaml': fragment('include: [e.yaml]'),
	'e.yaml': fragment('include: [d.yaml]'),
};

test('a circle of includes is refused with the files on it', t => {
	t.deepEqual(told(checked(scenarioText('  - include: a.yaml'), circles)), [
		'lib/b/c.yaml:3:10 steps[0].include: includes itself: main.yaml → a.yaml → b/c.yaml → a.yaml',
	]);
	t.deepEqual(told(checked(scenarioText(FINE, 'include: d.yaml\ndevices: {count: 1, model: TWIN}'), circles)), [
		'lib/e.yaml:3:11 include[0]: includes itself: main.yaml → d.yaml → e.yaml → d.yaml',
	]);
	t.regex(told(checked(scenarioText('  - include: main.yaml')))[0], /includes itself: main.yaml → main.yaml$/);
});

test('there are at most 20 levels', t => {
	const files = (levels: number): Record<string, string> =>
		Object.fromEntries(
			Array.from({length: levels}, (_, i) => [
				`f${i}.yaml`,
				fragment(i === levels - 1 ? 'steps: [{set: {load: 1}}]' : `steps: [{include: f${i + 1}.yaml}]`),
			]),
		);
	t.deepEqual(told(checked(scenarioText('  - include: f0.yaml'), files(MOST_LEVELS))), []);
	t.regex(
		told(checked(scenarioText('  - include: f0.yaml'), files(MOST_LEVELS + 1)))[0],
		/21 levels of includes; there may be at most 20$/,
	);
});

test('includes that multiply end at 10,000 steps', t => {
	const files = Object.fromEntries(
		Array.from({length: 18}, (_, i) => [
			`f${i}.yaml`,
			fragment(`steps: [{include: f${i + 1}.yaml}, {include: f${i + 1}.yaml}]`),
		]),
	);
	const lines = told(
		checked(scenarioText('  - include: f0.yaml'), {...files, 'f18.yaml': fragment(`steps:\n${FINE}`)}),
	);
	t.true(lines.every(line => line.endsWith('makes more than 10000 steps of it; include less')));
	t.true(lines.length > 0);
});

const refused: ReadonlyArray<readonly [what: string, main: string, line: RegExp]> = [
	[
		'a file that is not there',
		scenarioText('  - include: nowhere.yaml'),
		/^lib\/main.yaml:6:5 steps\[0\].include: nowhere.yaml cannot be read: there is no such file$/,
	],
	['a scenario', scenarioText('  - include: whole.yaml'), /^lib\/whole.yaml:1:1 : only fragments can be included/],
	['a file that is no map', scenarioText('  - include: list.yaml'), /^lib\/list.yaml:1:1 : must be a map of fragment/],
	[
		'steps at the top',
		scenarioText(FINE, 'include: steps.yaml\ndevices: {count: 1, model: TWIN}'),
		/^lib\/steps.yaml:3:1 steps: stands in the wrong file/,
	],
	[
		'devices as a step',
		scenarioText('  - include: devices.yaml'),
		/^lib\/devices.yaml:3:1 devices: stands in the wrong file/,
	],
	['no steps as a step', scenarioText('  - include: none.yaml'), /^lib\/none.yaml:1:1 : must hold steps/],
	[
		'a step with more than an include',
		scenarioText('  - {include: steps.yaml, on: {site: main}}'),
		/^lib\/main.yaml:6:27 steps\[0\].on: unknown key; known here are include, with$/,
	],
	[
		'an unknown key of a fragment',
		scenarioText('  - include: key.yaml'),
		/^lib\/key.yaml:3:1 setps: unknown key; known here are fragment, .*did you mean steps\?$/,
	],
	[
		'a fragment of another version',
		scenarioText('  - include: version.yaml'),
		/^lib\/version.yaml:2:1 version: must be a whole number from 1 to 1, not 2$/,
	],
	[
		'a variable of a fragment that nothing uses',
		scenarioText('  - include: unused.yaml'),
		/^lib\/unused.yaml:3:13 variables.a: nothing uses \$\{a\}; remove it$/,
	],
	[
		'a fragment that says it is none',
		fragment('steps: []').replace('true', 'false'),
		/^lib\/main.yaml:1:1 fragment: must be true/,
	],
];

const fragments: Readonly<Record<string, string>> = {
	'whole.yaml': scenarioText(FINE),
	'list.yaml': '[1]',
	'steps.yaml': fragment(`steps:\n${FINE}`),
	'devices.yaml': fragment(`devices: {count: 1, model: TWIN}\nsteps:\n${FINE}`),
	'none.yaml': fragment('summary: x'),
	'key.yaml': fragment(`setps:\n${FINE}`),
	'version.yaml': fragment(`steps:\n${FINE}`).replace('version: 1', 'version: 2'),
	'unused.yaml': fragment(`variables: {a: 1}\nsteps:\n${FINE}`),
};

for (const [what, main, line] of refused) {
	test(`${what} is refused with its place`, t => {
		const lines = told(checked(main, fragments));
		t.regex(lines[0], line, lines.join('\n'));
	});
}

for (const [from, written, path] of [
	['main.yaml', 'a.yaml', 'a.yaml'],
	['a/b.yaml', '../c/./d.yml', 'c/d.yml'],
	['a/b.yaml', 'c//d.yaml', 'a/c/d.yaml'],
] as const) {
	test(`${written} in ${from} is ${path}`, t => t.deepEqual(includedPath(from, written), {path}));
}

for (const [from, written, reason] of [
	['main.yaml', '../a.yaml', /leads out of the folder/],
	['a/b.yaml', '../../c.yaml', /leads out of the folder/],
	['main.yaml', 'a/../../b.yaml', /leads out of the folder/],
	['main.yaml', '/etc/a.yaml', /must be relative/],
	['main.yaml', 'C:/a.yaml', /must be relative/],
	['main.yaml', '~/a.yaml', /must be relative/],
	['main.yaml', 'a\\b.yaml', /joined by \//],
	['main.yaml', 'a\0.yaml', /joined by \//],
	['main.yaml', '${a}.yaml', /cannot hold a variable/],
	['main.yaml', 'passwd', /ends in \.yaml/],
	['main.yaml', '', /must be the path of a file/],
	['main.yaml', 7, /must be the path of a file/],
] as const) {
	test(`${JSON.stringify(written)} in ${from} leads nowhere`, t => {
		const found = includedPath(from, written);
		t.regex('reason' in found ? found.reason : '', reason);
	});
}

test('a fragment alone is checked as far as it can be, and is no scenario', t => {
	const alone = checked(fragment('steps:\n  - {set: {lode: 1}, on: {site: anywhere}}\n  - {rollout: {}}'));
	t.true(alone.isFragment);
	t.deepEqual(
		alone.problems.map(({field}) => field),
		['steps[0].set.lode'],
	);
	t.deepEqual(checked(fragment(`steps:\n${FINE}`)), {isFragment: true, cases: [], problems: []});
});
