// Random and mutated bytes against the reader of images for a UPS: it never throws, and what it accepts comes back from the writer.

import {RandomStream, seedFor} from '../../src/core/random.ts';
import {readUpsImage, writeUpsImage} from '../../src/ups/firmware-image.ts';
import type {Fuzzer} from './fuzzer.ts';

const LONGEST = 96;
const base = writeUpsImage({version: [10, 1], model: 'Smart-UPS (SMT)', bytesLength: LONGEST, behaviour: 'good'});

function mutated(random: RandomStream): Uint8Array {
	const bytes = base.slice(0, random.whole(0, LONGEST));
	for (let changes = random.whole(0, 3); changes > 0 && bytes.length > 0; changes--) {
		bytes[random.whole(0, bytes.length - 1)] = random.whole(0, 255);
	}
	return bytes;
}

function tryBytes(bytes: Uint8Array): void {
	const image = readUpsImage(bytes);
	const again = image === null ? null : readUpsImage(writeUpsImage(image));
	if (JSON.stringify(again) !== JSON.stringify(image)) {
		throw new Error(`comes back as another: ${Buffer.from(bytes).toString('hex')}`);
	}
}

export const fuzzer: Fuzzer = {
	name: 'ups-image',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'fuzz-ups-image'));
		for (let i = 0; i < inputs; i++) {
			tryBytes(mutated(random));
		}
	},
};
