// Which cards a percentage takes: SHA-256(campaign ‖ serial) mod 10,000 (ota.md 7). Stable for a campaign, another order for
// another one, and whoever is in at 10 % is in at 20 %.

import {createHash} from 'node:crypto';

export const BUCKETS = 10_000;
const BUCKETS_A_PERCENT = 100;

/** The bucket of a card in a campaign, 0 to 9,999: the digest as one big number, modulo. */
export function bucketOf(campaign: string, serial: string): number {
	let rest = 0;
	for (const byte of createHash('sha256').update(campaign).update(serial).digest()) {
		rest = (rest * 256 + byte) % BUCKETS;
	}
	return rest;
}

/** Whether a share of `percent`, to a hundredth, takes a bucket. */
export function isWithin(bucket: number, percent: number): boolean {
	return bucket < Math.round(percent * BUCKETS_A_PERCENT);
}
