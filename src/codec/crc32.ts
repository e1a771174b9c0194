// CRC-32 as in Ethernet and zip (ISO 3309, reflected, 0xedb88320), by nibbles: a table of 64 bytes is all that it keeps.

const NIBBLES = 16;
const table = new Uint32Array(NIBBLES);

function fillTable(): void {
	for (let i = 0; i < NIBBLES; i++) {
		let value = i;
		for (let bit = 0; bit < 4; bit++) {
			value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
		}
		table[i] = value;
	}
}

fillTable();

/** CRC-32 of `bytes` from `from` up to, not including, `to`. */
export function crc32(bytes: Uint8Array, from: number, to: number): number {
	let crc = 0xffffffff;
	for (let i = from; i < to; i++) {
		crc = crc ^ bytes[i];
		crc = (crc >>> 4) ^ table[crc & 15];
		crc = (crc >>> 4) ^ table[crc & 15];
	}
	return (crc ^ 0xffffffff) >>> 0;
}
