// Random and mutated messages about firmware, as a card reads them: nothing throws, and what is read lies within its bounds and
// within the message.

import {RandomStream, seedFor} from '../../src/core/random.ts';
import * as message from '../../src/ota/messages.ts';
import type {OtaMessage} from '../../src/ota/transfer/service-messages.ts';
import * as wire from '../../src/ota/transfer/wire.ts';
import {encodeCbor} from '../../src/smartconnect/signing/cbor.ts';
import type {CborValue} from '../../src/smartconnect/signing/cbor.ts';
import type {Fuzzer} from './fuzzer.ts';

const LONGEST_RANDOM = 80;
const LAST_KEY = 8;

function randomBytes(random: RandomStream, most: number): Uint8Array {
	return Uint8Array.from({length: random.whole(0, most)}, () => random.whole(0, 255));
}

/** Something that a field may hold, or may not. */
function randomValue(random: RandomStream): CborValue {
	switch (random.whole(0, 5)) {
		case 0:
			return random.whole(0, 40);
		case 1:
			return 2 ** random.whole(0, 53) - 1;
		case 2:
			return 'x'.repeat(random.whole(0, 140));
		case 3:
			return new Uint8Array(32);
		case 4:
			return Array.from({length: random.whole(0, 5)}, () => randomBytes(random, 40));
		default:
			return randomBytes(random, LONGEST_RANDOM);
	}
}

/** A map that may be a message, with bytes of it changed now and then. */
function nearlyRight(random: RandomStream): Uint8Array {
	const pairs = new Map<CborValue, CborValue>([[0, random.whole(0, 6)]]);
	for (let key = 1; key <= LAST_KEY; key++) {
		if (random.whole(0, 4) > 0) {
			pairs.set(key, randomValue(random));
		}
	}
	const bytes = encodeCbor(pairs);
	if (random.whole(0, 2) === 0) {
		bytes[random.whole(0, bytes.length - 1)] = random.whole(0, 255);
	}
	return random.whole(0, 9) === 0 ? bytes.subarray(0, random.whole(0, bytes.length)) : bytes;
}

function holds(read: OtaMessage): boolean {
	switch (read.kind) {
		case message.inOffer:
			return read.campaign.length <= wire.CAMPAIGN_BYTES_MAX && read.roots.length <= wire.ROOTS_MAX;
		case message.inChunk:
			return read.digest.length === 32 && read.bytes.length >= 1 && read.offset <= 0xffff_ffff && read.part <= 1;
		case message.inTime:
			return read.roots.length <= wire.ROOTS_MAX;
		case message.inWithdraw:
			return read.digest.length === 32 && read.campaign.length <= wire.CAMPAIGN_BYTES_MAX;
		default:
			return Number.isInteger(read.token) && read.reason.length <= wire.REASON_BYTES_MAX;
	}
}

export const fuzzer: Fuzzer = {
	name: 'ota-wire',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'fuzz-ota-wire'));
		for (let i = 0; i < inputs; i++) {
			const bytes = random.whole(0, 3) > 0 ? nearlyRight(random) : randomBytes(random, LONGEST_RANDOM);
			const read = wire.decodeOtaMessage(bytes);
			if (!('code' in read) && !holds(read)) {
				throw new Error(`what is read lies within its bounds: ${Buffer.from(bytes).toString('hex')}`);
			}
		}
	},
};
