// Wall clocks stamp what leaves a card and nothing else; each is wrong by itself, and is told right afterwards.

import test from 'ava';
import fc from 'fast-check';
import {eventName} from '../../../src/agent/events.ts';
import {cardTarget} from '../../../sim/fleet/card-faults.ts';
import {WallClocks} from '../../../sim/fleet/wall-clocks.ts';
import type {ClockFault} from '../../../sim/scenario/card-target.ts';
import {smallSpec, startFleet} from '../../helpers/fleets.ts';
import {decodePeer} from '../../helpers/proto.ts';
import {DAY, HOUR, MINUTE, SECOND} from '../../helpers/ref-model.ts';

const START = 1_767_632_400_000;

const offsets: ReadonlyArray<readonly [ClockFault, (elapsed: number) => number]> = [
	[{kind: 'jump', byMs: -HOUR}, () => -HOUR],
	[{kind: 'drift', ppm: 100}, elapsed => elapsed / 10_000],
	[{kind: 'stuck'}, elapsed => -elapsed],
	[{kind: 'reset', utcMs: 946_684_800_000}, () => 946_684_800_000 - START - MINUTE],
];

for (const [fault, offset] of offsets) {
	test(`a clock under ${fault.kind} is off by what it says from then on, right before and after, and its card alone`, t => {
		const wall = new WallClocks(START, () => 0);
		let now = MINUTE;
		const undo = wall.disturb(3, fault, () => now);
		for (const elapsed of [0, SECOND, HOUR, DAY - 1]) {
			t.is(wall.utcAt(3, MINUTE + elapsed), START + MINUTE + elapsed + Math.round(offset(elapsed)));
		}
		now = MINUTE + DAY;
		undo();
		undo();
		t.is(wall.offsetAt(3, now), 0);
		t.is(wall.offsetAt(3, MINUTE - 1), 0);
		// What was logged under the fault keeps its stamp.
		t.is(wall.offsetAt(3, MINUTE + HOUR), Math.round(offset(HOUR)));
		t.is(wall.offsetAt(2, MINUTE + HOUR), 0);
	});
}

test('of how a clock went, no more is kept than the log of its card can tell', t => {
	let now = 0;
	const wall = new WallClocks(START, () => now - HOUR);
	for (; now < 1000 * MINUTE; now += MINUTE) {
		wall.disturb(0, {kind: 'jump', byMs: SECOND}, () => now)();
	}
	// Two phases a minute, the last hour.
	const phases = JSON.parse(wall.historyText(0)) as unknown[];
	t.true(phases.length >= 120 && phases.length <= 123, String(phases.length));
	const undo = wall.disturb(0, {kind: 'jump', byMs: SECOND}, () => now);
	const since = now;
	now += 2 * HOUR;
	wall.disturb(0, {kind: 'jump', byMs: MINUTE}, () => now);
	t.is(wall.offsetAt(0, now - HOUR), SECOND);
	t.true(wall.historyText(0).includes(`"fromMs":${since}`));
	undo();
	t.is(wall.offsetAt(0, now), MINUTE);
});

test('jumps add up, and undone in any order each takes out its own', t => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({min: -DAY, max: DAY}), {minLength: 1, maxLength: 6}),
			fc.infiniteStream(fc.nat()),
			(jumps, picks) => {
				const wall = new WallClocks(START, () => 0);
				let now = 0;
				const open = jumps.map(byMs => ({byMs, undo: wall.disturb(0, {kind: 'jump', byMs}, () => now)}));
				while (open.length > 0) {
					now += SECOND;
					t.is(
						wall.offsetAt(0, now),
						open.reduce((sum, {byMs}) => sum + byMs, 0),
					);
					open.splice((picks.next().value as number) % open.length, 1)[0].undo();
				}
				t.is(wall.offsetAt(0, now), 0);
			},
		),
		{numRuns: 50},
	);
});

test('a jump is an event with the new time, its end another, and uptime knows nothing of either', t => {
	const sent: Array<Record<string, unknown>> = [];
	const {fleet, events} = startFleet(smallSpec([1]), {
		wake: null,
		send(_card, kind, payload) {
			if (kind === 'event') {
				sent.push(decodePeer('Event', payload));
			}
			return true;
		},
		ready: async () => {},
	});
	fleet.run(HOUR);
	const begun = events.length;
	sent.length = 0;
	const undo = cardTarget(fleet, 0, undefined).disturbClock({kind: 'jump', byMs: -DAY});
	fleet.run(2 * HOUR);
	undo();
	const told = events.slice(begun).map(({event, t: at}) => [eventName(event), at]);
	t.deepEqual(told, [
		['clockSet', HOUR],
		['clockSet', 2 * HOUR],
	]);
	t.deepEqual(
		sent.map(({uptimeMs, utcMs}) => [Number(uptimeMs), Number(utcMs)]),
		[
			[HOUR, fleet.spec.startUtc + HOUR - DAY],
			[2 * HOUR, fleet.spec.startUtc + 2 * HOUR],
		],
	);
	t.deepEqual(fleet.cardView(0).newest(1)[0].note?.text, `by ${DAY} ms`);
});

test('a clock that drifts is told only when it is set right', t => {
	const {fleet, events} = startFleet(smallSpec([1]));
	fleet.run(MINUTE);
	const begun = events.length;
	const undo = cardTarget(fleet, 0, undefined).disturbClock({kind: 'drift', ppm: 1000});
	fleet.run(MINUTE + 1000 * SECOND);
	t.is(events.length, begun);
	undo();
	t.is(fleet.cardView(0).newest(1)[0].note?.text, 'by -1000 ms');
});
