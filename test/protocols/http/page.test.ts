import test from 'ava';
import fc from 'fast-check';
import {settings} from '../../../src/agent/settings/catalogue.ts';
import {html} from '../../../src/protocols/http/page/html.ts';
import {ownPath, parseForm} from '../../../src/protocols/http/page/forms.ts';
import {optionTitle, sectionOf, settingTitle} from '../../../src/protocols/http/page/setting-texts.ts';
import {script} from '../../../src/protocols/http/page/script.ts';
import {durationText} from '../../../src/protocols/http/readings.ts';
import {webRig, withRig} from '../../helpers/web-rig.ts';

test('whatever is put into a template stays text', t => {
	const property = fc.property(fc.string(), text => {
		const {markup} = html`<p title="${text}">${text}</p>`;
		const inner = markup.slice('<p title="'.length, -'</p>'.length);
		return !/[<'](?!\/)/.test(inner.replace('">', '')) && (inner.match(/"/g) ?? []).length === 1;
	});
	t.notThrows(() => fc.assert(property));
	t.is(html`${['a', html`<b>${'<'}</b>`, null, false, 0]}`.markup, 'a<b>&lt;</b>0');
});

test('a path to go back to is one of the page itself', t => {
	const foreign = [
		'//evil.example.com',
		'https://evil.example.com',
		'/\\evil',
		'javascript:alert(1)',
		'/a/b',
		'',
		'/x?y=//z',
	];
	t.deepEqual(
		foreign.map(ownPath),
		foreign.map(() => '/'),
	);
	const own = ['/', '/events', '/events?severity=warning&before=12', '/outlets?card=s0-c1'];
	t.deepEqual(own.map(ownPath), own);
	t.notThrows(() => fc.assert(fc.property(fc.string(), text => /^\/($|[a-z?])/.test(ownPath(text)))));
});

test('a form has each field once, and no field is a prototype', t => {
	t.is(parseForm('a=1&b=%26')['b'], '&');
	t.is(parseForm('__proto__=1')['__proto__'], '1');
	t.false('constructor' in parseForm(''));
	t.throws(() => parseForm('a=1&a=2'), {code: 'E_REQUEST_INVALID'});
	t.throws(() => parseForm(Array.from({length: 601}, (_, i) => `f${i}=`).join('&')), {code: 'E_REQUEST_INVALID'});
});

test('every setting has a section and a title that people read', t => {
	for (const {key} of settings) {
		t.not(sectionOf(key), '', key);
		t.regex(settingTitle(key), /^[A-Z][A-Za-z0-9 ,:-]+$/, key);
	}
	t.is(settingTitle('outlet.group2.shed.onOverload'), 'Shed at overload');
	t.is(settingTitle('notification.critical.repeat'), 'Critical: repeat');
	t.is(optionTitle('14DaysSinceLastTest'), '14 days since last test');
	t.is(optionTitle('every8Weeks'), 'Every 8 weeks');
});

test('two settings of one section have two titles', t => {
	const seen = new Set<string>();
	for (const {key} of settings) {
		const title = `${sectionOf(key)} ${settingTitle(key)}`;
		t.false(seen.has(title), title);
		seen.add(title);
	}
});

test('durations read as people say them', t => {
	t.deepEqual([0, 59, 60, 83, 3600, 4980].map(durationText), [
		'0 s',
		'59 s',
		'1 min 0 s',
		'1 min 23 s',
		'1 h 0 min',
		'1 h 23 min',
	]);
});

test('the script puts in nothing but text, and is small', t => {
	t.notRegex(script, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval/);
	t.true(script.length < 4000);
});

const views = ['/', '/events', '/outlets', '/battery', '/settings', '/accounts', '/about', '/password'];

test('a view is for who is logged in; others are led to the door, and from there to where they wanted', async t => {
	await withRig(async rig => {
		for (const url of views.filter(each => each !== '/password')) {
			const answer = await rig.ask({url});
			t.is(answer.status, 303, url);
			t.is(answer.headers['location'], `/login?next=${encodeURIComponent(url)}`);
		}
		const me = rig.loginAs(1);
		for (const url of views) {
			const answer = await rig.ask({url, as: me});
			t.is(answer.status, 200, url);
			t.notRegex(answer.text, /undefined|NaN|\[object/, url);
			t.notRegex(answer.text, /<script(?! type="module" src="\/page\.js">)|style=|onclick=/, url);
		}
	});
});

test('a form without the token of the session does nothing', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(1);
		const type = 'application/x-www-form-urlencoded';
		const answer = await rig.ask({method: 'POST', url: '/order', body: 'command=outputOff', type, as: me});
		t.is(answer.status, 403);
		rig.test.advance(2000);
		rig.test.house.view(0).look();
		t.not(rig.test.house.view(0).reading.outputWatts, 0);
	});
});

test('without contact no old value is shown as a new one', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(1);
		const view = rig.test.house.view(0);
		const lost = Object.create(view, {lost: {value: true}, statusWords: {value: () => []}}) as typeof view;
		const real = rig.test.house.view.bind(rig.test.house);
		rig.test.house.view = () => lost;
		const status = (await rig.ask({url: '/api/v1/status', as: me})).json;
		rig.test.house.view = real;
		t.is(status['communication'], 'lost');
		const readings = Object.values(status['readings'] as Record<string, {value: number | null}>);
		t.deepEqual(
			readings.filter(each => each.value !== null),
			[],
		);
	});
});

test('of several cards every view is of the one that was asked for, and leads on to its own', async t => {
	const rig = await webRig({count: 3});
	const me = rig.loginAs(1);
	const {serial} = rig.test.house.view(2).identity;
	const about = await rig.ask({url: '/about?card=s0-c2', as: me});
	t.true(about.text.includes(serial));
	const type = 'application/x-www-form-urlencoded';
	const order = `command=muteAlarm&back=/outlets&token=${me.token}`;
	const done = await rig.ask({method: 'POST', url: '/order?card=s0-c2', body: order, type, as: me});
	t.is(done.headers['location'], '/outlets?card=s0-c2');
	for (const url of views.filter(each => each !== '/accounts' && each !== '/password')) {
		const {text} = await rig.ask({url: `${url}?card=s0-c1`, as: me});
		t.regex(text, /<option selected>s0-c1</, url);
		const links = [...text.matchAll(/(?:href|action)="(\/[a-z]*)([^"]*)"/g)].filter(([, path]) =>
			views.includes(path ?? ''),
		);
		t.true(links.length > 5);
		t.deepEqual(
			links.filter(([, path, query]) => !query?.includes('card=s0-c1') && path !== url).map(([all]) => all),
			[],
			url,
		);
	}
	await rig.close();
});

test('a telling is shown once, to who caused it', async t => {
	await withRig(async rig => {
		const [me, other] = [rig.loginAs(1), rig.loginAs(2)];
		const type = 'application/x-www-form-urlencoded';
		const body = `command=muteAlarm&back=/outlets&token=${me.token}`;
		await rig.ask({method: 'POST', url: '/order', body, type, as: me});
		t.notRegex((await rig.ask({url: '/outlets', as: other})).text, /class="note/);
		t.regex((await rig.ask({url: '/outlets', as: me})).text, /class="note/);
		t.notRegex((await rig.ask({url: '/outlets', as: me})).text, /class="note/);
	});
});

test('settings that somebody else changed meanwhile are not overwritten by a form', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(1);
		const type = 'application/x-www-form-urlencoded';
		const body = `section=ups&back=/settings&tag="old"&ups.name=Mine&token=${me.token}`;
		const answer = await rig.ask({method: 'POST', url: '/settings', body, type, as: me});
		t.is(answer.status, 303);
		t.regex((await rig.ask({url: '/settings', as: me})).text, /changed by somebody else/);
		t.is(rig.test.house.view(0).text('ups.name'), 'APC UPS');
	});
});

test('a config.ini is tried without taking it, then taken, and a wrong one is told line by line', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(1);
		const type = 'application/x-www-form-urlencoded';
		const send = (ini: string, more: string): ReturnType<typeof rig.ask> => {
			const body = `ini=${encodeURIComponent(ini)}&token=${me.token}${more}`;
			return rig.ask({method: 'POST', url: '/config.ini', body, type, as: me});
		};
		const wrong = await send('[UPS]\nName=Mine\nSensitivity=extreme', '');
		t.regex(wrong.text, /Line 3: /);
		const tried = await send('[UPS]\nName=Mine', '&try=true');
		t.regex(tried.text, /The file is right: 1 setting would change/);
		t.is(rig.test.house.view(0).text('ups.name'), 'APC UPS');
		t.is((await send('[UPS]\nName=Mine', '')).status, 303);
		t.is(rig.test.house.view(0).text('ups.name'), 'Mine');
	});
});
