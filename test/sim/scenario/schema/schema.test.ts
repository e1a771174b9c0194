import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import test from 'ava';
import {parse} from 'yaml';
import {filesAt, shippedFolder, vocabulary} from '../../../../src/cli/scenario-files.ts';
import {faults} from '../../../../sim/faults/registry.ts';
import {scenarioSchema} from '../../../../sim/scenario/schema/document.ts';
import {problemsOf, scenarioText, step, twinVocabulary, world} from '../../../helpers/scenario-text.ts';

const schema = JSON.parse(JSON.stringify(scenarioSchema(vocabulary)));
const validate = new Ajv2020({strict: true, strictRequired: false, strictTypes: false}).compile(schema);

function isValid(text: string): boolean {
	return validate(parse(text));
}

test('the schema beside the shipped scenarios is what the code makes', t => {
	const kept = JSON.parse(readFileSync(join(shippedFolder(), 'schema.json'), 'utf8'));
	t.deepEqual(kept, schema, 'run make schema');
});

for (const file of filesAt(shippedFolder())) {
	test(`${file.slice(shippedFolder().length)} names its schema and is valid by it`, t => {
		const text = readFileSync(file, 'utf8');
		const depth = file.slice(shippedFolder().length).split('/').length - 1;
		t.is(text.split('\n')[0], `# yaml-language-server: $schema=${'../'.repeat(depth)}schema.json`);
		t.true(isValid(text), JSON.stringify(validate.errors?.slice(0, 3)));
	});
}

const firmware = 'devices: {count: 2, model: TWIN}\nfirmware:';
const FINE = '  - {set: {load: 1}}';
/** A map with a key that nobody knows, and where its schema stands. */
const maps: ReadonlyArray<readonly [text: string, pointer: string]> = [
	[`zzz: 1\n${scenarioText(FINE)}`, ''],
	[
		world('variables: {a: {value: 1, zzz: 1}}\ndevices: {count: 2, model: TWIN}'),
		'/properties/variables/additionalProperties/anyOf/1',
	],
	[
		world('sites: {main: {zzz: 1}}\ndevices: {count: 2, model: TWIN}'),
		'/properties/sites/additionalProperties/anyOf/1',
	],
	[
		world('sites: {main: {disturbances: {zzz: 1}}}\ndevices: {count: 2, model: TWIN}'),
		'/properties/sites/additionalProperties/anyOf/1/properties/disturbances',
	],
	[world('devices: {count: 2, model: TWIN, zzz: 1}'), '/properties/devices/anyOf/0'],
	[world('devices: {count: 2, model: TWIN, load: {zzz: 1}}'), '/properties/devices/anyOf/0/properties/load/anyOf/1'],
	[world(`${firmware} {zzz: 1}`), '/properties/firmware'],
	[world(`${firmware} {releases: [{zzz: 1}]}`), '/properties/firmware/properties/releases/items'],
	[world(`${firmware} {bad: {zzz: 1}}`), '/properties/firmware/properties/bad/anyOf/0'],
	[step('{zzz: 1, set: {load: 1}}'), '/$defs/step'],
	[step('{set: {load: 1}, on: {zzz: 1}}'), '/$defs/selection'],
	[step('{set: {load: 1}, on: {not: {zzz: 1}}}'), '/$defs/selection/properties/not'],
	[step('{inject: {zzz: 1}}'), '/$defs/step/properties/inject'],
	[step('{command: {zzz: 1}}'), '/$defs/step/properties/command'],
	[step('{repeat: {zzz: 1}}'), '/$defs/step/properties/repeat'],
	[step('{after: {zzz: 1}, set: {load: 1}}'), '/$defs/step/properties/after/anyOf/1'],
	[step('{within: 1s, expect: {zzz: 1}}'), '/$defs/expect'],
	[step('{within: 1s, expect: {count: {zzz: 1}}}'), '/$defs/expect/properties/count/anyOf/0'],
	[
		step('{within: 1s, expect: {count: {of: {zzz: 1}, is: "> 1"}}}'),
		'/$defs/expect/properties/count/anyOf/0/properties/of',
	],
	[step('{within: 1s, expect: {event: {zzz: 1}}}'), '/$defs/expect/properties/event/anyOf/1'],
	[step('{within: 1s, expect: {reading: {zzz: 1}}}'), '/$defs/expect/properties/reading'],
];

/** Keys that come in while files are put together, and are gone before the rest is read. */
const early = ['include', 'with', 'fragment'];

function at(pointer: string): {properties: Record<string, unknown>} {
	return pointer
		.split('/')
		.slice(1)
		.reduce(
			(node: unknown, key) => (node as Record<string, unknown>)[key],
			JSON.parse(JSON.stringify(scenarioSchema(twinVocabulary))),
		) as {
		properties: Record<string, unknown>;
	};
}

for (const [text, pointer] of maps) {
	test(`the schema at ${pointer === '' ? 'the top' : pointer} has the keys that the parser knows`, t => {
		const problem = problemsOf(text).find(({field}) => field.endsWith('zzz'));
		const known = /known here are (.*)$/.exec(problem?.message ?? '')?.[1].split(', ') ?? [];
		t.true(known.length > 0, JSON.stringify(problemsOf(text)));
		t.deepEqual(
			Object.keys(at(pointer).properties)
				.filter(key => !early.includes(key))
				.sort(),
			known.filter(key => !early.includes(key)).sort(),
		);
	});
}

test('every fault has its parameters in the schema, with their ranges', t => {
	const {properties} = at('/$defs/step/properties/inject');
	for (const {name, parameters} of faults) {
		const text = JSON.stringify(properties[name]);
		for (const parameter of parameters) {
			t.true(text.includes(`"${parameter.name}":{`), `${name}.${parameter.name}`);
			if (parameter.kind === 'ratio' || parameter.kind === 'count') {
				t.true(text.includes(`"minimum":${parameter.min},"maximum":${parameter.max}`), `${name}.${parameter.name}`);
			}
		}
	}
});

const device = 'devices: {count: 2, model: SMT750I}';
const valid: readonly string[] = [
	scenarioText(
		'  - {inject: {brownout: {depth: "${depth}"}}, for: "${hold}"}',
		`variables: {depth: 0.3, hold: {value: 5m, min: 1s}}\n${device}`,
	),
	scenarioText(
		'  - {include: a.yaml, with: {depth: 0.3}}\n  - {inject: {outage: }}\n  - {inject: {outage: {}, for: 1m}}',
		device,
	),
	scenarioText(
		FINE,
		`matrix: {load: [10, 20], model: [SMT750I, SMT1500I], exclude: [{load: 10}]}\ndevices: {count: 1, model: "\${model}", load: "\${load}"}`,
	),
	scenarioText(
		'  - {set: {load: 5 %}, on: {label: [a, b], index: [1-3, 7], not: {card: main-001}, share: 10%}}',
		`${device.slice(0, -1)}, labels: [a, b]}`,
	),
	scenarioText(
		'  - {repeat: {times: 3, steps: [{set: {load: 1}, every: 1m, until: 1h}]}}\n  - {parallel: [[{set: {load: 1}}], [{snapshot: a}]]}',
		device,
	),
	'fragment: true\nversion: 1\nsteps: [{set: {load: 1}}]\n',
	`name: n\nversion: 1\ninclude: [a.yaml]\nsteps: [{set: {load: 1}}]\n`,
];
for (const [i, text] of valid.entries()) {
	test(`scenario ${i + 1} of those with everything is valid`, t => {
		t.true(isValid(text), JSON.stringify(validate.errors?.slice(0, 3)));
	});
}

for (const [what, text] of [
	['a fault nobody knows', scenarioText('  - {inject: {outtage: {}}}', device)],
	['a parameter out of its range', scenarioText('  - {inject: {brownout: {depth: 2}}}', device)],
	['a missing parameter', scenarioText('  - {inject: {brownout: {}}}', device)],
	['a bare number for a duration', scenarioText('  - {inject: {outage: {}}, for: 5}', device)],
	['a step with two verbs', scenarioText('  - {inject: {outage: {}}, set: {load: 1}}', device)],
	['a step without a verb', scenarioText('  - {name: x}', device)],
	['a key that belongs to another verb', scenarioText('  - {set: {load: 1}, hold: 1s}', device)],
	['an expectation without a limit', scenarioText('  - {expect: {status: OL}}', device)],
	['a model nobody makes', scenarioText(FINE, 'devices: {count: 1, model: SMT750J}')],
	['an event nobody logs', scenarioText('  - {within: 1s, expect: {event: onBatery}}', device)],
	['a fragment with a matrix', 'fragment: true\nversion: 1\nmatrix: {a: [1]}\nsteps: [{set: {load: 1}}]\n'],
	['a scenario without a version', scenarioText(FINE, device).replace('version: 1\n', '')],
] as const) {
	test(`${what} is not valid`, t => {
		t.false(isValid(text));
	});
}
