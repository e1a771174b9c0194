// Signatures of Ed25519: those of RFC 8032, and those at the edges of what a signature is.

import {verifyEd25519} from '../../../ota/ed25519.ts';
import {nodeCrypto} from '../../../platform/node/node-crypto.ts';
import type {VectorFormat} from './format.ts';
import {beginsWith, bytesOf, listOf, resultOf} from './result.ts';

interface SignatureVector {
	readonly id?: string;
	readonly name?: string;
	readonly publicKey: string;
	readonly message: string;
	readonly signature: string;
	/** Where it is not given, the signature is good. */
	readonly required?: 'accept' | 'reject';
}

function run(document: object): ReturnType<VectorFormat['run']> {
	return (listOf(document, 'vectors') as SignatureVector[]).map(vector =>
		resultOf(vector.id ?? vector.name ?? '', vector.required ?? 'accept', () => {
			const {publicKey, message, signature} = vector;
			const isGood = verifyEd25519(nodeCrypto, bytesOf(publicKey), bytesOf(message), bytesOf(signature));
			return isGood ? 'accept' : 'reject';
		}),
	);
}

export const edgeFormat: VectorFormat = {
	name: 'edges of Ed25519',
	fits: document => beginsWith(document, 'vectors', ['publicKey', 'message', 'signature', 'required']),
	run: ({document}) => run(document),
};

export const rfc8032Format: VectorFormat = {
	name: 'Ed25519 of RFC 8032',
	fits: document => beginsWith(document, 'vectors', ['seed', 'publicKey', 'message', 'signature']),
	run: ({document}) => run(document),
};
