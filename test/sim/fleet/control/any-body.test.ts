import fc from 'fast-check';
import test from 'ava';
import {openControl} from '../../../../sim/fleet/control/open-control.ts';
import {faultNames} from '../../../../sim/faults/registry.ts';
import {ask} from '../../../helpers/ask.ts';
import {houseOf} from '../../../helpers/card-house.ts';

const names = fc.oneof(fc.string(), fc.constantFrom('s0-c0', 's0-c1', 'site-0', 'SMT1500'));
const body = fc.oneof(
	fc.jsonValue(),
	fc.record(
		{
			name: fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'constructor'), fc.string()),
			type: fc.oneof(fc.constantFrom(...faultNames), fc.string()),
			cards: fc.oneof(names, fc.array(names), fc.record({site: names, share: fc.double()}, {requiredKeys: []})),
			parameters: fc.oneof(
				fc.jsonValue(),
				fc.record({depth: fc.double(), ratio: fc.double(), count: fc.integer(), dip: fc.string()}, {requiredKeys: []}),
			),
			for: fc.oneof(fc.constantFrom('1s', '2h', '-1s', '1e9d'), fc.string()),
		},
		{requiredKeys: []},
	),
);

test('whatever a request holds, it makes a fault or is refused with a code, and a reset ends all', async t => {
	const {house, bench, advance} = houseOf({count: 2});
	const control = await openControl({bench, house, listen: '127.0.0.1:0'});
	t.teardown(async () => control.close());
	const headers = {'content-type': 'application/json'};
	let made = 0;
	const property = fc.asyncProperty(body, async given => {
		const answer = await ask(control.port, 'POST /faults', {headers, body: JSON.stringify(given) ?? ''});
		made += answer.status === 201 ? 1 : 0;
		return (
			answer.status === 201
			|| ((answer.status < 500 || answer.status === 501)
				&& String(answer.json.code).startsWith('E_')
				&& answer.json.detail !== '')
		);
	});
	await t.notThrowsAsync(async () => fc.assert(property, {numRuns: 300, seed: 20, endOnFailure: true}));
	t.true(made > 0, 'some of them are right');
	t.is((await ask(control.port, 'POST /reset', {headers})).status, 204);
	t.deepEqual((await ask(control.port, 'GET /faults')).json.faults, []);
	advance(600_000);
	house.view(1).look();
	t.is(house.view(1).statusWords()[0], 'OL');
});
