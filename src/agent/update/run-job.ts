// Does a job of signatures (jobs.ts): root documents first, then the assignment or the token, then the envelope in the order of
// ota.md 4.1. It keeps nothing, so that any thread can do it.

import type {DeviceCrypto} from '../../core/device-ports.ts';
import type {CheckAnswer, CheckContext, InstallWord, RoleKeys} from '../../ota/check-context.ts';
import {checkHead} from '../../ota/check/check.ts';
import {readEnvelope} from '../../ota/check/envelope.ts';
import {isRefusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import type {Verifiers} from '../../ota/cose/verify.ts';
import {checkAssignment} from '../../ota/trust/assignment.ts';
import type {Assignment} from '../../ota/trust/assignment.ts';
import {checkFreshness} from '../../ota/trust/freshness.ts';
import {cardKeyOf, roleKeysOf} from '../../ota/trust/role-keys.ts';
import {keptRoot} from '../../ota/trust/root.ts';
import type {RootState} from '../../ota/trust/root.ts';
import {walkRoots} from '../../ota/trust/root-steps.ts';
import type {RootWalk, TrustTools} from '../../ota/trust/root-steps.ts';
import type {OfferFound, OfferJob, TimeFound, TimeJob, UpdateFound, UpdateJob} from './jobs.ts';

export interface JobTools {
	readonly crypto: DeviceCrypto;
	readonly verifiers: Verifiers;
}

interface Rooted {
	readonly walk: RootWalk;
	readonly keys: RoleKeys;
	readonly trust: TrustTools;
}

export function runUpdateJob(job: UpdateJob, tools: JobTools): UpdateFound {
	const root = keptRoot(job.root, tools.crypto);
	if (isRefusal(root)) {
		return job.kind === 'offer' ? noOffer(root) : noTime(root);
	}
	const rooted = rootedOf(job, root, tools);
	return job.kind === 'offer' ? findOffer(job, rooted) : findTime(job, rooted);
}

function rootedOf(job: UpdateJob, root: RootState, tools: JobTools): Rooted {
	const trust = {crypto: tools.crypto, verifiers: tools.verifiers, algorithms: job.algorithms};
	const walk = walkRoots(job.roots, root, job.nowS, trust);
	const cardKey = job.cardKey === null ? null : cardKeyOf(job.cardKey, tools.crypto);
	return {walk: walk, keys: roleKeysOf(walk.root, cardKey), trust: trust};
}

function noOffer(why: OtaRefusal): OfferFound {
	const answer: CheckAnswer = {ok: false, refusal: why};
	return {kind: 'offer', rotated: [], rootVersion: 0, answer: answer, assignment: null, claimed: null};
}

function noTime(why: OtaRefusal): TimeFound {
	return {kind: 'time', rotated: [], rootVersion: 0, fresh: null, refusal: why};
}

function findOffer(job: OfferJob, rooted: Rooted): OfferFound {
	const assignment = assignmentOf(job, rooted);
	const held = assignment === null || isRefusal(assignment) ? null : assignment;
	return {
		kind: 'offer',
		rotated: rooted.walk.passed.map(root => root.document),
		rootVersion: rooted.walk.root.version,
		answer: answerOf(job, rooted, assignment),
		assignment: held === null ? null : {version: held.version, campaign: held.campaign, notBeforeS: held.notBeforeS},
		claimed: claimedDigest(job.envelope, rooted.trust.crypto),
	};
}

function assignmentOf(job: OfferJob, rooted: Rooted): Assignment | OtaRefusal | null {
	if (job.assignment === null) {
		return null;
	}
	const wish = {
		deviceId: job.context.deviceId,
		nowS: job.nowS,
		keys: rooted.keys,
		lastVersion: job.assignmentVersion,
	};
	return checkAssignment(job.assignment, wish, rooted.trust);
}

function wordOf(job: OfferJob, assignment: Assignment | OtaRefusal | null): InstallWord {
	if (job.local !== null) {
		return {by: 'local', timeOverride: job.local.timeOverride};
	}
	return assignment === null || isRefusal(assignment)
		? {by: 'nobody'}
		: {by: 'assignment', manifestDigest: assignment.manifestDigest};
}

/** The envelope is judged in its order; what is wrong with the assignment comes where the assignment does. */
function answerOf(job: OfferJob, rooted: Rooted, assignment: Assignment | OtaRefusal | null): CheckAnswer {
	if (rooted.walk.refusal !== null) {
		return {ok: false, refusal: rooted.walk.refusal};
	}
	const context = contextOf(job, rooted, wordOf(job, assignment));
	const answer = checkHead(job.envelope, job.payload, context, rooted.trust);
	const isAssignments = !answer.ok && answer.refusal.code === 'E_OTA_NOT_ASSIGNED';
	return isAssignments && assignment !== null && isRefusal(assignment) ? {ok: false, refusal: assignment} : answer;
}

function contextOf(job: OfferJob, rooted: Rooted, word: InstallWord): CheckContext {
	return {
		nowS: job.nowS,
		vendorId: job.context.vendorId,
		classId: job.context.classId,
		deviceId: job.context.deviceId,
		runningVersion: job.context.runningVersion,
		installFloor: job.context.installFloor,
		keyEpoch: rooted.walk.root.roles.release.epoch,
		installedManifestDigest: job.context.installedManifestDigest,
		bootFloor: job.context.bootFloor,
		slotBytes: job.context.slotBytes,
		candidateSlot: job.context.candidateSlot,
		slotProblem: job.context.slotProblem,
		envelopeBytesMax: job.context.envelopeBytesMax,
		sequenceJumpMax: job.context.sequenceJumpMax,
		legacyEdDsa: job.context.legacyEdDsa,
		algorithms: job.algorithms,
		components: job.context.components,
		keys: rooted.keys,
		failedDigests: job.context.failedDigests,
		word: word,
		upsProblem: job.context.upsProblem,
		batteryPercent: job.context.batteryPercent,
		allowPlainHttp: job.context.allowPlainHttp === true,
		allowPrivateHosts: job.context.allowPrivateHosts === true,
	};
}

/** Digest of the manifest that came, whatever it is worth: it names what was refused. */
function claimedDigest(bytes: Uint8Array, crypto: DeviceCrypto): Uint8Array | null {
	const envelope = readEnvelope(bytes);
	if (isRefusal(envelope)) {
		return null;
	}
	const sha = crypto.sha256();
	sha.update(envelope.manifestItem);
	return sha.digest();
}

function findTime(job: TimeJob, rooted: Rooted): TimeFound {
	const found = rooted.walk.refusal === null ? freshOf(job, rooted) : rooted.walk.refusal;
	const isBad = isRefusal(found);
	return {
		kind: 'time',
		rotated: rooted.walk.passed.map(root => root.document),
		rootVersion: rooted.walk.root.version,
		fresh: isBad ? null : {issuedS: found.issuedS, counter: found.counter},
		refusal: isBad ? found : null,
	};
}

function freshOf(job: TimeJob, rooted: Rooted): ReturnType<typeof checkFreshness> {
	const wish = {
		nonce: job.nonce,
		lastCounter: job.counter,
		rootVersion: rooted.walk.root.version,
		nowS: job.nowS,
		classId: job.classId,
		keys: rooted.keys,
	};
	return checkFreshness(job.token, wish, rooted.trust);
}
