import {get} from 'node:http';
import test from 'ava';
import {isCoded} from '../../../src/core/errors.ts';
import {SECOND} from '../../../src/core/clock.ts';
import type {CardDepth, FleetFacts, Tick} from '../../../sim/ui/messages.ts';
import {ask} from '../../helpers/ask.ts';
import {openLive} from '../../helpers/live-rig.ts';

const json = {'content-type': 'application/json'};
const TOKEN = 'a-token-of-24-characters';

const hostile: ReadonlyArray<readonly [what: string, asked: string, headers: Record<string, string>, status: number]> =
	[
		['a rebound name', 'GET /api/fleet', {host: 'evil.example'}, 421],
		['a rebound name for the page itself', 'GET /', {host: 'evil.example'}, 421],
		['the stream for a page of another origin', 'GET /api/stream', {origin: 'http://evil.example'}, 403],
		['a fault by a page of another origin', 'POST /api/faults', {...json, origin: 'http://evil.example'}, 403],
		['a fault by a page without an origin', 'POST /api/faults', {...json, origin: 'null'}, 403],
		['a page of this machine on another port', 'GET /api/fleet', {'sec-fetch-site': 'same-site'}, 403],
		['the script as part of another site', 'GET /main.js', {'sec-fetch-site': 'cross-site'}, 403],
		['a form', 'POST /api/reset', {'content-type': 'application/x-www-form-urlencoded'}, 415],
		['no content type', 'POST /api/reset', {}, 415],
	];

for (const [what, asked, headers, status] of hostile) {
	test(`${what} is refused with ${status} before anything happens`, async t => {
		const {ui, desk} = await openLive(t);
		const body = asked.startsWith('POST') ? {body: '{"type":"outage"}'} : {};
		const answer = await ask(ui.port, asked, {headers, ...body});
		t.is(answer.status, status, answer.text);
		t.is(answer.json.code, 'E_REQUEST_REFUSED');
		t.is(answer.headers['access-control-allow-origin'], undefined);
		t.deepEqual(desk.list(), []);
	});
}

test('its own page may ask, and a link from elsewhere leads to it', async t => {
	const {ui} = await openLive(t);
	const host = `127.0.0.1:${ui.port}`;
	const own = {...json, host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin'};
	t.is((await ask(ui.port, 'POST /api/faults', {headers: own, body: '{"type":"outage"}'})).status, 201);
	const visit = {'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate'};
	t.is((await ask(ui.port, 'GET /', {headers: visit})).status, 200);
	t.is((await ask(ui.port, 'GET /api/fleet', {headers: visit})).status, 403);
});

test('the page has no script and no style in it, and lets nothing else in', async t => {
	const {ui} = await openLive(t);
	const {headers, text} = await ask(ui.port, 'GET /');
	t.notRegex(text, /<script(?! src="main\.js")|<style|style=|onload|onclick/);
	const policy = String(headers['content-security-policy']);
	t.regex(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
	t.regex(policy, /frame-ancestors 'none'/);
	t.notRegex(policy, /unsafe/);
	for (const path of ['main.js', 'main.css']) {
		t.is((await ask(ui.port, `GET /${path}`)).status, 200);
	}
});

test('with a token the page opens and nothing else does, until the token comes', async t => {
	const {ui} = await openLive(t, {token: TOKEN});
	t.is((await ask(ui.port, 'GET /')).status, 200);
	for (const path of ['GET /api/fleet', 'GET /api/stream', 'GET /api/cards/s0-c0']) {
		t.is((await ask(ui.port, path)).status, 401);
		t.is((await ask(ui.port, path, {headers: {authorization: 'Bearer another-token-of-size'}})).status, 401);
	}
	const headers = {authorization: `Bearer ${TOKEN}`};
	t.is((await ask(ui.port, 'GET /api/cards/s0-c0', {headers})).status, 200);
	t.is((await ask(ui.port, 'POST /api/reset', {headers: json})).status, 401);
});

test('an address that others can reach needs a token', async t => {
	const error = await t.throwsAsync(openLive(t, {listen: '0.0.0.0:0'}));
	t.true(isCoded(error) && error.code === 'E_USAGE');
	t.regex(error?.message ?? '', /--ui-token/);
});

test('a port that is taken is told as such', async t => {
	const {ui} = await openLive(t);
	const error = await t.throwsAsync(openLive(t, {listen: `127.0.0.1:${ui.port}`}));
	t.true(isCoded(error) && error.code === 'E_PORT_TAKEN');
});

test('the facts name every card, its site and model, and every fault with its parameters', async t => {
	const {ui} = await openLive(t, {sites: [2, 3]});
	const facts = (await ask(ui.port, 'GET /api/fleet')).json as FleetFacts;
	t.deepEqual(facts.ids, ['s0-c0', 's0-c1', 's1-c0', 's1-c1', 's1-c2']);
	t.is(facts.sites.length, 2);
	t.deepEqual(facts.siteOf, [0, 0, 1, 1, 1]);
	t.deepEqual(facts.models, ['SMT1500']);
	t.deepEqual(facts.events[1], ['onBattery', 3, 'On battery.', 'No longer on battery.']);
	const brownout = facts.faults.find(({name}) => name === 'brownout');
	t.is(brownout?.area, 'grid');
	t.true((brownout?.parameters.length ?? 0) > 0);
	t.true(facts.faults.some(({acts}) => acts === 'surroundings'));
});

test('the stream begins with the whole', async t => {
	const {ui} = await openLive(t, {count: 3});
	const text = await new Promise<string>((resolve, reject) => {
		const asking = get({host: '127.0.0.1', port: ui.port, path: '/api/stream'}, answer => {
			t.is(answer.headers['content-type'], 'text/event-stream; charset=utf-8');
			t.is(answer.headers['cache-control'], 'no-store');
			answer.once('data', (part: Buffer) => {
				asking.destroy();
				resolve(part.toString());
			});
		});
		asking.on('error', reject);
	});
	const tick = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '{}') as Tick;
	t.regex(text, /^id: here\.0$/m);
	t.true(tick.begins);
	t.deepEqual([...Buffer.from(tick.full ?? '', 'base64')], [0, 0, 0]);
});

test('a card tells its state, its alarms, its log and its faces; one that is not there is not found', async t => {
	const rig = await openLive(t, {count: 2});
	rig.utility(1, 0);
	rig.advance(20 * SECOND);
	const depth = (await ask(rig.ui.port, 'GET /api/cards/s0-c1')).json as CardDepth;
	t.is(depth.readings['inputVolts'].value, 0);
	t.is(depth.alarms[0].name, 'onBattery');
	t.is(depth.log.entries.at(-1)?.event, 'onBattery');
	t.true(depth.faces.every(({mqtt}) => mqtt?.agrees));
	t.false('settings' in depth);
	const missing = await ask(rig.ui.port, 'GET /api/cards/nobody');
	t.is(missing.status, 404);
	t.is(missing.json.code, 'E_CARD_UNKNOWN');
});

test('faults of the page are those of the desk: made under free names, refused with a reason, ended', async t => {
	const {ui, desk} = await openLive(t, {count: 4});
	const make = async (body: object) => ask(ui.port, 'POST /api/faults', {headers: json, body: JSON.stringify(body)});
	desk.add({type: 'outage', cards: 's0-c0'});
	t.is((await make({type: 'outage', cards: 's0-c1'})).json.name, 'outage-2');
	t.is((await make({type: 'outage', cards: ['s0-c2', 's0-c3'], for: '90s'})).json.name, 'outage-3');
	t.deepEqual(
		desk.list().map(({name}) => name),
		['outage', 'outage-2', 'outage-3'],
	);
	const wrong = await make({type: 'brownout', parameters: {voltage: 7}});
	t.is(wrong.status, 400);
	t.is(wrong.json.code, 'E_FAULT_PARAMETER');
	t.is((await make({type: 'outage', colour: 'red'})).json.code, 'E_REQUEST_INVALID');
	t.is((await ask(ui.port, 'DELETE /api/faults/outage-2')).status, 204);
	t.is((await ask(ui.port, 'DELETE /api/faults/outage-2')).status, 404);
	t.is((await ask(ui.port, 'POST /api/reset', {headers: json})).status, 204);
	t.deepEqual(desk.list(), []);
});
