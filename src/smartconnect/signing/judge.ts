// What a card would say of a release or a document: the check that cards run, for one that the thing is made for. Publishers and
// the service ask before they send; nothing here is a second opinion.

import {checkEnvelope} from '../../ota/check/check.ts';
import type {CheckAnswer, CheckContext} from '../../ota/check-context.ts';
import {isRefusal, refusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import {algorithmHssLms, verifiersOf} from '../../ota/cose/verify.ts';
import {verifyHss} from '../../ota/lms/hss.ts';
import {roleKeysOf} from '../../ota/trust/role-keys.ts';
import {checkRoot, walkRoots} from '../../ota/trust/root-steps.ts';
import type {TrustTools} from '../../ota/trust/root-steps.ts';
import type {RootState} from '../../ota/trust/root.ts';
import {nodeCrypto} from '../../platform/node/node-crypto.ts';
import {ALG_ED25519, sha256} from './keys.ts';
import {readRelease} from './release-facts.ts';
import type {ReleaseFacts} from './release-facts.ts';

const UUID_BYTES = 16;
const ENVELOPE_BYTES_MAX = 8192;
const JUMP_MAX = 10_000;
const FULL_PERCENT = 100;
/** As large as a slot may be: which card it is to be for is not known. */
const SLOT_BYTES_MAX = 2 ** 31;

const eitherClass: readonly number[] = [ALG_ED25519, algorithmHssLms];

/** Tools of a card of either class, unless its algorithms are told. */
export function trustTools(legacyEdDsa = false, algorithms = eitherClass): TrustTools {
	const hssLms = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
		verifyHss(key, message, signature, nodeCrypto);
	return {
		crypto: nodeCrypto,
		verifiers: verifiersOf(nodeCrypto, hssLms, legacyEdDsa),
		algorithms,
	};
}

/** The newest of root documents given in the order of their versions, each verified by the one before. */
export function judgeRoots(
	documents: readonly Uint8Array[],
	nowS: number,
	algorithms = eitherClass,
): RootState | OtaRefusal {
	const tools = trustTools(false, algorithms);
	const [first, ...later] = documents;
	const root = checkRoot(first, null, later.length === 0 ? nowS : -1, tools);
	if (isRefusal(root) || later.length === 0) {
		return root;
	}
	const walk = walkRoots(later, root, nowS, tools);
	return walk.refusal ?? walk.root;
}

/** A card that the release is made for and that waits for it: each field may be another. */
export function contextFor(facts: ReleaseFacts | null, root: RootState, nowS: number): CheckContext {
	const keyEpoch = root.roles.release.epoch;
	return {
		nowS,
		vendorId: facts?.vendorId ?? new Uint8Array(UUID_BYTES),
		classId: facts?.classId ?? new Uint8Array(UUID_BYTES),
		deviceId: facts?.deviceId ?? new Uint8Array(UUID_BYTES),
		runningVersion: facts?.precursor ?? [0, 0, 0],
		installFloor: {keyEpoch, sequence: Math.max((facts?.sequence ?? 1) - 1, 0)},
		keyEpoch,
		installedManifestDigest: null,
		bootFloor: 0,
		slotBytes: SLOT_BYTES_MAX,
		candidateSlot: 0,
		slotProblem: null,
		envelopeBytesMax: ENVELOPE_BYTES_MAX,
		sequenceJumpMax: JUMP_MAX,
		legacyEdDsa: false,
		algorithms: eitherClass,
		components: [facts?.component ?? ['nmc', 'app']],
		keys: roleKeysOf(root, null),
		failedDigests: [],
		word: {by: 'local', timeOverride: false},
		upsProblem: '',
		batteryPercent: FULL_PERCENT,
	};
}

/** The check of a card on an envelope. */
export function judgeEnvelope(envelope: Uint8Array, context: CheckContext): CheckAnswer {
	const {crypto, verifiers} = trustTools(context.legacyEdDsa);
	return checkEnvelope(envelope, context, {crypto, verifiers});
}

/** Whether the images that go with a release are those that were signed; null when they are. */
export function imageProblem(facts: ReleaseFacts, images: readonly Uint8Array[]): OtaRefusal | null {
	for (const {digest, sizeBytes, slot} of facts.images) {
		const found = images.find(image => Buffer.compare(sha256(image), digest) === 0);
		if (found === undefined) {
			const which = slot === -1 ? 'the image' : `the image of slot ${slot}`;
			return refusal('E_OTA_DIGEST', `none of ${images.length} images has the digest of ${which}`);
		}
		if (found.length !== sizeBytes) {
			return refusal('E_OTA_SIZE', `image of ${found.length} bytes where the manifest says ${sizeBytes}`);
		}
	}
	return null;
}

export type Judgement =
	| {readonly ok: true; readonly facts: ReleaseFacts}
	| {readonly ok: false; readonly refusal: OtaRefusal};

/** Whether cards that trust `root` would take the release, for each slot that it is made for, with its images. */
export function judgeRelease(
	envelope: Uint8Array,
	images: readonly Uint8Array[],
	root: RootState,
	nowS: number,
): Judgement {
	const facts = readRelease(envelope);
	const context = contextFor('code' in facts ? null : facts, root, nowS);
	const slots = 'code' in facts ? [0] : facts.images.map(({slot}) => Math.max(slot, 0));
	for (const candidateSlot of slots) {
		const answer = judgeEnvelope(envelope, {...context, candidateSlot});
		if (!answer.ok) {
			return answer;
		}
	}
	if ('code' in facts) {
		return {ok: false, refusal: facts};
	}
	const problem = imageProblem(facts, facts.payload === null ? images : [facts.payload]);
	return problem === null ? {ok: true, facts} : {ok: false, refusal: problem};
}
