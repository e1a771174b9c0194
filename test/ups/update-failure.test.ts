import test from 'ava';
import fc from 'fast-check';
import * as code from '../../src/ups/codes.ts';
import {firmwareText} from '../../src/ups/firmware-image.ts';
import type {UpsBehaviour} from '../../src/ups/firmware-image.ts';
import {clearUpdate, setUpdateFault} from '../../src/ups/orders.ts';
import type {Ups} from '../../src/ups/row.ts';
import {answers, isUpdating, updateStatus} from '../../src/ups/update-state.ts';
import {advance, setInput} from '../../src/ups/ups.ts';
import {SECOND} from '../helpers/ref-model.ts';
import {begin, image, off, on, phases, upsOf} from './update-rig.ts';

test('M10: a transfer that breaks off after 4 min 20 s ends in silence, three restarts, and the old firmware', t => {
	const u = upsOf(on);
	setUpdateFault(u, true);
	begin(u, 0);
	t.deepEqual(phases(u, 1000 * SECOND), [
		[0, code.updateTransfer],
		[260, code.updateFailing],
		[265, code.updateRestarting],
		[385, code.updateFailed],
	]);
	t.is(firmwareText(u.firmware), 'UPS 09.8 / ID 1001');
	t.is(u.source, code.sourceLine);
	t.true(answers(u));
});

test('M10: an image that does not start leaves the old firmware, and the next good one is taken', t => {
	const u = upsOf(on);
	begin(u, 0, image('fails'));
	t.deepEqual(phases(u, 500 * SECOND), [
		[0, code.updateTransfer],
		[300, code.updateStarting],
		[310, code.updateRestarting],
		[430, code.updateFailed],
	]);
	t.is(begin(u, 500 * SECOND), 0);
	advance(u, 1000 * SECOND);
	t.is(u.updatePhase, code.updateSucceeded);
});

test('M10: a fault that is over before the transfer would break off breaks nothing', t => {
	const u = upsOf(on);
	setUpdateFault(u, true);
	begin(u, 0);
	advance(u, 100 * SECOND);
	setUpdateFault(u, false);
	t.deepEqual(phases(u, 400 * SECOND).slice(1), [
		[300, code.updateStarting],
		[310, code.updateSucceeded],
	]);
});

test('the UPS is silent only while it starts', t => {
	const u = upsOf(on);
	begin(u, 0, image('fails'));
	const silent: number[] = [];
	for (let second = 1; second < 500; second++) {
		advance(u, second * SECOND);
		if (!answers(u)) {
			silent.push(second);
		}
	}
	t.is(silent[0], 300);
	t.is(silent.at(-1), 429);
	t.is(silent.length, 130);
});

test('the status is 1, then 3 until the end, then 4 or 5 until somebody clears it', t => {
	const u = upsOf(on);
	t.is(updateStatus(u), 1);
	begin(u, 0);
	t.is(updateStatus(u), 3);
	t.false(clearUpdate(u));
	advance(u, 400 * SECOND);
	t.is(updateStatus(u), 4);
	t.true(clearUpdate(u));
	t.is(updateStatus(u), 1);
	begin(u, 400 * SECOND, image('fails'));
	advance(u, 1000 * SECOND);
	t.is(updateStatus(u), 5);
});

const worlds = fc.record({
	mode: fc.constantFrom(on, off),
	behaviour: fc.constantFrom<UpsBehaviour>('good', 'fails'),
	breaks: fc.boolean(),
	inputs: fc.array(fc.tuple(fc.integer({min: 0, max: 600}), fc.constantFrom(0, 120, 200, 230, 290)), {maxLength: 6}),
	looks: fc.array(fc.integer({min: 0, max: 900_000}), {maxLength: 40}),
});

function play(world: typeof worlds extends fc.Arbitrary<infer T> ? T : never, looks: readonly number[]): Ups {
	const u = upsOf(world.mode);
	setUpdateFault(u, world.breaks);
	begin(u, 0, image(world.behaviour));
	const acts = [
		...world.inputs.map(([second, volts]) => ({
			t: second * SECOND,
			act: () => setInput(u, second * SECOND, volts, 50, 0),
		})),
		...looks.map(t => ({t, act: () => {}})),
	].toSorted((a, b) => a.t - b.t);
	for (const {t, act} of acts) {
		advance(u, t);
		act();
	}
	advance(u, 1200 * SECOND);
	return u;
}

test('whoever looks, and how often, changes nothing of an update', t => {
	fc.assert(
		fc.property(worlds, world => {
			const alone = play(world, []);
			const watched = play(world, world.looks);
			t.deepEqual(watched.j, alone.j);
			t.is(watched.atUpdate, alone.atUpdate);
		}),
		{numRuns: 200},
	);
});

test('M10: whatever the utility does, an update ends, the UPS answers, and it carries its load once the utility is good', t => {
	fc.assert(
		fc.property(worlds, world => {
			const u = play(world, []);
			t.false(isUpdating(u));
			t.true(answers(u));
			t.is(u.firmware === 0, u.updatePhase === code.updateFailed);
			setInput(u, 1200 * SECOND, 230, 50, 0);
			advance(u, 2000 * SECOND);
			t.is(u.source, code.sourceLine);
			t.is(u.groupsOn, 0b111);
		}),
		{numRuns: 200},
	);
});
