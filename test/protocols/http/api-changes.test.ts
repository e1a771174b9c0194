import test from 'ava';
import {roleNames} from '../../../src/protocols/http/rights.ts';
import {withRig} from '../../helpers/web-rig.ts';

const superUser = 1;
const deviceUser = 3;
const readOnly = 4;
const networkOnly = 5;

test('settings are changed all or none, by who has seen the present ones', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(superUser);
		const url = '/api/v1/settings';
		const seen = await rig.ask({url, as: me});
		const etag = String(seen.headers['etag']);
		const bad = {changes: {'ups.name': 'Rack 7', 'ups.sensitivity': 'extreme', 'no.such': 1}};
		const refused = await rig.ask({method: 'PATCH', url, body: bad, as: me, headers: {'if-match': etag}});
		t.is(refused.status, 422);
		t.deepEqual(
			(refused.json['problems'] as {key: string}[]).map(each => each.key),
			['ups.sensitivity', 'no.such'],
		);
		t.is(rig.test.house.view(0).text('ups.name'), 'APC UPS');
		const good = {changes: {'ups.name': 'Rack 7', 'ups.sensitivity': 'low', 'ups.off.delay': 120}};
		const dry = await rig.ask({method: 'PATCH', url: `${url}?dryRun=true`, body: good, as: me});
		t.is((dry.json['changed'] as object[]).length, 3);
		t.is(rig.test.house.view(0).text('ups.name'), 'APC UPS');
		const made = await rig.ask({method: 'PATCH', url, body: good, as: me, headers: {'if-match': etag}});
		t.is(made.status, 200);
		t.is(rig.test.house.view(0).text('ups.name'), 'Rack 7');
		const stale = await rig.ask({method: 'PATCH', url, body: good, as: me, headers: {'if-match': etag}});
		t.is(stale.status, 412);
		t.is(stale.json['code'], 'E_RESOURCE_CHANGED');
		t.not(String(made.headers['etag']), etag);
	});
});

test('an order is accepted with a place to ask what became of it, and given once under one key', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(deviceUser);
		const ask = {method: 'POST', url: '/api/v1/commands', body: {command: 'testBattery'}, as: me} as const;
		const first = await rig.ask({...ask, headers: {'idempotency-key': 'k1'}});
		t.is(first.status, 202);
		const again = await rig.ask({...ask, headers: {'idempotency-key': 'k1'}});
		t.is(again.json['id'], first.json['id']);
		const other = await rig.ask({...ask, body: {command: 'muteAlarm'}, headers: {'idempotency-key': 'k1'}});
		t.is(other.json['code'], 'E_COMMAND_REPEATED');
		const busy = await rig.ask(ask);
		t.is(busy.status, 409);
		t.is(busy.json['code'], 'E_COMMAND_BUSY');
		const url = String(first.headers['location']);
		t.is((await rig.ask({url, as: me})).json['stage'], 'accepted');
		rig.test.advance(60_000);
		t.is((await rig.ask({url, as: me})).json['stage'], 'completed');
		const log = (await rig.ask({url: '/api/v1/events?event=commandAccepted', as: me})).json['events'] as object[];
		t.is(log.length, 1);
		t.like(log[0], {actor: 'user3', role: 'deviceUser', origin: 'http', note: 'testBattery'});
	});
});

test('a command that drops the load says so, in watts', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(readOnly);
		rig.test.house.view(0).look();
		const watts = rig.test.house.view(0).reading.outputWatts;
		const {json} = await rig.ask({url: '/api/v1/commands', as: me});
		const all = json['commands'] as {command: string; group: number | null; confirm: string | null}[];
		t.true(all.find(each => each.command === 'outputOff')?.confirm?.includes(`${watts} W`));
		t.is(all.find(each => each.command === 'testBattery')?.confirm, null);
		t.deepEqual(
			all.filter(each => each.command === 'groupOff').map(each => each.group),
			[0, 1],
		);
	});
});

test('config.ini goes out and comes back, all of it or nothing', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(superUser);
		const url = '/api/v1/config.ini';
		const out = await rig.ask({url, as: me});
		t.regex(out.text, /^\[UPS\]\r\nOverride=/);
		const changed = out.text.replace('Sensitivity=high', 'Sensitivity=low');
		const wrong = await rig.ask({
			method: 'PUT',
			url,
			body: `${changed}\r\n[UPS]\r\nNoSuch=1`,
			type: 'text/plain',
			as: me,
		});
		t.is(wrong.status, 422);
		t.is(wrong.json['code'], 'E_SETTINGS_INVALID');
		t.is(rig.test.house.view(0).setting('ups.sensitivity')?.text, 'high');
		const taken = await rig.ask({method: 'PUT', url, body: changed, type: 'text/plain', as: me});
		t.deepEqual(taken.json['changed'], [{key: 'ups.sensitivity', before: 'high', after: 'low'}]);
		t.is(rig.test.house.view(0).setting('ups.sensitivity')?.text, 'low');
	});
});

interface Try {
	readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	readonly url: string;
	readonly body?: unknown;
	readonly type?: string;
	/** Roles that may; all others are told that they may not. */
	readonly may: readonly number[];
}

const administrators = [1, 2];
const tries: readonly Try[] = [
	{method: 'GET', url: '/api/v1/status', may: [1, 2, 3, 4]},
	{method: 'GET', url: '/api/v1/events', may: [1, 2, 3, 4]},
	{method: 'GET', url: '/api/v1/settings', may: [1, 2, 3, 4, 5]},
	{method: 'GET', url: '/api/v1/firmware', may: [1, 2, 3, 4, 5]},
	{method: 'GET', url: '/api/v1/config.ini', may: [1, 2, 3]},
	{method: 'GET', url: '/api/v1/accounts', may: administrators},
	{method: 'GET', url: '/api/v1/sessions', may: administrators},
	{method: 'POST', url: '/api/v1/commands', body: {command: 'muteAlarm'}, may: [1, 2, 3]},
	{method: 'PATCH', url: '/api/v1/settings', body: {changes: {'ups.sensitivity': 'low'}}, may: [1, 2, 3]},
	{method: 'PATCH', url: '/api/v1/settings', body: {changes: {'card.contact': 'Ann'}}, may: administrators},
	{method: 'DELETE', url: '/api/v1/accounts/nobody', may: administrators},
];

for (const role of [1, 2, 3, 4, 5]) {
	test(`the role ${roleNames[role]} does what nmc.md 12 gives it and no more`, async t => {
		await withRig(async rig => {
			const me = rig.loginAs(role);
			for (const each of tries) {
				const {may, ...ask} = each;
				const answer = await rig.ask({...ask, as: me});
				const forbidden = answer.json['code'] === 'E_COMMAND_FORBIDDEN';
				t.is(forbidden, !may.includes(role), `${each.method} ${each.url}: ${answer.text.slice(0, 200)}`);
			}
		});
	});
}

test('who may only administer the network sees no setting of the UPS', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(networkOnly);
		const {json} = await rig.ask({url: '/api/v1/settings', as: me});
		const keys = (json['settings'] as {key: string}[]).map(each => each.key);
		t.true(keys.includes('card.name'));
		t.deepEqual(
			keys.filter(key => key.startsWith('ups.') || key.startsWith('outlet.')),
			[],
		);
	});
});
