// Asks for trusted time and takes the tokens that bring it (ota.md 3.4); a card that nobody tells anything new for long says so.

import {HOUR} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';
import {refusal} from '../../ota/codes.ts';
import {phaseClear, phaseSet} from '../card.ts';
import type {UpdateCore} from './core.ts';
import type {TimeFound} from './jobs.ts';
import {ACTOR_CLOUD, subject} from './teller.ts';

const LOOK_EVERY_MS = HOUR;
const about = subject(null, '', ACTOR_CLOUD);

export class Fresh {
	core: UpdateCore;
	lookedAt: Millis;

	constructor(core: UpdateCore, t: Millis) {
		this.core = core;
		this.lookedAt = t;
	}

	/** The nonce to send, when it is time to ask; null otherwise. */
	ask(t: Millis): Uint8Array | null {
		const core = this.core;
		const wanted = core.time.isWanted && core.time.outstanding(t) === null;
		return core.takesUpdates() && (wanted || t >= core.time.askAt()) ? core.time.ask(core.ports, t) : null;
	}

	/** A token came; `then` hears that trusted time did. */
	take(token: Uint8Array, roots: readonly Uint8Array[], t: Millis, then: (t: Millis) => void): void {
		const core = this.core;
		const nonce = core.time.outstanding(t);
		if (nonce === null || core.busy || !core.takesUpdates()) {
			return core.teller.refuse(refusal('E_OTA_FROZEN', 'a token came that was not asked for'), about, t);
		}
		const job = {
			kind: 'time' as const,
			root: core.kept.root,
			roots: roots,
			cardKey: core.boardKey(),
			nowS: core.time.nowS(t),
			classId: core.options.cardClass.classId,
			algorithms: core.options.cardClass.algorithms,
			token: token,
			nonce: nonce,
			counter: core.kept.freshCounter,
		};
		core.run(job, found => this.found(found as TimeFound, core.ports.now(), then));
	}

	found(found: TimeFound, t: Millis, then: (t: Millis) => void): void {
		const core = this.core;
		const refused = found.fresh === null ? found.refusal : core.time.take(found.fresh.issuedS, found.fresh.counter, t);
		if (refused !== null) {
			return core.teller.refuse(refused, about, t);
		}
		core.look(t);
		this.tell(false);
		core.keep();
		then(t);
	}

	/** Whether nobody has said for too long what is new. */
	step(t: Millis): void {
		const core = this.core;
		if (!core.takesUpdates() || t < this.nextAt()) {
			return;
		}
		this.lookedAt = t;
		const nowS = core.bestNowS(t);
		if (core.kept.freshS === 0) {
			// Counted from the first start on: no token was ever due before.
			core.kept.freshS = nowS;
			core.keep();
		}
		if ((nowS - core.kept.freshS) * 1000 >= core.limits.frozenMs) {
			this.tell(true);
			core.keep();
		}
	}

	nextAt(): Millis {
		return this.lookedAt + LOOK_EVERY_MS;
	}

	tell(frozen: boolean): void {
		const core = this.core;
		if (core.kept.frozen !== frozen) {
			core.kept.frozen = frozen;
			core.teller.tellPhase('otaFrozen', frozen ? phaseSet : phaseClear, 0, about, '', '');
		}
	}
}
