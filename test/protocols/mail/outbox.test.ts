import test from 'ava';
import {letterOf} from '../../../src/protocols/mail/letter.ts';
import type {Letter, Notice} from '../../../src/protocols/mail/letter.ts';
import {Outbox} from '../../../src/protocols/mail/outbox.ts';
import type {Delivery} from '../../../src/protocols/mail/outbox.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';

const notice = (text: string): Notice => ({
	cardId: 'ups-1',
	device: 'SMT1500',
	severity: 3,
	text,
	meaning: '',
	utcMs: 0,
	actor: '',
	note: '',
	again: 0,
	sequence: 1,
	code: '',
});

function rig(capacity = 10) {
	const clock = new ManualClock();
	const tries: Array<{at: number; letter: Letter}> = [];
	const notes: string[] = [];
	const answer: {delivery: Delivery} = {delivery: {outcome: 'taken'}};
	const outbox = new Outbox({
		clock,
		deliver: async letter => {
			tries.push({at: clock.now(), letter});
			return answer.delivery;
		},
		capacity,
		zoneMinutes: () => 0,
		note: text => notes.push(text),
	});
	/** Lets time go on in seconds, with what waits for an answer. */
	const advance = async (seconds: number): Promise<void> => {
		for (let i = 0; i < seconds; i++) {
			clock.advance(1000);
			await new Promise(resolve => {
				setImmediate(resolve);
			});
		}
	};
	return {clock, tries, notes, answer, outbox, advance};
}

test('what comes within five seconds is one mail, what comes later another', async t => {
	const {outbox, advance, tries} = rig();
	outbox.push(notice('a'));
	await advance(4);
	outbox.push(notice('b'));
	t.is(tries.length, 0);
	await advance(1);
	outbox.push(notice('c'));
	await advance(5);
	t.deepEqual(
		tries.map(({at, letter}) => [at, letter.subject]),
		[
			[5000, '[warning] ups-1: a (and 1 more event)'],
			[10_000, '[warning] ups-1: c'],
		],
	);
	t.is(outbox.sentCount, 2);
});

test('a mail that cannot go is tried again later and later, and those behind it wait', async t => {
	const {outbox, advance, tries, answer, notes} = rig();
	answer.delivery = {outcome: 'later', reason: 'ECONNREFUSED'};
	outbox.push(notice('a'));
	await advance(100);
	outbox.push(notice('b'));
	await advance(120);
	t.deepEqual(
		tries.map(({at}) => at / 1000),
		[5, 35, 95, 215],
	);
	t.is(notes.length, 1);
	answer.delivery = {outcome: 'taken'};
	await advance(240);
	t.deepEqual(
		tries.slice(-2).map(({letter}) => letter.subject),
		['[warning] ups-1: a', '[warning] ups-1: b'],
	);
	t.is(outbox.waitingCount, 0);
});

test('a mail that is refused for good is dropped, told of, and the next one says so', async t => {
	const {outbox, advance, tries, answer, notes} = rig();
	answer.delivery = {outcome: 'never', reason: 'EENVELOPE 550'};
	outbox.push(notice('a'));
	await advance(5);
	t.is(outbox.droppedCount, 1);
	t.regex(notes[0], /EENVELOPE 550/);
	answer.delivery = {outcome: 'taken'};
	outbox.push(notice('b'));
	await advance(5);
	t.regex(tries[1].letter.text, /1 earlier notices/);
});

test('when too many wait, the oldest that is not on its way is dropped and counted', async t => {
	const {outbox, advance, answer, tries} = rig(2);
	answer.delivery = {outcome: 'later', reason: 'ETIMEDOUT'};
	for (const text of ['a', 'b', 'c', 'd']) {
		outbox.push(notice(text));
		await advance(6);
	}
	t.is(outbox.waitingCount, 2);
	t.is(outbox.droppedCount, 2);
	answer.delivery = {outcome: 'taken'};
	await advance(60);
	t.deepEqual(
		tries.slice(-2).map(({letter}) => letter.subject.slice(-1)),
		['c', 'd'],
	);
	t.regex(tries.at(-1)?.letter.text ?? '', /1 earlier notices/);
});

test('closing sends what waits at once, and leaves no timer', async t => {
	const {outbox, clock, tries} = rig();
	outbox.push(notice('a'));
	await outbox.close();
	t.is(tries.length, 1);
	t.deepEqual(clock.pending, []);
	outbox.push(notice('b'));
	t.deepEqual(clock.pending, []);
	t.is(letterOf([notice('x')], 0, 0).isUrgent, false);
});
