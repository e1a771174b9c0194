import test from 'ava';
import {byArea, faults} from '../../sim/faults/registry.ts';
import {register} from '../../src/cli/commands/fault.ts';
import {isCoded} from '../../src/core/errors.ts';
import {runCommand} from './run-command.ts';

test('the list has a line a fault with its parameters and its summary', async t => {
	const {out, error} = await runCommand(register, 'fault', 'list');
	t.is(error, undefined);
	const lines = out.trimEnd().split('\n');
	t.is(lines.length, faults.length + 1);
	for (const [i, {area, name, parameters, summary}] of byArea(faults).entries()) {
		t.regex(lines[i + 1], new RegExp(`^${area} +${name} `));
		t.true(lines[i + 1].endsWith(summary));
		t.true(parameters.every(parameter => lines[i + 1].includes(parameter.name)));
	}
});

test('the list as JSON has a schema and every parameter with unit and range', async t => {
	const {out} = await runCommand(register, 'fault', 'list', '--json');
	const list = JSON.parse(out);
	t.is(list.schema, 'ridethrough.fault-list/1');
	t.is(list.faults.length, faults.length);
	t.deepEqual(list.faults[1], {
		name: 'brownout',
		area: 'grid',
		summary: 'The utility voltage sags to a fraction of nominal and stays there.',
		acts: 'card',
		parameters: [
			{
				name: 'depth',
				kind: 'ratio',
				unit: 'share of the voltage',
				min: 0.01,
				max: 0.99,
				summary: 'how much is missing; 0.3 leaves 70 %',
			},
		],
	});
});

test('a fault is shown with units, ranges, defaults and how to write it', async t => {
	const {out} = await runCommand(register, 'fault', 'show', 'flicker');
	t.regex(out, /^flicker: The utility voltage dips/);
	t.regex(out, /dip +10ms to 1m +300ms +how long each dip lasts/);
	t.regex(out, /count +1 to 1000 \(dips\) +1 +how many dips/);
	t.regex(out, /- inject: \{flicker: \{\}\}\n$/);
	t.regex(
		(await runCommand(register, 'fault', 'show', 'overload')).out,
		/ratio +0\.01 to 3 .* none .*[\s\S]*\{overload: \{ratio: 0\.4\}\}/,
	);
	t.regex((await runCommand(register, 'fault', 'show', 'brokerOutage')).out, /what all cards share\.\nNo parameters\./);
});

test('a fault as JSON has a schema', async t => {
	const shown = JSON.parse((await runCommand(register, 'fault', 'show', 'swell', '--json')).out);
	t.is(shown.schema, 'ridethrough.fault/1');
	t.is(shown.name, 'swell');
	t.is(shown.parameters[0].max, 1);
});

test('an unknown fault is E_FAULT_UNKNOWN with the nearest name', async t => {
	const {error, out} = await runCommand(register, 'fault', 'show', 'brown-out');
	t.true(isCoded(error) && error.code === 'E_FAULT_UNKNOWN');
	t.regex((error as Error).message, /did you mean brownout\?$/);
	t.is(out, '');
});

test('a fault whose numbers do not speak for themselves says what its defaults come to', async t => {
	const {out} = await runCommand(register, 'fault', 'show', 'networkLoss');
	// p / (p + r) of 0.01 and 0.25, and 1 / r.
	t.regex(out, /^With the defaults it loses 3\.85 % in the long run; a bad time lasts 4\.0 packets on average\.$/m);
});

test('the page of all faults is printed, or written where --out says', async t => {
	const printed = await runCommand(register, 'fault', 'docs');
	t.regex(printed.out, /^# Faults\n/);
	const refused = await runCommand(register, 'fault', 'docs', '--out', '/dev/null/README.md');
	t.true(isCoded(refused.error) && refused.error.code === 'E_FILE_UNWRITABLE');
});
