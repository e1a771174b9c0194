// Answers of the API against the document that it gives of itself.

import test from 'ava';
import {schemaFaults} from '../../helpers/json-schema.ts';
import {withRig} from '../../helpers/web-rig.ts';
import type {Ask} from '../../helpers/web-rig.ts';

type Responses = Record<string, {content?: Record<string, {schema: object}>}>;
type Paths = Record<string, Record<string, {responses: Responses; summary?: string}>>;

const asks: readonly (Ask & {readonly route: string})[] = [
	{route: '/session', url: '/api/v1/session'},
	{route: '/sessions', url: '/api/v1/sessions'},
	{route: '/cards', url: '/api/v1/cards'},
	{route: '/status', url: '/api/v1/status'},
	{route: '/events', url: '/api/v1/events'},
	{route: '/firmware', url: '/api/v1/firmware'},
	{route: '/settings', url: '/api/v1/settings'},
	{route: '/commands', url: '/api/v1/commands'},
	{route: '/accounts', url: '/api/v1/accounts'},
	{route: '/settings', method: 'PATCH', url: '/api/v1/settings', body: {changes: {'ups.name': 'A'}}},
	{route: '/config.ini', method: 'PUT', url: '/api/v1/config.ini', body: '[UPS]\nName=B', type: 'text/plain'},
	{route: '/commands', method: 'POST', url: '/api/v1/commands', body: {command: 'testBattery'}},
	{route: '/events', url: '/api/v1/events'},
	// Refused ones.
	{route: '/firmware/cancel', method: 'POST', url: '/api/v1/firmware/cancel', body: {}},
	{route: '/commands', method: 'POST', url: '/api/v1/commands', body: {command: 'none'}},
	{route: '/settings', method: 'PATCH', url: '/api/v1/settings', body: {changes: {'ups.sensitivity': 'x'}}},
	{route: '/config.ini', method: 'PUT', url: '/api/v1/config.ini', body: 'nonsense', type: 'text/plain'},
	{route: '/status', url: '/api/v1/status?card=none'},
	{route: '/events', url: '/api/v1/events?limit=x'},
];

test('every answer is as the OpenAPI document says, refusals too', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(1);
		const paths = (await rig.ask({url: '/api/v1/openapi.json'})).json['paths'] as Paths;
		rig.test.advance(60_000);
		rig.test.utility(0, 0);
		rig.test.advance(5000);
		rig.test.utility(0, 1);
		rig.test.advance(30_000);
		for (const {route, ...ask} of asks) {
			const answer = await rig.ask({...ask, as: me});
			const responses = paths[`/api/v1${route}`]?.[(ask.method ?? 'GET').toLowerCase()]?.responses ?? {};
			const told = responses[String(answer.status)] ?? responses[`${Math.floor(answer.status / 100)}XX`];
			const schema = told?.content?.['application/json']?.schema;
			t.truthy(schema, `${route} ${answer.status}: ${Object.keys(responses).join(' ')}`);
			t.deepEqual(schemaFaults(schema ?? {}, answer.json), [], `${ask.method ?? 'GET'} ${ask.url}`);
		}
	});
});

test('every route has a summary, and says how it refuses', async t => {
	await withRig(async rig => {
		const paths = (await rig.ask({url: '/api/v1/openapi.json'})).json['paths'] as Paths;
		for (const [path, methods] of Object.entries(paths)) {
			for (const [method, {summary, responses}] of Object.entries(methods)) {
				t.regex(summary ?? '', /^[A-Z].*\.$/, `${method} ${path}`);
				t.true('4XX' in responses, `${method} ${path}: ${Object.keys(responses).join(' ')}`);
			}
		}
	});
});

test('the log as CSV holds every entry, and no cell that a spreadsheet would run', async t => {
	await withRig(async rig => {
		const me = rig.loginAs(4);
		const view = rig.test.house.view(0);
		view.look();
		view.note('webLoginRefused', {actor: '=HYPERLINK("x")', role: 0, origin: 7}, '+1,"2"');
		const {text, headers} = await rig.ask({url: '/events.csv', as: me});
		t.is(headers['content-type'], 'text/csv; charset=utf-8');
		const lines = text.trimEnd().split('\r\n');
		t.is(lines[0], 'sequence,at,severity,event,phase,text,actor,origin,note');
		t.is(lines.length, 1 + view.newest);
		t.regex(text, /,"'=HYPERLINK\(""x""\)",http,"'\+1,""2"""/);
		t.is((await rig.ask({url: '/events.csv', as: rig.loginAs(5)})).status, 403);
	});
});
