import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {isCoded} from '../../src/core/errors.ts';
import {parseCommunity, parseNutUser, parseReceiver, parseSnmpUser, visibleSecrets} from '../../src/cli/face-values.ts';

const taken: ReadonlyArray<readonly [what: string, parse: () => unknown, value: unknown]> = [
	['a community alone reads', () => parseCommunity('public'), {name: 'public', access: 'read'}],
	['rw lets a community set at any time', () => parseCommunity('private:rw'), {name: 'private', access: 'write+'}],
	[
		'a community may be for some hosts only',
		() => parseCommunity('private:rw:192.168.1.255'),
		{name: 'private', access: 'write+', host: '192.168.1.255'},
	],
	[
		'a user may have no keys',
		() => parseSnmpUser('guest'),
		{name: 'guest', auth: '', authPassphrase: '', priv: '', privPassphrase: ''},
	],
	[
		'protocols may be written in small letters, with a hyphen',
		() => parseSnmpUser('ops:sha-256:long enough:aes:long enough too'),
		{name: 'ops', auth: 'SHA256', authPassphrase: 'long enough', priv: 'AES', privPassphrase: 'long enough too'},
	],
	[
		'a receiver has a port and a form',
		() => parseReceiver('192.0.2.7:1162:inform'),
		{host: '192.0.2.7', port: 1162, form: 'inform'},
	],
	['without them it is 162 and v2c', () => parseReceiver('nms.example'), {host: 'nms.example', port: 162, form: 'v2c'}],
	['an IPv6 receiver has brackets', () => parseReceiver('[::1]:162:v1'), {host: '::1', port: 162, form: 'v1'}],
	['a password may hold a colon', () => parseNutUser('monitor:a:b'), {name: 'monitor', password: 'a:b'}],
];

for (const [what, parse, value] of taken) {
	test(what, t => {
		t.deepEqual(parse(), value);
	});
}

const refused: ReadonlyArray<readonly [what: string, parse: () => unknown, secret: string]> = [
	['a community with blanks', () => parseCommunity('hid den:xx'), 'hid den'],
	['a user without a passphrase', () => parseSnmpUser('ops:SHA'), 'xxxx'],
	['a passphrase of seven characters', () => parseSnmpUser('ops:SHA:sevench'), 'sevench'],
	['an unknown protocol', () => parseSnmpUser('ops:ROT13:secretsecret'), 'secretsecret'],
	['a NUT user without a password', () => parseNutUser('monitor'), 'xxxx'],
	['a receiver with a port of 0', () => parseReceiver('192.0.2.7:0'), 'xxxx'],
];

for (const [what, parse, secret] of refused) {
	test(`${what} is refused, without what was given`, t => {
		const error = t.throws(parse);
		t.true(isCoded(error) && error.code === 'E_USAGE');
		t.false(error?.message.includes(secret));
	});
}

test('secrets may stand in a file or in a variable', t => {
	const folder = mkdtempSync(join(tmpdir(), 'values-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const file = join(folder, 'pass');
	writeFileSync(file, 'from the file\n');
	process.env['RIDETHROUGH_TEST_PASS'] = 'from the variable';
	t.deepEqual(parseSnmpUser(`ops:SHA:@${file}:AES:env:RIDETHROUGH_TEST_PASS`), {
		name: 'ops',
		auth: 'SHA',
		authPassphrase: 'from the file',
		priv: 'AES',
		privPassphrase: 'from the variable',
	});
	t.deepEqual(parseNutUser('monitor:env:RIDETHROUGH_TEST_PASS'), {name: 'monitor', password: 'from the variable'});
});

test('a secret in the words of a command line is told, one that stands elsewhere is not', t => {
	t.deepEqual(visibleSecrets(['agent', '--nut-user', 'monitor:secret', '--snmp-user=ops:SHA:passphrase']), [
		'--nut-user',
		'--snmp-user',
	]);
	t.deepEqual(
		visibleSecrets(['agent', '--nut-user', 'monitor:@pass', '--snmp-user', 'ops:SHA:env:PASS:AES:@pass']),
		[],
	);
	t.deepEqual(visibleSecrets(['agent', '--snmp-user', 'guest', '--nut-user']), []);
});
