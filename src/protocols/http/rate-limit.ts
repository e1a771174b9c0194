// Token buckets by remote address: who asks too often waits, and the memory of askers is bounded.

import type {Clock, Millis} from '../../core/clock.ts';

export interface RateLimit {
	/** Requests at once. */
	readonly burst: number;
	/** One more after so long. */
	readonly everyMs: Millis;
}

interface Bucket {
	tokens: number;
	atMs: Millis;
}

/** Addresses that are remembered; the one that asked first is forgotten. */
const ADDRESSES_MAX = 1024;

/** Takes a token for an address: 0 when there was one, else how long until there is. */
export type Limiter = (address: string) => Millis;

export function createLimiter(clock: Clock, limit: RateLimit): Limiter {
	const buckets = new Map<string, Bucket>();
	return address => {
		const now = clock.now();
		const bucket = buckets.get(address) ?? {tokens: limit.burst, atMs: now};
		const earned = Math.floor((now - bucket.atMs) / limit.everyMs);
		bucket.tokens = Math.min(limit.burst, bucket.tokens + earned);
		bucket.atMs = bucket.tokens === limit.burst ? now : bucket.atMs + earned * limit.everyMs;
		forgetOldest(buckets, address);
		buckets.set(address, bucket);
		if (bucket.tokens === 0) {
			return bucket.atMs + limit.everyMs - now;
		}
		bucket.tokens -= 1;
		return 0;
	};
}

function forgetOldest(buckets: Map<string, Bucket>, address: string): void {
	const oldest = buckets.keys().next().value;
	if (oldest !== undefined && buckets.size >= ADDRESSES_MAX && !buckets.has(address)) {
		buckets.delete(oldest);
	}
}
