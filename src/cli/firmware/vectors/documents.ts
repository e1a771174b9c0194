// Companion documents of the profile's vectors: root, assignment, freshness.

import {isRefusal} from '../../../ota/codes.ts';
import type {OtaRefusal} from '../../../ota/codes.ts';
import {algorithmEd25519, verifiersOf} from '../../../ota/cose/verify.ts';
import {checkAssignment} from '../../../ota/trust/assignment.ts';
import {checkFreshness} from '../../../ota/trust/freshness.ts';
import {roleKeysOf} from '../../../ota/trust/role-keys.ts';
import {checkRoot} from '../../../ota/trust/root-steps.ts';
import type {TrustTools} from '../../../ota/trust/root-steps.ts';
import type {RootState} from '../../../ota/trust/root.ts';
import {nodeCrypto} from '../../../platform/node/node-crypto.ts';
import type {VectorResult} from './format.ts';
import {contextOf} from './profile-context.ts';
import type {ProfileBase, ProfileContext, ProfileVector} from './profile-context.ts';
import {bytesOf, resultOf} from './result.ts';

export interface DocumentVector extends ProfileVector {
	readonly kind: 'root' | 'assign' | 'fresh';
}

/** What all tokens of the vectors echo; the context does not name it. */
const nonce = bytesOf('00112233445566778899aabbccddeeff');
const firstRootId = 'root-1';
const tools: TrustTools = {
	crypto: nodeCrypto,
	verifiers: verifiersOf(nodeCrypto, null, false),
	algorithms: [algorithmEd25519],
};

/** The first root document of the base, which is in force for all vectors but itself. */
function firstRoot({documents}: ProfileBase): Uint8Array {
	const found = documents.find(({id}) => id === firstRootId);
	if (found === undefined) {
		throw new Error(`the base has no document ${firstRootId}`);
	}
	return bytesOf(found.hex);
}

function check(
	{kind, hex}: DocumentVector,
	base: ProfileBase,
	{now, deviceId, classId, lastFreshCounter = 0}: ProfileContext,
): object | OtaRefusal {
	const bytes = bytesOf(hex);
	const first = firstRoot(base);
	if (Buffer.compare(bytes, first) === 0) {
		return checkRoot(bytes, null, now, tools);
	}
	const root = checkRoot(first, null, now, tools) as RootState;
	const keys = roleKeysOf(root, null);
	const wish = {nowS: now, keys, deviceId: bytesOf(deviceId), classId: bytesOf(classId)};
	return {
		root: () => checkRoot(bytes, root, now, tools),
		assign: () => checkAssignment(bytes, {...wish, lastVersion: 0}, tools),
		fresh: () =>
			checkFreshness(bytes, {...wish, nonce, lastCounter: lastFreshCounter, rootVersion: root.version}, tools),
	}[kind]();
}

export function runDocument(base: ProfileBase, vector: DocumentVector): VectorResult {
	return resultOf(vector.id, vector.expect, () => {
		const answer = check(vector, base, contextOf(base, vector));
		return isRefusal(answer) ? answer.code : 'OK';
	});
}
