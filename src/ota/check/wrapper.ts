// The authentication wrapper of an envelope (ota.md 2.1): steps 4 to 7 of the check.

import {BYTES} from '../../codec/cbor/head.ts';
import {CborReader} from '../../codec/cbor/reader.ts';
import {scanCbor} from '../../codec/cbor/scan.ts';
import type {DeviceCrypto} from '../../core/device-ports.ts';
import {isAmong, sameBytes} from '../bytes.ts';
import {envelopeCbor, tagSign1} from '../cbor-rules.ts';
import type {TrustedKey} from '../check-context.ts';
import type {OtaRefusal} from '../codes.ts';
import {isRefusal, refusal} from '../codes.ts';
import {parseCose} from '../cose/message.ts';
import {toBeSigned} from '../cose/to-be-signed.ts';
import {signerOf} from '../cose/verify.ts';
import type {Signers} from '../cose/verify.ts';
import {digestIn} from './digest.ts';
import type {Envelope} from './envelope.ts';

const MOST_BLOCKS = 4;
const NO_AAD = new Uint8Array(0);

export interface Wrapper {
	/** Content of the digest's byte string: what the blocks sign. */
	readonly signed: Uint8Array;
	readonly blocks: readonly Uint8Array[];
}

/** Step 4: the digest and the blocks, not looked into. */
export function readWrapper(bytes: Uint8Array): Wrapper | OtaRefusal {
	const cbor = scanCbor(bytes, envelopeCbor);
	if (cbor !== null) {
		return refusal(cbor.code, `wrapper, ${cbor.detail}`);
	}
	const reader = new CborReader(bytes);
	const count = reader.array();
	if (!reader.bad && count < 2) {
		return refusal('E_OTA_AUTH_MISSING', 'the wrapper holds no signature: must hold a digest and 1 to 4 blocks');
	}
	if (!reader.bad && count > 1 + MOST_BLOCKS) {
		return refusal('E_OTA_CBOR_LIMIT', `${count - 1} blocks of authentication: at most ${MOST_BLOCKS}`);
	}
	const signed = reader.blob();
	const blocks: Uint8Array[] = [];
	while (reader.more() && reader.major() === BYTES) {
		blocks.push(reader.blob());
	}
	return reader.done()
		? {signed, blocks}
		: refusal('E_OTA_ENV_SCHEMA', 'the wrapper must be an array of byte strings: a digest and 1 to 4 blocks');
}

/** Steps 5 and 6: the manifest's digest in memory of its own, when the manifest is the one that it was made of. */
export function manifestDigest(envelope: Envelope, wrapper: Wrapper, crypto: DeviceCrypto): Uint8Array | OtaRefusal {
	const stated = digestIn(wrapper.signed);
	if (stated === null) {
		return refusal('E_OTA_ENV_SCHEMA', "the manifest's digest must be [-16, 32 bytes]: SHA-256");
	}
	const hash = crypto.sha256();
	hash.update(envelope.manifestItem);
	const digest = hash.digest();
	return sameBytes(digest, stated)
		? digest
		: refusal('E_OTA_AUTH_DIGEST', 'the manifest is not the one that the wrapper was made for');
}

/** Step 7: the first key that signed, when as many distinct keys of the role did as must; else the first block's error. */
export function signerOfEnvelope(wrapper: Wrapper, signers: Signers, threshold: number): TrustedKey | OtaRefusal {
	const kids: Uint8Array[] = [];
	let first: TrustedKey | null = null;
	let problem: OtaRefusal | null = null;
	for (let i = 0; i < wrapper.blocks.length && kids.length < threshold; i++) {
		const signer = signerOfBlock(wrapper.blocks[i], wrapper.signed, signers);
		if (isRefusal(signer)) {
			problem = problem || signer;
		} else if (!isAmong(signer.kid, kids)) {
			kids.push(signer.kid);
			first = first || signer;
		}
	}
	if (first !== null && kids.length >= threshold) {
		return first;
	}
	return kids.length === 0 && problem !== null
		? problem
		: refusal('E_OTA_AUTH_THRESHOLD', `signed by ${kids.length} release keys: must be by ${threshold}`);
}

function signerOfBlock(bytes: Uint8Array, signed: Uint8Array, signers: Signers): TrustedKey | OtaRefusal {
	const message = parseCose(bytes, envelopeCbor, [tagSign1]);
	if (isRefusal(message)) {
		return message;
	}
	if (message.payload !== null) {
		return refusal(
			'E_OTA_ENV_SCHEMA',
			'a block carries a payload of its own: must be null, the digest is what it signs',
		);
	}
	const block = message.blocks[0];
	return signerOf(message, block, toBeSigned(message, block, NO_AAD, signed), signers);
}
