// Signatures of HSS/LMS (RFC 8554), the plain ones and those in COSE messages.

import {envelopeCbor, tagSign, tagSign1} from '../../../ota/cbor-rules.ts';
import {isRefusal} from '../../../ota/codes.ts';
import {parseCose} from '../../../ota/cose/message.ts';
import {toBeSigned} from '../../../ota/cose/to-be-signed.ts';
import {algorithmHssLms} from '../../../ota/cose/verify.ts';
import {verifyHss} from '../../../ota/lms/hss.ts';
import {nodeCrypto} from '../../../platform/node/node-crypto.ts';
import type {VectorFormat} from './format.ts';
import {beginsWith, bytesOf, listOf, resultOf} from './result.ts';

interface LmsVector {
	readonly name: string;
	readonly hssPublicKey: string;
	readonly message: string;
	readonly hssSignature: string;
	/** A COSE message that holds the signature, and what it signs, which is the message then. */
	readonly cose?: string;
	readonly expect: string;
}

/** What is wrong with the COSE message around the signature; '' when nothing is, or there is none. */
function coseProblem({cose, message, hssSignature}: LmsVector): string {
	if (cose === undefined) {
		return '';
	}
	const found = parseCose(bytesOf(cose), envelopeCbor, [tagSign1, tagSign]);
	if (isRefusal(found)) {
		return found.code;
	}
	const [block] = found.blocks;
	const signed = toBeSigned(found, block, new Uint8Array(0), found.payload ?? new Uint8Array(0));
	const isRight = [
		block.algorithm === algorithmHssLms,
		Buffer.compare(signed, bytesOf(message)) === 0,
		Buffer.compare(block.signature, bytesOf(hssSignature)) === 0,
	];
	return isRight.includes(false) ? 'another COSE message' : '';
}

function answerTo(vector: LmsVector): string {
	const {hssPublicKey, message, hssSignature} = vector;
	const isGood = verifyHss(bytesOf(hssPublicKey), bytesOf(message), bytesOf(hssSignature), nodeCrypto);
	return isGood ? coseProblem(vector) || 'OK' : 'INVALID';
}

export const lmsFormat: VectorFormat = {
	name: 'HSS/LMS',
	fits: document => beginsWith(document, 'valid', ['hssPublicKey', 'message', 'hssSignature', 'expect']),
	run: ({document}) =>
		([...listOf(document, 'valid'), ...listOf(document, 'invalid')] as LmsVector[]).map(vector =>
			resultOf(vector.name, vector.expect, () => answerTo(vector)),
		),
};
