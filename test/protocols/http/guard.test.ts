import test from 'ava';
import fc from 'fast-check';
import {createLimiter} from '../../../src/protocols/http/rate-limit.ts';
import {isOwnHost} from '../../../src/protocols/http/guard.ts';
import {hasToken, sessionIdFrom, visitorOf} from '../../../src/protocols/http/visitor.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';
import {loginAdmin, withRig} from '../../helpers/web-rig.ts';
import type {Ask, WebRig} from '../../helpers/web-rig.ts';

const hosts: readonly (readonly [header: string, own: boolean])[] = [
	['127.0.0.1', true],
	['127.0.0.1:8080', true],
	['[::1]:8080', true],
	['localhost:80', true],
	['ups.example.com', true],
	['UPS.example.com:443', true],
	['evil.example.com', false],
	['127.0.0.1.evil.example.com', false],
	['', false],
	['a b', false],
	['localhost@evil.example.com', false],
];

test('only addresses, localhost and given names are the card', t => {
	for (const [header, own] of hosts) {
		t.is(isOwnHost(header, ['ups.example.com']), own, header);
	}
});

const body = {changes: {'ups.name': 'Taken'}};
const foreign: readonly (readonly [title: string, headers: Record<string, string>])[] = [
	['a host name that is not its own', {host: 'evil.example.com'}],
	['the origin of another site', {origin: 'http://evil.example.com'}],
	['no origin, as sandboxed pages have it', {origin: 'null'}],
	['a fetch from another site', {'sec-fetch-site': 'cross-site'}],
	['a fetch from a neighbour', {'sec-fetch-site': 'same-site'}],
	['a token of nobody', {'x-csrf-token': '0'.repeat(64)}],
	['an empty token', {'x-csrf-token': ''}],
];

for (const [title, headers] of foreign) {
	test(`a change with ${title} is refused`, async t => {
		await withRig(async rig => {
			const me = rig.loginAs(1);
			const answer = await rig.ask({method: 'PATCH', url: '/api/v1/settings', body, as: me, headers});
			t.is(answer.status, 403);
			t.is(answer.json['code'], 'E_REQUEST_REFUSED');
			t.is(rig.test.house.view(0).text('ups.name'), 'APC UPS');
		});
	});
}

const malformed: readonly (Ask & {readonly status: number; readonly title: string})[] = [
	{
		title: 'a form',
		method: 'PATCH',
		url: '/api/v1/settings',
		body: 'a=1',
		type: 'application/x-www-form-urlencoded',
		status: 415,
	},
	{
		title: 'plain text as JSON',
		method: 'PATCH',
		url: '/api/v1/settings',
		body: '{"changes":{}}',
		type: 'application/jsonx',
		status: 415,
	},
	{
		title: 'half of JSON',
		method: 'PATCH',
		url: '/api/v1/settings',
		body: '{"changes":',
		type: 'application/json',
		status: 400,
	},
	{
		title: 'a prototype',
		method: 'PATCH',
		url: '/api/v1/settings',
		body: '{"__proto__":{"changes":1}}',
		type: 'application/json',
		status: 400,
	},
	{
		title: 'an unknown field',
		method: 'POST',
		url: '/api/v1/commands',
		body: {command: 'muteAlarm', extra: 1},
		status: 400,
	},
	{
		title: 'text for a number',
		method: 'POST',
		url: '/api/v1/commands',
		body: {command: 'sleep', value: '60'},
		status: 400,
	},
	{
		title: 'a body that is too large',
		method: 'PATCH',
		url: '/api/v1/settings',
		body: {changes: {'ups.name': 'x'.repeat(70_000)}},
		status: 413,
	},
	{title: 'a limit of nought', url: '/api/v1/events?limit=0', status: 400},
	{title: 'a sequence that is none', url: '/api/v1/events?before=-1', status: 400},
	{title: 'an unknown parameter', url: '/api/v1/events?offset=3', status: 400},
	{title: 'a path that climbs', url: '/api/v1/../../etc/passwd', status: 404},
	{title: 'a path that climbs in disguise', url: '/..%2f..%2fetc%2fpasswd', status: 404},
	{title: 'a path that is not well formed', url: '/%zz', status: 404},
];

for (const {title, status, ...ask} of malformed) {
	test(`${title} is answered with ${status} and nothing of the inside`, async t => {
		await withRig(async rig => {
			const me = rig.loginAs(1);
			const answer = await rig.ask({...ask, as: me});
			t.is(answer.status, status, answer.text);
			t.notRegex(answer.text, /node_modules|\.ts:|\.js:|\bat \//);
		});
	});
}

test('five wrong passwords lock an account, and the right one waits too', async t => {
	await withRig(async rig => {
		await loginAdmin(rig);
		const guess = (password: string): ReturnType<WebRig['ask']> =>
			rig.ask({method: 'POST', url: '/api/v1/session', body: {name: 'admin', password}});
		for (let i = 0; i < 5; i++) {
			const wrong = await guess(`Wrong-horse-${i}`);
			t.is(wrong.status, 401);
			t.is(wrong.json['code'], 'E_LOGIN_REFUSED');
		}
		const locked = await guess('Correct-horse-7');
		t.is(locked.status, 429);
		t.is(locked.json['code'], 'E_LOGIN_LOCKED');
		t.is(rig.told.filter(each => each === 'webLoginRefused').length, 5);
		t.is(rig.told.filter(each => each === 'accountLocked').length, 1);
	});
});

test('a name that is nobody is told the same as a wrong password', async t => {
	await withRig(async rig => {
		await loginAdmin(rig);
		const guess = (name: string): ReturnType<WebRig['ask']> =>
			rig.ask({method: 'POST', url: '/api/v1/session', body: {name, password: 'Wrong-horse-7'}});
		const [known, unknown] = [await guess('admin'), await guess('nobody')];
		t.is(known.text, unknown.text);
		t.is(known.status, unknown.status);
	});
});

test('logins of one address are limited, whatever the names', async t => {
	await withRig(async rig => {
		const statuses: number[] = [];
		for (let i = 0; i < 12; i++) {
			const answer = await rig.ask({method: 'POST', url: '/api/v1/session', body: {name: `n${i}`, password: 'x'}});
			statuses.push(answer.status);
		}
		t.deepEqual(statuses, [...Array.from({length: 10}, () => 401), 429, 429]);
		rig.clock.advance(6000);
		const later = await rig.ask({method: 'POST', url: '/api/v1/session', body: {name: 'n', password: 'x'}});
		t.is(later.status, 401);
	});
});

test('a limiter gives no address more than its burst and its share of time', t => {
	const property = fc.property(fc.array(fc.nat(5000), {maxLength: 100}), waits => {
		const clock = new ManualClock();
		const take = createLimiter(clock, {burst: 5, everyMs: 1000});
		let taken = 0;
		for (const wait of waits) {
			clock.advance(wait);
			taken += take('a') === 0 ? 1 : 0;
		}
		return taken <= 5 + Math.floor(clock.now() / 1000);
	});
	t.notThrows(() => fc.assert(property));
});

test('a limiter remembers a thousand addresses and not more', t => {
	const take = createLimiter(new ManualClock(), {burst: 1, everyMs: 1000});
	t.is(take('first'), 0);
	t.is(take('first'), 1000);
	for (let i = 0; i < 1024; i++) {
		take(`a${i}`);
	}
	t.is(take('first'), 0);
});

test('a session id is read from among other cookies, and nothing else is one', t => {
	const id = '0123456789abcdef0123456789abcdef';
	t.is(sessionIdFrom(`a=1; ridethrough=${id}; b=2`, false), id);
	t.is(sessionIdFrom(`__Host-ridethrough=${id}`, true), id);
	t.is(sessionIdFrom(`ridethrough=${id}`, true), null);
	fc.assert(
		fc.property(fc.string(), text => {
			const found = sessionIdFrom(text, false);
			return found === null || /^[0-9a-f]{32}$/.test(found);
		}),
	);
});

test('only the token of the session itself is its token', t => {
	const session = {id: 'a'.repeat(32), name: 'n', role: 1, face: 'web', sinceMs: 0} as const;
	const visitor = visitorOf(session);
	t.true(hasToken(visitor, visitor.token));
	t.false(hasToken(visitor, visitorOf({...session, id: 'b'.repeat(32)}).token));
	fc.assert(fc.property(fc.anything(), given => given === visitor.token || !hasToken(visitor, given)));
});

test('every answer forbids foreign scripts, frames and guesses of types', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(1);
		for (const url of ['/', '/login', '/style.css', '/nowhere', '/api/v1/status', '/api/v1/nowhere']) {
			const {headers} = await rig.ask({url, as: me});
			t.regex(String(headers['content-security-policy']), /default-src 'none'.*script-src 'self'/, url);
			t.notRegex(String(headers['content-security-policy']), /unsafe/);
			t.is(headers['x-content-type-options'], 'nosniff');
			t.is(headers['x-frame-options'], 'DENY');
			t.is(headers['x-powered-by'], undefined);
		}
	});
});

test('the cookie is out of reach of scripts and of other sites', async t => {
	await withRig(async rig => {
		await loginAdmin(rig);
		const answer = await rig.ask({
			method: 'POST',
			url: '/api/v1/session',
			body: {name: 'admin', password: 'Correct-horse-7'},
		});
		t.regex(String(answer.headers['set-cookie']), /^ridethrough=[0-9a-f]{32}; Path=\/; HttpOnly; SameSite=Strict$/);
	});
});
