// Published COSE messages, held to the narrow form of firmware updates. ES256 is checked by node:crypto here: no card knows it.

import {createPublicKey, verify} from 'node:crypto';
import {envelopeCbor, tagSign, tagSign1} from '../../../ota/cbor-rules.ts';
import type {RoleKeys, TrustedKey} from '../../../ota/check-context.ts';
import {isRefusal} from '../../../ota/codes.ts';
import {parseCose} from '../../../ota/cose/message.ts';
import {toBeSigned} from '../../../ota/cose/to-be-signed.ts';
import {algorithmEd25519, signerOf, verifiersOf} from '../../../ota/cose/verify.ts';
import type {Verifier} from '../../../ota/cose/verify.ts';
import {nodeCrypto} from '../../../platform/node/node-crypto.ts';
import type {VectorFormat} from './format.ts';
import {beginsWith, bytesOf, listOf, resultOf} from './result.ts';

export const algorithmEs256 = -7;
const UNCOMPRESSED = '04';

interface CoseVector {
	readonly name: string;
	readonly curve: 'Ed25519' | 'Ed448' | 'P-256';
	readonly kid: string;
	readonly publicKey?: string;
	readonly x?: string;
	readonly y?: string;
	readonly externalAad?: string;
	readonly toBeSigned?: string;
	readonly cbor: string;
	readonly genericCose: 'valid' | 'invalid';
	readonly projectProfile?: string;
	readonly mutation?: object | null;
}

/** Keys of the release role alone. */
export function releaseKeys(release: readonly TrustedKey[]): RoleKeys {
	return {root: [], release, assign: [], fresh: [], retired: [], releaseThreshold: 1, rootThreshold: 1};
}

/** ES256 by a key that is a point of P-256: 0x04, x, y. */
const verifyEs256: Verifier = (point, message, signature) => {
	const [x, y] = [point.subarray(1, 33), point.subarray(33)].map(half => Buffer.from(half).toString('base64url'));
	const key = createPublicKey({key: {kty: 'EC', crv: 'P-256', x, y}, format: 'jwk'});
	return verify('sha256', message, {key, dsaEncoding: 'ieee-p1363'}, signature);
};

function keyOf({curve, kid, publicKey = '', x = '', y = ''}: CoseVector): TrustedKey {
	return curve === 'P-256'
		? {kid: bytesOf(kid), algorithm: algorithmEs256, key: bytesOf(UNCOMPRESSED + x + y)}
		: {kid: bytesOf(kid), algorithm: algorithmEd25519, key: bytesOf(publicKey)};
}

function answerTo(vector: CoseVector): string {
	const message = parseCose(bytesOf(vector.cbor), envelopeCbor, [tagSign1, tagSign]);
	if (isRefusal(message)) {
		return message.code;
	}
	const [block] = message.blocks;
	const signed = toBeSigned(message, block, bytesOf(vector.externalAad ?? ''), message.payload ?? new Uint8Array(0));
	if (vector.toBeSigned !== undefined && vector.toBeSigned !== Buffer.from(signed).toString('hex')) {
		return `signs ${Buffer.from(signed).toString('hex')}`;
	}
	const key = keyOf(vector);
	const verifiers = {...verifiersOf(nodeCrypto, null, vector.curve === 'Ed25519'), [algorithmEs256]: verifyEs256};
	const signers = {keys: releaseKeys([key]), role: 'release' as const, algorithms: [key.algorithm], verifiers};
	const signer = signerOf(message, block, signed, signers);
	return isRefusal(signer) ? signer.code : 'OK';
}

/** A code, OK, or `refused` for any code: generic COSE takes some forms that the profile does not (the file's note). */
function expectedOf({genericCose, projectProfile, mutation}: CoseVector): string {
	if (projectProfile !== undefined) {
		return projectProfile.startsWith('E_OTA_') ? projectProfile : 'OK';
	}
	return genericCose === 'valid' && (mutation ?? null) === null ? 'OK' : 'refused';
}

export const coseFormat: VectorFormat = {
	name: 'COSE',
	fits: document => beginsWith(document, 'vectors', ['cbor', 'kid', 'curve', 'genericCose']),
	run: ({document}) =>
		(listOf(document, 'vectors') as CoseVector[]).map(vector => {
			const expected = expectedOf(vector);
			return resultOf(vector.name, expected, () => {
				const got = answerTo(vector);
				return expected === 'refused' && got.startsWith('E_OTA_') ? expected : got;
			});
		}),
};
