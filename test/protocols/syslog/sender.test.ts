import test from 'ava';
import type {ChannelEvents} from '../../../src/protocols/syslog/channel.ts';
import {SyslogSender} from '../../../src/protocols/syslog/sender.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';

/** A server that is there only when the test says so. */
function rig(capacity: number) {
	const clock = new ManualClock();
	const got: string[] = [];
	const notes: string[] = [];
	const opened: number[] = [];
	let events: ChannelEvents = {up() {}, down() {}};
	let waiting: (() => void) | undefined;
	let holds = false;
	const sender = new SyslogSender({
		open(given) {
			events = given;
			opened.push(clock.now());
			return {
				send(messages, done) {
					const deliver = (): void => {
						got.push(...messages.map(String));
						done();
					};
					if (holds) {
						waiting = deliver;
					} else {
						deliver();
					}
				},
				close() {},
			};
		},
		clock,
		capacity,
		tellDropped: count => Buffer.from(`${count} dropped`),
		note: text => notes.push(text),
	});
	return {
		clock,
		got,
		notes,
		opened,
		sender,
		up: () => events.up(),
		down: () => events.down('ECONNREFUSED'),
		hold: (value: boolean) => (holds = value),
		deliver: () => waiting?.(),
		push: (...texts: string[]) => texts.forEach(text => sender.push(Buffer.from(text))),
	};
}

test('what comes before the server is there waits, and goes in its order', t => {
	const {push, got, up, sender} = rig(10);
	push('a', 'b');
	t.deepEqual(got, []);
	up();
	push('c');
	t.deepEqual(got, ['a', 'b', 'c']);
	t.is(sender.sentCount, 3);
	t.is(sender.queuedCount, 0);
});

test('a full queue loses its oldest, counts them, and tells the server first', t => {
	const {push, got, up, sender} = rig(2);
	push('a', 'b', 'c', 'd');
	t.is(sender.droppedCount, 2);
	up();
	t.deepEqual(got, ['2 dropped', 'c', 'd']);
	push('e');
	t.deepEqual(got.slice(3), ['e']);
});

test('tries again later and later, up to a minute, and soon again after a success; told of once', t => {
	const {clock, opened, down, up, push, notes} = rig(10);
	for (let i = 0; i < 9; i++) {
		down();
		clock.advance(60_000);
	}
	t.deepEqual(
		opened.map(at => at % 60_000),
		[0, 1000, 2000, 4000, 8000, 16_000, 32_000, 0, 0, 0],
	);
	t.is(notes.length, 1);
	up();
	push('a');
	down();
	t.deepEqual(clock.pending, [1000]);
	t.is(notes.length, 2);
});

test('messages that were on their way when the connection broke are sent again', t => {
	const {push, got, up, down, hold, clock, sender} = rig(10);
	hold(true);
	up();
	push('a', 'b');
	down();
	hold(false);
	clock.advance(1000);
	up();
	t.deepEqual(got, ['a', 'b']);
	t.is(sender.sentCount, 2);
});

test('a late answer of a channel that is gone counts for nothing', t => {
	const {push, up, down, hold, clock, sender, deliver} = rig(10);
	hold(true);
	up();
	push('a');
	down();
	clock.advance(1000);
	deliver();
	t.is(sender.sentCount, 0);
	t.is(sender.queuedCount, 1);
});

test('closing waits for what is on its way, and no longer than it is allowed', async t => {
	const {push, up, hold, clock, sender, deliver} = rig(10);
	hold(true);
	up();
	push('a');
	const closing = sender.close(2000);
	deliver();
	await closing;
	t.is(sender.sentCount, 1);
	const other = rig(10);
	other.hold(true);
	other.up();
	other.push('a');
	const late = other.sender.close(2000);
	other.clock.advance(2000);
	await late;
	t.is(other.sender.sentCount, 0);
	t.deepEqual(clock.pending, []);
});
