import test from 'ava';
import {httpPolicy} from '../../../src/platform/node/main/http-policy.ts';

const strict = httpPolicy({plainHttp: false, privateHosts: false});

for (const url of [
	'http://updates.example/app.bin',
	'ftp://updates.example/app.bin',
	'file:///etc/passwd',
	'mqtt:image',
	'https://user:secret@updates.example/app.bin',
	'https://127.0.0.1/app.bin',
	'https://169.254.169.254/latest',
	'https://10.0.0.1/app.bin',
	'https://[::1]/app.bin',
	'https://localhost/app.bin',
]) {
	test(`nothing is fetched from ${url}`, t => {
		t.not(strict.urlProblem(url), '');
	});
}

test('a public https address is fetched from', t => {
	t.is(strict.urlProblem('https://updates.example/app.bin'), '');
	t.is(strict.addressProblem('93.184.216.34', 'https://updates.example/'), '');
	t.is(strict.addressProblem('2606:2800:220:1::1', 'https://updates.example/'), '');
});

test('a name that stands for an address in a closed network is not connected to', t => {
	for (const address of [
		'127.0.0.1',
		'169.254.169.254',
		'192.168.1.1',
		'10.1.2.3',
		'::1',
		'fe80::1',
		'fd00::1',
		'::ffff:10.0.0.1',
	]) {
		t.not(strict.addressProblem(address, 'https://updates.example/'), '', address);
	}
});

test('private networks and this machine are opened each by its own rule', t => {
	const inside = httpPolicy({plainHttp: false, privateHosts: true});
	t.is(inside.urlProblem('https://10.0.0.1/app.bin'), '');
	t.is(inside.addressProblem('10.0.0.1', 'https://updates.example/'), '');
	t.not(inside.urlProblem('http://10.0.0.1/app.bin'), '');
	const local = httpPolicy({plainHttp: true, privateHosts: false});
	t.is(local.urlProblem('http://127.0.0.1:8080/app.bin'), '');
	t.is(local.addressProblem('127.0.0.1', 'http://localhost:8080/'), '');
	t.is(local.addressProblem('::1', 'http://localhost:8080/'), '');
	t.not(local.urlProblem('http://10.0.0.1/app.bin'), '');
	t.not(local.addressProblem('10.0.0.1', 'http://localhost:8080/'), '');
});
