// Digests as SUIT writes them: [algorithm, bytes]. SHA-256 alone is known (ota.md 2.1).

import {CborReader} from '../../codec/cbor/reader.ts';
import {scanCbor} from '../../codec/cbor/scan.ts';
import {envelopeCbor} from '../cbor-rules.ts';

const SHA_256 = -16;
const SHA_256_BYTES = 32;

/** Goes over a digest; answers its bytes, a view, or null when it is none of SHA-256. */
export function readDigest(reader: CborReader): Uint8Array | null {
	const isPair = reader.array() === 2;
	const algorithm = reader.int();
	const bytes = reader.blob();
	return isPair && algorithm === SHA_256 && bytes.length === SHA_256_BYTES && !reader.bad ? bytes : null;
}

/** The bytes of a digest that is wrapped in a byte string with this content; null when there is none. */
export function digestIn(content: Uint8Array): Uint8Array | null {
	if (scanCbor(content, envelopeCbor) !== null) {
		return null;
	}
	const reader = new CborReader(content);
	const bytes = readDigest(reader);
	return reader.done() ? bytes : null;
}
