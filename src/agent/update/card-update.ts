// The firmware updates of one card, from the offer to the end of the soak: states as ota.md 6.3 has them, acted out over ports.
// It draws no numbers and reads no clock. `due` is called when `nextAt` has come, and whenever the UPS changed.

import type {Millis} from '../../core/clock.ts';
import {MINUTE, SECOND} from '../../core/clock.ts';
import {refusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import {isInventoryWanted} from '../../ota/inventory-wanted.ts';
import * as kinds from '../../ota/messages.ts';
import * as states from '../../ota/states.ts';
import {decodeOtaMessage} from '../../ota/transfer/wire.ts';
import type {OtaMessage} from '../../ota/transfer/service-messages.ts';
import {Arming} from './arming.ts';
import {UpdateCore} from './core.ts';
import {Fresh} from './fresh.ts';
import type {Candidate} from './kept.ts';
import {Offers} from './offers.ts';
import type {UpdateOptions} from './ports.ts';
import {Post} from './post.ts';
import {Receiving} from './receiving.ts';
import {Settling} from './settling.ts';
import {takeUpCandidate, tellBoot} from './take-up.ts';
import {subject} from './teller.ts';

/** What is due at all is looked at this often at least. */
const LOOK_EVERY_MS = MINUTE;

/** An offer to a confirmed image brings the clean restart this near. */
const RESTART_MS = 2 * SECOND;

type Step = (u: CardUpdate, t: Millis) => void;

function stepSoak(u: CardUpdate, t: Millis): void {
	u.settling.stepSoak(t, u.offers.next !== null);
}

/** What is done in each state of states.ts, by its number. */
const steps: readonly (Step | null)[] = [
	null,
	stepSoak,
	(u, t) => u.receiving.step(t),
	(u, t) => u.arming.stepVerified(t),
	(u, t) => u.arming.stepArmed(u.core.kept.candidate, t),
	(u, t) => u.settling.stepTrial(t),
	stepSoak,
	null,
	null,
];

export class CardUpdate {
	core: UpdateCore;
	post: Post;
	offers: Offers;
	fresh: Fresh;
	receiving: Receiving;
	arming: Arming;
	settling: Settling;
	lookedAt: Millis;

	constructor(options: UpdateOptions, t: Millis) {
		const core = new UpdateCore(options, t);
		this.core = core;
		this.post = new Post(core);
		this.offers = new Offers(core, (candidate: Candidate, then: Millis) => this.receiving.receive(candidate, then));
		this.fresh = new Fresh(core, t);
		this.receiving = new Receiving(core, candidate => this.post.source(candidate));
		this.arming = new Arming(core, t);
		this.settling = new Settling(core);
		this.lookedAt = t;
	}

	/** Takes up what the boot found: tells what the bootloader did, and what became of a candidate. Called once, first. */
	start(t: Millis): void {
		const core = this.core;
		core.look(t);
		tellBoot(core);
		takeUpCandidate(core, t);
		this.settling.start(t);
		core.keep();
		core.inventoryDue = true;
		this.due(t);
	}

	/** The card ends in good order: a reset without this is no clean one. */
	stop(t: Millis): void {
		this.core.soak.count(t);
		this.core.kept.cleanStop = true;
		this.receiving.putDown(t);
		this.core.keep();
	}

	/** The session with the service is up, after the birth: the inventory goes out, and time is asked for. */
	connected(t: Millis): void {
		this.core.isUp = true;
		this.core.inventoryDue = true;
		this.core.time.isWanted = this.core.time.nowS(t) < 0;
		this.due(t);
		this.core.ports.woke();
	}

	disconnected(t: Millis): void {
		this.core.isUp = false;
		this.due(t);
	}

	/** A message of kind `ota`; '' or, where it is none, what is wrong with it. The bytes are the caller's again afterwards. */
	take(payload: Uint8Array, t: Millis): string {
		if (isInventoryWanted(payload)) {
			this.serviceCame(t);
			return '';
		}
		const message = decodeOtaMessage(payload);
		if ('code' in message) {
			return `${message.code}: ${message.detail}`;
		}
		this.act(message, t);
		this.core.ports.woke();
		return '';
	}

	/** A service that came later than the session has missed what was sent: what it has yet to answer is sent again. */
	serviceCame(t: Millis): void {
		const core = this.core;
		const nonce = core.time.outstanding(t);
		if (nonce !== null && core.isUp) {
			this.post.wantTime(nonce);
		}
		core.inventoryDue = true;
		this.due(t);
		core.ports.woke();
	}

	act(message: OtaMessage, t: Millis): void {
		if (message.kind === kinds.inChunk) {
			this.receiving.take(message, t);
		} else if (message.kind === kinds.inNotServed) {
			this.receiving.notServed(message.token, message.reason, t);
		} else if (message.kind === kinds.inOffer) {
			this.offers.take(message, t);
		} else if (message.kind === kinds.inWithdraw) {
			this.offers.withdraw(message.campaign, message.digest, t);
		} else {
			this.fresh.take(message.token, message.roots, t, then => this.offers.timeCame(then));
		}
	}

	/** Carries out what is due. */
	due(t: Millis): void {
		const core = this.core;
		this.lookedAt = t;
		core.look(t);
		if (core.soak.count(t)) {
			core.keep();
		}
		this.fresh.step(t);
		this.offers.step(t);
		this.receiving.tidy();
		const state = core.state();
		if (state !== states.verified && state !== states.armed) {
			this.arming.rest();
		}
		const step = steps[state];
		if (step !== null) {
			step(this, t);
		}
		// Time first: a service that answers in order can offer at once.
		const nonce = core.isUp ? this.fresh.ask(t) : null;
		if (nonce !== null) {
			this.post.wantTime(nonce);
		}
		this.post.report();
	}

	/** When `due` is to be called next. */
	nextAt(): Millis {
		const state = this.core.state();
		const waits = state === states.verified || state === states.armed;
		return Math.min(
			this.lookedAt + LOOK_EVERY_MS,
			state === states.receiving ? this.receiving.nextAt(this.lookedAt) : Infinity,
			waits ? this.arming.nextAt() : Infinity,
			this.settling.nextAt(),
			state === states.confirmed && this.offers.next !== null ? this.lookedAt + RESTART_MS : Infinity,
			this.offers.nextAt(this.lookedAt),
		);
	}

	/** Somebody at the card gives the candidate up. */
	cancel(actor: string, t: Millis): OtaRefusal | null {
		const why = refusal('E_OTA_CANCELLED', `${actor} gave it up at the card`);
		this.receiving.end();
		return this.offers.cancel(why, t);
	}

	/** Lets releases that failed here be tried again; how many there were. */
	clearFailed(actor: string): number {
		const core = this.core;
		const count = core.kept.failed.length;
		core.kept.failed = [];
		core.keep();
		if (count > 0) {
			const sentence = `${count} failed releases may be tried again.`;
			core.teller.tell('otaLocalOverride', count, subject(null, '', actor), '', sentence);
		}
		return count;
	}
}
