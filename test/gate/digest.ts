// A digest of numbers and bytes that every engine computes alike. Written in the Espruino subset.

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME_LOW = 0x193;

/** FNV-1a over 32 bits, twice, the second with another start: 64 bits are plenty to see one wrong bit. */
export class Digest {
	a: number;
	b: number;
	view: DataView;

	constructor() {
		this.a = FNV_OFFSET;
		this.b = 0x5bd1e995;
		this.view = new DataView(new ArrayBuffer(8));
	}

	byte(value: number): void {
		this.a = timesPrime(this.a ^ value);
		this.b = timesPrime((this.b ^ value) + 1);
	}

	/** All 64 bits of a number. */
	number(value: number): void {
		// The bits of a NaN are the engine's own choice.
		this.view.setFloat64(0, value === value ? value : 0);
		this.byte(value === value ? 0 : 1);
		for (let i = 0; i < 8; i++) {
			this.byte(this.view.getUint8(i));
		}
	}

	bytes(values: Uint8Array): void {
		for (let i = 0; i < values.length; i++) {
			this.byte(values[i]);
		}
	}

	text(): string {
		return hex(this.a) + hex(this.b);
	}
}

/** Times 0x01000193 in 32 bits: the high part is a shift by 24. */
function timesPrime(value: number): number {
	const low = (value & 0xffff) * FNV_PRIME_LOW;
	const high = ((value >>> 16) * FNV_PRIME_LOW) & 0xffff;
	return (low + (high << 16) + (value << 24)) | 0;
}

function hex(value: number): string {
	const text = (value >>> 0).toString(16);
	return '00000000'.substr(text.length) + text;
}
