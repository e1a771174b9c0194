import test from 'ava';
import fc from 'fast-check';
import {uriProblem} from '../../../src/ota/check/uri.ts';

const strict = {plainHttp: false, privateHosts: false};
const inTests = {plainHttp: true, privateHosts: false};
const closedSite = {plainHttp: false, privateHosts: true};

for (const uri of [
	'#fw',
	'mqtt:image',
	'https://fw.example/app.bin',
	'HTTPS://FW.Example/App.bin?a=1',
	'https://fw.example:8443/app.bin',
	'https://93.184.216.34/app.bin',
	'https://[2606:2800:220:1::1]/app.bin',
	'https://10x.example/a',
	'https://fw.example/a@b',
]) {
	test(`${uri} may be fetched`, t => {
		t.is(uriProblem(uri, strict), '');
	});
}

for (const [uri, said] of [
	['', /must be https:\/\/HOST\/PATH/],
	['fw.bin', /must be https/],
	['#fw2', /must be https/],
	['mqtt:other', /must be https/],
	['file:///etc/passwd', /scheme file: must be https/],
	['http://fw.example/a', /scheme http: must be https/],
	['http://127.0.0.1/a', /scheme http: must be https/],
	['ftp://fw.example/a', /scheme ftp: must be https/],
	['https://user:pw@fw.example/a', /user information/],
	['https://@fw.example/a', /user information/],
	['https:///a', /must be a name or an address/],
	['https://fw.example:0/a', /and a port/],
	['https://fw.example:65536/a', /and a port/],
	['https://fw.example:/a', /and a port/],
	['https://fw_example/a', /must be a name or an address/],
	['https://fw.example\\@evil.example/a', /must be https/],
	['https://fw.example/a b', /must be https/],
	['https://fw.exämple/a', /must be https/],
	['https://localhost/a', /closed network/],
	['https://a.localhost./a', /closed network/],
	['https://127.0.0.1/a', /closed network/],
	['https://0.0.0.0/a', /closed network/],
	['https://10.1.2.3/a', /closed network/],
	['https://100.64.0.1/a', /closed network/],
	['https://169.254.169.254/latest', /closed network/],
	['https://172.16.0.1/a', /closed network/],
	['https://172.31.255.255/a', /closed network/],
	['https://192.168.1.1/a', /closed network/],
	['https://224.0.0.1/a', /closed network/],
	['https://255.255.255.255/a', /closed network/],
	['https://[::1]/a', /closed network/],
	['https://[fe80::1]/a', /closed network/],
	['https://[fd00::1]/a', /closed network/],
	['https://[::ffff:127.0.0.1]/a', /closed network/],
	['https://[2002:7f00:1::]/a', /closed network/],
	['https://[2001::1]/a', /closed network/],
	['https://[::1/a', /must be a name or an address/],
	['https://2130706433/a', /four decimal numbers/],
	['https://0x7f000001/a', /four decimal numbers/],
	['https://127.1/a', /four decimal numbers/],
	['https://0177.0.0.1/a', /four decimal numbers/],
	['https://127.0.0.1./a', /four decimal numbers/],
	['https://1.2.3.256/a', /four decimal numbers/],
] as const) {
	test(`"${uri}" is refused`, t => {
		t.regex(uriProblem(uri, strict), said);
	});
}

test('http is taken from this machine alone, and only where the switch is on', t => {
	for (const host of ['127.0.0.1', 'localhost', '[::1]', '127.0.0.1:8080']) {
		t.is(uriProblem(`http://${host}/a`, inTests), '', host);
		t.not(uriProblem(`http://${host}/a`, closedSite), '', host);
	}
	for (const host of ['127.0.0.2', '10.0.0.1', 'fw.example', '127.0.0.1.evil.example', 'localhost.evil.example']) {
		t.not(uriProblem(`http://${host}/a`, inTests), '', host);
	}
});

test('addresses of closed networks are taken over https where the switch is on', t => {
	t.is(uriProblem('https://192.168.1.1/a', closedSite), '');
	t.is(uriProblem('https://[fd00::1]/a', closedSite), '');
	t.not(uriProblem('https://2130706433/a', closedSite), '');
	t.not(uriProblem('https://u@192.168.1.1/a', closedSite), '');
});

test('whatever is taken leads where a URL parser is led: to a public host, over https, without user information', t => {
	const part = fc.constantFrom(
		'https://',
		'http://',
		'@',
		':',
		'/',
		'.',
		'[',
		']',
		'127',
		'0x7f',
		'0',
		'fw',
		'::1',
		'%',
		'\\',
		'#',
		'?',
	);
	fc.assert(
		fc.property(fc.array(part, {maxLength: 12}), parts => {
			const uri = parts.join('');
			if (uriProblem(uri, strict) === '' && uri !== '#fw') {
				const url = new URL(uri);
				t.is(url.protocol, 'https:', uri);
				t.is(url.username + url.password, '', uri);
				t.notRegex(url.hostname, /^(?:127\.|0\.|localhost$|\[::)/, uri);
			}
		}),
		{numRuns: 3000},
	);
	t.pass();
});
