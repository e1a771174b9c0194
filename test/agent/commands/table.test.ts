import test from 'ava';
import {commands, findCommand} from '../../../src/agent/commands/table.ts';

test('numbers and names of commands are for ever', t => {
	t.snapshot(Object.fromEntries(commands.map(row => [row.id, row.name])));
	t.is(new Set(commands.map(row => row.id)).size, commands.length);
	t.is(new Set(commands.map(row => row.name)).size, commands.length);
});

test('a name that no command has finds none', t => {
	t.is(findCommand('reboot')?.id, 12);
	t.is(findCommand('explode'), null);
});
