// Random and mutated bytes against the BER reader: it never throws, never reads past the end, and what it accepts comes back the
// same from the writer.

import {BerReader, OBJECT_IDENTIFIER} from '../../src/codec/ber.ts';
import {oidBytes} from '../../src/codec/ber-oid.ts';
import {BerWriter} from '../../src/codec/ber-writer.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import type {Fuzzer} from './fuzzer.ts';

const LONGEST = 64;
const tags = [0x02, 0x04, 0x05, 0x06, 0x30, 0x40, 0x41, 0x42, 0x43, 0x46, 0x80, 0xa0, 0xa5, 0x1f];
const lengths = [0, 1, 2, 4, 5, 8, 9, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x85, 0xff];

const writer = new BerWriter(4 * LONGEST);
const reader = new BerReader();

function randomBytes(random: RandomStream): Uint8Array {
	const bytes = new Uint8Array(random.whole(0, LONGEST - 1));
	for (let i = 0; i < bytes.length; i++) {
		const kind = random.whole(0, 4 - 1);
		bytes[i] =
			kind === 0
				? tags[random.whole(0, tags.length - 1)]
				: kind === 1
					? lengths[random.whole(0, lengths.length - 1)]
					: random.whole(0, 256 - 1);
	}
	return bytes;
}

function check(isTrue: boolean, rule: string, bytes: Uint8Array): void {
	if (!isTrue) {
		throw new Error(`${rule}: ${Buffer.from(bytes).toString('hex')}`);
	}
}

function tryValue(bytes: Uint8Array, from: number, to: number): void {
	const value = new BerReader().load(bytes, from, to);
	if (!value.next()) {
		return;
	}
	check(value.from <= value.to && value.to <= to, 'a value lies within its bytes', bytes);
	if (value.tag === OBJECT_IDENTIFIER && value.oid()) {
		const again = oidBytes(value.oidText());
		const same = Buffer.from(bytes.subarray(value.from, value.to));
		check(
			same.length === 0 || same.equals(again ?? new Uint8Array()),
			'an OBJECT IDENTIFIER comes back as it was',
			bytes,
		);
	}
	value.bad = false;
	const number = value.signed();
	if (!value.bad) {
		writer.reset();
		writer.integer(value.tag, number);
		const back = new BerReader().load(writer.bytes, writer.at, writer.bytes.length);
		check(back.next() && back.signed() === number, 'a number comes back as it was', bytes);
	}
	value.bad = false;
	value.unsigned();
	value.counter64();
	value.text();
}

function tryBytes(bytes: Uint8Array): void {
	reader.load(bytes, 0, bytes.length);
	while (reader.more()) {
		const before = reader.at;
		if (!reader.next()) {
			break;
		}
		check(reader.at > before && reader.at <= bytes.length, 'a reader moves on', bytes);
		tryValue(bytes, before, reader.at);
		tryValue(bytes, reader.from, reader.to);
	}
	check(reader.at <= bytes.length, 'a reader stays within its bytes', bytes);
}

export const fuzzer: Fuzzer = {
	name: 'ber',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'fuzz-ber'));
		for (let i = 0; i < inputs; i++) {
			tryBytes(randomBytes(random));
		}
	},
};
