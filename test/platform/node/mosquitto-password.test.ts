import test from 'ava';
import {passwordLine, randomPassword} from '../../../src/platform/node/mosquitto-password.ts';

test('the line of a password has the form of mosquitto_passwd', t => {
	const salt = Buffer.from('AAECAwQFBgcICQoL', 'base64');
	const [name, fields] = passwordLine('35/card-a', 'secret', salt).split(':') as [string, string];
	const [, form, iterations, saltText, hash] = fields.split('$') as [string, string, string, string, string];
	t.is(name, '35/card-a');
	t.deepEqual([form, iterations, saltText], ['7', '101', 'AAECAwQFBgcICQoL']);
	t.is(Buffer.from(hash, 'base64').length, 64);
});

test('passwords differ, are 24 characters long, and so do salts', t => {
	t.not(randomPassword(), randomPassword());
	t.regex(randomPassword(), /^[A-Za-z0-9_-]{24}$/);
	t.not(passwordLine('a', 'b'), passwordLine('a', 'b'));
});
