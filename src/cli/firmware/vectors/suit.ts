// Published SUIT envelopes, most of other profiles than ours: what is common to all of them is read by the same code, which is the
// wrapper, the digest over the manifest with its head, and what is signed. And the same manifests signed with Ed25519.

import {createPublicKey, verify} from 'node:crypto';
import {CborReader} from '../../../codec/cbor/reader.ts';
import {TAG} from '../../../codec/cbor/head.ts';
import {scanCbor} from '../../../codec/cbor/scan.ts';
import {envelopeCbor, tagMac0, tagSign1} from '../../../ota/cbor-rules.ts';
import {digestIn} from '../../../ota/check/digest.ts';
import {keyManifest, keyWrapper, readEnvelope} from '../../../ota/check/envelope.ts';
import {manifestDigest, readWrapper, signerOfEnvelope} from '../../../ota/check/wrapper.ts';
import {isRefusal} from '../../../ota/codes.ts';
import {parseCose} from '../../../ota/cose/message.ts';
import {toBeSigned} from '../../../ota/cose/to-be-signed.ts';
import {algorithmEd25519, verifiersOf} from '../../../ota/cose/verify.ts';
import {nodeCrypto} from '../../../platform/node/node-crypto.ts';
import {releaseKeys} from './cose.ts';
import type {VectorFormat} from './format.ts';
import {beginsWith, bytesOf, listOf, resultOf} from './result.ts';
import {hexOf} from '../../../ota/bytes.ts';

interface AuthFacts {
	readonly tag: number;
	readonly alg: number;
	readonly toBeSigned?: string;
	readonly verifiesWithAnchor?: boolean;
}

interface SuitFacts {
	readonly tagged: boolean;
	readonly digest: string;
	readonly digestMatches: boolean;
	readonly sequence: number;
	readonly manifestBytes: number;
	readonly envelopeBytes: number;
	readonly auth: readonly AuthFacts[];
}

interface PublishedVector extends SuitFacts {
	readonly name: string;
	readonly hex: string;
}

interface DerivedVector {
	readonly id: string;
	readonly alg: number;
	readonly publicKey: string;
	readonly hex: string;
	readonly expect: string;
}

const manifestSequence = 2;
const NO_AAD = new Uint8Array(0);

/** The item under a key of a map of whole numbers and texts, with its head; empty where there is none. */
function itemUnder(map: CborReader, key: number): Uint8Array {
	for (let left = map.map(); left > 0; left--) {
		const isKey = map.major() <= 1 ? map.int() === key : (map.skip(), false);
		const item = map.rawItem();
		if (isKey) {
			return item;
		}
	}
	return new Uint8Array(0);
}

function blocksOf(wrapper: Uint8Array): {readonly signed: Uint8Array; readonly blocks: readonly Uint8Array[]} {
	const reader = new CborReader(wrapper);
	const count = reader.array();
	const [signed, ...blocks] = Array.from({length: count}, () => reader.blob());
	return {signed, blocks};
}

function authOf(block: Uint8Array, signed: Uint8Array, anchorPem: string): AuthFacts {
	const message = parseCose(block, envelopeCbor, [tagSign1, tagMac0]);
	if (isRefusal(message)) {
		throw new Error(message.detail);
	}
	const [{algorithm, signature}] = message.blocks;
	if (message.tag === tagMac0) {
		return {tag: message.tag, alg: algorithm};
	}
	const bytes = toBeSigned(message, message.blocks[0], NO_AAD, signed);
	const key = {key: createPublicKey(anchorPem), dsaEncoding: 'ieee-p1363' as const};
	return {
		tag: message.tag,
		alg: algorithm,
		toBeSigned: hexOf(bytes),
		verifiesWithAnchor: verify('sha256', bytes, key, signature),
	};
}

function publishedFacts(hex: string, anchorPem: string): SuitFacts {
	const bytes = bytesOf(hex);
	const problem = scanCbor(bytes, envelopeCbor);
	if (problem !== null) {
		throw new Error(problem.detail);
	}
	const tagged = new CborReader(bytes).major() === TAG;
	const outer = (): CborReader => {
		const reader = new CborReader(bytes);
		if (tagged) {
			reader.tag();
		}
		return reader;
	};
	const manifestItem = itemUnder(outer(), keyManifest);
	const manifest = new CborReader(manifestItem).blob();
	const {signed, blocks} = blocksOf(new CborReader(itemUnder(outer(), keyWrapper)).blob());
	const hash = nodeCrypto.sha256();
	hash.update(manifestItem);
	const digest = hexOf(digestIn(signed) ?? new Uint8Array(0));
	return {
		tagged,
		digest,
		digestMatches: digest === hexOf(hash.digest()),
		sequence: new CborReader(itemUnder(new CborReader(manifest), manifestSequence)).uint(),
		manifestBytes: manifest.length,
		envelopeBytes: bytes.length,
		auth: blocks.map(block => authOf(block, signed, anchorPem)),
	};
}

function factsText(facts: SuitFacts): string {
	const {tagged, digest, digestMatches, sequence, manifestBytes, envelopeBytes, auth} = facts;
	const blocks = auth.map(({tag, alg, toBeSigned: bytes = '', verifiesWithAnchor = null}) => [
		tag,
		alg,
		bytes,
		verifiesWithAnchor,
	]);
	return JSON.stringify([tagged, digest, digestMatches, sequence, manifestBytes, envelopeBytes, blocks]);
}

export const publishedFormat: VectorFormat = {
	name: 'published SUIT envelopes',
	fits: document => beginsWith(document, 'vectors', ['hex', 'digestMatches', 'manifestBytes', 'auth']),
	run: ({document}) =>
		(listOf(document, 'vectors') as PublishedVector[]).map(vector =>
			resultOf(vector.name, factsText(vector), () =>
				factsText(publishedFacts(vector.hex, (document as {verifyingKeyPem: string}).verifyingKeyPem)),
			),
		),
};

/** Whether the envelope's block is the key's, by the code that a card runs; the manifests are of other profiles than ours. */
function derivedAnswer({hex, alg, publicKey}: DerivedVector): string {
	const envelope = readEnvelope(bytesOf(hex));
	const wrapper = isRefusal(envelope) ? envelope : readWrapper(envelope.wrapper ?? new Uint8Array(0));
	if (isRefusal(envelope) || isRefusal(wrapper)) {
		return isRefusal(envelope) ? envelope.code : 'no wrapper';
	}
	const digest = manifestDigest(envelope, wrapper, nodeCrypto);
	const key = {kid: new Uint8Array(0), algorithm: algorithmEd25519, key: bytesOf(publicKey)};
	const verifiers = verifiersOf(nodeCrypto, null, alg !== algorithmEd25519);
	const signers = {keys: releaseKeys([key]), role: 'release' as const, algorithms: [algorithmEd25519], verifiers};
	const signer = isRefusal(digest) ? digest : signerOfEnvelope(wrapper, signers, 1);
	return isRefusal(signer) ? signer.code : 'signature valid';
}

export const derivedFormat: VectorFormat = {
	name: 'SUIT envelopes with Ed25519',
	fits: document => beginsWith(document, 'vectors', ['from', 'alg', 'publicKey', 'hex', 'expect']),
	run: ({document}) =>
		(listOf(document, 'vectors') as DerivedVector[]).map(vector =>
			resultOf(vector.id, vector.expect, () => derivedAnswer(vector)),
		),
};
