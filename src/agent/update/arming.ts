// When a verified release may be started: inside its window and while the UPS lets the card reset (ota.md 6.3 row 5, 6.6). It
// waits as long as it must, tells why, and is never forced.

import {SECOND} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';
import {refusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import type {UpdateCore} from './core.ts';
import type {Candidate} from './kept.ts';

const LOOK_EVERY_MS = 5 * SECOND;

/** Why the UPS forbids it; '' when it does not. Parameter 26 of the manifest counts too. */
export function upsObstacle(core: UpdateCore, candidate: Candidate | null): string {
	const ups = core.ups;
	if (ups.problem !== '') {
		return ups.problem;
	}
	const least = candidate === null ? 0 : candidate.manifest.minimumBattery;
	return ups.batteryPercent >= least ? '' : `the battery is at ${ups.batteryPercent} %, and ${least} % are asked for`;
}

export class Arming {
	core: UpdateCore;
	/** When the reset comes; Infinity unless armed. */
	resetAt: Millis;
	lookedAt: Millis;

	constructor(core: UpdateCore, t: Millis) {
		this.core = core;
		this.resetAt = Infinity;
		this.lookedAt = t;
	}

	/** Of a verified candidate: arms it, waits, or gives it up when its window is over. */
	stepVerified(t: Millis): void {
		const candidate = this.core.kept.candidate;
		this.lookedAt = t;
		if (candidate === null || !this.core.knowsCandidate()) {
			const why = refusal('E_OTA_CANCELLED', 'nothing is known of what was verified');
			return this.core.drop('otaCancelled', why, t);
		}
		const over = this.windowOver(candidate, t);
		if (over !== null) {
			return this.core.drop('otaRefused', over, t);
		}
		const early = this.windowObstacle(candidate, t);
		const obstacle = early === '' ? upsObstacle(this.core, candidate) : early;
		this.core.waiting.take(early === '' ? 'E_OTA_UPS_NOT_READY' : 'E_OTA_WINDOW', obstacle, this.core.about(), t);
		if (obstacle === '') {
			this.arm(t);
		}
	}

	/** Of an armed one: resets when messages had time to go out, or goes back when the UPS forbids it now. */
	stepArmed(candidate: Candidate | null, t: Millis): void {
		this.lookedAt = t;
		const obstacle = upsObstacle(this.core, candidate);
		if (obstacle !== '') {
			return this.disarm(obstacle, t);
		}
		if (t >= this.resetAt) {
			this.core.ports.reset('a new release of the card firmware is armed');
		}
		if (t >= this.resetAt || this.resetAt === Infinity) {
			this.resetAt = t + this.core.limits.armedMs;
		}
	}

	/** Nothing is verified: what will be is looked at at once. */
	rest(): void {
		this.lookedAt = -Infinity;
		this.resetAt = Infinity;
	}

	nextAt(): Millis {
		return Math.min(this.lookedAt + LOOK_EVERY_MS, this.resetAt);
	}

	arm(t: Millis): void {
		const problem = this.core.life.arm();
		if (problem !== null) {
			return this.core.teller.refuse(problem, this.core.about(), t);
		}
		this.resetAt = t + this.core.limits.armedMs;
		this.core.teller.tell('otaArmed', 0, this.core.about(), '', 'The card restarts in a moment.');
		this.core.inventoryDue = true;
		this.core.keep();
	}

	disarm(obstacle: string, t: Millis): void {
		this.resetAt = Infinity;
		const problem = this.core.life.disarm();
		if (problem !== null) {
			return this.core.teller.refuse(problem, this.core.about(), t);
		}
		this.core.inventoryDue = true;
		this.core.waiting.take('E_OTA_UPS_NOT_READY', obstacle, this.core.about(), t);
	}

	windowOver(candidate: Candidate, t: Millis): OtaRefusal | null {
		const nowS = this.core.time.nowS(t);
		return nowS >= 0 && candidate.windowUntilS > 0 && nowS >= candidate.windowUntilS
			? refusal('E_OTA_WINDOW', `the window ended at ${candidate.windowUntilS} s, and it is ${nowS} s`)
			: null;
	}

	windowObstacle(candidate: Candidate, t: Millis): string {
		if (candidate.windowFromS === 0 && candidate.windowUntilS === 0) {
			return '';
		}
		const nowS = this.core.time.nowS(t);
		if (nowS < 0) {
			return 'it has a window, and the time is not known';
		}
		return nowS < candidate.windowFromS ? `its window opens at ${candidate.windowFromS} s` : '';
	}
}
