import test from 'ava';
import type {ExecutionContext} from 'ava';
import {MINUTE, SECOND} from '../../../../src/core/clock.ts';
import {faults} from '../../../../sim/faults/registry.ts';
import {openControl} from '../../../../sim/fleet/control/open-control.ts';
import {ask} from '../../../helpers/ask.ts';
import type {Answer} from '../../../helpers/ask.ts';
import {houseOf} from '../../../helpers/card-house.ts';
import type {HouseOptions, TestHouse} from '../../../helpers/card-house.ts';

interface Rig extends TestHouse {
	get(path: string): Promise<Answer>;
	post(path: string, body?: unknown): Promise<Answer>;
	remove(path: string): Promise<Answer>;
	close(): Promise<void>;
	counts(): readonly object[];
}

async function rigOf(t: ExecutionContext, options: HouseOptions = {}): Promise<Rig> {
	const made = houseOf(options);
	const control = await openControl({bench: made.bench, house: made.house, listen: '127.0.0.1:0'});
	t.teardown(async () => control.close());
	const {port} = control;
	return {
		...made,
		get: async path => ask(port, `GET ${path}`),
		post: async (path, body) =>
			ask(port, `POST ${path}`, {
				headers: {'content-type': 'application/json'},
				...(body === undefined ? {} : {body: JSON.stringify(body)}),
			}),
		remove: async path => ask(port, `DELETE ${path}`),
		close: async () => control.close(),
		counts: () => control.faultCounts(),
	};
}

test('the list of cards goes page by page, each card once and in order', async t => {
	const {get, utility, advance} = await rigOf(t, {count: 5});
	utility(3, 0);
	advance(10 * SECOND);
	const seen: string[] = [];
	let path = '/cards?limit=2';
	for (;;) {
		const {json} = await get(path);
		seen.push(...json.cards.map((card: {id: string}) => card.id));
		if (json.next === null) {
			break;
		}
		path = `/cards?limit=2&after=${json.next}`;
	}
	t.deepEqual(seen, ['s0-c0', 's0-c1', 's0-c2', 's0-c3', 's0-c4']);
	const {json} = await get('/cards');
	t.deepEqual(json.cards[3].status, ['OB', 'DISCHRG']);
	t.deepEqual(json.cards[3].alarms, ['onBattery']);
	t.deepEqual((await get('/cards?model=SMT750')).json, {cards: [], next: null});
});

test('a card tells its whole state: readings with units, null where there is nothing, alarms, settings, log', async t => {
	const {get, utility, advance} = await rigOf(t);
	utility(0, 0);
	advance(MINUTE);
	const {json} = await get('/cards/s0-c0');
	t.is(json.identity.sku, 'SMT1500');
	t.deepEqual(json.status, ['OB', 'DISCHRG']);
	t.deepEqual(json.readings.inputVolts, {value: 0, unit: 'V'});
	t.true(json.readings.batteryCharge.value < 100);
	t.deepEqual(json.readings.predictedRuntime, {value: null, unit: 's'});
	t.deepEqual(json.details.groups[0], {
		turnOffIn: {value: null, unit: 's'},
		turnOnIn: {value: null, unit: 's'},
		stayOffFor: {value: null, unit: 's'},
	});
	t.is(json.alarms[0].name, 'onBattery');
	t.is(json.settings['ups.lowBattery.duration'].unit, 's');
	t.deepEqual(json.log.entries.map((entry: {event: string; phase: string}) => [entry.event, entry.phase]).at(-1), [
		'onBattery',
		'set',
	]);
	const {json: short} = await get('/cards/s0-c0?log=1');
	t.is(short.log.entries.length, 1);
	t.is((await get('/cards/s0-c0?log=0')).json.code, 'E_REQUEST_INVALID');
});

test('a UPS that does not answer has no readings and no status words', async t => {
	const {get, bench, advance} = await rigOf(t);
	bench.target(0).silenceLink();
	advance(5 * MINUTE);
	const {json} = await get('/cards/s0-c0');
	t.true(json.lost);
	t.deepEqual(json.status, []);
	t.is(json.readings.inputVolts.value, null);
	t.is(json.alarms[0].name, 'linkLost');
});

test('a fault happens to the cards it names, is listed, and ends when deleted', async t => {
	const {get, post, remove, advance} = await rigOf(t, {count: 3});
	const made = await post('/faults', {name: 'dark', type: 'outage', cards: ['s0-c1']});
	t.is(made.status, 201);
	t.is(made.headers.location, '/faults/dark');
	t.deepEqual(made.json, {
		name: 'dark',
		type: 'outage',
		cards: ['s0-c1'],
		parameters: {},
		sinceMs: 0,
		untilMs: null,
		forMs: null,
		everyMs: null,
		times: null,
		probability: 1,
		nextMs: null,
		state: 'active',
		reason: '',
		injections: 1,
	});
	advance(10 * SECOND);
	const status = async (id: string): Promise<string> => (await get(`/cards/${id}`)).json.status.join(' ');
	t.is(await status('s0-c1'), 'OB DISCHRG');
	t.is(await status('s0-c0'), 'OL');
	t.deepEqual((await get('/faults')).json.faults, [made.json]);
	t.deepEqual((await get('/faults/dark')).json, made.json);
	t.is((await remove('/faults/dark')).status, 204);
	advance(MINUTE);
	t.true((await status('s0-c1')).startsWith('OL'));
	t.deepEqual((await get('/faults')).json.faults, []);
});

test('a fault with a time ends in the time of the cards, and its name is free again', async t => {
	const {get, post, advance, counts} = await rigOf(t);
	const {json} = await post('/faults', {type: 'brownout', parameters: {depth: 0.5}, for: '1m30s'});
	t.is(json.name, 'brownout');
	t.is(json.untilMs, 90 * SECOND);
	advance(89 * SECOND);
	t.is((await get('/faults')).json.faults.length, 1);
	t.deepEqual(counts(), [{type: 'brownout', active: 1, injections: 1}]);
	advance(SECOND);
	t.is((await get('/faults')).json.faults.length, 0);
	t.is((await post('/faults', {type: 'brownout', parameters: {depth: 0.5}})).status, 201);
	t.deepEqual(counts(), [{type: 'brownout', active: 1, injections: 2}]);
});

test('a selection takes a share of the cards, and reset puts everything right', async t => {
	const {get, post, advance} = await rigOf(t, {count: 10});
	await post('/faults', {type: 'outage', cards: {site: 'site-0', share: 30}});
	await post('/faults', {type: 'overload', parameters: {ratio: 0.9}});
	advance(10 * SECOND);
	const {json: before} = await get('/faults');
	t.is(before.faults[0].cards.length, 3);
	t.is(before.faults[1].cards, null);
	t.is((await post('/reset')).status, 204);
	advance(5 * MINUTE);
	const {json} = await get('/cards');
	t.true(json.cards.every((card: {status: string[]}) => card.status[0] === 'OL' && !card.status.includes('OVER')));
	t.deepEqual((await get('/faults')).json.faults, []);
});

test('closing the API undoes every fault', async t => {
	const {post, close, house, advance} = await rigOf(t);
	await post('/faults', {type: 'outage'});
	advance(10 * SECOND);
	await close();
	advance(MINUTE);
	house.view(0).look();
	t.is(house.view(0).statusWords()[0], 'OL');
});

const refusals: ReadonlyArray<readonly [what: string, body: unknown, status: number, code: string, says: RegExp]> = [
	['an unknown type', {type: 'outtage'}, 400, 'E_FAULT_UNKNOWN', /did you mean outage/],
	['a parameter out of range', {type: 'brownout', parameters: {depth: 2}}, 400, 'E_FAULT_PARAMETER', /0\.01 to 0\.99/],
	['a missing parameter', {type: 'brownout'}, 400, 'E_FAULT_PARAMETER', /depth is missing/],
	['an unknown parameter', {type: 'outage', parameters: {depth: 1}}, 400, 'E_FAULT_PARAMETER', /takes none/],
	['an unknown card', {type: 'outage', cards: ['s0-c7']}, 400, 'E_CARD_UNKNOWN', /s0-c7; did you mean s0-c0/],
	['no such selection', {type: 'outage', cards: {model: 'SMT1500', card: []}}, 400, 'E_REQUEST_INVALID', /cards/],
	['a time without a unit', {type: 'outage', for: '90'}, 400, 'E_REQUEST_INVALID', /unit/],
	['a number for a time', {type: 'outage', for: 90}, 400, 'E_REQUEST_INVALID', /for must be string/],
	['an unknown key', {type: 'outage', seconds: 9}, 400, 'E_REQUEST_INVALID', /additional properties/],
	[
		'cards of what happens to all',
		{type: 'brokerOutage', cards: ['s0-c0']},
		400,
		'E_REQUEST_INVALID',
		/leave "cards" out/,
	],
	['a name that is no path', {type: 'outage', name: 'a/b'}, 400, 'E_REQUEST_INVALID', /name must match/],
];

for (const [what, body, status, code, says] of refusals) {
	test(`${what} is refused with ${code}, and nothing happens`, async t => {
		const {post, get} = await rigOf(t);
		const answer = await post('/faults', body);
		t.is(answer.status, status, answer.text);
		t.is(answer.headers['content-type'], 'application/problem+json; charset=utf-8');
		t.is(answer.json.code, code);
		t.is(answer.json.status, status);
		t.regex(answer.json.detail, says);
		t.deepEqual((await get('/faults')).json.faults, []);
	});
}

test('a used name is a conflict; unknown names and paths are not found', async t => {
	const {post, get, remove} = await rigOf(t);
	await post('/faults', {type: 'outage'});
	const again = await post('/faults', {type: 'outage'});
	t.is(again.status, 409);
	t.is(again.json.code, 'E_FAULT_EXISTS');
	const gone = await remove('/faults/outrage');
	t.deepEqual([gone.status, gone.json.code], [404, 'E_FAULT_UNKNOWN']);
	t.regex(gone.json.detail, /did you mean outage/);
	const card = await get('/cards/s0-c9');
	t.deepEqual([card.status, card.json.code], [404, 'E_CARD_UNKNOWN']);
	t.is((await get('/nothing')).status, 404);
});

test('the description is OpenAPI 3.1 and names every route', async t => {
	const {get} = await rigOf(t);
	const {json} = await get('/openapi.json');
	t.is(json.openapi, '3.1.0');
	const routes = Object.entries(json.paths as Record<string, object>).flatMap(([path, methods]) =>
		Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
	);
	t.deepEqual(routes.sort(), [
		'DELETE /cards/{id}/flash-plan',
		'DELETE /faults/{name}',
		'GET /cards',
		'GET /cards/{id}',
		'GET /cards/{id}/flash-plan',
		'GET /faults',
		'GET /faults/{name}',
		'GET /openapi.json',
		'PATCH /faults/{name}',
		'POST /cards/{id}/flash-plan',
		'POST /faults',
		'POST /populate',
		'POST /reset',
	]);
});

test('the description has a body a fault, with its parameters, their ranges and units', async t => {
	const {get} = await rigOf(t);
	const {json} = await get('/openapi.json');
	const {oneOf} = json.paths['/faults'].post.requestBody.content['application/json'].schema;
	t.deepEqual(
		oneOf.map(({title}: {title: string}) => title),
		faults.map(({name}) => name),
	);
	const [brownout, brokerOutage] = ['brownout', 'brokerOutage'].map(name =>
		oneOf.find(({title}: {title: string}) => title === name),
	);
	t.deepEqual(brownout.required, ['type', 'parameters']);
	t.like(brownout.properties.parameters, {
		required: ['depth'],
		properties: {depth: {type: 'number', minimum: 0.01, maximum: 0.99}},
	});
	t.regex(brownout.properties.parameters.properties.depth.description, /share of the voltage/);
	t.false('cards' in brokerOutage.properties);
});
