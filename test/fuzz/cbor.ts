// Random CBOR, much of it nearly right: the scanner answers within its bounds, and what it lets pass comes back from the reader
// and the writer byte for byte, as there is one encoding only.

import {ARRAY, BYTES, MAP, NINT, SIMPLE, TAG, TEXT, TOO_WIDE, UINT} from '../../src/codec/cbor/head.ts';
import {CborReader} from '../../src/codec/cbor/reader.ts';
import {scanCbor} from '../../src/codec/cbor/scan.ts';
import {CborWriter} from '../../src/codec/cbor/writer.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import {documentCbor, envelopeCbor} from '../../src/ota/cbor-rules.ts';
import {holdsFor, mutated} from '../helpers/mutate.ts';
import type {Fuzzer} from './fuzzer.ts';

const tags = [17, 18, 98, 107, 1070, 0, 24];

/** Something of the grammar, most of it strict. */
function writeSome(writer: CborWriter, random: RandomStream, depth: number): void {
	const kind = random.whole(0, depth > 4 ? 4 : 7);
	const count = random.whole(0, 4);
	if (kind === 0) {
		writer.int(random.whole(0, 1) === 0 ? random.whole(-30, 30) : -(2 ** random.whole(0, 53) - 1));
	} else if (kind === 1) {
		writer.uint(2 ** random.whole(0, 53) - random.whole(0, 1));
	} else if (kind === 2) {
		writer.blob(Uint8Array.from({length: random.whole(0, 40)}, () => random.whole(0, 255)));
	} else if (kind === 3) {
		writer.text('aé€😊'.slice(0, random.whole(0, 3)));
	} else if (kind === 4) {
		writer.head(SIMPLE, random.whole(19, 23));
	} else if (kind === 5) {
		writer.array(count);
		for (let i = 0; i < count; i++) {
			writeSome(writer, random, depth + 1);
		}
	} else if (kind === 6) {
		writer.map(count);
		for (let key = 0; key < count; key++) {
			writer.uint(key);
			writeSome(writer, random, depth + 1);
		}
	} else {
		writer.tag(tags[random.whole(0, tags.length - 1)]);
		writeSome(writer, random, depth + 1);
	}
}

/** Copies one item from the reader to the writer. */
function copyItem(reader: CborReader, writer: CborWriter): void {
	const from = reader.at;
	const major = reader.major();
	if (major === UINT || major === NINT) {
		const value = reader.int();
		const isWide = value >= TOO_WIDE || value < -TOO_WIDE;
		return void (isWide ? writer.raw(reader.bytes.subarray(from, reader.at)) : writer.int(value));
	}
	if (major === BYTES) {
		return void writer.blob(reader.blob());
	}
	if (major === TEXT) {
		return void writer.text(reader.text());
	}
	if (major === SIMPLE) {
		return void (reader.isNull() ? (reader.nil(), writer.nil()) : writer.bool(reader.bool()));
	}
	const count = major === TAG ? 1 : major === ARRAY ? reader.array() : reader.map();
	writer.head(major, major === TAG ? reader.tag() : count);
	for (let left = major === MAP ? 2 * count : count; left > 0 && !reader.bad; left--) {
		copyItem(reader, writer);
	}
}

const written = new CborWriter(65_536);

function tryBytes(bytes: Uint8Array): void {
	const problem = scanCbor(bytes, documentCbor);
	holdsFor(bytes, problem === null || (problem.at >= 0 && problem.at <= bytes.length), 'a problem lies in the bytes');
	holdsFor(
		bytes,
		problem === null || scanCbor(bytes, envelopeCbor) !== null,
		'what documents may not envelopes may not',
	);
	const skipping = new CborReader(bytes);
	skipping.skip();
	holdsFor(bytes, skipping.at <= bytes.length, 'a reader stays within its bytes');
	holdsFor(bytes, problem !== null || skipping.done(), 'what is scanned is one item to the reader');
	if (problem === null) {
		written.reset();
		copyItem(new CborReader(bytes), written);
		const isSame = !written.overflowed && Buffer.compare(written.view(), bytes) === 0;
		holdsFor(bytes, isSame, 'what is scanned has one encoding');
	}
}

export const fuzzer: Fuzzer = {
	name: 'cbor',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'fuzz-cbor'));
		const writer = new CborWriter(65_536);
		for (let i = 0; i < inputs; i++) {
			writer.reset();
			writeSome(writer, random, 0);
			tryBytes(random.whole(0, 1) === 0 ? writer.copy() : mutated(writer.view(), random));
		}
	},
};
