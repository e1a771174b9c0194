// Whatever a broker does to the answers, the image that ends up in the slot is the right one, and what it costs is counted.

import test from 'ava';
import fc from 'fast-check';
import {TransferBench} from '../../helpers/transfer-bench.ts';
import type {Request} from '../../helpers/transfer-bench.ts';

const KIB = 1024;

/** What happens to one answer on its way. */
type Fate = 'comes' | 'isLost' | 'comesTwice' | 'comesLater' | 'isAltered' | 'comesWithOther' | 'isReplayed' | 'isCut';

const fates: fc.Arbitrary<Fate[]> = fc.array(
	fc.constantFrom<Fate>(
		'comes',
		'comes',
		'isLost',
		'comesTwice',
		'comesLater',
		'isAltered',
		'comesWithOther',
		'isReplayed',
		'isCut',
	),
	{minLength: 1, maxLength: 40},
);

const releases = fc.record({
	imageBytes: fc.integer({min: 1, max: 60 * KIB}),
	sectorBytes: fc.constantFrom(512, 4 * KIB),
	log2ChunkBytes: fc.constantFrom(9, 10, 12, 13),
	answerBytes: fc.constantFrom(300, KIB, 4 * KIB),
});

function flip(bytes: Uint8Array): void {
	bytes[bytes.length - 1] ^= 0x40;
}

/** A broker that treats answers by the list of fates, again and again, until they run out: then it behaves. */
class Broker {
	readonly #bench: TransferBench;
	readonly #fates: readonly Fate[];
	readonly #late: (() => void)[] = [];
	#at = 0;

	constructor(bench: TransferBench, list: readonly Fate[]) {
		this.#bench = bench;
		this.#fates = list;
	}

	serve(request: Request, answerBytes: number): void {
		const end = request.offset + request.length;
		for (let at = request.offset; at < end; at += answerBytes) {
			this.#treat(request, at, Math.min(answerBytes, end - at));
		}
		for (const give of this.#late.splice(0)) {
			give();
		}
	}

	#treat(request: Request, offset: number, length: number): void {
		const fate = this.#fates[this.#at] ?? 'comes';
		this.#at += 1;
		const give = (alter?: (bytes: Uint8Array) => void): void => {
			this.#bench.give(request, offset, length, alter);
		};
		const acts: Record<Fate, () => void> = {
			comes: () => give(),
			isLost: () => {},
			comesTwice: () => {
				give();
				give();
			},
			comesLater: () => this.#late.unshift(() => give()),
			isAltered: () => give(flip),
			comesWithOther: () => {
				give(flip);
				give();
			},
			isReplayed: () => {
				this.#bench.give({...request, token: request.token - 1}, offset, length, flip);
				give();
			},
			isCut: () => {
				this.#bench.give(request, offset, Math.max(1, length >> 1));
			},
		};
		acts[fate]();
	}
}

/** Serves and lets time pass until the transfer ends. */
function play(bench: TransferBench, broker: Broker, answerBytes: number): void {
	bench.transfer.start(bench.t);
	for (let served = 0, rounds = 0; bench.outcomes.length === 0 && rounds < 500; rounds++) {
		while (served < bench.requests.length && bench.outcomes.length === 0) {
			served = bench.requests.length;
			broker.serve(bench.asked, answerBytes);
		}
		bench.passTo(Math.min(bench.transfer.nextAt(), bench.t + 60_000));
	}
}

test('random schedules of answers end in the right image', t => {
	fc.assert(
		fc.property(releases, fates, ({answerBytes, ...release}, list) => {
			const bench = new TransferBench(release);
			play(bench, new Broker(bench, list), answerBytes);
			t.deepEqual(bench.outcomes, [null]);
			t.true(bench.imageIsWhole());
		}),
		{numRuns: 200},
	);
});

test('without a chunk table, answers that are lost, doubled, late or cut still make the right image', t => {
	const harmless: readonly Fate[] = ['comes', 'isLost', 'comesTwice', 'comesLater', 'isReplayed', 'isCut'];
	fc.assert(
		fc.property(
			releases,
			fc.array(fc.constantFrom(...harmless), {maxLength: 40}),
			({answerBytes, ...release}, list) => {
				const bench = new TransferBench({...release, log2ChunkBytes: 0});
				play(bench, new Broker(bench, list), answerBytes);
				t.deepEqual(bench.outcomes, [null]);
				t.true(bench.imageIsWhole());
			},
		),
		{numRuns: 100},
	);
});

test('each altered answer costs one chunk, however many there are', t => {
	fc.assert(
		fc.property(fc.array(fc.boolean(), {minLength: 15, maxLength: 15}), altered => {
			const bench = new TransferBench({imageBytes: 15 * 4 * KIB, sectorBytes: 4 * KIB, log2ChunkBytes: 12});
			const list = altered.map(isAltered => (isAltered ? 'isAltered' : 'comes'));
			play(bench, new Broker(bench, ['comes', ...list]), 4 * KIB);
			t.deepEqual(bench.outcomes, [null]);
			const {counts} = bench.transfer.progress();
			const bad = altered.filter(Boolean).length;
			t.is(counts.bad, bad);
			t.is(counts.answers, 1 + 15 + bad, 'the table, the image, and one answer more for each bad one');
		}),
		{numRuns: 100},
	);
});

test('a card that loses power at any answer fetches at most a sector and the open window again', t => {
	fc.assert(
		fc.property(
			fc.integer({min: 1, max: 40}),
			fc.constantFrom(300, KIB, 4 * KIB),
			fc.constantFrom(9, 12, 13),
			(cutAfter, answerBytes, log2ChunkBytes) => {
				const release = {imageBytes: 100_001, sectorBytes: 4 * KIB, log2ChunkBytes};
				const before = new TransferBench(release);
				let fetched = 0;
				let answers = 0;
				before.transfer.start(0);
				while (answers < cutAfter && before.outcomes.length === 0) {
					const request = before.asked;
					const end = request.offset + request.length;
					for (let at = request.offset; at < end && answers < cutAfter; at += answerBytes) {
						const length = Math.min(answerBytes, end - at);
						before.give(request, at, length);
						fetched += request.part === 0 ? length : 0;
						answers += 1;
					}
				}
				const done = before.transfer.progress().doneBytes;
				t.true(fetched - done <= 4 * KIB + 16 * KIB, `${fetched} bytes came, ${done} are done`);
				const after = new TransferBench({...release, sink: before.sink});
				t.is(after.transfer.progress().resumedBytes, done);
				play(after, new Broker(after, []), answerBytes);
				t.true(after.imageIsWhole());
				const again = after.requests.filter(({part}) => part === 0).reduce((sum, {length}) => sum + length, 0);
				t.is(again, release.imageBytes - done, 'what is done is not asked for');
			},
		),
		{numRuns: 100},
	);
});
