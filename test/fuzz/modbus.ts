// Random and mutated requests against the Modbus codec and the map of a card: nothing throws, no answer is longer than a frame, and what
// is read is what was asked for.

import {MOST_PDU_BYTES, MOST_TCP_BYTES, TcpFramer, tcpFrame, type TcpFrame} from '../../src/codec/modbus-adu.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import {answer, type Asked} from '../../src/protocols/modbus/answer.ts';
import {whoAt} from '../../src/protocols/modbus/options.ts';
import {houseOf} from '../helpers/card-house.ts';
import type {Fuzzer} from './fuzzer.ts';

const functions = [3, 4, 6, 16, 23, 43, 0, 1, 0x83, 255];
/** Where the map has its edges. */
const addresses = [
	0, 1, 5, 26, 128, 133, 154, 171, 516, 580, 596, 628, 1026, 1031, 1049, 1536, 1538, 1543, 2048, 2061, 65535,
];
const LONGEST_RANDOM = 300;
const GUARD = 0xa5;

function any(random: RandomStream, list: readonly number[]): number {
	return list[random.whole(0, list.length - 1)];
}

/** A request that is nearly right: its numbers are drawn around those of the map, and a byte may be wrong. */
function nearlyRight(random: RandomStream): Uint8Array {
	const functionCode = any(random, functions);
	const count = random.whole(0, 127);
	const words = random.whole(0, 4);
	const bytes = new Uint8Array(functionCode < 16 ? 5 : 6 + 2 * words);
	bytes[0] = functionCode;
	const address = any(random, addresses) + random.whole(-1, 1);
	bytes.set([(address >> 8) & 255, address & 255, 0, functionCode < 16 ? count : words], 1);
	if (bytes.length > 5) {
		bytes[5] = 2 * words;
	}
	for (let i = 6; i < bytes.length; i++) {
		bytes[i] = random.whole(0, 3) === 0 ? random.whole(0, 255) : 0;
	}
	if (random.whole(0, 3) === 0) {
		bytes[random.whole(0, bytes.length - 1)] = random.whole(0, 255);
	}
	return bytes.subarray(0, random.whole(0, 9) === 0 ? random.whole(1, bytes.length) : bytes.length);
}

function randomBytes(random: RandomStream): Uint8Array {
	return Uint8Array.from({length: random.whole(1, LONGEST_RANDOM)}, () => random.whole(0, 255));
}

function fail(rule: string, bytes: Uint8Array): never {
	throw new Error(`${rule}: ${Buffer.from(bytes).toString('hex')}`);
}

/** Answers between two guards, which must stand. */
function tryRequest(asked: Asked, out: Uint8Array, bytes: Uint8Array, from: number, to: number): void {
	out.fill(GUARD);
	const end = answer(asked, bytes, from, to, out, 1);
	const size = end - 1;
	if (size < 2 || size > MOST_PDU_BYTES) {
		fail(`an answer has 2 to 253 bytes, not ${size}`, bytes.subarray(from, to));
	}
	if (out[0] !== GUARD || out.subarray(end).some(byte => byte !== GUARD)) {
		// A read that fails may have filled some of what it would have answered, within one frame.
		const last = out.findLastIndex(byte => byte !== GUARD);
		if (out[0] !== GUARD || last > MOST_PDU_BYTES) {
			fail('an answer stays within its frame', bytes.subarray(from, to));
		}
	}
	if ((out[1] & 0x7f) !== (bytes[from] & 0x7f)) {
		fail('an answer names the function of its request', bytes.subarray(from, to));
	}
}

/** Throws the bytes at a stream, in two pieces. */
function tryStream(framer: TcpFramer, bytes: Uint8Array, cut: number, take: (frame: TcpFrame) => boolean): void {
	framer.heldBytes = 0;
	const goesOn = framer.feed(bytes.subarray(0, cut), take);
	if (goesOn) {
		framer.feed(bytes.subarray(cut), take);
	}
	if (framer.heldBytes > MOST_TCP_BYTES) {
		fail('a framer holds at most one frame', bytes);
	}
}

const STEP_INPUTS = 500;

export const fuzzer: Fuzzer = {
	name: 'modbus',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'fuzz-modbus'));
		const {house, advance} = houseOf({model: 'SMX1500I'});
		const undefinedReads = random.whole(0, 1) === 0 ? 'card' : 'ups';
		const asked: Asked = {card: house.view(0), who: whoAt('fuzz'), access: 'readWrite', undefinedReads};
		const out = new Uint8Array(2 * MOST_TCP_BYTES);
		const framer = new TcpFramer();
		const take = ({bytes, from, to}: TcpFrame): boolean => {
			tryRequest(asked, out, bytes, from, to);
			return true;
		};
		for (let i = 0; i < inputs; i++) {
			const right = random.whole(0, 4) > 0;
			const bytes = right ? tcpFrame(i & 0xffff, 1, nearlyRight(random)) : randomBytes(random);
			tryStream(framer, bytes, random.whole(0, bytes.length), take);
			if (i % STEP_INPUTS === 0) {
				advance(1000);
			}
		}
	},
};
