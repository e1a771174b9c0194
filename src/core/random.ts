// Chance that comes in by the door: every stream is derived from (seed, name), so that adding a card, a fault or a
// noise source changes none of the others.

/** 32-bit product by halves: Espruino has no Math.imul, and a plain product loses low bits beyond 2^53. */
function multiply32(a: number, b: number): number {
	return ((a & 0xffff) * b + ((((a >>> 16) * (b & 0xffff)) & 0xffff) << 16)) | 0;
}

/** Spreads the bits of a 32-bit number over all 32 (two rounds of xor-shift and multiply). */
function mix(value: number): number {
	let h = value | 0;
	h = multiply32(h ^ (h >>> 16), 0x45d9f3b);
	h = multiply32(h ^ (h >>> 16), 0x45d9f3b);
	return h ^ (h >>> 16);
}

/** A 32-bit hash of three whole numbers; `c` may exceed 2^32 (a time in milliseconds). */
export function hash32(a: number, b: number, c: number): number {
	const high = Math.floor(c / 4294967296);
	return mix(mix(mix(mix(a) ^ b) ^ (c - high * 4294967296)) ^ high) >>> 0;
}

/** The seed of the stream called `name` under `seed`. */
export function seedFor(seed: number, name: string): number {
	let h = mix(seed ^ 0x9e3779b9);
	for (let i = 0; i < name.length; i++) {
		h = mix(h ^ name.charCodeAt(i)) + i;
	}
	return mix(h) >>> 0;
}

/** A number in [0, 1) that depends on nothing but (seed, channel, tick): who asks, or how often, changes nothing. */
export function unitAt(seed: number, channel: number, tick: number): number {
	return hash32(seed, channel, tick) / 4294967296;
}

/** Sensor noise in (-1, 1) with a triangular density, a stateless function of (seed, channel, tick). */
export function noiseAt(seed: number, channel: number, tick: number): number {
	const h = hash32(seed, channel, tick);
	return ((h & 0xffff) + (h >>> 16)) / 65535 - 1;
}

/** A stream of numbers in [0, 1): xorshift32 over one cell, so that its whole state is a number. */
export class RandomStream {
	state: number;

	constructor(seed: number) {
		this.state = seed | 0 || 0x2545f491;
	}

	next(): number {
		let x = this.state;
		x ^= x << 13;
		x ^= x >>> 17;
		x ^= x << 5;
		this.state = x;
		return (x >>> 0) / 4294967296;
	}

	between(low: number, high: number): number {
		return low + (high - low) * this.next();
	}

	/** A whole number in [low, high]. */
	whole(low: number, high: number): number {
		return low + Math.floor(this.next() * (high - low + 1));
	}
}
