import test from 'ava';
import {webRig, withRig} from '../../helpers/web-rig.ts';

const superUser = 1;
const readOnly = 4;

test('nobody sees anything but the document without logging in', async t => {
	await withRig(async rig => {
		const {json} = await rig.ask({url: '/api/v1/openapi.json'});
		const paths = Object.entries(json['paths'] as Record<string, object>).filter(([path]) => !path.includes('{'));
		t.true(paths.length >= 10);
		for (const [path, methods] of paths.filter(([each]) => each !== '/api/v1/password')) {
			const answer = await rig.ask({url: path, method: 'get' in methods ? 'GET' : 'POST'});
			t.is(answer.status, 401, path);
			t.is(String(answer.headers['content-type']), 'application/problem+json; charset=utf-8');
			t.is(answer.json['code'], 'E_SESSION_REQUIRED');
		}
	});
});

test('the status tells readings in their units, and words where a number is a code', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(readOnly);
		const view = rig.test.house.view(0);
		view.look();
		const {json} = await rig.ask({url: '/api/v1/status', as: me});
		const readings = json['readings'] as Record<string, {value: number; unit: string; text?: string}>;
		t.is(readings['outputWatts']?.value, view.reading.outputWatts);
		t.is(readings['batteryCharge']?.value, view.reading.batteryCharge / 10);
		t.deepEqual(readings['outputStatus'], {value: 2, unit: '', text: 'on line'});
		t.deepEqual(json['status'], ['OL']);
		t.deepEqual(json['alarms'], []);
	});
});

test('an outage is told as an alarm, with the words of the field, and as an event', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(readOnly);
		rig.test.advance(60_000);
		rig.test.utility(0, 0);
		rig.test.advance(5000);
		const {json} = await rig.ask({url: '/api/v1/status', as: me});
		t.deepEqual(json['status'], ['OB', 'DISCHRG']);
		const [alarm] = json['alarms'] as {event: string; severity: string; since: string}[];
		t.is(alarm?.event, 'onBattery');
		t.is(alarm?.severity, 'warning');
		t.regex(alarm?.since ?? '', /^\d{4}-\d\d-\d\dT/);
		const events = (await rig.ask({url: '/api/v1/events?event=onBattery', as: me})).json['events'] as object[];
		t.like(events[0], {event: 'onBattery', phase: 'set', severity: 'warning'});
	});
});

test('events come by pages that meet without a gap, whatever the size of a page', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(readOnly);
		for (let i = 0; i < 7; i++) {
			const undo = rig.test.utility(0, 0);
			rig.test.advance(3000);
			undo();
			rig.test.advance(20_000);
		}
		const all: number[] = [];
		let before = '';
		for (let page = 0; page < 50; page++) {
			const {json} = await rig.ask({url: `/api/v1/events?limit=3${before}`, as: me});
			const {events, next} = json as {events: {sequence: number}[]; next: number | null};
			all.push(...events.map(each => each.sequence));
			if (next === null) {
				break;
			}
			before = `&before=${next}`;
		}
		const view = rig.test.house.view(0);
		t.true(all.length >= 14);
		t.deepEqual(
			all,
			Array.from({length: view.newest}, (_, i) => view.newest - i),
		);
	});
});

test('of several cards each is asked for by its id', async t => {
	const rig = await webRig({count: 3});
	const me = rig.loginAs(superUser);
	const listed = (await rig.ask({url: '/api/v1/cards?limit=2', as: me})).json as {
		cards: object[];
		next: string;
	};
	t.is(listed.cards.length, 2);
	t.is(listed.next, 's0-c1');
	const body = {changes: {'card.name': 'Third'}};
	t.is((await rig.ask({method: 'PATCH', url: '/api/v1/settings?card=s0-c2', body, as: me})).status, 200);
	const names = ((await rig.ask({url: '/api/v1/cards', as: me})).json['cards'] as {name: string}[]).map(
		each => each.name,
	);
	t.deepEqual(names, ['s0-c0', 's0-c1', 'Third']);
	t.is((await rig.ask({url: '/api/v1/status?card=s0-c9', as: me})).status, 404);
	await rig.close();
});

test('the OpenAPI document is public', async t => {
	await withRig(async rig => {
		t.snapshot((await rig.ask({url: '/api/v1/openapi.json'})).json);
	});
});
