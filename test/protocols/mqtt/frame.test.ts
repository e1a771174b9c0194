import test from 'ava';
import fc from 'fast-check';
import {PACKET_LIMIT_BYTES, PacketReader} from '../../../src/protocols/mqtt/frame.ts';

/** A packet of type 3 whose body has `size` bytes. */
function packet(size: number): Buffer {
	const length: number[] = [];
	let left = size;
	do {
		length.push((left % 128) + (left > 127 ? 128 : 0));
		left = Math.floor(left / 128);
	} while (left > 0);
	return Buffer.concat([Buffer.from([0x30, ...length]), Buffer.alloc(size, size)]);
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
	const chunks: Buffer[] = [];
	let at = 0;
	for (let i = 0; at < bytes.length; i++) {
		chunks.push(bytes.subarray(at, at + sizes[i % sizes.length]));
		at += sizes[i % sizes.length];
	}
	return chunks;
}

test('packets cut anywhere are visited whole, in order, with header and body told apart', t => {
	const sizes = fc.array(fc.oneof(fc.nat(300), fc.constantFrom(0, 127, 128, 16383, 16384)), {
		minLength: 1,
		maxLength: 6,
	});
	const cuts = fc.array(fc.integer({min: 1, max: 20000}), {minLength: 1, maxLength: 10});
	fc.assert(
		fc.property(sizes, cuts, (bodies, chunkSizes) => {
			const packets = bodies.map(packet);
			const seen: Buffer[] = [];
			const reader = new PacketReader((bytes, start, body, end) => {
				t.is(end - body, bodies[seen.length]);
				seen.push(Buffer.from(bytes.subarray(start, end)));
				return null;
			});
			for (const chunk of cut(Buffer.concat(packets), chunkSizes)) {
				t.is(reader.take(chunk), null);
			}
			t.deepEqual(seen, packets);
			t.is(reader.held, null, 'nothing is held between packets');
		}),
		{numRuns: 100},
	);
});

test('a packet of exactly the limit passes, one byte more does not', t => {
	const reader = new PacketReader(() => null);
	t.is(reader.take(packet(PACKET_LIMIT_BYTES - 4)), null);
	t.regex(reader.take(packet(PACKET_LIMIT_BYTES - 3)) ?? '', /larger than 65536 bytes/);
});

for (const cuts of [[1], [2], [3], [4], [5], [1000]]) {
	test(`a packet too large, in chunks of ${cuts}, is refused when its length is known, and nothing of it is held`, t => {
		const reader = new PacketReader(() => null);
		let taken = 0;
		const header = packet(PACKET_LIMIT_BYTES).subarray(0, 1000);
		for (const chunk of cut(header, cuts)) {
			taken += chunk.length;
			const fault = reader.take(chunk);
			if (fault !== null) {
				t.regex(fault, /larger/);
				t.true(taken < 4 + cuts[0], `${taken} bytes`);
				t.true((reader.held?.length ?? 0) < 64);
				return;
			}
		}
		t.fail('never refused');
	});
}

test('a length of five bytes is refused, however it is cut', t => {
	for (const cuts of [[1], [2], [5]]) {
		const reader = new PacketReader(() => null);
		const faults = cut(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff]), cuts).map(chunk => reader.take(chunk));
		t.is(faults.at(-1), 'the length of a packet has five bytes');
	}
});

test('a packet that comes byte by byte is held in at most twice its size', t => {
	const reader = new PacketReader(() => null);
	let grown = 0;
	let before: Buffer | null = null;
	for (const chunk of cut(packet(60000), [1])) {
		reader.take(chunk);
		if (reader.held !== before && reader.held !== null) {
			grown += 1;
			before = reader.held;
		}
	}
	t.true((before?.length ?? 0) <= PACKET_LIMIT_BYTES);
	t.true(grown < 20, `grown ${grown} times`);
});

test('a fault of the visitor ends the reading at that packet', t => {
	let visits = 0;
	const reader = new PacketReader(() => ((visits += 1) === 2 ? 'enough' : null));
	t.is(reader.take(Buffer.concat([packet(1), packet(2), packet(3)])), 'enough');
	t.is(visits, 2);
});
