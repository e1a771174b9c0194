import test from 'ava';
import fc from 'fast-check';
import {checkFile} from '../../src/agent/settings/settings-file.ts';
import {parseSettingsYaml, settingsYaml} from '../../src/cli/settings-yaml.ts';
import {changesFor} from '../agent/settings/changes.ts';
import {newRig, someone} from '../agent/settings/rigs.ts';

const SERIAL = 'AS1234567890';

test('what is exported as YAML is imported without a difference, and makes another card the same', async t => {
	const of = newRig('SMX1500I').ups.rating;
	await fc.assert(
		fc.asyncProperty(changesFor(of), async changes => {
			const {desk, card} = newRig('SMX1500I');
			t.deepEqual(desk.apply(changes, 0, card, someone).problems, []);
			const text = await settingsYaml(desk.list(), SERIAL);
			const same = checkFile(desk, await parseSettingsYaml(text, SERIAL));
			t.deepEqual([same.problems, same.diff, same.ignored], [[], [], []]);
			const other = newRig('SMX1500I');
			const checked = checkFile(other.desk, await parseSettingsYaml(text, SERIAL));
			t.deepEqual(checked.problems, []);
			other.desk.apply(checked.changes, 0, other.card, someone);
			t.is(other.desk.digestText(), desk.digestText());
		}),
		{numRuns: 30},
	);
});

test('no text makes the reader throw, and what is refused has a place', async t => {
	const piece = fc.constantFrom(
		'ups',
		': ',
		'{',
		'}',
		'[',
		'\n',
		'  ',
		'- ',
		'&a',
		'*a',
		'name',
		'"',
		'!!x',
		'\t',
		'? ',
		'<<',
	);
	await fc.assert(
		fc.asyncProperty(fc.array(fc.oneof(piece, fc.string()), {maxLength: 30}), async pieces => {
			const parsed = await parseSettingsYaml(pieces.join(''), SERIAL);
			t.true(parsed.problems.every(each => each.line >= 1 && each.column >= 1));
		}),
		{numRuns: 300},
	);
});

test('nesting without end is refused, not followed', async t => {
	const parsed = await parseSettingsYaml('{a: '.repeat(50_000), SERIAL);
	t.true(parsed.problems.length > 0);
});
