import test from 'ava';
import type {ExecutionContext} from 'ava';
import {isCoded} from '../../../../src/core/errors.ts';
import {openControl} from '../../../../sim/fleet/control/open-control.ts';
import {isLoopback} from '../../../../src/platform/node/request-guard.ts';
import {ask} from '../../../helpers/ask.ts';
import {houseOf} from '../../../helpers/card-house.ts';

const json = {'content-type': 'application/json'};
const TOKEN = 'a-token-of-24-characters';

async function open(
	t: ExecutionContext,
	options: {listen?: string; token?: string; hosts?: string[]} = {},
): Promise<number> {
	const {house, bench} = houseOf({});
	const control = await openControl({bench, house, listen: '127.0.0.1:0', ...options});
	t.teardown(async () => control.close());
	return control.port;
}

const hostile: ReadonlyArray<readonly [what: string, asked: string, headers: Record<string, string>, status: number]> =
	[
		['a name that was rebound to loopback', 'GET /cards', {host: 'evil.example'}, 421],
		['a rebound name with our port', 'GET /cards', {host: 'evil.example:80'}, 421],
		['another address', 'GET /cards', {host: '192.0.2.1'}, 421],
		['a name that begins like loopback', 'GET /cards', {host: '127.0.0.1.evil.example'}, 421],
		['a page of another origin', 'GET /cards', {origin: 'http://evil.example'}, 403],
		['a page without an origin', 'POST /reset', {...json, origin: 'null'}, 403],
		['a navigation from another site', 'GET /cards', {'sec-fetch-site': 'cross-site'}, 403],
		['a form', 'POST /faults', {'content-type': 'application/x-www-form-urlencoded'}, 415],
		['text/plain, which needs no preflight', 'POST /faults', {'content-type': 'text/plain'}, 415],
		['text that mentions JSON', 'POST /faults', {'content-type': 'text/plain; x=application/json'}, 415],
		['no content type', 'POST /reset', {}, 415],
		['a preflight', 'OPTIONS /faults', {origin: 'http://evil.example', 'access-control-request-method': 'POST'}, 403],
	];

for (const [what, asked, headers, status] of hostile) {
	test(`${what} is refused with ${status} before anything happens`, async t => {
		const port = await open(t);
		const body = asked.startsWith('POST') ? {body: '{"type":"outage"}'} : {};
		const answer = await ask(port, asked, {headers, ...body});
		t.is(answer.status, status, answer.text);
		t.is(answer.json.code, 'E_REQUEST_REFUSED');
		t.is(answer.headers['access-control-allow-origin'], undefined);
		t.deepEqual((await ask(port, 'GET /faults')).json.faults, []);
	});
}

test('loopback by any of its names is let in', async t => {
	const port = await open(t, {hosts: ['Bench.Example']});
	for (const host of ['localhost', `127.0.0.1:${port}`, '[::1]:80', 'LOCALHOST:1', 'bench.example', 'localhost.']) {
		t.is((await ask(port, 'GET /faults', {headers: {host}})).status, 200, host);
	}
	t.true(isLoopback('127.9.9.9'));
	t.true(isLoopback('::1'));
	t.false(isLoopback('0.0.0.0'));
	t.false(isLoopback('loopback.example'));
});

test('an address beyond loopback needs a token, and a token must be long', async t => {
	const {house, bench} = houseOf({});
	const refused = await t.throwsAsync(openControl({bench, house, listen: '0.0.0.0:0'}));
	t.true(isCoded(refused) && refused.code === 'E_USAGE');
	t.regex(refused?.message ?? '', /--control-token/);
	const weak = await t.throwsAsync(openControl({bench, house, listen: '127.0.0.1:0', token: 'short'}));
	t.true(isCoded(weak) && weak.code === 'E_USAGE');
	t.notRegex(weak?.message ?? '', /short/);
});

test('with a token every request must bring it, and one for figures comes in on any address', async t => {
	const port = await open(t, {listen: '0.0.0.0:0', token: TOKEN});
	const withToken = (token: string, host: string): Record<string, string> => ({authorization: `Bearer ${token}`, host});
	t.is((await ask(port, 'GET /faults')).status, 401);
	t.is((await ask(port, 'GET /faults', {headers: withToken(`${TOKEN}x`, '127.0.0.1')})).status, 401);
	t.is((await ask(port, 'GET /faults', {headers: withToken(TOKEN, '192.0.2.1')})).status, 200);
	t.is((await ask(port, 'GET /faults', {headers: withToken(TOKEN, 'evil.example')})).status, 421);
});

test('a port that is taken is told as such', async t => {
	const {house, bench} = houseOf({});
	const port = await open(t);
	const taken = await t.throwsAsync(openControl({bench, house, listen: `127.0.0.1:${port}`}));
	t.true(isCoded(taken) && taken.code === 'E_PORT_TAKEN');
});

test('bodies that are no JSON or too large are refused', async t => {
	const port = await open(t);
	const broken = await ask(port, 'POST /faults', {headers: json, body: '{"type":'});
	t.deepEqual([broken.status, broken.json.code], [400, 'E_REQUEST_INVALID']);
	const large = await ask(port, 'POST /faults', {headers: json, body: `{"type":"${'x'.repeat(1_100_000)}"}`});
	t.is(large.status, 413);
});
