// Hashing and bare signature checks for firmware updates, on Node: SHA-256 and HMAC by node:crypto, Ed25519 by tweetnacl.

import {createHash, createHmac} from 'node:crypto';
import nacl from 'tweetnacl';
import type {DeviceCrypto} from '../../core/device-ports.ts';

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** Whether tweetnacl takes the signature; it throws at wrong lengths (ota.md 4.3), which is a plain no here. */
function bareEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
	return (
		publicKey.length === KEY_BYTES
		&& signature.length === SIGNATURE_BYTES
		&& nacl.sign.detached.verify(message, signature, publicKey)
	);
}

export const nodeCrypto: DeviceCrypto = {
	sha256: () => {
		const hash = createHash('sha256');
		return {
			update: bytes => {
				hash.update(bytes);
			},
			digest: () => new Uint8Array(hash.digest()),
		};
	},
	bareEd25519,
	hmacSha256: (key, message) => new Uint8Array(createHmac('sha256', key).update(message).digest()),
};
