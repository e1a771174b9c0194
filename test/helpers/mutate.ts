// Bytes that are nearly right, for fuzzers.

import type {RandomStream} from '../../src/core/random.ts';

/** A copy with one to three bytes changed, put in or left out; now and then cut off. */
export function mutated(bytes: Uint8Array, random: RandomStream): Uint8Array {
	const copy = [...bytes];
	for (let change = random.whole(0, 2); change >= 0; change--) {
		const at = random.whole(0, copy.length);
		const kind = random.whole(0, 9);
		if (kind < 8) {
			copy[at % Math.max(1, copy.length)] = random.whole(0, 255);
		} else if (kind === 8) {
			copy.splice(at, 0, random.whole(0, 255));
		} else {
			copy.splice(at, 1);
		}
	}
	return Uint8Array.from(random.whole(0, 19) === 0 ? copy.slice(0, random.whole(0, copy.length)) : copy);
}

/** Throws with the rule and the input where a rule does not hold. */
export function holdsFor(bytes: Uint8Array, isTrue: boolean, rule: string): void {
	if (!isTrue) {
		throw new Error(`${rule}: ${Buffer.from(bytes).toString('hex')}`);
	}
}
