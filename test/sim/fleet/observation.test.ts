// What a fleet notes for expectations about a span of time.

import test from 'ava';
import * as code from '../../../src/ups/codes.ts';
import {requireParameters} from '../../../sim/faults/parameters.ts';
import {requireFault} from '../../../sim/faults/registry.ts';
import {openFleet} from '../../../sim/fleet/open-fleet.ts';
import type {FleetSettings, OpenedFleet} from '../../../sim/fleet/open-fleet.ts';
import type {Noted, Undo} from '../../../sim/scenario/bench.ts';
import {smallSpec} from '../../helpers/fleets.ts';
import {HOUR, MINUTE, SECOND} from '../../helpers/ref-model.ts';

const noNetwork = {mqttUrl: 'off'};

async function opened(settings: Partial<FleetSettings> = noNetwork): Promise<OpenedFleet> {
	return openFleet(smallSpec([2]), {
		speed: Infinity,
		signal: new AbortController().signal,
		note: () => {},
		...settings,
	});
}

function inject({bench}: OpenedFleet, card: number, name: string, raw: Record<string, unknown> = {}): Undo {
	const fault = requireFault(name);
	const values = requireParameters(fault, raw);
	return fault.acts === 'card'
		? fault.inject(bench.target(card), values, bench.surroundings)
		: fault.inject(bench.surroundings, values);
}

const asked = (...what: Noted[]): ReadonlySet<Noted> => new Set(what);

test('a load is dropped from the moment when its output is off, and not before', async t => {
	const fleet = await opened();
	const {bench} = fleet;
	const u = fleet.fleet.upsView(0);
	const observation = bench.observe(asked('loadDropped'));
	inject(fleet, 0, 'outage');
	let lowAt = 0;
	let offAt = 0;
	await bench.runUntil(3 * HOUR, () => {
		const isOff = u.source === code.sourceOff || (u.groupsOn & 1) === 0;
		lowAt ||= bench.statusWords(0).includes('LB') ? bench.now() : 0;
		offAt ||= isOff ? bench.now() : 0;
		t.is(observation.loadDropped(0), offAt > 0);
		return false;
	});
	t.true(lowAt > 0 && offAt > lowAt);
	t.false(observation.loadDropped(1));
});

test('a load that came back was dropped all the same, until somebody looks anew', async t => {
	const fleet = await opened();
	const {bench} = fleet;
	const observation = bench.observe(asked('loadDropped'));
	const undo = inject(fleet, 0, 'outage');
	await bench.runUntil(2 * HOUR);
	const inTheDark = bench.observe(asked('loadDropped'));
	t.true(inTheDark.loadDropped(0));
	undo();
	await bench.runUntil(12 * HOUR);
	t.true(bench.statusWords(0).includes('OL'));
	t.true(observation.loadDropped(0));
	t.true(inTheDark.loadDropped(0));
	t.false(bench.observe(asked('loadDropped')).loadDropped(0));
});

test('what is ended notes nothing more, and leaves nothing in the clock', async t => {
	const fleet = await opened();
	const {bench} = fleet;
	const [ended, other] = [bench.observe(asked('loadDropped', 'runtimeError')), bench.observe(asked('loadDropped'))];
	ended.end();
	inject(fleet, 0, 'outage');
	await bench.runUntil(3 * HOUR);
	t.false(ended.loadDropped(0));
	t.is(ended.runtimeError(0), undefined);
	t.true(other.loadDropped(0));
	other.end();
	t.is(fleet.fleet.onSettled, null);
});

test('the gap of telemetry is that of the steady samples, and grows while a card says nothing', async t => {
	const {bench} = await opened({...noNetwork, samples: {limit: 40, intervalMs: 10 * SECOND}});
	const observation = bench.observe(asked('telemetryGap'));
	await bench.runUntil(2 * MINUTE);
	const steadyMs = observation.longestGapMs(0);
	t.is(steadyMs, 10 * SECOND);
	await bench.runUntil(HOUR);
	const silentMs = observation.longestGapMs(0);
	t.true(silentMs > 45 * MINUTE && silentMs < HOUR);
	await bench.runUntil(HOUR + MINUTE);
	t.is(observation.longestGapMs(0), silentMs + MINUTE);
	t.is(bench.observe(asked('telemetryGap')).longestGapMs(0), 0);
});

for (const [where, network] of [
	['without a network', noNetwork],
	['over a broker', {}],
] as const) {
	test(`an event ends a gap as a sample does, ${where}`, async t => {
		const fleet = await opened({...network, samples: {isOff: true}});
		const {bench} = fleet;
		const startMs = bench.now();
		const observation = bench.observe(asked('telemetryGap'));
		await bench.runUntil(startMs + 7 * MINUTE);
		const undo = inject(fleet, 0, 'outage');
		await bench.runUntil(startMs + 10 * MINUTE);
		undo();
		await bench.runUntil(startMs + 12 * MINUTE);
		t.is(observation.longestGapMs(1), 12 * MINUTE);
		t.is(Math.round(observation.longestGapMs(0) / MINUTE), 7);
		await fleet.close();
	});
}

test('events are missing while a card has no way to its broker, and none once it had', async t => {
	const fleet = await opened({});
	const {bench} = fleet;
	const observation = bench.observe(asked('eventsMissing'));
	const mend = inject(fleet, 0, 'networkPartition', {way: 'both'});
	const undo = inject(fleet, 0, 'outage');
	inject(fleet, 1, 'outage');
	await bench.runUntil(bench.now() + MINUTE);
	undo();
	await bench.runUntil(bench.now() + MINUTE);
	t.is(observation.eventsMissing(0), fleet.fleet.cards.lastSequence[0]);
	t.true(observation.eventsMissing(0) >= 2);
	t.is(observation.eventsMissing(1), 0);
	t.is(bench.observe(asked('eventsMissing')).eventsMissing(0), 0);
	mend();
	await bench.runUntil(bench.now() + 10 * MINUTE);
	t.is(observation.eventsMissing(0), 0);
	await fleet.close();
});

test('no event is missing that is only on its way, however far virtual time went in one go', async t => {
	const fleet = await opened({});
	const {bench} = fleet;
	const observation = bench.observe(asked('eventsMissing'));
	const undo = inject(fleet, 0, 'outage');
	await bench.runUntil(bench.now() + SECOND);
	undo();
	t.true(fleet.fleet.cards.lastSequence[0] > 0);
	t.is(observation.eventsMissing(0), 0);
	inject(fleet, 1, 'outage');
	await bench.runUntil(bench.now(), () => {
		t.is(observation.eventsMissing(1), 0);
		return true;
	});
	t.true(fleet.fleet.cards.lastSequence[1] > 0);
	await fleet.close();
});

test('the error of the runtime is known when a battery was empty, and a firmware that tells nonsense has a large one', async t => {
	const fleet = await opened();
	const {bench} = fleet;
	const observation = bench.observe(asked('runtimeError'));
	inject(fleet, 0, 'sensorScale', {sensor: 'batteryRuntime', factor: 3});
	const undos = [0, 1].map(card => inject(fleet, card, 'outage'));
	await bench.runUntil(5 * MINUTE);
	t.is(observation.runtimeError(1), undefined);
	await bench.runUntil(3 * HOUR);
	undos.forEach(undo => undo());
	const [wrong, right] = [observation.runtimeError(0) ?? NaN, observation.runtimeError(1) ?? NaN];
	t.true(right >= 0 && right < 100, `${right}`);
	t.true(wrong > 150, `${wrong}`);
});

test('a discharge that ended in time tells no error of the runtime', async t => {
	const fleet = await opened();
	const {bench} = fleet;
	const observation = bench.observe(asked('runtimeError'));
	const undo = inject(fleet, 0, 'outage');
	await bench.runUntil(5 * MINUTE);
	undo();
	await bench.runUntil(HOUR);
	t.is(observation.runtimeError(0), undefined);
});
