import test from 'ava';
import fc from 'fast-check';
import {ChunkDesk} from '../../../src/smartconnect/rollout/chunk-desk.ts';
import {decodeOtaMessage} from '../../../src/ota/transfer/wire.ts';
import type {ChunkMessage, NotServedMessage} from '../../../src/ota/transfer/service-messages.ts';

const IMAGE = new Uint8Array(100_000).map((_, i) => (i * 7) % 251);
const limits = {windowBytes: 65_536, answerBytes: 4096, cards: 3};

function request(token: number, offset: number, length: number, answerBytes = 4096, part = 0) {
	return {kind: 'fetch' as const, token, digest: new Uint8Array(32), part, offset, length, answerBytes};
}

function desk(): ChunkDesk {
	return new ChunkDesk((_card, _digest, part) => (part === 0 ? IMAGE : null), limits);
}

function drain(from: ChunkDesk): Array<{card: string; message: ChunkMessage | NotServedMessage}> {
	const got: Array<{card: string; message: ChunkMessage | NotServedMessage}> = [];
	for (let answer = from.next(); answer !== null; answer = from.next()) {
		got.push({card: answer.card, message: decodeOtaMessage(answer.payload) as ChunkMessage});
	}
	return got;
}

test('answers together are exactly the bytes that were asked for, in pieces of the asked size', t => {
	const ranges = fc.tuple(fc.nat(99_999), fc.integer({min: 1, max: 65_536}), fc.integer({min: 1, max: 4096}));
	fc.assert(
		fc.property(ranges, ([offset, wanted, answerBytes]) => {
			const length = Math.min(wanted, IMAGE.length - offset);
			const chunks = desk();
			chunks.take('a', request(9, offset, length, Math.max(answerBytes, 64)));
			const got = drain(chunks).map(({message}) => message as ChunkMessage);
			t.deepEqual(Buffer.concat(got.map(({bytes}) => bytes)), Buffer.from(IMAGE.subarray(offset, offset + length)));
			t.true(got.every(({bytes, token}) => token === 9 && bytes.length <= Math.max(answerBytes, 64)));
			t.is(got[0].offset, offset);
		}),
		{numRuns: 50},
	);
});

test('cards are served in turn, a chunk of each', t => {
	const chunks = desk();
	chunks.take('a', request(1, 0, 8192));
	chunks.take('b', request(2, 0, 8192));
	t.deepEqual(
		drain(chunks).map(({card}) => card),
		['a', 'b', 'a', 'b'],
	);
});

test('a new request of a card takes the place of its last one', t => {
	const chunks = desk();
	chunks.take('a', request(1, 0, 8192));
	chunks.next();
	chunks.take('a', request(2, 8192, 4096));
	t.deepEqual(
		drain(chunks).map(({message}) => message.token),
		[2],
	);
	t.is(chunks.counters.dropped, 1);
});

for (const [what, asked, said] of [
	['no part', request(1, 0, 10, 10, 1), /no such part/],
	['nothing', request(1, 0, 0), /ask for 1 to 65536/],
	['too much', request(1, 0, 65_537), /ask for 1 to 65536/],
	['answers that are too large', request(1, 0, 10, 4097), /ask for 1 to 4096/],
	['answers of nothing', request(1, 0, 10, 0), /ask for 1 to 4096/],
	['bytes beyond the end', request(1, 99_999, 2), /the part has 100000/],
	['bytes far beyond the end', request(1, 4_294_967_295, 1), /the part has 100000/],
] as const) {
	test(`a request for ${what} is answered once with the reason, and no bytes`, t => {
		const chunks = desk();
		chunks.take('a', asked);
		const [{message}, ...others] = drain(chunks);
		t.regex((message as NotServedMessage).reason, said);
		t.deepEqual(others, []);
		t.is(chunks.counters.bytes, 0);
	});
}

test('more cards than allowed do not wait, and a card that is gone waits no longer', t => {
	const chunks = desk();
	for (const card of ['a', 'b', 'c', 'd']) {
		chunks.take(card, request(1, 0, 10));
	}
	t.is(chunks.waiting, 3);
	chunks.forget('a');
	t.deepEqual(
		drain(chunks).map(({card}) => card),
		['b', 'c'],
	);
});
