// Comparing bytes.

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) {
		return false;
	}
	let difference = 0;
	for (let i = 0; i < a.length; i++) {
		difference |= a[i] ^ b[i]; // All bytes are looked at: the time tells nothing of where they differ.
	}
	return difference === 0;
}

/** Whether `one` is among `all`. */
export function isAmong(one: Uint8Array, all: readonly Uint8Array[]): boolean {
	for (let i = 0; i < all.length; i++) {
		if (sameBytes(one, all[i])) {
			return true;
		}
	}
	return false;
}

/** Bytes as hex, for sentences. */
export function hexOf(bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bytes.length; i++) {
		text += (bytes[i] + 256).toString(16).slice(1);
	}
	return text;
}
