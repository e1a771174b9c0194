// Signs manifests into envelopes (SUIT, tag 107; ota.md 2.1).

import {encodeCbor, mapOf, tagged} from './cbor.ts';
import {detachedBlock} from './cose.ts';
import type {Signer} from './keys.ts';
import {manifestDigest} from './manifest.ts';
import {DIGEST_SHA256, INTEGRATED_URI, envelopeKeys, manifestKeys} from './suit-numbers.ts';

const TAG_ENVELOPE = 107;

export interface EnvelopeParts {
	/** Without its byte-string head: what buildManifest answers. */
	readonly manifest: Uint8Array;
	/** Each makes a block, in this order; at most 4. */
	readonly signers: readonly Signer[];
	/** The text section, where the envelope is to carry it. */
	readonly text?: Uint8Array;
	/** The image, where the envelope is to carry it: the single-file form. */
	readonly payload?: Uint8Array;
}

export function signEnvelope({manifest, signers, text, payload}: EnvelopeParts): Uint8Array {
	const digest = encodeCbor([DIGEST_SHA256, manifestDigest(manifest)]);
	const wrapper = [digest, ...signers.map(signer => detachedBlock(signer, digest))];
	const entries = mapOf([
		[envelopeKeys.wrapper, encodeCbor(wrapper)],
		[envelopeKeys.manifest, manifest],
		[manifestKeys.text, text],
		[INTEGRATED_URI, payload],
	]);
	return encodeCbor(tagged(TAG_ENVELOPE, entries));
}
