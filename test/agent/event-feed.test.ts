import test from 'ava';
import fc from 'fast-check';
import {EventFeed} from '../../src/agent/event-feed.ts';
import type {EventsAck} from '../../src/agent/event-feed.ts';
import {MINUTE} from '../helpers/ref-model.ts';

const LOG_ID = 7;

interface Rig {
	feed: EventFeed;
	log: {newest: number; oldest: number};
	/** Everything the feed has to send now, as sequences; `!` for those marked as sent before. */
	drain(): string[];
	ack(through: number, resend?: boolean, logId?: number): boolean;
}

function rig(mode: EventsAck = 'consumer', newest = 0): Rig {
	const log = {newest, oldest: 1};
	const feed = new EventFeed(1, {newest: () => log.newest, oldest: () => log.oldest, logId: () => LOG_ID}, mode);
	feed.begin(0, 0);
	const drain = (): string[] => {
		const sent: string[] = [];
		for (let fed = feed.next(0); fed !== null; fed = feed.next(0)) {
			sent.push(`${fed.missingFrom > 0 ? `(${fed.missingFrom})` : ''}${fed.sequence}${fed.again ? '!' : ''}`);
		}
		return sent;
	};
	const ack = (through: number, resend = false, logId = LOG_ID): boolean =>
		feed.ack(0, {logId, through, resend, fullSample: false, birth: false}, 0);
	return {feed, log, drain, ack};
}

test('events go out once, in order, and unmarked', t => {
	const {log, drain} = rig();
	log.newest = 3;
	t.deepEqual(drain(), ['1', '2', '3']);
	t.deepEqual(drain(), []);
	log.newest = 4;
	t.deepEqual(drain(), ['4']);
});

test('a new session sends what the consumer did not acknowledge, marked as sent before', t => {
	const {feed, log, drain, ack} = rig();
	log.newest = 4;
	drain();
	t.true(ack(2));
	log.newest = 5;
	feed.begin(0, 1);
	t.deepEqual(drain(), ['3!', '4!', '5']);
});

test('without any consumer a new session sends what the broker did not take', t => {
	const {feed, log, drain} = rig('consumer');
	log.newest = 3;
	drain();
	feed.took(0, 2);
	feed.begin(0, 1);
	t.deepEqual(drain(), ['3!']);
});

test('with puback the word of the broker moves the cursor even after a consumer spoke', t => {
	const {feed, log, drain, ack} = rig('puback');
	log.newest = 3;
	drain();
	ack(1);
	feed.took(0, 3);
	feed.begin(0, 1);
	t.deepEqual(drain(), []);
});

test('a consumer that asks gets everything after what it has', t => {
	const {log, drain, ack} = rig('puback');
	log.newest = 3;
	drain();
	t.true(ack(1, true));
	t.deepEqual(drain(), ['2!', '3!']);
});

test('a consumer that knows another log gets this one from its beginning', t => {
	const {log, drain, ack} = rig();
	log.newest = 2;
	drain();
	t.true(ack(99, true, 8));
	t.deepEqual(drain(), ['1!', '2!']);
});

test('an ack of another log without a wish moves nothing', t => {
	const {feed, log, drain, ack} = rig();
	log.newest = 2;
	drain();
	t.true(ack(1, false, 8));
	t.is(feed.acked[0], 0);
	t.deepEqual(drain(), []);
});

test('an ack of what was never logged is not believed', t => {
	const {feed, log, ack} = rig();
	log.newest = 2;
	t.false(ack(3));
	t.is(feed.acked[0], 0);
});

test('an ack that comes late does not take the cursor back', t => {
	const {feed, log, drain, ack} = rig();
	log.newest = 5;
	drain();
	ack(4);
	ack(2);
	t.is(feed.acked[0], 4);
	feed.begin(0, 1);
	t.deepEqual(drain(), ['5!']);
});

test('what left the log is named in the first event that is sent in its place, and counted once', t => {
	const {feed, log, drain, ack} = rig();
	log.newest = 9;
	log.oldest = 6;
	t.deepEqual(drain(), ['(1)6', '7', '8', '9']);
	t.is(feed.lost, 5);
	feed.took(0, 9);
	ack(0, true);
	t.deepEqual(drain(), ['(1)6!', '7!', '8!', '9!']);
	t.is(feed.lost, 5);
});

test('what a consumer leaves unacknowledged is sent again after a minute, then after two, at most every hour', t => {
	const {feed, log, drain, ack} = rig();
	log.newest = 2;
	drain();
	ack(1);
	const waits: number[] = [];
	let now = feed.retryAt[0];
	waits.push(now);
	for (let i = 0; i < 8; i++) {
		t.true(feed.retry(0, now));
		t.deepEqual(drain(), ['2!']);
		waits.push(feed.retryAt[0] - now);
		now = feed.retryAt[0];
	}
	t.deepEqual(
		waits.map(wait => wait / MINUTE),
		[1, 1, 2, 4, 8, 16, 32, 60, 60],
	);
});

test('nothing is sent again on its own where no consumer was ever heard, nor where the broker counts', t => {
	for (const mode of ['consumer', 'puback'] as const) {
		const {feed, log, drain, ack} = rig(mode);
		log.newest = 2;
		drain();
		if (mode === 'puback') {
			ack(1);
		}
		t.false(feed.retry(0, MINUTE), mode);
		t.deepEqual(drain(), []);
	}
});

test('after a restart all that the log has may have been sent', t => {
	const {feed, log, drain} = rig('consumer', 4);
	feed.restore(0, 2);
	feed.begin(0, 0);
	log.newest = 5;
	t.deepEqual(drain(), ['3!', '4!', '5']);
});

test('whatever a session, a broker and a consumer do, the consumer has every event in order, and a repeat is marked', t => {
	const step = fc.oneof(
		fc.constant('log' as const),
		fc.constant('send' as const),
		fc.constant('deliver' as const),
		fc.constant('lose' as const),
		fc.constant('ack' as const),
		fc.constant('cut' as const),
	);
	fc.assert(
		fc.property(fc.array(step, {maxLength: 200}), steps => {
			const {feed, log, ack} = rig();
			const wire: Array<{sequence: number; again: boolean}> = [];
			const seen = new Set<number>();
			let stored = 0;
			const send = (): void => {
				const fed = feed.next(0);
				if (fed !== null) {
					wire.push({...fed});
				}
			};
			const deliver = (): void => {
				const event = wire.shift();
				if (event === undefined) {
					return;
				}
				t.true(event.again || !seen.has(event.sequence), 'unmarked twice');
				seen.add(event.sequence);
				if (event.sequence === stored + 1) {
					stored += 1;
				} else if (event.sequence > stored) {
					ack(stored, true);
				}
				feed.took(0, event.sequence);
			};
			const actions = {
				log: () => void (log.newest += 1),
				send,
				deliver,
				// The broker took it and forgot it.
				lose: () => feed.took(0, wire.shift()?.sequence ?? 0),
				ack: () => void ack(stored),
				cut: () => {
					wire.length = 0;
					feed.begin(0, 0);
				},
			};
			for (const name of steps) {
				actions[name]();
			}
			// The birth of a new session makes the consumer say what it has.
			actions.cut();
			ack(stored, true);
			for (let i = 0; i <= 2 * log.newest; i++) {
				send();
				deliver();
			}
			t.is(stored, log.newest);
		}),
		{numRuns: 500},
	);
});
