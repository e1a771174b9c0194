// 500 cards on the embedded broker are rolled out in waves, three in a hundred of them bad; then a mended release goes to all.

import test from 'ava';
import {eventName} from '../../src/agent/events.ts';
import {DAY} from '../../src/core/clock.ts';
import {unitAt} from '../../src/core/random.ts';
import type {Campaign} from '../../src/smartconnect/rollout/state.ts';
import {plainFleet} from '../../sim/fleet/spec.ts';
import {RolloutFleet} from '../helpers/rollout-fleet.ts';

const CARDS = 500;
const BAD_SHARE = 0.03;
const SEED = 11;
const waves = [{percent: 2}, {percent: 20}, {percent: 100}];
const results = ['otaConfirmed', 'otaReverted'];

/** Whether the card of a serial is one of those on which version 2.0.0 does not pass its health. */
function isBad(serial: string): boolean {
	return unitAt(SEED, 9, Number(serial.slice(2))) < BAD_SHARE;
}

/** Results in a card's own log, oldest first. */
function resultsOf({opened}: RolloutFleet, card: number): string[] {
	return opened.fleet
		.cardView(card)
		.newest(CARDS)
		.map(({event}) => eventName(event))
		.filter(name => results.includes(name));
}

function countsOf({entries}: Campaign): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const {state} of entries.values()) {
		counts[state] = (counts[state] ?? 0) + 1;
	}
	return counts;
}

test(`${CARDS} cards are rolled out in waves: bad ones stop it, nobody is lost, and a mended release goes to all`, async t => {
	const spec = plainFleet(SEED, CARDS, ['SMT1500', 'SMT750I', 'SMT3000RMI2U'], {});
	const rig = await RolloutFleet.open(t, {
		spec,
		versions: [
			[2, 0, 0],
			[2, 0, 1],
		],
		behaviourOf: (serial, version) => (version.join('.') === '2.0.0' && isBad(serial) ? 'unhealthy' : null),
	});
	t.is(rig.store.state.cards.size, CARDS);
	const plan = {waves, perSite: CARDS, atOnce: 200};

	const second = await rig.play('second', rig.releases[1], plan, DAY);
	t.log(second.phase, second.why, countsOf(second));
	t.is(second.phase, 'stopped');
	for (const [card, {id, serial}] of spec.cards.entries()) {
		const state = second.entries.get(id)?.state ?? 'never offered';
		const ended = state === 'confirmed' || state === 'reverted';
		// Every result arrived, and once: what the service has stored is what the card's own log says.
		t.deepEqual(resultsOf(rig, card), ended ? [state === 'confirmed' ? 'otaConfirmed' : 'otaReverted'] : [], id);
		t.is(state === 'confirmed', rig.updates.cards[card].version === '2.0.0', id);
		t.false(ended && (state === 'reverted') !== isBad(serial), id);
	}

	const third = await rig.play('third', rig.releases[2], plan, 2 * DAY);
	t.log(third.phase, third.why, countsOf(third));
	t.deepEqual(countsOf(third), {confirmed: CARDS});
	t.true(rig.updates.cards.every(({version}) => version === '2.0.1'));
	t.is(
		rig.updates.cards.reduce((sum, {cuts}) => sum + cuts, 0),
		0,
	);

	const dropped = spec.cards.filter((_, card) =>
		rig.opened.fleet
			.cardView(card)
			.newest(CARDS)
			.some(({event}) => ['outputOff', 'outletGroupOff', 'onBattery'].includes(eventName(event))),
	);
	t.deepEqual(dropped, []);
});
