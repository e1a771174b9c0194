// From one root document to the next (ota.md 3.2): exactly one version up, by the thresholds of both.

import type {DeviceCrypto} from '../../core/device-ports.ts';
import {isAmong, sameBytes} from '../bytes.ts';
import {isRefusal, refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';
import {rootToBeSigned} from '../cose/to-be-signed.ts';
import {signerOf} from '../cose/verify.ts';
import type {Role, Verifiers} from '../cose/verify.ts';
import {roleKeysOf} from './role-keys.ts';
import {parseRoot} from './root.ts';
import type {ParsedRoot, RootState} from './root.ts';

/** Documents that are walked at once; what is left over is walked the next time. */
export const STEPS_MAX = 32;

/** What documents are checked with. */
export interface TrustTools {
	readonly crypto: DeviceCrypto;
	readonly verifiers: Verifiers;
	/** Algorithms of the card's class: [-19], or [-46] on a board. */
	readonly algorithms: readonly number[];
}

const withEpoch: readonly Role[] = ['release', 'assign', 'fresh'];

/** Distinct root keys of `by` that signed the document. */
function signersOf(document: ParsedRoot, by: RootState, tools: TrustTools): number {
	const signers = {
		keys: roleKeysOf(by, null),
		role: 'root' as const,
		algorithms: tools.algorithms,
		verifiers: tools.verifiers,
	};
	const counted: Uint8Array[] = [];
	for (let i = 0; i < document.message.blocks.length; i++) {
		const block = document.message.blocks[i];
		const key = signerOf(document.message, block, rootToBeSigned(document.message, block, document.payload), signers);
		if (!isRefusal(key) && !isAmong(key.kid, counted)) {
			counted.push(key.kid);
		}
	}
	return counted.length;
}

function thresholdProblem(document: ParsedRoot, by: RootState, tools: TrustTools): OtaRefusal | null {
	const wanted = by.roles.root.threshold;
	const found = signersOf(document, by, tools);
	return found < wanted
		? refusal('E_OTA_AUTH_THRESHOLD', `signed by ${found} root keys of version ${by.version}: it takes ${wanted}`)
		: null;
}

function versionProblem(next: RootState, current: RootState): OtaRefusal | null {
	if (next.version !== current.version + 1) {
		return refusal('E_OTA_ROOT_VERSION', `version ${next.version}: it must be ${current.version + 1}`);
	}
	for (let i = 0; i < withEpoch.length; i++) {
		const role = withEpoch[i];
		const before = current.roles[role].epoch;
		if (next.roles[role].epoch < before) {
			return refusal('E_OTA_ROOT_VERSION', `epoch ${next.roles[role].epoch} of role ${role}: it was ${before}`);
		}
	}
	return null;
}

/** The root after `current`, or the first one of all where that is null. Its expiry is not looked at. */
export function nextRoot(bytes: Uint8Array, current: RootState | null, tools: TrustTools): RootState | OtaRefusal {
	const document = parseRoot(bytes, tools.crypto);
	if (isRefusal(document)) {
		return document;
	}
	const problem =
		(current === null ? null : versionProblem(document.state, current) || thresholdProblem(document, current, tools))
		|| thresholdProblem(document, document.state, tools);
	return problem === null ? document.state : problem;
}

/** Without trusted time (`nowS` below 0) nothing is expired: it is the root's keys that time is trusted by. */
export function expiryProblem(root: RootState, nowS: number): OtaRefusal | null {
	return nowS > root.expiresS
		? refusal('E_OTA_EXPIRED', `root version ${root.version} ended at ${root.expiresS}, it is ${nowS}`)
		: null;
}

/** As nextRoot, of a document that stands alone and so must not be expired. */
export function checkRoot(
	bytes: Uint8Array,
	current: RootState | null,
	nowS: number,
	tools: TrustTools,
): RootState | OtaRefusal {
	const root = nextRoot(bytes, current, tools);
	return isRefusal(root) ? root : expiryProblem(root, nowS) || root;
}

export interface RootWalk {
	/** The newest root that was reached: to be kept before it is used. */
	readonly root: RootState;
	/** Each root on the way, oldest first. */
	readonly passed: readonly RootState[];
	/** Why it went no further, or that the last one is expired; null when all went well. */
	readonly refusal: OtaRefusal | null;
}

/** Whether the document came before: it is that of `root`, or of a version before it. */
function isBehind(bytes: Uint8Array, root: RootState, tools: TrustTools): boolean {
	const document = parseRoot(bytes, tools.crypto);
	return sameBytes(bytes, root.document) || (!isRefusal(document) && document.state.version < root.version);
}

/** Walks the documents from `current` on. Those that came before are passed over: offers are repeated. */
export function walkRoots(
	documents: readonly Uint8Array[],
	current: RootState,
	nowS: number,
	tools: TrustTools,
): RootWalk {
	const passed: RootState[] = [];
	let root = current;
	for (let i = 0; i < documents.length && passed.length < STEPS_MAX; i++) {
		if (isBehind(documents[i], root, tools)) {
			continue;
		}
		const next = nextRoot(documents[i], root, tools);
		if (isRefusal(next)) {
			return {root: root, passed: passed, refusal: next};
		}
		passed.push(next);
		root = next;
	}
	return {root: root, passed: passed, refusal: expiryProblem(root, nowS)};
}
