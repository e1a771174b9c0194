// COSE (RFC 9052): Sign1 for one signer, Sign for several, Mac0 where a card shares a key with its service.

import {encodeCbor, mapOf, tagged} from './cbor.ts';
import type {CborValue} from './cbor.ts';
import {ALG_HMAC} from './keys.ts';
import type {Signer} from './keys.ts';

const TAG_MAC0 = 17;
const TAG_SIGN1 = 18;
const TAG_SIGN = 98;
// RFC 9052, 4.4 says "Signature" where several sign. The root documents of the profile nmc-1 are made with this word
// instead, as its vectors show, and every card that knows them checks for it.
const JOINT_CONTEXT = 'Sign';
const HEADER_ALGORITHM = 1;
const HEADER_KID = 4;

const empty = new Uint8Array(0);

/** What a signature is made for: documents of one role never verify as those of another (ota.md 2.3). */
export const audiences = {
	root: 'nmc-ota/root',
	assign: 'nmc-ota/assign',
	fresh: 'nmc-ota/fresh',
} as const;

export type Audience = (typeof audiences)[keyof typeof audiences];

function protectedHeader({algorithm, kid}: Signer): Uint8Array {
	return encodeCbor(
		mapOf([
			[HEADER_ALGORITHM, algorithm],
			[HEADER_KID, kid.length === 0 ? undefined : kid],
		]),
	);
}

function aadOf(audience: Audience | ''): Uint8Array {
	return new TextEncoder().encode(audience);
}

/** The bytes that a block of one signer is made over: Sig_structure (RFC 9052, 4.4). */
export function sigStructure(header: Uint8Array, audience: Audience | '', payload: Uint8Array): Uint8Array {
	return encodeCbor(['Signature1', header, aadOf(audience), payload]);
}

/** A block of one signer whose payload stands elsewhere: COSE_Sign1, tagged. */
export function detachedBlock(signer: Signer, payload: Uint8Array): Uint8Array {
	const header = protectedHeader(signer);
	const signature = signer.sign(sigStructure(header, '', payload));
	return encodeCbor(tagged(TAG_SIGN1, [header, new Map(), null, signature]));
}

/** A document of one signer: COSE_Sign1, or COSE_Mac0 (RFC 9052, 6.3) where the signer's algorithm is HMAC. */
export function signedDocument(signer: Signer, audience: Audience, payload: Uint8Array): Uint8Array {
	const header = protectedHeader(signer);
	const isMac = signer.algorithm === ALG_HMAC;
	const structure = isMac
		? encodeCbor(['MAC0', header, aadOf(audience), payload])
		: sigStructure(header, audience, payload);
	return encodeCbor(tagged(isMac ? TAG_MAC0 : TAG_SIGN1, [header, new Map(), payload, signer.sign(structure)]));
}

/** A document of several signers: in the shape of COSE_Sign, each over the same payload. */
export function jointDocument(signers: readonly Signer[], audience: Audience, payload: Uint8Array): Uint8Array {
	const blocks = signers.map((signer): CborValue => {
		const header = protectedHeader(signer);
		const structure = encodeCbor([JOINT_CONTEXT, empty, header, aadOf(audience), payload]);
		return [header, new Map(), signer.sign(structure)];
	});
	return encodeCbor(tagged(TAG_SIGN, [empty, new Map(), payload, blocks]));
}
