import {Readable} from 'node:stream';
import test from 'ava';
import fc from 'fast-check';
import {indexRetained, matchesFilter} from '../../../src/platform/node/mqtt-retained.ts';
import type {RetainedPacket} from '../../../src/platform/node/mqtt-retained.ts';

function newStore() {
	const store = {
		storeRetained: (_packet: RetainedPacket) => Promise.resolve(),
		createRetainedStream: (_filter: string) => Readable.from([]),
		createRetainedStreamCombi: (_filters: readonly string[]) => Readable.from([]),
	};
	indexRetained(store);
	return store;
}

async function told(stream: Readable): Promise<string[]> {
	const packets = (await stream.toArray()) as RetainedPacket[];
	return packets.map(({topic, payload}) => `${topic} ${payload}`);
}

for (const [filter, topic, matches] of [
	['a/b', 'a/b', true],
	['a/b', 'a', false],
	['a', 'a/b', false],
	['a/b', 'a/c', false],
	['A', 'a', false],
	['+', 'a', true],
	['+', 'a/b', false],
	['+/+', 'a/b', true],
	['+/+', '/b', true],
	['+', '', true],
	['a/+', 'a', false],
	['a/+', 'a/', true],
	['a/+/c', 'a/b/c', true],
	['a/+/c', 'a/b/d', false],
	['#', 'a/b/c', true],
	['a/#', 'a', true],
	['a/#', 'a/b/c', true],
	['a/#', 'ab', false],
	['a/b/#', 'a', false],
	['+/b/#', 'a/b', true],
	['#', '$SYS/a', false],
	['+/a', '$SYS/a', false],
	['$SYS/#', '$SYS/a', true],
	['$SYS/+', '$SYS/a', true],
] as const) {
	test(`filter ${filter} ${matches ? 'matches' : 'does not match'} topic ${JSON.stringify(topic)}`, t => {
		t.is(matchesFilter(filter.split('/'), topic), matches);
	});
}

test('any level of a matching filter may be + or #, and it still matches', t => {
	const levels = fc.array(fc.stringMatching(/^[a-z]{0,3}$/), {minLength: 1, maxLength: 6});
	fc.assert(
		fc.property(levels, fc.nat(), (topic, at) => {
			const i = at % topic.length;
			const text = topic.join('/');
			t.true(matchesFilter(topic, text));
			t.true(matchesFilter([...topic.slice(0, i), '+', ...topic.slice(i + 1)], text));
			t.true(matchesFilter([...topic.slice(0, i), '#'], text));
			t.false(matchesFilter([...topic, 'more'], text));
		}),
	);
});

test('the last message of a topic is told, by its topic or by a wildcard; an empty one ends it', async t => {
	const store = newStore();
	await store.storeRetained({topic: 'a/b', payload: Buffer.from('old')});
	await store.storeRetained({topic: 'a/b', payload: Buffer.from('new')});
	await store.storeRetained({topic: 'a/c', payload: Buffer.from('c')});
	t.deepEqual(await told(store.createRetainedStream('a/b')), ['a/b new']);
	t.deepEqual(await told(store.createRetainedStreamCombi(['a/+', 'x', 'a/c'])), ['a/b new', 'a/c c', 'a/c c']);
	await store.storeRetained({topic: 'a/b', payload: Buffer.alloc(0)});
	t.deepEqual(await told(store.createRetainedStream('#')), ['a/c c']);
	t.deepEqual(await told(store.createRetainedStream('a/b')), []);
});

test('a retained payload keeps nothing else of what was read alive', async t => {
	const store = newStore();
	const read = Buffer.alloc(65536, 'x');
	await store.storeRetained({topic: 'a', payload: read.subarray(0, 5)});
	read.fill('y');
	const [packet] = (await store.createRetainedStream('a').toArray()) as RetainedPacket[];
	t.is(packet.payload.toString(), 'xxxxx');
	t.true(packet.payload.buffer.byteLength < 65536);
});
