import test from 'ava';
import fc from 'fast-check';
import {findEvent} from '../../../src/agent/events.ts';
import {phaseClear, phaseSet, STALE_AFTER_MS} from '../../../src/agent/card.ts';
import {fleetTarget} from '../../../sim/fleet/fault-target.ts';
import {CountingSink} from '../../../sim/fleet/message-sink.ts';
import {plainFleet, shardOf} from '../../../sim/fleet/spec.ts';
import type {FleetSpec} from '../../../sim/fleet/spec.ts';
import {causeBlackout, causeDeepSag} from '../../../src/ups/codes.ts';
import * as reading from '../../../src/ups/reading.ts';
import {smallSpec, startFleet} from '../../helpers/fleets.ts';
import type {TestFleet} from '../../helpers/fleets.ts';
import {DAY, HOUR, MINUTE, SECOND} from '../../helpers/ref-model.ts';

function idOf(name: string): number {
	return findEvent(name)?.id ?? -1;
}

function cutPower({fleet}: TestFleet, card: number): () => void {
	return fleetTarget(fleet, card, () => undefined, undefined).scaleInput(0);
}

const stormy = plainFleet(11, 230, ['SMT1500', 'SRT2200XLA', '5PX1500i'], {sag: 20, outage: 3, flicker: 4, swell: 4});

function lifeOf(spec: FleetSpec, run: (started: TestFleet) => void): Map<string, string> {
	const started = startFleet(spec, new CountingSink(spec.cards.length));
	run(started);
	const sink = started.sink as CountingSink;
	return new Map(
		spec.cards.map((card, i) => [
			card.id,
			`${sink.digestOf(i)} ${started.events
				.filter(event => event.card === i)
				.map(event => `${event.t}/${event.event}/${event.phase}`)
				.join(' ')}`,
		]),
	);
}

/** Not deepEqual: its report of a difference would fill books. */
function same(a: Map<string, string>, b: Map<string, string>): boolean {
	return a.size === b.size && [...a].every(([id, life]) => b.get(id) === life);
}

test('the same seed gives the same bytes, another seed others', t => {
	const once = lifeOf(stormy, ({fleet}) => fleet.run(12 * HOUR));
	t.true(
		same(
			lifeOf(stormy, ({fleet}) => fleet.run(12 * HOUR)),
			once,
		),
	);
	const other = lifeOf({...stormy, seed: 12}, ({fleet}) => fleet.run(12 * HOUR));
	t.false(same(other, once));
});

for (const shards of [2, 3]) {
	test(`${shards} shards give each card the bytes that one process gives it`, t => {
		const whole = lifeOf(stormy, ({fleet}) => fleet.run(8 * HOUR));
		const parts = new Map<string, string>();
		for (let i = 0; i < shards; i++) {
			for (const [id, life] of lifeOf(shardOf(stormy, i, shards), ({fleet}) => fleet.run(8 * HOUR))) {
				parts.set(id, life);
			}
		}
		t.true(same(parts, whole));
	});
}

test('watching every event, or stopping anywhere in between, changes no life', t => {
	const whole = lifeOf(stormy, ({fleet}) => fleet.run(6 * HOUR));
	const watched = lifeOf(stormy, ({fleet}) => fleet.run(6 * HOUR, () => false));
	t.true(same(watched, whole));
	fc.assert(
		fc.property(fc.array(fc.integer({min: 1, max: 6 * HOUR}), {maxLength: 6}), stops => {
			const split = lifeOf(stormy, ({fleet}) => {
				for (const stop of [...stops].sort((a, b) => a - b)) {
					fleet.run(stop, stop % 2 === 0 ? () => false : undefined);
				}
				fleet.run(6 * HOUR);
			});
			return same(split, whole);
		}),
		{numRuns: 4},
	);
});

test('a watched run goes in order of time over all sites and stops where it is told to', t => {
	const {fleet} = startFleet(stormy);
	let last = 0;
	let seen = 0;
	const reached = fleet.run(DAY, (_card, at) => {
		t.true(at >= last);
		last = at;
		seen += 1;
		return seen === 500;
	});
	t.is(seen, 500);
	t.is(reached, last);
	t.is(fleet.now(), last);
});

test('an outage at one card is an event there, with its cause, and nowhere else', t => {
	const started = startFleet(smallSpec([2]));
	started.fleet.run(MINUTE);
	const restore = cutPower(started, 0);
	started.fleet.run(2 * MINUTE);
	restore();
	started.fleet.run(3 * MINUTE);
	t.deepEqual(started.events, [
		{card: 0, sequence: 1, t: MINUTE, event: idOf('onBattery'), phase: phaseSet, detail: causeDeepSag},
		{
			card: 0,
			sequence: 2,
			t: 2 * MINUTE + 4 * SECOND,
			event: idOf('onBattery'),
			phase: phaseClear,
			detail: causeBlackout,
		},
	]);
});

test('a site of 50 Hz and 240 V feeds its cards so, whatever their nominal voltage', t => {
	const {fleet} = startFleet(smallSpec([1], {volts: 118, hertz: 60.4}));
	const out = new Int32Array(reading.READING_SIZE);
	fleet.run(SECOND);
	fleet.measureAt(0, fleet.now(), out, 0);
	t.true(Math.abs(out[reading.inputVolts] / 10 - 118) < 1);
	t.true(Math.abs(out[reading.inputHertz] / 100 - 60.4) < 0.1);
});

test('a link that falls silent is lost after its time, never sooner, and what happened meanwhile is told on return', t => {
	const started = startFleet(smallSpec([1]));
	const {fleet, events} = started;
	fleet.run(MINUTE);
	fleet.disturbed.of(0).silences += 1;
	fleet.applyLink(0);
	cutPower(started, 0);
	fleet.run(MINUTE + STALE_AFTER_MS - 1);
	t.is(events.length, 0);
	fleet.run(MINUTE + STALE_AFTER_MS);
	t.deepEqual(
		events.map(event => [event.event, event.phase]),
		[[idOf('linkLost'), phaseSet]],
	);
	t.true(fleet.cardView(0).isLost());
	fleet.run(2 * MINUTE);
	fleet.disturbed.of(0).silences -= 1;
	fleet.applyLink(0);
	t.deepEqual(
		events.slice(1).map(event => [event.event, event.phase]),
		[
			[idOf('linkLost'), phaseClear],
			[idOf('onBattery'), phaseSet],
		],
	);
});

test('a link lost on battery is its own, worse event', t => {
	const started = startFleet(smallSpec([1]));
	cutPower(started, 0);
	started.fleet.disturbed.of(0).silences += 1;
	started.fleet.applyLink(0);
	started.fleet.run(MINUTE);
	t.true(started.events.some(event => event.event === idOf('linkLostOnBattery') && event.phase === phaseSet));
	t.false(started.events.some(event => event.event === idOf('linkLost')));
});

test('a silent link serves the last reading until it is lost, then none', t => {
	const started = startFleet(smallSpec([1]));
	const {fleet} = started;
	fleet.run(MINUTE);
	fleet.disturbed.of(0).silences += 1;
	fleet.applyLink(0);
	cutPower(started, 0);
	fleet.run(MINUTE + 10 * SECOND);
	const out = new Int32Array(reading.READING_SIZE);
	fleet.measureAt(0, fleet.now(), out, 0);
	t.is(out[reading.outputStatus], 2);
	t.false(fleet.cardView(0).isHearing());
});

test('a fleet of a hundred lives a day without any card firing at one instant for ever', t => {
	const {fleet, events} = startFleet(plainFleet(3, 100, ['SUA1500I'], {sag: 50, outage: 5}));
	fleet.run(DAY);
	t.true(fleet.events < 100_000, `${fleet.events}`);
	t.true(events.length > 100);
	for (let card = 0; card < 100; card++) {
		const sequences = events.filter(event => event.card === card).map(event => event.sequence);
		t.deepEqual(
			sequences,
			sequences.map((_, i) => i + 1),
		);
	}
});

test('the log keeps the newest entries, numbered', t => {
	const started = startFleet(smallSpec([1]));
	for (let i = 0; i < 12; i++) {
		const restore = cutPower(started, 0);
		started.fleet.run(started.fleet.now() + MINUTE);
		restore();
		started.fleet.run(started.fleet.now() + MINUTE);
	}
	t.is(started.events.length, 24);
	const newest = started.fleet.cardView(0).newest(100);
	t.is(newest.length, 16);
	t.deepEqual(
		newest.map(entry => entry.sequence),
		Array.from({length: 16}, (_, i) => 9 + i),
	);
	t.deepEqual(
		newest.map(entry => entry.atMs),
		started.events.slice(8).map(event => event.t),
	);
});
