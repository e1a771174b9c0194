// Streams over disturbed paths, as whoever holds them and whoever is at their other end sees them.

import test from 'ava';
import type {Duplex} from 'node:stream';
import {CardPaths} from '../../../sim/net/card-paths.ts';
import {VirtualClock} from '../../../src/platform/memory/virtual-clock.ts';
import {createStreamPair} from '../../../src/platform/node/stream-pair.ts';
import {SECOND} from '../../helpers/ref-model.ts';

interface Ends {
	clock: VirtualClock;
	paths: CardPaths;
	near: Duplex;
	far: Duplex;
	/** What each end saw, in order. */
	card: string[];
	broker: string[];
	/** Lets streams do what they were told, then time pass. */
	pass(ms: number): Promise<void>;
}

function watch(stream: Duplex, seen: string[]): void {
	stream.on('data', (chunk: Buffer) => seen.push(chunk.toString()));
	stream.on('error', (error: NodeJS.ErrnoException) => seen.push(String(error.code)));
	stream.on('close', () => seen.push('close'));
}

function ends(): Ends {
	const clock = new VirtualClock();
	const paths = new CardPaths(clock, card => card + 1);
	const [near, far] = createStreamPair();
	const card: string[] = [];
	const broker: string[] = [];
	paths.opened(0, near);
	watch(near, card);
	watch(far, broker);
	const turns = async (): Promise<void> => {
		for (let i = 0; i < 6; i++) {
			await new Promise(resolve => {
				setImmediate(resolve);
			});
		}
	};
	const pass = async (ms: number): Promise<void> => {
		await turns();
		clock.moveTo(clock.now() + ms);
		await turns();
	};
	return {clock, paths, near, far, card, broker, pass};
}

test('a stream without faults is as it was, and its card is nobody to wait for only while it has some', async t => {
	const {paths, near, far, card, broker, pass} = ends();
	t.false(paths.isDisturbed(0));
	const undo = paths.disturb(0, {kind: 'delay', delayMs: 100, jitterMs: 0, way: 'both'});
	t.true(paths.isDisturbed(0));
	t.false(paths.isDisturbed(1));
	t.true(paths.hasFair(new Set([0, 1])));
	t.false(paths.hasFair(new Set([0])));
	undo();
	t.false(paths.isDisturbed(0));
	near.write(Buffer.from('to'));
	far.write(Buffer.from('fro'));
	await pass(0);
	t.deepEqual([card, broker], [['fro'], ['to']]);
});

test('a delay is felt both ways on a stream that stood before, and by the one that comes after', async t => {
	const {paths, near, far, card, broker, pass} = ends();
	paths.disturb(0, {kind: 'delay', delayMs: 100, jitterMs: 0, way: 'both'});
	near.write(Buffer.from('to'));
	far.write(Buffer.from('fro'));
	await pass(99);
	t.deepEqual([card, broker], [[], []]);
	t.true(paths.hurries());
	await pass(1);
	t.deepEqual([card, broker], [['fro'], ['to']]);
	const [again, other] = createStreamPair();
	const seen: string[] = [];
	watch(other, seen);
	paths.opened(0, again).write(Buffer.from('anew'));
	await pass(99);
	t.deepEqual(seen, []);
	await pass(1);
	t.deepEqual(seen, ['anew']);
	await pass(SECOND);
	t.false(paths.hurries());
});

test('an end is carried behind the bytes before it', async t => {
	const {paths, near, broker, far, pass} = ends();
	far.on('end', () => broker.push('end'));
	paths.disturb(0, {kind: 'delay', delayMs: 100, jitterMs: 0, way: 'both'});
	near.write(Buffer.from('last'));
	near.end();
	await pass(99);
	t.deepEqual(broker, []);
	await pass(1);
	t.deepEqual(broker.slice(0, 2), ['last', 'end']);
});

test('in a partition nobody hears anything; the card gives up after 40 s, and its broker after 90 s', async t => {
	const {paths, near, far, card, broker, pass} = ends();
	paths.disturb(0, {kind: 'partition', way: 'both'});
	near.write(Buffer.from('to'));
	far.write(Buffer.from('fro'));
	await pass(40 * SECOND - 1);
	t.deepEqual([card, broker], [[], []]);
	t.false(paths.hurries(), 'nothing is on its way');
	await pass(1);
	t.deepEqual([card, broker], [['ETIMEDOUT', 'close'], []]);
	await pass(50 * SECOND - 1);
	t.deepEqual(broker, []);
	await pass(1);
	t.deepEqual(broker, ['close']);
	t.deepEqual(card, ['ETIMEDOUT', 'close'], 'told once');
});

test('a partition that ends in time costs nothing but time', async t => {
	const {paths, near, far, card, broker, pass} = ends();
	const undo = paths.disturb(0, {kind: 'partition', way: 'both'});
	near.write(Buffer.from('to'));
	far.write(Buffer.from('fro'));
	await pass(30 * SECOND);
	undo();
	await pass(30 * SECOND);
	t.deepEqual([card, broker], [['fro'], ['to']]);
	await pass(600 * SECOND);
	t.deepEqual([card, broker], [['fro'], ['to']]);
});

test('one way: what is sent to the card comes, what it sends does not', async t => {
	const {paths, near, far, card, broker, pass} = ends();
	paths.disturb(0, {kind: 'partition', way: 'out'});
	near.write(Buffer.from('to'));
	far.write(Buffer.from('fro'));
	await pass(SECOND);
	t.deepEqual([card, broker], [['fro'], []]);
});

test('a card that believes in a connection that is gone writes into the void for 40 s', async t => {
	const {paths, near, card, broker, pass} = ends();
	paths.break(0, 'cardBelieves', 0);
	await pass(0);
	t.deepEqual([card, broker], [[], ['close']]);
	near.write(Buffer.from('void'));
	await pass(40 * SECOND - 1);
	t.deepEqual(card, []);
	await pass(1);
	t.deepEqual(card, ['ETIMEDOUT', 'close']);
	t.deepEqual(broker, ['close']);
});

test('a broker that believes in a connection that is gone does so for 90 s, unless it is ended before', async t => {
	const {paths, card, broker, far, pass} = ends();
	paths.break(0, 'brokerBelieves', 0);
	far.write(Buffer.from('void'));
	await pass(90 * SECOND - 1);
	t.deepEqual([card, broker], [['ECONNRESET', 'close'], []]);
	await pass(1);
	t.deepEqual(broker, ['close']);
	t.deepEqual(card, ['ECONNRESET', 'close']);
});

test('a reset comes at once, or in the middle of what is sent, unless it is undone before', async t => {
	const now = ends();
	now.paths.break(0, 'reset', 0);
	await now.pass(0);
	t.deepEqual([now.card, now.broker], [['ECONNRESET', 'close'], ['close']]);
	const later = ends();
	later.paths.break(0, 'reset', 5);
	later.near.write(Buffer.from('abc'));
	await later.pass(0);
	t.deepEqual([later.card, later.broker], [[], ['abc']]);
	later.near.write(Buffer.from('defg'));
	await later.pass(0);
	t.deepEqual([later.card, later.broker[0], later.broker.slice(1).at(-1)], [['ECONNRESET', 'close'], 'abc', 'close']);
	const undone = ends();
	undone.paths.break(0, 'reset', 5)();
	undone.near.write(Buffer.from('abcdefgh'));
	await undone.pass(0);
	t.deepEqual([undone.card, undone.broker], [[], ['abcdefgh']]);
});

test('what waits for a narrow line counts as not written, and there is room again once it is through', async t => {
	const {paths, near, broker, pass} = ends();
	let drained = 0;
	near.on('drain', () => (drained += 1));
	paths.disturb(0, {kind: 'throttle', bytesPerSecond: 1000});
	t.false(near.write(Buffer.alloc(20_000, 97)));
	t.is(near.writableLength, 20_000);
	await pass(20 * SECOND);
	t.is(broker.join('').length, 20_000);
	t.is(near.writableLength, 0);
	t.is(drained, 1);
});

test('closing ends what a card gave up and its broker did not', async t => {
	const {paths, near, broker, pass} = ends();
	near.write(Buffer.from('hello'));
	await pass(0);
	paths.disturb(0, {kind: 'partition', way: 'both'});
	near.destroy();
	await pass(SECOND);
	t.deepEqual(broker, ['hello']);
	paths.close();
	await pass(0);
	t.deepEqual(broker, ['hello', 'close']);
});
