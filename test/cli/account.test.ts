import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {register} from '../../src/cli/commands/account.ts';
import {runCommand} from './run-command.ts';

interface Place {
	readonly state: string;
	readonly secret: string;
}

function place(t: ExecutionContext): Place {
	const directory = mkdtempSync(join(tmpdir(), 'ridethrough-account-'));
	t.teardown(() => rmSync(directory, {recursive: true, force: true}));
	writeFileSync(join(directory, 'secret'), 'Correct-horse-7\nmore\n');
	return {state: join(directory, 'state'), secret: `@${join(directory, 'secret')}`};
}

test('the first use makes the super user and shows its password once', async t => {
	const {state} = place(t);
	const first = await runCommand(register, 'account', 'list', '--state', state);
	t.regex(first.notes.join(), /first password, shown only now: \S{16}$/);
	t.regex(first.out, /admin +superUser +yes +yes/);
	const again = await runCommand(register, 'account', 'list', '--state', state, '--json');
	t.deepEqual(again.notes, []);
	t.like(JSON.parse(again.out), {accounts: [{name: 'admin', role: 'superUser', enabled: true, mustChange: true}]});
});

test('an account is added, disabled, enabled, given a password and deleted, and only its owner can read the file', async t => {
	const {state, secret} = place(t);
	const at = ['--state', state];
	const add = await runCommand(register, 'account', 'add', 'ann', '--role', 'deviceUser', '--password', secret, ...at);
	t.is(add.error, undefined);
	const file = join(state, 'accounts.json');
	t.is(statSync(file).mode & 0o777, 0o600);
	t.false(readFileSync(file, 'utf8').includes('horse'));
	t.is((await runCommand(register, 'account', 'disable', 'ann', ...at)).error, undefined);
	t.regex((await runCommand(register, 'account', 'list', ...at)).out, /ann +deviceUser +no/);
	t.is((await runCommand(register, 'account', 'enable', 'ann', ...at)).error, undefined);
	t.is((await runCommand(register, 'account', 'passwd', 'ann', '--password', secret, ...at)).error, undefined);
	t.is((await runCommand(register, 'account', 'delete', 'ann', ...at)).error, undefined);
	t.like((await runCommand(register, 'account', 'delete', 'ann', ...at)).error, {code: 'E_ACCOUNT_UNKNOWN'});
});

test('a password on the command line is warned of, and a weak one refused without being repeated', async t => {
	const {state} = place(t);
	const words = ['account', 'passwd', 'admin', '--state', state, '--password'];
	const ran = await runCommand(register, ...words, 'hunter2');
	t.like(ran.error, {code: 'E_PASSWORD_WEAK'});
	t.regex(ran.notes.join(), /every user of this machine/);
	t.false((ran.error as Error).message.includes('hunter2'));
	t.like((await runCommand(register, ...words, 'env:RIDETHROUGH_TEST_UNSET')).error, {code: 'E_USAGE'});
	t.like((await runCommand(register, ...words, `@${join(state, 'none')}`)).error, {code: 'E_FILE_UNREADABLE'});
});

test('the super user stays', async t => {
	const {state} = place(t);
	const deletion = await runCommand(register, 'account', 'delete', 'admin', '--state', state);
	t.like(deletion.error, {code: 'E_ACCOUNT_INVALID'});
	const disabling = await runCommand(register, 'account', 'disable', 'admin', '--state', state);
	t.like(disabling.error, {code: 'E_ACCOUNT_INVALID'});
});
