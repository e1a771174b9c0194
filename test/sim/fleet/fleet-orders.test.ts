import test from 'ava';
import {FleetOrders} from '../../../sim/fleet/fleet-orders.ts';
import {findCommand} from '../../../src/agent/commands/table.ts';
import {eventName} from '../../../src/agent/events.ts';
import {administrator} from '../../../src/agent/roles.ts';
import {smallSpec, startFleet} from '../../helpers/fleets.ts';
import type {TestFleet} from '../../helpers/fleets.ts';
import {decodePeer, encodePeer} from '../../helpers/proto.ts';
import {MINUTE, SECOND} from '../../helpers/ref-model.ts';

interface Rig extends TestFleet {
	orders: FleetOrders;
	/** `card stage` of each result. */
	results: string[];
	give(card: number, name: string, more?: Record<string, unknown>): boolean;
}

function rig(): Rig {
	const started = startFleet(smallSpec([3]));
	const results: string[] = [];
	const orders = new FleetOrders(started.fleet, (card, payload) => {
		const {stage, code} = decodePeer('CommandResult', payload) as {stage: string; code?: string};
		results.push(`${card} ${stage.slice('COMMAND_STAGE_'.length)} ${code ?? ''}`.trim());
	});
	for (let card = 0; card < 3; card++) {
		orders.beginSession(card, 100 + card);
	}
	let id = 0;
	return {
		...started,
		orders,
		results,
		give(card, name, more = {}) {
			id += 1;
			const fields = {
				commandId: `c${id}`,
				sessionId: 100 + card,
				command: findCommand(name)?.id ?? 0,
				actor: 'ann',
				role: administrator,
				...more,
			};
			return orders.take(card, encodePeer('Command', fields), false);
		},
	};
}

test('each card of a fleet takes its own orders and says what came of them', t => {
	const {fleet, give, results, events, orders} = rig();
	fleet.run(MINUTE);
	t.true(give(1, 'testBattery'));
	t.true(give(2, 'outputOff'));
	for (let step = 1; step <= 30; step++) {
		fleet.run(MINUTE + step * SECOND);
		[0, 1, 2].forEach(card => orders.changed(card, fleet.now()));
	}
	t.deepEqual([...results].sort(), ['1 ACCEPTED', '1 COMPLETED', '2 ACCEPTED', '2 COMPLETED']);
	t.is(fleet.upsView(2).groupsOn, 0);
	t.not(fleet.upsView(0).groupsOn, 0);
	t.false(events.some(event => event.card === 0 && eventName(event.event).startsWith('command')));
});

test('an order for the session of another card is stale, and what is none is not taken', t => {
	const {give, results, orders} = rig();
	t.true(give(0, 'testBattery', {sessionId: 101}));
	t.deepEqual(results, ['0 REFUSED E_COMMAND_STALE']);
	t.false(orders.take(0, new Uint8Array([0xff]), false));
});

test('what does not come about in time is timed out by the clock of the fleet', t => {
	const {fleet, give, results} = rig();
	fleet.run(MINUTE);
	t.true(give(0, 'testBattery'));
	// Nobody looks at the UPS meanwhile.
	fleet.run(30 * MINUTE);
	t.deepEqual(results, ['0 ACCEPTED', '0 TIMED_OUT']);
});

test('settings that are ordered hold for that card alone', t => {
	const {fleet, give, results} = rig();
	const settings = [{key: 'ups.transfer.high', number: 133}];
	t.true(give(1, 'setSettings', {settings}));
	t.deepEqual(results, ['1 ACCEPTED', '1 COMPLETED']);
	t.is(fleet.upsView(1).trimAbove, 133);
	t.not(fleet.upsView(0).trimAbove, 133);
});
