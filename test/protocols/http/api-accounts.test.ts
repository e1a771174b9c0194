import test from 'ava';
import {login, loginAdmin, PASSWORD, withRig} from '../../helpers/web-rig.ts';

const readOnly = 4;

test('the first password is good for nothing but to be changed', async t => {
	await withRig(async rig => {
		const body = {name: 'admin', password: rig.firstPassword};
		const refused = await rig.ask({method: 'POST', url: '/api/v1/session', body});
		t.is(refused.status, 403);
		t.is(refused.json['code'], 'E_PASSWORD_CHANGE_REQUIRED');
		t.is(refused.headers['set-cookie'], undefined);
		const weak = await rig.ask({method: 'POST', url: '/api/v1/password', body: {...body, newPassword: 'short'}});
		t.is(weak.json['code'], 'E_PASSWORD_WEAK');
		const changed = await rig.ask({method: 'POST', url: '/api/v1/password', body: {...body, newPassword: PASSWORD}});
		t.is(changed.status, 204);
		const mine = await login(rig.ask, 'admin');
		t.is((await rig.ask({url: '/api/v1/session', as: mine})).json['role'], 'superUser');
		t.deepEqual(rig.told, ['passwordChanged', 'webLogin']);
	});
});

test('accounts are added, switched and deleted, and every session of a deleted one ends', async t => {
	await withRig(async rig => {
		const me = await loginAdmin(rig);
		const url = '/api/v1/accounts';
		const ann = {name: 'ann', role: 'deviceUser', password: 'First-horse-7'};
		t.is((await rig.ask({method: 'POST', url, body: ann, as: me})).status, 201);
		t.is((await rig.ask({method: 'POST', url, body: ann, as: me})).json['code'], 'E_ACCOUNT_INVALID');
		await rig.ask({
			method: 'POST',
			url: '/api/v1/password',
			body: {name: 'ann', password: ann.password, newPassword: PASSWORD},
		});
		const hers = await login(rig.ask, 'ann');
		t.is((await rig.ask({url: '/api/v1/status', as: hers})).status, 200);
		t.is((await rig.ask({method: 'PATCH', url: `${url}/ann`, body: {enabled: false}, as: me})).status, 204);
		t.is((await rig.ask({url: '/api/v1/status', as: hers})).status, 401);
		t.is((await rig.ask({method: 'DELETE', url: `${url}/ann`, as: me})).status, 204);
		t.is((await rig.ask({method: 'DELETE', url: `${url}/ann`, as: me})).json['code'], 'E_ACCOUNT_UNKNOWN');
		t.is((await rig.ask({method: 'DELETE', url: `${url}/admin`, as: me})).json['code'], 'E_ACCOUNT_INVALID');
		const listed = (await rig.ask({url, as: me})).text;
		t.false(/hash|salt/.test(listed));
	});
});

test('a session is listed without its secret, and ended by its handle', async t => {
	await withRig(async rig => {
		const me = await loginAdmin(rig);
		const other = await login(rig.ask, 'admin');
		const {json, text} = await rig.ask({url: '/api/v1/sessions', as: me});
		t.false(text.includes(me.cookie.split('=')[1] ?? '-'));
		const listed = json['sessions'] as {id: string; own: boolean}[];
		const theirs = listed.find(each => !each.own)?.id ?? '';
		t.is((await rig.ask({method: 'DELETE', url: `/api/v1/sessions/${theirs}`, as: me})).status, 204);
		t.is((await rig.ask({url: '/api/v1/session', as: other})).status, 401);
		t.is((await rig.ask({url: '/api/v1/session', as: me})).status, 200);
	});
});

test('a session that nobody uses for three minutes ends', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(readOnly);
		rig.clock.advance(179_000);
		t.is((await rig.ask({url: '/api/v1/status', as: me})).status, 200);
		rig.clock.advance(180_000);
		t.is((await rig.ask({url: '/api/v1/status', as: me})).status, 401);
	});
});

test('logging out ends the session and takes the cookie back', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(readOnly);
		const out = await rig.ask({method: 'DELETE', url: '/api/v1/session', as: me});
		t.is(out.status, 204);
		t.regex(String(out.headers['set-cookie']), /Max-Age=0/);
		t.is((await rig.ask({url: '/api/v1/session', as: me})).status, 401);
	});
});
