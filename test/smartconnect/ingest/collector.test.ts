import test from 'ava';
import {Collector} from '../../../src/smartconnect/ingest/collector.ts';
import type {Collected} from '../../../src/smartconnect/ingest/collector.ts';
import type {AckFacts} from '../../../src/smartconnect/ingest/decode.ts';
import {encodePeer} from '../../helpers/proto.ts';

interface Rig {
	collector: Collector;
	/** Lines `card sequence` and `card lost from-through`, as stored. */
	stored: string[];
	told: Array<{card: string} & AckFacts>;
	sampled: string[];
	pass(ms: number): void;
	events(...sequences: number[]): void;
}

const LOG = 9;

function event(sequence: number, more: Record<string, unknown> = {}): Uint8Array {
	return encodePeer('Event', {logId: LOG, sequence, event: 1, phase: 'PHASE_SET', ...more});
}

function rig(store?: (collected: readonly Collected[]) => Promise<void>): Rig {
	const stored: string[] = [];
	const told: Rig['told'] = [];
	const sampled: string[] = [];
	let now = 0;
	const collector = new Collector({
		async store(collected) {
			await store?.(collected);
			for (const one of collected) {
				stored.push(
					'event' in one
						? `${one.event.card} ${one.event.sequence}`
						: `${one.lost.card} lost ${one.lost.from}-${one.lost.through}`,
				);
			}
		},
		tell: (card, ack) => told.push({card, ...ack}),
		now: () => now,
		sampled: (card, readings, whole) => sampled.push(`${card} ${JSON.stringify(readings)} ${whole}`),
	});
	return {
		collector,
		stored,
		told,
		sampled,
		pass(ms) {
			now += ms;
		},
		events(...sequences) {
			for (const sequence of sequences) {
				collector.takeEvent('a', event(sequence));
			}
		},
	};
}

test('events in order are stored, and only then acknowledged, once for all that came together', async t => {
	const {collector, stored, told, events} = rig();
	events(1, 2, 3);
	t.deepEqual(told, []);
	await collector.flush();
	t.deepEqual(stored, ['a 1', 'a 2', 'a 3']);
	t.deepEqual(told, [{card: 'a', logId: LOG, through: 3}]);
	t.is(collector.storedOf('a'), 3);
});

test('what cannot be stored is not acknowledged', async t => {
	const {collector, told, events} = rig(async () => {
		throw new Error('disk full');
	});
	events(1);
	await t.throwsAsync(collector.flush(), {message: 'disk full'});
	t.deepEqual(told, []);
	t.is(collector.storedOf('a'), 0);
});

test('a gap is asked for from what is stored, at a limited rate, and what comes too early is left out', async t => {
	const {collector, stored, told, events, pass} = rig();
	events(1);
	await collector.flush();
	told.length = 0;
	pass(1000);
	events(3, 4, 5);
	t.deepEqual(told, [{card: 'a', logId: LOG, through: 1, resend: true}]);
	pass(250);
	events(6);
	t.is(told.length, 2);
	for (const sequence of [2, 3, 4, 5, 6]) {
		collector.takeEvent('a', event(sequence, {again: true}));
	}
	await collector.flush();
	t.deepEqual(stored, ['a 1', 'a 2', 'a 3', 'a 4', 'a 5', 'a 6']);
	t.is(collector.counters.gaps, 4);
	t.is(collector.counters.unmarkedRepeats, 0);
});

test('a repeat is left out, and one that does not say so is a fault', async t => {
	const {collector, stored, events} = rig();
	events(1, 2);
	collector.takeEvent('a', event(2, {again: true}));
	events(2);
	await collector.flush();
	t.deepEqual(stored, ['a 1', 'a 2']);
	t.is(collector.counters.repeats, 1);
	t.is(collector.counters.unmarkedRepeats, 1);
});

test('entries that are gone from the log are put on record, and the event goes on from there', async t => {
	const {collector, stored, told} = rig();
	collector.takeEvent('a', event(8, {missingFrom: 1}));
	await collector.flush();
	t.deepEqual(stored, ['a lost 1-7', 'a 8']);
	t.deepEqual(told, [{card: 'a', logId: LOG, through: 8}]);
	t.is(collector.counters.lost, 7);
});

test('a loss that begins behind the next event is a gap like any other', async t => {
	const {collector, stored} = rig();
	collector.takeEvent('a', event(8, {missingFrom: 3}));
	await collector.flush();
	t.deepEqual(stored, []);
	t.is(collector.counters.gaps, 1);
});

test('a birth is answered with what is stored, whatever it says: something may have met no subscriber', async t => {
	const {collector, told, events} = rig();
	events(1, 2);
	await collector.flush();
	told.length = 0;
	collector.takeBirth('a', encodePeer('Birth', {cardId: 'a', sessionId: 1, logId: LOG, lastSequence: 2}));
	t.deepEqual(told, [{card: 'a', logId: LOG, through: 2, resend: true}]);
});

test('a card whose log is another one is collected from its beginning', async t => {
	const {collector, stored, told, events} = rig();
	events(1, 2);
	await collector.flush();
	collector.takeBirth('a', encodePeer('Birth', {cardId: 'a', sessionId: 1, logId: 10, lastSequence: 1}));
	t.deepEqual(told.at(-1), {card: 'a', logId: 10, through: 0, resend: true});
	collector.takeEvent('a', event(1, {logId: 10}));
	await collector.flush();
	t.deepEqual(stored, ['a 1', 'a 2', 'a 1']);
});

test('after a new connection every card is asked, born or not', t => {
	const {collector, told} = rig();
	collector.restore('a', LOG, 4);
	collector.restore('b', 3, 9);
	collector.reconnected();
	t.deepEqual(told, [
		{card: 'a', logId: LOG, through: 4, resend: true},
		{card: 'b', logId: 3, through: 9, resend: true},
	]);
});

test('events that come while others are stored are acknowledged with the next store', async t => {
	const waiting: Array<() => void> = [];
	const {collector, told, events} = rig(
		async () =>
			new Promise<void>(resolve => {
				waiting.push(resolve);
			}),
	);
	events(1);
	const first = collector.flush();
	events(2);
	const second = collector.flush();
	waiting[0]();
	await first;
	t.deepEqual(
		told.map(ack => ack.through),
		[1],
	);
	await new Promise(resolve => {
		setImmediate(resolve);
	});
	waiting[1]();
	await second;
	t.deepEqual(
		told.map(ack => ack.through),
		[1, 2],
	);
});

test('a sample of a card that is not known asks for its birth', t => {
	const {collector, told} = rig();
	collector.takeSample('a', encodePeer('Sample', {sequence: 5, fullSequence: 1}));
	t.deepEqual(told, [{card: 'a', logId: 0, through: 0, birth: true, fullSample: true}]);
});

test('a gap in the samples asks for a full one; until it comes the readings are not whole', t => {
	const {collector, told, sampled, pass} = rig();
	collector.takeBirth('a', encodePeer('Birth', {cardId: 'a', sessionId: 1, logId: LOG}));
	told.length = 0;
	pass(1000);
	const take = (sequence: number, fullSequence: number): void =>
		collector.takeSample('a', encodePeer('Sample', {sequence, fullSequence, inputVolts: 2300 + sequence}));
	take(1, 1);
	take(2, 1);
	take(4, 1);
	take(5, 1);
	take(6, 6);
	take(7, 6);
	t.deepEqual(
		sampled.map(line => line.split(' ').at(-1)),
		['true', 'true', 'false', 'false', 'true', 'true'],
	);
	t.deepEqual(told, [{card: 'a', logId: LOG, through: 0, fullSample: true}]);
});

for (const [what, bytes] of [
	['nothing', new Uint8Array(0)],
	['a cut varint', new Uint8Array([0xff])],
	['more than 64 KiB', new Uint8Array(65_537)],
	['an event without a sequence', encodePeer('Event', {logId: 1, event: 2})],
] as const) {
	test(`${what} for an event is counted as malformed, and nothing happens`, t => {
		const {collector, told} = rig();
		collector.takeEvent('a', bytes);
		t.is(collector.counters.malformed, 1);
		t.deepEqual(told, []);
	});
}
