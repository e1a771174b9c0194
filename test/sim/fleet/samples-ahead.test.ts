// Where nobody hears of it, each site lives for a while before the next does: whoever reads what its cards sent cannot tell.

import test from 'ava';
import {cardTarget} from '../../../sim/fleet/card-faults.ts';
import {fleetTarget} from '../../../sim/fleet/fault-target.ts';
import type {CountingSink} from '../../../sim/fleet/message-sink.ts';
import type {MessageSink} from '../../../sim/fleet/message-sink.ts';
import {openFleet} from '../../../sim/fleet/open-fleet.ts';
import type {OpenedFleet} from '../../../sim/fleet/open-fleet.ts';
import type {SampleWishes} from '../../../sim/fleet/sample-turns.ts';
import {plainFleet} from '../../../sim/fleet/spec.ts';
import {smallSpec, startFleet} from '../../helpers/fleets.ts';
import type {TestFleet} from '../../helpers/fleets.ts';
import {HOUR, MINUTE, SECOND} from '../../helpers/ref-model.ts';

const stormy = plainFleet(7, 210, ['SMT1500', 'SRT2200XLA', '5PX1500i'], {sag: 12, outage: 6, flicker: 4});
const UNTIL = 3 * HOUR;
const TURN_MS = 5 * SECOND;

/** Faults that the clock brings: at a turn and beside it, noted long before and just before, and links that are asked every second. */
function disturb({fleet}: TestFleet): void {
	const grid = (card: number) => fleetTarget(fleet, card, () => undefined, undefined);
	const {clock} = fleet;
	clock.after(HOUR, () => grid(3).scaleInput(0));
	clock.after(HOUR - 1, () => clock.after(1, () => grid(104).scaleInput(0)));
	clock.after(HOUR + 17 * TURN_MS - 1, () => grid(205).bendSensor('load', {kind: 'offset', by: 20}));
	clock.after(HOUR + 33 * MINUTE, () => grid(110).silenceLink());
	clock.after(2 * HOUR, () => {
		const undo = cardTarget(fleet, 12, undefined).disturbLink({kind: 'slow', delayMs: 3 * SECOND});
		clock.after(20 * MINUTE + 1, undo);
	});
}

function bytesOf(samples: SampleWishes, runsAhead: boolean, run: (started: TestFleet) => void): string {
	const started = startFleet(stormy, undefined, samples);
	started.fleet.runsAhead = () => runsAhead;
	disturb(started);
	run(started);
	const {bytes, digest, counts} = started.sink as CountingSink;
	return `${bytes} ${digest} ${JSON.stringify(counts)} ${started.fleet.events}`;
}

function inPieces({fleet}: TestFleet, pieceMs: number): void {
	for (let until = pieceMs, i = 0; fleet.now() < UNTIL; until += pieceMs, i++) {
		fleet.run(Math.min(until, UNTIL), i % 3 === 2 ? () => false : undefined);
	}
}

for (const [name, samples] of Object.entries<SampleWishes>({
	'a sample a minute': {},
	'an interval that the turns do not divide': {intervalMs: 7001},
	'moments that wander': {jitter: 0.4},
	'a limit': {limit: 20_000},
})) {
	test(`with ${name} sites in turn give the bytes of turns over all sites, in any pieces`, t => {
		const byTurns = bytesOf(samples, false, ({fleet}) => fleet.run(UNTIL));
		t.is(
			bytesOf(samples, true, ({fleet}) => fleet.run(UNTIL)),
			byTurns,
		);
		for (const pieceMs of [25 * TURN_MS, 7 * MINUTE + 13]) {
			t.is(
				bytesOf(samples, true, started => inPieces(started, pieceMs)),
				byTurns,
			);
		}
	});
}

test('watched, cards without a limit give the same bytes, and stand where they would', t => {
	const ahead = bytesOf({}, true, ({fleet}) => fleet.run(UNTIL));
	t.is(
		bytesOf({}, true, ({fleet}) => fleet.run(UNTIL, () => false)),
		ahead,
	);
});

/** The cards whose samples came, in the order in which they did. */
function orderOf(run: (started: TestFleet) => void): number[] {
	const order: number[] = [];
	const sink: MessageSink = {
		wake: null,
		ready: async () => {},
		send: (card, kind) => (kind === 'sample' ? order.push(card) > 0 : true),
	};
	run(startFleet(smallSpec([1, 1]), sink));
	return order;
}

test('one site is played after the other only where nobody watches', t => {
	t.regex(orderOf(({fleet}) => fleet.run(10 * MINUTE + SECOND)).join(''), /^0{10}1{10}$/);
	t.regex(orderOf(({fleet}) => fleet.run(10 * MINUTE + SECOND, () => false)).join(''), /^(01|10){10}$/);
});

test('an alarm of the clock comes before the turn at its time, however late it was set', t => {
	const heard = [0, HOUR - 1, null].map(setAt => {
		const {fleet, sink} = startFleet(smallSpec([12]));
		const change = (): void => void fleet.cards.forceFull.fill(1);
		if (setAt !== null) {
			fleet.clock.after(setAt, () => fleet.clock.after(HOUR - setAt, change));
		}
		fleet.run(HOUR - 1);
		if (setAt === null) {
			change();
		}
		fleet.run(HOUR);
		return (sink as CountingSink).digest;
	});
	t.is(new Set(heard).size, 1);
});

async function opened(): Promise<OpenedFleet> {
	return openFleet(plainFleet(7, 120, ['SMT1500', 'SRT2200XLA'], {outage: 6}), {
		speed: Infinity,
		mqttUrl: 'off',
		signal: new AbortController().signal,
		note: () => {},
	});
}

test('an order under way and who listens keep a fleet from running ahead, and change no byte', async t => {
	const lives = [];
	for (const listens of [false, true]) {
		const {fleet, bench, encoded, digest, longestStep} = await opened();
		if (listens) {
			bench.onEvent(() => {});
		}
		t.is(longestStep(), listens ? MINUTE : 10 * MINUTE);
		await bench.runUntil(HOUR);
		t.is(bench.command(1, {name: 'testBattery', group: 0, value: null}), '');
		t.is(bench.command(110, {name: 'rebootDelayed', group: 0, value: null}), '');
		t.false(fleet.runsAhead());
		await bench.runUntil(3 * HOUR);
		t.is(fleet.runsAhead(), !listens);
		lives.push(`${encoded?.bytes} ${encoded?.digest} ${digest()}`);
	}
	t.is(lives[0], lives[1]);
});
