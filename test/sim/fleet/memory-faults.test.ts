// Cards that are short of memory: what they drop is counted and told, never silent.

import test from 'ava';
import type {ExecutionContext} from 'ava';
import {requireParameters} from '../../../sim/faults/parameters.ts';
import {requireFault} from '../../../sim/faults/registry.ts';
import {openFleet} from '../../../sim/fleet/open-fleet.ts';
import type {OpenedFleet} from '../../../sim/fleet/open-fleet.ts';
import type {Undo} from '../../../sim/scenario/bench.ts';
import {smallSpec} from '../../helpers/fleets.ts';
import {HOUR, MINUTE} from '../../helpers/ref-model.ts';

async function fleetOf(t: ExecutionContext, cards: number, mqttUrl?: string): Promise<OpenedFleet> {
	const opened = await openFleet(smallSpec([cards]), {
		speed: Infinity,
		...(mqttUrl === undefined ? {} : {mqttUrl}),
		signal: new AbortController().signal,
		note: text => t.log(text),
	});
	t.teardown(async () => opened.close());
	return opened;
}

function inject({bench}: OpenedFleet, card: number, name: string, raw: Record<string, unknown>): Undo {
	const fault = requireFault(name);
	if (fault.acts !== 'card') {
		throw new Error(`${name} acts on surroundings`);
	}
	return fault.inject(bench.target(card), requireParameters(fault, raw), bench.surroundings);
}

/** Outages of a minute each, until the log has grown by a good number of entries. */
async function outages(opened: OpenedFleet, times: number): Promise<void> {
	for (let i = 0; i < times; i++) {
		const undo = inject(opened, 0, 'outage', {});
		await opened.bench.runUntil(opened.bench.now() + MINUTE);
		undo();
		await opened.bench.runUntil(opened.bench.now() + MINUTE);
	}
}

test('a log with little room keeps its newest entries only, and the undo brings none of the others back', async t => {
	const opened = await fleetOf(t, 2, 'off');
	const {fleet} = opened;
	await outages(opened, 3);
	const view = (): {oldest: number; newest: number; kept: number} => {
		const card = fleet.cardView(0);
		return {oldest: card.oldest(), newest: fleet.cards.lastSequence[0], kept: card.newest(1000).length};
	};
	const {newest} = view();
	t.true(newest > 4);
	const narrow = inject(opened, 0, 'logShortage', {entries: 4});
	const narrower = inject(opened, 0, 'logShortage', {entries: 2});
	t.deepEqual(view(), {oldest: newest - 1, newest, kept: 2});
	narrower();
	t.is(view().kept, 2);
	await outages(opened, 3);
	t.is(view().kept, 4);
	narrow();
	const {oldest} = view();
	await outages(opened, 1);
	t.is(view().oldest, oldest);
	t.true(view().kept > 4);
	t.is(fleet.cardView(1).oldest(), 1);
	t.true(fleet.disturbed.isQuiet(0));
});

test('entries that a log had no room for are never sent, and the newest are', async t => {
	const opened = await fleetOf(t, 1);
	const {fleet, bench} = opened;
	const undo = inject(opened, 0, 'logShortage', {entries: 3});
	const silent = inject(opened, 0, 'networkReset', {});
	const refusal = requireFault('brokerRefusal');
	const refused =
		refusal.acts === 'surroundings' ? refusal.inject(bench.surroundings, requireParameters(refusal, {})) : () => {};
	await outages(opened, 4);
	const logged = fleet.cards.lastSequence[0];
	t.true(logged > 6);
	refused();
	await bench.runUntil(bench.now() + HOUR);
	t.true((opened.counters?.sent.event ?? 0) >= 3);
	t.true((opened.counters?.sent.event ?? 0) < logged);
	silent();
	undo();
});

test('a share of the samples finds no room: it is counted as dropped, and the numbers of the others show the gap', async t => {
	const opened = await fleetOf(t, 1);
	const {fleet, bench, counters} = opened;
	await bench.runUntil(10 * MINUTE);
	t.is(counters?.dropped, 0);
	const [sent, numbers] = [counters?.sent.sample ?? 0, fleet.cards.sampleSequence[0]];
	const undo = inject(opened, 0, 'memoryPressure', {share: 0.5});
	await bench.runUntil(130 * MINUTE);
	const [dropped, more] = [counters?.dropped ?? 0, (counters?.sent.sample ?? 0) - sent];
	t.is(fleet.cards.sampleSequence[0] - numbers, dropped + more);
	t.true(dropped > 40 && dropped < 80, String(dropped));
	undo();
	await bench.runUntil(3 * HOUR);
	t.is(counters?.dropped, dropped);
});

test('without a network there is no sample to drop: the fault is refused', async t => {
	const opened = await fleetOf(t, 1, 'off');
	t.throws(() => inject(opened, 0, 'memoryPressure', {}), {code: 'E_FAULT_UNSUPPORTED'});
});
