// Firmware of cards of class board: what one HSS/LMS signature costs a verifier, beside the bare hashes of it.

import {createHash} from 'node:crypto';
import type {DeviceCrypto} from '../../src/core/device-ports.ts';
import {verifyHss} from '../../src/ota/lms/hss.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';
import {lmsTestKey} from '../helpers/board-vendor.ts';
import type {BenchRow} from './row.ts';
import {median, secondsOf} from './timing.ts';

const RUNS = 101;
const WARM_RUNS = 10;
/** LMS_SHA256_M32_H10, as boards take it (ota.md 4.4). */
const BOARD_TREE = 6;
/** I, a leaf, a chain, a step and a hash: what nearly all of the hashes are made of (RFC 8554, 4.3). */
const HASHED_BYTES = 55;

const key = lmsTestKey('bench', BOARD_TREE);
const message = new Uint8Array(60).fill(7);
const signature = key.sign(message);

function verify(crypto: DeviceCrypto): void {
	if (!verifyHss(key.publicKey, message, signature, crypto)) {
		throw new Error('the signature of the bench is refused');
	}
}

function hashesOfOne(): number {
	let count = 0;
	verify({
		...nodeCrypto,
		sha256: () => {
			count += 1;
			return nodeCrypto.sha256();
		},
	});
	return count;
}

function bareHashes(count: number): void {
	const block = new Uint8Array(HASHED_BYTES);
	for (let i = 0; i < count; i++) {
		createHash('sha256').update(block).digest();
	}
}

export async function bench(): Promise<BenchRow[]> {
	const count = hashesOfOne();
	const ms = {verify: [] as number[], bare: [] as number[]};
	for (let run = -WARM_RUNS; run < RUNS; run++) {
		const ours = secondsOf(() => verify(nodeCrypto)) * 1000;
		const other = secondsOf(() => bareHashes(count)) * 1000;
		if (run >= 0) {
			ms.verify.push(ours);
			ms.bare.push(other);
		}
	}
	return [
		{
			name: 'firmware: HSS/LMS signature verified, p50',
			ours: median(ms.verify),
			other: median(ms.bare),
			otherName: `${count} bare SHA-256`,
			unit: 'ms',
			goal: {oursAtMost: 20, ratioAtMost: 2},
		},
	];
}
