// From the first start of a release to the end of its soak (ota.md 3.3, 6.3 rows 9, 10 and 12, 6.5).

import type {Millis} from '../../core/clock.ts';
import {otaCodes} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import * as states from '../../ota/states.ts';
import type {UpdateCore} from './core.ts';
import {Trial} from './health.ts';
import {ACTOR_CARD, subject} from './teller.ts';

export class Settling {
	core: UpdateCore;
	/** Null but in TRIAL. */
	trial: Trial | null;

	constructor(core: UpdateCore) {
		this.core = core;
		this.trial = null;
	}

	/** A boot: a trial begins, or a soak goes on. */
	start(t: Millis): void {
		const core = this.core;
		if (core.state() === states.trial) {
			this.trial = new Trial(core.ports, core.limits, t);
		}
		core.kept.soakRestarted = core.kept.soakRestarted || (core.soak.runs() && core.kept.cleanStop);
		core.kept.cleanStop = false;
	}

	nextAt(): Millis {
		return Math.min(this.trial === null ? Infinity : this.trial.nextAt(), this.core.soak.nextAt());
	}

	/** TRIAL: asks for the health of this image, and acts on what it says. */
	stepTrial(t: Millis): void {
		const trial = this.trial;
		if (trial === null || t < trial.nextAt()) {
			return;
		}
		const verdict = trial.ask(t, this.core.ups.onBattery);
		if (verdict === 'passed') {
			this.confirm(t);
		} else if (verdict !== 'open') {
			this.revert(verdict, t);
		}
	}

	confirm(t: Millis): void {
		const core = this.core;
		const problem = core.life.confirm();
		if (problem !== null) {
			return core.teller.refuse(problem, core.about(), t);
		}
		this.trial = null;
		if (core.kept.candidate !== null) {
			core.confirmed(t);
		}
	}

	/** The next start tells of it, so that it is told once. */
	revert(why: OtaRefusal, t: Millis): void {
		const problem = this.core.life.revert(otaCodes[why.code]);
		if (problem !== null) {
			return this.core.teller.refuse(problem, this.core.about(), t);
		}
		this.trial = null;
		this.core.kept.revertDetail = why.detail;
		this.core.keep();
		this.core.ports.reset(why.detail);
	}

	/** STEADY and CONFIRMED: the soak ends once the image ran long enough and restarted cleanly. */
	stepSoak(t: Millis, offerWaits: boolean): void {
		const core = this.core;
		const restartWanted = core.state() === states.confirmed && offerWaits;
		if (!core.soak.isRipe() && !restartWanted) {
			return;
		}
		if (core.state() === states.confirmed || !core.kept.soakRestarted) {
			return core.ups.problem === '' ? core.ports.reset('a new release of the card firmware settles') : undefined;
		}
		this.endSoak(t);
	}

	endSoak(t: Millis): void {
		const core = this.core;
		const before = core.options.otp.read();
		const problem = core.life.endSoak();
		if (problem !== null) {
			return core.teller.refuse(problem, core.about(), t);
		}
		core.soak.end();
		const floor = core.options.otp.read();
		if (floor > before) {
			core.teller.tell('otaFloorRaised', floor, subject(core.kept.installedDigest, '', ACTOR_CARD), '', '');
		}
		core.inventoryDue = true;
		core.keep();
	}
}
