import test from 'ava';
import {register} from '../../src/cli/commands/completion.ts';
import {isCoded} from '../../src/core/errors.ts';
import {runCommand} from './run-command.ts';

for (const [kind, name] of [
	['models', 'SMT1500'],
	['faults', 'brownout'],
	['scenarios', 'evening-storm'],
	['events', 'onBattery'],
	['settings', 'ups.name'],
] as const) {
	test(`shells are told the ${kind}, a line each`, async t => {
		const {out} = await runCommand(register, 'completion', '--complete', kind);
		t.true(out.split('\n').includes(name));
	});
}

test('without a shell it says which there are', async t => {
	const {error} = await runCommand(register, 'completion');
	t.true(isCoded(error) && error.code === 'E_USAGE');
	t.regex((error as Error).message, /bash, zsh, fish/);
});

test('a shell that it does not know is refused', async t => {
	const {notes} = await runCommand(register, 'completion', 'csh');
	t.regex(notes.join(''), /Allowed choices are bash, zsh, fish/);
});
