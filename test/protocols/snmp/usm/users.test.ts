import test from 'ava';
import {
	authNoPriv,
	authPriv,
	noAuthNoPriv,
	parseUsmUser,
	usmUserFrom,
} from '../../../../src/protocols/snmp/usm/users.ts';

test('a user is written with none, one or two passphrases, and has the level of what it has', t => {
	const levels = ['apc snmp profile1', 'ops:SHA:first-phrase', 'ops:SHA-256:first-phrase:AES:second-phrase'].map(
		text => parseUsmUser(text, 'read').level,
	);
	t.deepEqual(levels, [noAuthNoPriv, authNoPriv, authPriv]);
	const {spec} = parseUsmUser('apc snmp profile1:md5:first-phrase:des:second-phrase', 'write');
	t.like(spec, {name: 'apc snmp profile1', auth: {name: 'MD5'}, priv: {name: 'DES'}, access: 'write'});
});

const wrong: readonly (readonly [text: string, says: RegExp])[] = [
	['', /0 bytes: write 1 to 32/],
	[`${'x'.repeat(33)}:SHA:first-phrase`, /33 bytes: write 1 to 32/],
	['ops:SHA', /NAME:AUTH:PASSPHRASE/],
	['ops:SHA:secret-phrase:AES', /NAME:AUTH:PASSPHRASE/],
	['ops:ROT13:secret-phrase', /MD5, SHA, SHA-224/],
	['ops:SHA:secret', /authentication passphrase .* at least 8/],
	['ops:SHA:secret-phrase:ROT13:secret-phrase', /DES, AES/],
	['ops:SHA:secret-phrase:AES:secret', /privacy passphrase .* at least 8/],
];

for (const [text, says] of wrong) {
	test(`${JSON.stringify(text)} is no user, and the refusal says what would be right and nothing of a passphrase`, t => {
		const error = t.throws(() => parseUsmUser(text, 'read'), {code: 'E_USAGE', message: says});
		t.notRegex(error?.message ?? '', /secret/);
	});
}

test('a user keeps no readable copy of his keys', t => {
	const user = parseUsmUser('ops:SHA:first-phrase:AES:second-phrase', 'read');
	const keys = user.keysAt(Buffer.from('8000013e0300c0b7123456', 'hex'));
	t.is(JSON.stringify(keys.auth), '{}');
	t.is(keys.priv?.key.type, 'secret');
});

test('privacy without authentication is refused', t => {
	const value = {name: 'ops', auth: '', authPassphrase: '', priv: 'AES', privPassphrase: 'second-phrase'};
	t.throws(() => usmUserFrom(value, 'read'), {code: 'E_USAGE', message: /give an authentication protocol too/});
});
