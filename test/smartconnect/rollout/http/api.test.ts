import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {FastifyInstance} from 'fastify';
import {createRolloutApp, openRolloutHttp} from '../../../../src/smartconnect/rollout/http/open-http.ts';
import {CLASS} from '../rollout-desk.ts';
import {makeRig, START_S} from '../release-rig.ts';
import type {Rig} from '../release-rig.ts';

const json = {'content-type': 'application/json', host: '127.0.0.1'};

async function opened(t: ExecutionContext, token?: string): Promise<{rig: Rig; app: FastifyInstance}> {
	const rig = makeRig(t);
	const options = {service: rig.service, listen: '127.0.0.1:0', version: '1', isReady: () => false};
	const app = await createRolloutApp(token === undefined ? options : {...options, token}, '127.0.0.1');
	t.teardown(async () => app.close());
	return {rig, app};
}

async function post(app: FastifyInstance, url: string, payload: object) {
	const answer = await app.inject({method: 'POST', url, headers: json, payload: JSON.stringify(payload)});
	return {status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, unknown>, headers: answer.headers};
}

async function get(app: FastifyInstance, url: string) {
	const answer = await app.inject({method: 'GET', url, headers: {host: '127.0.0.1'}});
	return {status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, unknown>};
}

test('a campaign is made, shown, held, resumed, raised and aborted', async t => {
	const {rig, app} = await opened(t);
	const made = await post(app, '/api/v1/campaigns', {id: 'c1', release: rig.digest, percent: 10});
	t.is(made.status, 201);
	t.is(made.headers['location'], '/api/v1/campaigns/c1');
	t.is(made.body['phase'], 'running');
	const held = await post(app, '/api/v1/campaigns/c1/hold', {why: 'lunch'});
	t.like(held.body, {phase: 'held', by: 'operator', why: 'lunch'});
	t.like((await post(app, '/api/v1/campaigns/c1/hold', {})).body, {status: 409, code: 'E_COMMAND_STATE'});
	t.is((await post(app, '/api/v1/campaigns/c1/resume', {})).body['phase'], 'running');
	t.is((await post(app, '/api/v1/campaigns/c1/raise', {percent: 50})).body['percent'], 50);
	t.like((await post(app, '/api/v1/campaigns/c1/raise', {percent: 20})).body, {status: 400, code: 'E_REQUEST_INVALID'});
	t.is((await post(app, '/api/v1/campaigns/c1/abort', {why: 'wrong one'})).body['phase'], 'aborted');
	const {body} = await get(app, '/api/v1/campaigns');
	t.like((body['campaigns'] as object[])[0], {id: 'c1', phase: 'aborted', why: 'wrong one'});
});

test('a plan that is not as it must be is refused with every place and what would be right', async t => {
	const {rig, app} = await opened(t);
	const plan = {id: 'C 1', release: rig.digest, percent: 101, waves: [{soak: 60}], surprise: 1};
	const {status, body} = await post(app, '/api/v1/campaigns', plan);
	t.is(status, 400);
	const paths = (body['problems'] as Array<{path: string}>).map(({path}) => path);
	t.deepEqual(paths.sort(), ['id', 'percent', 'surprise', 'waves[0].soak']);
});

test('a campaign for a release that is not published, and a second one of the same id, are refused', async t => {
	const {rig, app} = await opened(t);
	t.like((await post(app, '/api/v1/campaigns', {id: 'c1', release: '0'.repeat(64)})).body, {
		status: 404,
		code: 'E_RESOURCE_UNKNOWN',
	});
	await post(app, '/api/v1/campaigns', {id: 'c1', release: rig.digest});
	t.like((await post(app, '/api/v1/campaigns', {id: 'c1', release: rig.digest})).body, {
		status: 409,
		code: 'E_RESOURCE_CHANGED',
	});
});

test('the cards of a campaign come in pages, with the words of hawkBit and AWS for their states', async t => {
	const {rig, app} = await opened(t);
	for (const card of ['a', 'b', 'c']) {
		rig.service.state.cards.set(card, {
			card,
			site: 's',
			model: 'SMT1500',
			serial: card,
			firmware: '1.0.0',
			device: {
				card,
				classId: CLASS,
				deviceId: '',
				running: '',
				active: 0,
				state: 1,
				rootVersion: 1,
				sequence: 1,
				bootFloor: 1,
				fallback: true,
				lastFailure: 0,
				proven: false,
			},
		});
		rig.service.presence.born(card, 7, START_S);
	}
	await post(app, '/api/v1/campaigns', {id: 'c1', release: rig.digest, classes: [CLASS]});
	const {body} = await get(app, '/api/v1/campaigns/c1/cards?limit=2');
	t.is(body['next'], 'b');
	const [first] = body['cards'] as object[];
	t.like(first, {card: 'a', state: 'offered', aws: 'QUEUED', hawkBit: {execution: 'proceeding', finished: 'none'}});
	t.is(((await get(app, '/api/v1/campaigns/c1/cards?after=b')).body['cards'] as object[]).length, 1);
	t.is(((await get(app, '/api/v1/campaigns/c1/cards?state=confirmed')).body['cards'] as object[]).length, 0);
	t.is((await get(app, '/api/v1/campaigns/c1/cards?state=lost')).status, 400);
	t.is(((await get(app, '/api/v1/cards')).body['cards'] as object[]).length, 3);
});

test('metrics name the cards of a campaign by state, and readiness says whether cards are heard', async t => {
	const {rig, app} = await opened(t);
	await post(app, '/api/v1/campaigns', {id: 'c1', release: rig.digest});
	const {body} = await app.inject('/metrics');
	t.regex(body, /^ridethrough_rollout_cards\{campaign="c1",state="confirmed"\} 0$/m);
	t.regex(body, /^ridethrough_rollout_campaign\{campaign="c1",phase="running"\} 1$/m);
	t.regex(body, /^ridethrough_rollout_offers_total 0$/m);
	t.is((await app.inject('/healthz')).statusCode, 200);
	t.is((await app.inject('/readyz')).statusCode, 503);
});

test('with a token the API wants it, and images do not', async t => {
	const {app} = await opened(t, 'a-token-of-24-characters');
	const headers = {host: '127.0.0.1'};
	t.is((await app.inject({url: '/api/v1/campaigns', headers})).statusCode, 401);
	const authorized = {...headers, authorization: 'Bearer a-token-of-24-characters'};
	t.is((await app.inject({url: '/api/v1/campaigns', headers: authorized})).statusCode, 200);
	t.is((await app.inject({url: `/images/${'0'.repeat(64)}.bin`, headers})).statusCode, 404);
	t.is((await app.inject({url: '/api/v1/campaigns', headers: {...authorized, host: 'evil.example'}})).statusCode, 421);
	t.is((await app.inject({url: '/healthz', headers: {host: 'any.example'}})).statusCode, 200);
});

test('an address beyond loopback is refused without a token', async t => {
	const {service} = makeRig(t);
	const options = {service, listen: '0.0.0.0:0', version: '1', isReady: () => true};
	await t.throwsAsync(async () => openRolloutHttp(options), {
		message: /can be reached by others: give it a token \(--http-token/,
	});
});

test('the description lists every route', async t => {
	const {app} = await opened(t);
	const {body} = await get(app, '/openapi.json');
	const paths = Object.keys(body['paths'] as object);
	t.true(paths.includes('/api/v1/campaigns/{id}/abort'));
	t.true(paths.includes('/api/v1/releases'));
});
