// What the parts of a card's update share: its ports, what is kept, and how things are told.

import type {Millis} from '../../core/clock.ts';
import {otaCodes, refusal} from '../../ota/codes.ts';
import type {OtaCode, OtaRefusal} from '../../ota/codes.ts';
import type {Life} from '../../ota/life.ts';
import type {Manifest} from '../../ota/manifest.ts';
import {recovery} from '../../ota/states.ts';
import {CardTime} from './card-time.ts';
import {refusedFound} from './jobs.ts';
import type {UpdateFound, UpdateJob} from './jobs.ts';
import type {Candidate, KeptUpdate} from './kept.ts';
import type {UpdateLimits, UpdateOptions, UpdatePorts} from './ports.ts';
import {Soak} from './soak.ts';
import {ACTOR_CLOUD, subject, Teller} from './teller.ts';
import type {Subject} from './teller.ts';
import type {UpsNow} from './ups-rules.ts';
import {Waiting} from './waiting.ts';

const FAILED_MAX = 16;
const PREFIX_BYTES = 8;
const rootNotKept = refusal(
	'E_OTA_FLASH_WRITE',
	'the new root document cannot be kept, and is not used: offer it again',
);

export class UpdateCore {
	options: UpdateOptions;
	ports: UpdatePorts;
	limits: UpdateLimits;
	life: Life;
	kept: KeptUpdate;
	teller: Teller;
	time: CardTime;
	soak: Soak;
	ups: UpsNow;
	/** Why a restart or a transfer waits; '' when none does. */
	deferred: string;
	/** A job of signatures is under way. */
	busy: boolean;
	waiting: Waiting;
	/** Whether there is a session with a service. */
	isUp: boolean;
	/** The inventory is to be sent. */
	inventoryDue: boolean;

	constructor(options: UpdateOptions, t: Millis) {
		this.options = options;
		this.ports = options.ports;
		this.limits = options.cardClass.limits;
		this.life = options.life;
		this.kept = options.kept;
		this.takeRoot();
		this.teller = new Teller(options.ports);
		this.time = new CardTime(options.kept);
		this.soak = new Soak(options.kept, this.limits.soakMs, t);
		this.ups = {problem: '', onBattery: false, batteryPercent: 0};
		this.deferred = '';
		this.busy = false;
		this.isUp = false;
		this.waiting = new Waiting(this);
		this.inventoryDue = false;
	}

	/** Of states.ts: what the journal says, or RECOVERY. */
	state(): number {
		return this.options.boot.run < 0 ? recovery : this.life.record.state;
	}

	takesUpdates(): boolean {
		return this.kept.root.length > 0;
	}

	/** The card's key where documents come under it; null for all but boards. */
	boardKey(): Uint8Array | null {
		return this.options.cardClass.isBoard ? this.options.cardKey : null;
	}

	/** Takes up the present: the UPS, and whether time is trusted. */
	look(t: Millis): UpsNow {
		this.ports.lookAtUps(this.ups);
		this.teller.trusted = this.time.nowS(t) >= 0;
		return this.ups;
	}

	keep(): void {
		this.ports.keep(this.kept);
	}

	/** Has signatures looked at, one job at a time; root documents that came into force stay so whatever else is found. */
	run(job: UpdateJob, then: (found: UpdateFound) => void): void {
		this.busy = true;
		this.ports.check(job, found => {
			this.busy = false;
			then(this.rotate(found));
			this.ports.woke();
		});
	}

	/** The root document in force is where the bootloader reads it: what is kept beside is a copy. */
	takeRoot(): void {
		const roots = this.options.roots;
		if (roots !== undefined) {
			const root = roots.load();
			this.kept.root = root.document;
			this.kept.rootVersion = root.version;
		}
	}

	/** A root document is kept before it is used: where it cannot be, what was found by its keys does not count. */
	rotate(found: UpdateFound): UpdateFound {
		const count = found.rotated.length;
		if (count === 0) {
			return found;
		}
		const root = found.rotated[count - 1];
		const roots = this.options.roots;
		if (roots !== undefined && !roots.save(root)) {
			return refusedFound(found, rootNotKept);
		}
		this.kept.root = root;
		this.kept.rootVersion = found.rootVersion;
		this.keep();
		const sentence = `Root document ${found.rootVersion} is in force.`;
		this.teller.tell('otaRootRotated', found.rootVersion, subject(null, '', ACTOR_CLOUD), '', sentence);
		this.inventoryDue = true;
		return found;
	}

	/** The best guess at the time, for quotas and the age of news. */
	bestNowS(t: Millis): number {
		const trusted = this.time.nowS(t);
		return trusted >= 0 ? trusted : Math.max(this.ports.wallS(), this.kept.timeFloorS);
	}

	/** Subject of the candidate; of the journal's where nothing is kept of it. */
	about(): Subject {
		const candidate = this.kept.candidate;
		return candidate === null ? subject(this.digest8(), '', ACTOR_CLOUD) : aboutCandidate(candidate);
	}

	digest8(): Uint8Array | null {
		const prefix = this.life.record.candidateDigest;
		for (let i = 0; i < prefix.length; i++) {
			if (prefix[i] !== 0) {
				return prefix;
			}
		}
		return null;
	}

	/** Whether what is kept of the candidate is what the journal means by it. */
	knowsCandidate(): boolean {
		const candidate = this.kept.candidate;
		return candidate !== null && startsWith(candidate.manifest.digest, this.life.record.candidateDigest);
	}

	/** The candidate proved itself, and the journal says so: tells of it, once. */
	confirmed(t: Millis): void {
		const candidate = this.kept.candidate as Candidate;
		this.teller.tell('otaConfirmed', 0, this.about(), '', versionText(candidate.manifest));
		this.kept.installedDigest = candidate.manifest.digest;
		this.kept.lastFailure = 0;
		this.soak.begin(t);
		this.forget();
	}

	/** The candidate did not prove itself, and the journal says so: tells of it, once, and takes no more of it. */
	reverted(reason: number, code: OtaCode, sentence: string): void {
		this.teller.tell('otaReverted', reason, this.about(), code, sentence);
		const candidate = this.kept.candidate;
		if (candidate !== null) {
			this.addFailed(candidate.manifest, reason);
		}
		this.kept.lastFailure = reason;
		this.forget();
	}

	/** Gives the candidate up before it ran; a journal that cannot be written is told of, and it stays. */
	drop(event: string, why: OtaRefusal, t: Millis): void {
		const about = this.about();
		const problem = this.life.drop(otaCodes[why.code]);
		if (problem !== null) {
			return this.teller.refuse(problem, about, t);
		}
		this.kept.lastFailure = otaCodes[why.code];
		this.forget();
		this.teller.tell(event, otaCodes[why.code], about, why.code, why.detail);
	}

	/** Nothing is under way any more. */
	forget(): void {
		this.kept.candidate = null;
		this.kept.spentMs = 0;
		this.deferred = '';
		this.inventoryDue = true;
		this.keep();
	}

	addFailed(manifest: Manifest, code: number): void {
		const others = this.kept.failed.filter(failed => !startsWith(failed.digest, manifest.digest));
		const all = others.concat([{digest: manifest.digest, sequence: manifest.sequence, code: code}]);
		this.kept.failed = all.slice(-FAILED_MAX);
	}
}

export function aboutCandidate(candidate: Candidate): Subject {
	return subject(candidate.manifest.digest, candidate.campaign, candidate.actor);
}

export function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
	for (let i = 0; i < PREFIX_BYTES; i++) {
		if (bytes[i] !== prefix[i]) {
			return false;
		}
	}
	return true;
}

export function versionText(manifest: Manifest): string {
	return manifest.version.length === 0 ? '' : `Version ${manifest.version.join('.')}.`;
}
