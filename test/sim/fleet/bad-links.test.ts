// Links that answer badly: what is lost on the way is asked for again, what comes late is old, and what never changes is believed.

import test from 'ava';
import {phaseClear, STALE_AFTER_MS} from '../../../src/agent/card.ts';
import {eventName} from '../../../src/agent/events.ts';
import {cardTarget} from '../../../sim/fleet/card-faults.ts';
import {fleetTarget} from '../../../sim/fleet/fault-target.ts';
import type {LinkFault} from '../../../sim/scenario/card-target.ts';
import {smallSpec, startFleet} from '../../helpers/fleets.ts';
import type {TestFleet} from '../../helpers/fleets.ts';
import {MINUTE, SECOND} from '../../helpers/ref-model.ts';

interface Linked extends TestFleet {
	/** What card 0 logged since then, `-` before what was cleared, with the seconds since. */
	since(): string[];
	disturb(fault: LinkFault): () => void;
	/** The utility of card 0 fails, or returns. */
	feed(isOn: boolean): void;
}

function linked(cards = 1): Linked {
	const started = startFleet(smallSpec([cards]));
	const {fleet, events} = started;
	fleet.run(10 * MINUTE);
	const before = events.length;
	const begun = fleet.now();
	const grid = fleetTarget(fleet, 0, () => undefined, undefined).dial('inputVolts');
	return {
		...started,
		since: () =>
			events
				.slice(before)
				.filter(({card}) => card === 0)
				.map(({event, phase, t}) => `${phase === phaseClear ? '-' : ''}${eventName(event)} ${(t - begun) / SECOND}`),
		disturb: fault => cardTarget(fleet, 0, undefined).disturbLink(fault),
		feed(isOn) {
			grid.turn(isOn ? 1 : 0);
		},
	};
}

test('over a slow link an event is logged when its answer has come, and a short one never', t => {
	const {fleet, since, disturb, feed} = linked();
	disturb({kind: 'slow', delayMs: 10 * SECOND});
	fleet.run(fleet.now() + 21 * SECOND);
	feed(false);
	fleet.run(fleet.now() + MINUTE);
	// The question of 30 s finds it, and its answer comes ten seconds later.
	t.is(since()[0], 'onBattery 40');
	feed(true);
	fleet.run(fleet.now() + MINUTE);
	const count = since().length;
	// At 141 s: what is over by the next question is not seen.
	feed(false);
	fleet.run(fleet.now() + 200);
	feed(true);
	fleet.run(fleet.now() + MINUTE);
	t.deepEqual(since().slice(count), []);
});

test('some garbled answers cost a card nothing but tries', t => {
	const {fleet, since, disturb, feed} = linked();
	disturb({kind: 'garbled', share: 0.3, retries: 3});
	fleet.run(fleet.now() + 10 * SECOND);
	feed(false);
	fleet.run(fleet.now() + 10 * MINUTE);
	t.regex(since()[0], /^onBattery 1[01]$/);
	t.false(since().some(text => text.startsWith('linkLost')));
	const {garbled, failed} = fleet.contact.polls;
	// 610 questions, each tried until an answer is good: 0.3 / 0.7 garbled ones a question.
	t.true(garbled > 180 && garbled < 340, `${garbled} garbled`);
	t.true(failed < 15, `${failed} failed`);
});

test('a link on which every answer is garbled is lost like one that is silent, and back at the end of the fault', t => {
	const {fleet, since, disturb} = linked();
	const undo = disturb({kind: 'garbled', share: 1, retries: 1});
	fleet.run(fleet.now() + 5 * MINUTE);
	t.deepEqual(since(), [`linkLost ${1 + STALE_AFTER_MS / SECOND}`]);
	undo();
	t.deepEqual(since().slice(1), ['-linkLost 300']);
	fleet.run(fleet.now() + MINUTE);
	t.is(since().length, 2);
	t.is(fleet.contact.polls.garbled, 600);
});

test('a card cannot know that its readings are stale: nothing happens to it until the link is good again', t => {
	const {fleet, since, disturb, feed} = linked();
	const undo = disturb({kind: 'stale'});
	const row = new Int32Array(512);
	fleet.measureAt(0, fleet.now(), row, 0);
	feed(false);
	fleet.run(fleet.now() + 3 * MINUTE);
	const later = new Int32Array(512);
	fleet.measureAt(0, fleet.now(), later, 0);
	t.deepEqual(since(), []);
	t.deepEqual(later, row);
	undo();
	t.deepEqual(since(), ['onBattery 180']);
});

test('a link that is silent says nothing, however well it would answer, and what it says afterwards is polled again', t => {
	const {fleet, since, disturb} = linked();
	disturb({kind: 'slow', delayMs: 2 * SECOND});
	fleet.disturbed.of(0).silences += 1;
	fleet.applyLink(0);
	fleet.run(fleet.now() + MINUTE);
	t.deepEqual(since(), ['linkLost 15']);
	fleet.disturbed.of(0).silences -= 1;
	fleet.applyLink(0);
	fleet.run(fleet.now() + MINUTE);
	t.deepEqual(since().slice(1), ['-linkLost 60']);
	t.true(fleet.cardView(0).isHearing());
});

test('chance on a link is the same in every run, and another for every card', t => {
	const play = (): string[] => {
		const {fleet, since} = linked(2);
		[0, 1].forEach(card => cardTarget(fleet, card, undefined).disturbLink({kind: 'garbled', share: 0.9, retries: 0}));
		fleet.run(fleet.now() + 30 * MINUTE);
		return [...since(), String(fleet.contact.polls.garbled)];
	};
	const first = play();
	t.deepEqual(play(), first);
	t.true(first.length > 2);
});

test('an undo that is called twice ends its own fault alone', t => {
	const {fleet, disturb} = linked();
	const one = disturb({kind: 'stale'});
	disturb({kind: 'stale'});
	one();
	one();
	t.is(fleet.disturbed.of(0).linkFaults.size, 1);
});
