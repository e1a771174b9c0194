import test from 'ava';
import fc from 'fast-check';
import {isCoded} from '../../../src/core/errors.ts';
import {kinds, parseTopic, topicFor, topicPrefixFor, userNameFor} from '../../../src/protocols/mqtt/topics.ts';
import type {Kind} from '../../../src/protocols/mqtt/topics.ts';

const allKinds = Object.keys(kinds) as Kind[];
const cardIds = fc.stringMatching(/^[a-z0-9-]{1,32}$/);

test('the kinds of message are public: direction, QoS, retain and resend of each', t => {
	t.deepEqual(
		allKinds.map(kind => {
			const {direction, qos, retain, resend} = kinds[kind];
			return `${kind} ${direction} ${qos}${retain ? ' retained' : ''}${resend ? ' resent' : ''}`;
		}),
		[
			'birth out 1 retained',
			'sample out 0',
			'event out 1 resent',
			'result out 1 resent',
			'ota-request out 1',
			'death out 1 retained',
			'command in 1',
			'ota in 1',
			'ack in 1',
		],
	);
});

// FNV-1a of the id modulo 64; the hashes of `a` (e40c292c) and `foobar` (bf9cf968) are those of its authors' test suite.
for (const [card, partition] of [
	['a', '2c'],
	['foobar', '28'],
	['card-a', '35'],
	['card-b', '3c'],
	['0', '2f'],
	['-', '38'],
	['nmc-0001', '3b'],
	['abcdefghijklmnopqrstuvwxyz-01234', '07'],
] as const) {
	test(`the topics of card ${card} are public: partition ${partition}`, t => {
		t.is(userNameFor(card), `${partition}/${card}`);
		t.is(topicPrefixFor(card), `ridethrough/v1/${partition}/${card}/`);
		t.deepEqual(
			allKinds.map(kind => topicFor(card, kind)),
			allKinds.map(kind => `ridethrough/v1/${partition}/${card}/${kind}`),
		);
	});
}

test('every topic of ours is parsed back to its card and kind', t => {
	fc.assert(
		fc.property(cardIds, fc.constantFrom(...allKinds), (card, kind) => {
			const parsed = parseTopic(topicFor(card, kind));
			t.is(parsed?.card, card);
			t.is(parsed?.kind, kind);
			t.is(`${parsed?.partition}/${card}`, userNameFor(card));
		}),
	);
});

test('partitions run from 00 to 3f and share 6,400 numbered cards evenly', t => {
	const counts = new Map<string, number>();
	for (let i = 0; i < 6400; i++) {
		const partition = userNameFor(`card-${i}`).slice(0, 2);
		counts.set(partition, (counts.get(partition) ?? 0) + 1);
	}
	t.is(counts.size, 64);
	t.true([...counts.keys()].every(partition => /^[0-3][0-9a-f]$/.test(partition)));
	t.true(Math.min(...counts.values()) > 60 && Math.max(...counts.values()) < 140);
});

for (const card of ['', 'A', 'card_a', 'card a', 'card/a', 'a'.repeat(33), 'ü', '+', '#', 'card\n']) {
	test(`card id ${JSON.stringify(card)} is refused with E_CARD_ID_INVALID and what would be right`, t => {
		const error = t.throws(() => topicFor(card, 'birth'));
		t.true(isCoded(error) && error.code === 'E_CARD_ID_INVALID');
		t.regex(error.message, /1 to 32 characters of a-z, 0-9 and -/);
		t.is((error as unknown as {context: {card: string}}).context.card, card);
	});
}

for (const topic of [
	'',
	'ridethrough',
	'ridethrough/v1/35/card-a',
	'ridethrough/v1/35/card-a/',
	'ridethrough/v1/35/card-a/birth/more',
	'ridethrough/v2/35/card-a/birth',
	'Ridethrough/v1/35/card-a/birth',
	'ridethrough/v1/36/card-a/birth',
	'ridethrough/v1/3B/nmc-0001/birth',
	'ridethrough/v1/+/card-a/birth',
	'ridethrough/v1/35/card-a/constructor',
	'ridethrough/v1/35/card-a/#',
	'/ridethrough/v1/35/card-a/birth',
	'ridethrough/v1/35/Card-a/birth',
	'$SYS/x',
]) {
	test(`topic ${JSON.stringify(topic)} is none of ours`, t => {
		t.is(parseTopic(topic), null);
	});
}

test('any text can be parsed without an exception', t => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), topic => {
			t.is(parseTopic(topic), null);
		}),
	);
});
