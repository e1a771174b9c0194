import test from 'ava';
import type {ExecutionContext} from 'ava';
import {HOUR, MINUTE} from '../../../../src/core/clock.ts';
import {openControl} from '../../../../sim/fleet/control/open-control.ts';
import {firmwareTarget} from '../../../../sim/fleet/updates/firmware-target.ts';
import type {FaultTarget} from '../../../../sim/scenario/bench.ts';
import {ask} from '../../../helpers/ask.ts';
import type {Answer} from '../../../helpers/ask.ts';
import {houseOf} from '../../../helpers/card-house.ts';
import {FirmwareFleet} from '../../../helpers/fleet-firmware.ts';

const headers = {'content-type': 'application/json'};

/** The control API over cards with firmware; their house is another, since only their flash is asked for. */
async function rigOf(
	t: ExecutionContext,
	firmware: FirmwareFleet | null,
): Promise<(what: string, body?: object) => Promise<Answer>> {
	const {house, bench} = houseOf({count: 1});
	const target = (card: number): FaultTarget => ({
		...bench.target(card),
		...(firmware === null ? {} : {firmware: () => firmwareTarget(firmware.updates, card)}),
	});
	const world = {cards: bench.cards, surroundings: bench.surroundings, now: () => bench.now(), target};
	const control = await openControl({bench: world, house, listen: '127.0.0.1:0'});
	t.teardown(async () => control.close());
	return async (what, body) => ask(control.port, what, body === undefined ? {} : {headers, body: JSON.stringify(body)});
}

test('a plan cuts the supply of a card where it says, and the report tells it', async t => {
	const fleet = new FirmwareFleet(1);
	fleet.live(MINUTE);
	const say = await rigOf(t, fleet);
	const faults = [{at: 3, do: 'cutTorn'}];
	const given = await say('POST /cards/s0-c0/flash-plan', {seed: 5, faults});
	t.is(given.status, 200);
	t.is(given.json.planned, 1);
	fleet.offer(0, fleet.release([2, 0, 0], 2, 'good'));
	fleet.live(HOUR);
	const {json} = await say('GET /cards/s0-c0/flash-plan');
	t.is(json.cuts, 1);
	t.is(json.planned, 0);
	t.is(json.slots[0].version, '1.0.0');
	t.true(json.slots[0].bootable);
	t.true(json.operations > 3);
});

test('a plan that is deleted, replaced or reset never comes', async t => {
	const fleet = new FirmwareFleet(1);
	fleet.live(MINUTE);
	const say = await rigOf(t, fleet);
	const planned = async (): Promise<number> => (await say('GET /cards/s0-c0/flash-plan')).json.planned;
	const plan = {seed: 0, faults: [{at: 3, do: 'decay'}]};
	await say('POST /cards/s0-c0/flash-plan', plan);
	await say('POST /cards/s0-c0/flash-plan', plan);
	t.is(await planned(), 1);
	t.is((await say('DELETE /cards/s0-c0/flash-plan')).status, 204);
	t.is(await planned(), 0);
	await say('POST /cards/s0-c0/flash-plan', plan);
	await say('POST /reset', {});
	t.is(await planned(), 0);
});

test('what is no plan is refused with what would be right', async t => {
	const say = await rigOf(t, new FirmwareFleet(1));
	const wrong = await say('POST /cards/s0-c0/flash-plan', {seed: 0, faults: [{at: 1, do: 'melt'}]});
	t.is(wrong.status, 400);
	t.is(wrong.json.code, 'E_FAULT_PARAMETER');
	t.regex(wrong.json.detail, /do must be one of cutBefore/);
	t.is((await say('POST /cards/s0-c0/flash-plan', {faults: []})).json.code, 'E_REQUEST_INVALID');
	t.is((await say('POST /cards/s9/flash-plan', {seed: 0, faults: []})).status, 404);
});

test('a card that takes no firmware has no flash to tell of', async t => {
	const say = await rigOf(t, null);
	const refused = await say('GET /cards/s0-c0/flash-plan');
	t.is(refused.status, 501);
	t.is(refused.json.code, 'E_FAULT_UNSUPPORTED');
});
