// Offers and withdrawals as they come from a service: the work of signatures is done elsewhere, and what it finds is acted on
// here. One offer can wait, for the time, for the UPS, or for the end of what is under way.

import {MINUTE} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';
import {sameBytes} from '../../ota/bytes.ts';
import {otaCodes, refusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import {isCampaign} from '../../ota/event-words.ts';
import type {Manifest} from '../../ota/manifest.ts';
import type {OfferMessage} from '../../ota/transfer/service-messages.ts';
import {armed, confirmed, receiving, trial, verified} from '../../ota/states.ts';
import type {UpdateCore} from './core.ts';
import {aboutCandidate} from './core.ts';
import type {OfferContext, OfferFound, OfferJob} from './jobs.ts';
import type {Candidate} from './kept.ts';
import {ACTOR_CLOUD, subject} from './teller.ts';
import type {Subject} from './teller.ts';

const ENVELOPE_BYTES_MAX = 8192;
const SEQUENCE_JUMP_MAX = 10000;
/** An offer that waits for the UPS is looked at again this often. */
const RETRY_MS = MINUTE;
const SLOTS = 2;

/** What has to be looked at. */
export interface Given {
	readonly envelope: Uint8Array;
	readonly payload: OfferJob['payload'];
	readonly roots: readonly Uint8Array[];
	readonly assignment: Uint8Array | null;
}

export class Offers {
	core: UpdateCore;
	/** Begins to receive what passed. */
	receive: (candidate: Candidate, t: Millis) => void;
	/** The newest offer that could not be taken up yet, and since when it is worth another look. */
	next: OfferMessage | null;
	retryAt: Millis;

	constructor(core: UpdateCore, receive: (candidate: Candidate, t: Millis) => void) {
		this.core = core;
		this.receive = receive;
		this.next = null;
		this.retryAt = Infinity;
	}

	/** An offer of the service. */
	take(offer: OfferMessage, t: Millis): void {
		const about = subject(null, offer.campaign, ACTOR_CLOUD);
		if (!this.core.takesUpdates()) {
			return this.core.teller.refuse(refusal('E_OTA_AUTH_KEY_UNKNOWN', 'this card trusts no root'), about, t);
		}
		if (!isCampaign(offer.campaign)) {
			const why = refusal('E_OTA_ENV_SCHEMA', 'a campaign is a word of 1 to 64 characters');
			return this.core.teller.refuse(why, subject(null, '', ACTOR_CLOUD), t);
		}
		if (this.core.busy || this.mustWait()) {
			return this.wait(offer, t);
		}
		this.next = null;
		this.retryAt = Infinity;
		this.check(offerOf(offer), null, t, (found, then) => this.decide(offer, found, then));
	}

	/** Whether what is under way must end first. */
	mustWait(): boolean {
		const state = this.core.state();
		return state === armed || state === trial || state === confirmed;
	}

	wait(offer: OfferMessage, until: Millis): void {
		this.next = offer;
		this.retryAt = until;
	}

	/** Trusted time came: what waited for it is worth another look. */
	timeCame(t: Millis): void {
		this.retryAt = Math.min(this.retryAt, t);
	}

	/** Takes up what waits, when it is worth it. */
	step(t: Millis): void {
		if (this.next !== null && !this.core.busy && !this.mustWait() && t >= this.retryAt) {
			this.take(this.next, t);
		}
	}

	nextAt(t: Millis): Millis {
		return this.next === null || this.core.busy || this.mustWait() ? Infinity : Math.max(t, this.retryAt);
	}

	/** The service no longer wants a release, or all of a campaign. */
	withdraw(campaign: string, digest: Uint8Array, t: Millis): void {
		if (this.next !== null && this.next.campaign === campaign) {
			this.next = null;
		}
		const candidate = this.core.kept.candidate;
		const isMeant =
			candidate !== null && candidate.campaign === campaign && sameBytes(candidate.manifest.digest, digest);
		if (isMeant) {
			this.cancel(refusal('E_OTA_CANCELLED', 'the service withdrew it'), t);
		}
	}

	/** Gives up a candidate that has not been started; says why it cannot be. */
	cancel(why: OtaRefusal, t: Millis): OtaRefusal | null {
		const core = this.core;
		if (core.state() === armed && core.life.disarm() !== null) {
			return refusal('E_OTA_JOURNAL', 'the journal cannot be written');
		}
		if (core.state() !== receiving && core.state() !== verified) {
			return refusal('E_OTA_CANCELLED', 'nothing is under way that could be given up');
		}
		core.drop('otaCancelled', why, t);
		return null;
	}

	/** Has signatures looked at: of an offer, or of what somebody at the card installs. */
	check(given: Given, local: OfferJob['local'], t: Millis, then: (found: OfferFound, t: Millis) => void): void {
		const core = this.core;
		core.look(t);
		const job: OfferJob = {
			kind: 'offer',
			root: core.kept.root,
			roots: given.roots,
			cardKey: core.boardKey(),
			nowS: core.time.nowS(t),
			classId: core.options.cardClass.classId,
			algorithms: core.options.cardClass.algorithms,
			envelope: given.envelope,
			payload: given.payload,
			context: this.context(t),
			assignment: given.assignment,
			assignmentVersion: core.kept.assignmentVersion,
			local: local,
		};
		core.run(job, found => then(found as OfferFound, core.ports.now()));
	}

	context(t: Millis): OfferContext {
		const core = this.core;
		const cardClass = core.options.cardClass;
		return {
			nowS: core.time.nowS(t),
			vendorId: cardClass.vendorId,
			classId: cardClass.classId,
			deviceId: core.options.deviceId,
			runningVersion: core.options.runningVersion,
			installFloor: core.life.record.installFloor,
			installedManifestDigest: core.kept.installedDigest,
			bootFloor: core.options.otp.read(),
			slotBytes: cardClass.slotBytes,
			candidateSlot: (core.options.boot.run + 1) % SLOTS,
			slotProblem: null,
			envelopeBytesMax: ENVELOPE_BYTES_MAX,
			sequenceJumpMax: SEQUENCE_JUMP_MAX,
			legacyEdDsa: cardClass.legacyEdDsa,
			components: cardClass.components,
			failedDigests: core.kept.failed.map(failed => failed.digest),
			upsProblem: core.ups.problem,
			batteryPercent: core.ups.batteryPercent,
			allowPlainHttp: cardClass.allowPlainHttp,
			allowPrivateHosts: cardClass.allowPrivateHosts,
		};
	}

	/** What becomes of an offer whose signatures were looked at. */
	decide(offer: OfferMessage, found: OfferFound, t: Millis): void {
		const core = this.core;
		if (!found.answer.ok) {
			return this.refused(offer, found.answer.refusal, subject(found.claimed, offer.campaign, ACTOR_CLOUD), t);
		}
		if (found.answer.alreadyInstalled) {
			core.inventoryDue = true;
			return;
		}
		if (found.assignment !== null) {
			core.kept.assignmentVersion = found.assignment.version;
		}
		const candidate = candidateOf(offer, found, found.answer.manifest);
		if (!this.renews(candidate)) {
			core.teller.tell('otaOffered', 0, aboutCandidate(candidate), '', 'It passed every check.');
			this.replace(t);
			this.receive(candidate, t);
		}
	}

	refused(offer: OfferMessage, why: OtaRefusal, about: Subject, t: Millis): void {
		const core = this.core;
		if (why.code === 'E_OTA_UPS_NOT_READY') {
			this.wait(offer, t + RETRY_MS);
			return core.waiting.take(why.code, core.ups.problem === '' ? why.detail : core.ups.problem, about, t);
		}
		if (why.code === 'E_OTA_TIME_UNKNOWN') {
			this.wait(offer, Infinity);
			core.time.isWanted = true;
		}
		core.kept.lastFailure = otaCodes[why.code];
		core.inventoryDue = true;
		core.teller.refuse(why, about, t);
	}

	/** The same release again: only its window and its campaign are new. */
	renews(candidate: Candidate): boolean {
		const core = this.core;
		const before = core.kept.candidate;
		const isUnderWay = core.state() === receiving || core.state() === verified;
		if (before === null || !isUnderWay || !sameBytes(before.manifest.digest, candidate.manifest.digest)) {
			return false;
		}
		core.kept.candidate = candidate;
		core.keep();
		return true;
	}

	/** A newer offer takes the place of what is under way. */
	replace(t: Millis): void {
		if (this.core.kept.candidate !== null && this.core.state() !== receiving) {
			this.cancel(refusal('E_OTA_CANCELLED', 'a newer offer took its place'), t);
		}
	}
}

function candidateOf(offer: OfferMessage, found: OfferFound, manifest: Manifest): Candidate {
	const assignment = found.assignment;
	return {
		manifest: manifest,
		envelopeHead: offer.envelope,
		campaign: assignment === null ? offer.campaign : assignment.campaign,
		source: offer.source,
		actor: ACTOR_CLOUD,
		windowFromS: Math.max(offer.windowFromS, assignment === null ? 0 : assignment.notBeforeS),
		windowUntilS: offer.windowUntilS,
	};
}

function offerOf(offer: OfferMessage): Given {
	return {envelope: offer.envelope, payload: null, roots: offer.roots, assignment: offer.assignment};
}
