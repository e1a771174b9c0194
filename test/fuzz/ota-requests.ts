// Random and mutated requests of cards, as the update service reads them: nothing throws, and what is read lies within its bounds.

import {RandomStream, seedFor} from '../../src/core/random.ts';
import {encodeInventory} from '../../src/ota/inventory.ts';
import {encodeFetch, encodeTimeWanted} from '../../src/ota/transfer/wire.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';
import {decodeRequest} from '../../src/smartconnect/rollout/requests.ts';
import type {CardRequest} from '../../src/smartconnect/rollout/requests.ts';
import type {Fuzzer} from './fuzzer.ts';

const LONGEST_RANDOM = 120;
const DIGEST_BYTES = 32;
const ID_BYTES = 16;
const WORD_MAX = 0xffff_ffff;

function randomBytes(random: RandomStream, length: number): Uint8Array {
	return Uint8Array.from({length}, () => random.whole(0, 255));
}

function word(random: RandomStream): number {
	return random.whole(0, 1) === 0 ? random.whole(0, 30) : random.whole(0, WORD_MAX);
}

/** A request as a card writes it. */
function rightOne(random: RandomStream): Uint8Array {
	const digest = randomBytes(random, DIGEST_BYTES);
	switch (random.whole(0, 2)) {
		case 0:
			return encodeFetch(word(random), digest, random.whole(0, 1), word(random), word(random), word(random));
		case 1:
			return encodeTimeWanted(randomBytes(random, ID_BYTES));
		default:
			return encodeInventory(
				{
					slots: [digest, null],
					active: random.whole(0, 1),
					keyEpoch: word(random),
					sequence: word(random),
					bootFloor: word(random),
					rootVersion: word(random),
					lastFailure: word(random),
					fallback: random.whole(0, 1) === 1,
					state: random.whole(1, 8),
					version: [1, 2, 3],
					vendorId: digest.subarray(0, ID_BYTES),
					classId: digest.subarray(0, ID_BYTES),
					deviceId: digest.subarray(0, ID_BYTES),
				},
				random.whole(0, 1) === 0 ? null : digest,
				nodeCrypto,
			);
	}
}

function mutated(random: RandomStream): Uint8Array {
	const bytes = rightOne(random);
	for (let changes = random.whole(0, 3); changes > 0; changes--) {
		bytes[random.whole(0, bytes.length - 1)] = random.whole(0, 255);
	}
	return random.whole(0, 5) === 0 ? bytes.subarray(0, random.whole(0, bytes.length)) : bytes;
}

function holds(request: CardRequest): boolean {
	if (request.kind === 'fetch') {
		const numbers = [request.token, request.offset, request.length, request.answerBytes];
		return request.digest.length === DIGEST_BYTES && request.part <= 1 && numbers.every(number => number <= WORD_MAX);
	}
	if (request.kind === 'time') {
		return request.nonce.length === ID_BYTES;
	}
	const ids = [request.vendorId, request.classId, request.deviceId];
	return request.active <= 1 && request.version.length <= 8 && ids.every(id => id.length === ID_BYTES);
}

export const fuzzer: Fuzzer = {
	name: 'ota-requests',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'ota-requests'));
		for (let i = 0; i < inputs; i++) {
			const payload = random.whole(0, 4) === 0 ? randomBytes(random, random.whole(0, LONGEST_RANDOM)) : mutated(random);
			const before = Buffer.from(payload).toString('hex');
			let fault = '';
			try {
				const request = decodeRequest(payload);
				fault = request === null || holds(request) ? '' : 'what was read lies outside its bounds';
			} catch (error) {
				fault = String(error);
			}
			if (fault !== '') {
				throw new Error(`${fault}: ${before}`);
			}
		}
	},
};
