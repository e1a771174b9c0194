// SHA-256 (FIPS 180-4) in the Espruino subset: on a board it is native.

/** The first 32 bits of the fractional parts of the roots of the first primes: square roots, and cube roots. */
function fractionOf(root: number): number {
	return Math.floor((root - Math.floor(root)) * 4294967296) | 0;
}

/** Newton's method; exact enough for 32 bits of the fraction. */
function cubeRoot(value: number): number {
	let root = value > 100 ? 7 : 3;
	for (let i = 0; i < 60; i++) {
		root = root - (root - value / (root * root)) / 3;
	}
	return root;
}

function isPrime(value: number): boolean {
	for (let by = 2; by * by <= value; by++) {
		if (value % by === 0) {
			return false;
		}
	}
	return true;
}

const start: number[] = [];
const rounds: number[] = [];

function fillConstants(): void {
	for (let value = 2; rounds.length < 64; value++) {
		if (isPrime(value)) {
			rounds.push(fractionOf(cubeRoot(value)));
			if (start.length < 8) {
				start.push(fractionOf(Math.sqrt(value)));
			}
		}
	}
}

fillConstants();

function rotated(value: number, by: number): number {
	return (value >>> by) | (value << (32 - by));
}

const schedule = new Int32Array(64);

function takeBlock(state: Int32Array, bytes: Uint8Array, at: number): void {
	const w = schedule;
	for (let i = 0; i < 16; i++) {
		const p = at + 4 * i;
		w[i] = (bytes[p] << 24) | (bytes[p + 1] << 16) | (bytes[p + 2] << 8) | bytes[p + 3];
	}
	for (let i = 16; i < 64; i++) {
		const a = rotated(w[i - 15], 7) ^ rotated(w[i - 15], 18) ^ (w[i - 15] >>> 3);
		const b = rotated(w[i - 2], 17) ^ rotated(w[i - 2], 19) ^ (w[i - 2] >>> 10);
		w[i] = (w[i - 16] + a + w[i - 7] + b) | 0;
	}
	const s = new Int32Array(state);
	for (let i = 0; i < 64; i++) {
		const e = s[4];
		const one = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
		const t1 = (s[7] + one + ((e & s[5]) ^ (~e & s[6])) + rounds[i] + w[i]) | 0;
		const a = s[0];
		const zero = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
		const t2 = (zero + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]))) | 0;
		for (let k = 7; k > 0; k--) {
			s[k] = s[k - 1];
		}
		s[4] = (s[4] + t1) | 0;
		s[0] = (t1 + t2) | 0;
	}
	for (let k = 0; k < 8; k++) {
		state[k] = (state[k] + s[k]) | 0;
	}
}

/** 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array {
	const blocks = Math.floor((message.length + 8) / 64) + 1;
	const padded = new Uint8Array(64 * blocks);
	padded.set(message, 0);
	padded[message.length] = 0x80;
	const bits = 8 * message.length;
	for (let i = 0; i < 4; i++) {
		padded[padded.length - 1 - i] = (bits >>> (8 * i)) & 255;
	}
	const state = new Int32Array(start);
	for (let b = 0; b < blocks; b++) {
		takeBlock(state, padded, 64 * b);
	}
	const out = new Uint8Array(32);
	for (let i = 0; i < 32; i++) {
		out[i] = (state[i >> 2] >>> (24 - 8 * (i & 3))) & 255;
	}
	return out;
}
