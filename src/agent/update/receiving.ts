// RECEIVING: from an accepted candidate to an image that was read back from flash (ota.md 6.3 rows 1 to 4). It goes on after a
// restart, and stands still while the UPS rules forbid to erase.

import type {Millis} from '../../core/clock.ts';
import {SECOND} from '../../core/clock.ts';
import type {ByteSource, ChunkSink} from '../../ota/chunk-sink.ts';
import {otaCodes, refusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import type {ChunkMessage} from '../../ota/transfer/service-messages.ts';
import {receiving} from '../../ota/states.ts';
import {upsObstacle} from './arming.ts';
import {aboutCandidate, versionText} from './core.ts';
import type {UpdateCore} from './core.ts';
import {Fetched} from './fetched.ts';
import {fromHand, fromMqtt} from './kept.ts';
import type {Candidate} from './kept.ts';
import {Receiver} from './receiver.ts';

/** While nothing comes, the UPS is looked at this often. */
const LOOK_EVERY_MS = 5 * SECOND;

export class Receiving {
	core: UpdateCore;
	/** Asks the service for bytes of a candidate. */
	pull: (candidate: Candidate) => ByteSource;
	/** Null unless bytes come. */
	receiver: Receiver | null;
	/** Whether somebody at the card sends the bytes. */
	isFed: boolean;

	constructor(core: UpdateCore, pull: (candidate: Candidate) => ByteSource) {
		this.core = core;
		this.pull = pull;
		this.receiver = null;
		this.isFed = false;
	}

	/** Begins to receive a candidate that passed every check. */
	receive(candidate: Candidate, t: Millis): OtaRefusal | null {
		const core = this.core;
		this.end();
		core.kept.candidate = candidate;
		core.kept.spentMs = 0;
		core.keep();
		const begun = this.begin(candidate, 'otaStarted', t);
		if (begun !== null) {
			core.kept.candidate = null;
			core.kept.lastFailure = otaCodes[begun.code];
			core.keep();
			core.teller.refuse(begun, aboutCandidate(candidate), t);
		}
		core.inventoryDue = true;
		return begun;
	}

	begin(candidate: Candidate, event: string, t: Millis): OtaRefusal | null {
		const core = this.core;
		const fetched = new Fetched(core);
		const source = this.sourceOf(candidate, fetched);
		if (source === null) {
			return refusal('E_OTA_URI', `this card cannot fetch from ${candidate.manifest.image.uri}`);
		}
		const begun = core.life.receive(candidate.manifest);
		if ('code' in begun) {
			return begun;
		}
		this.receiver = new Receiver(core, candidate, begun.sink, source, t);
		fetched.attach(this.receiver.transfer);
		const resumed = this.receiver.percent();
		core.teller.tell(
			event,
			resumed,
			core.about(),
			'',
			`${candidate.manifest.image.sizeBytes} bytes, ${resumed} % of them are here.`,
		);
		this.receiver.start(t);
		this.takeOutcome(t);
		return null;
	}

	/** Begins a slot that somebody at the card fills; a chunk table has no place in what they give. */
	receiveFed(candidate: Candidate, t: Millis): {readonly sink: ChunkSink} | OtaRefusal {
		const core = this.core;
		this.end();
		core.kept.candidate = candidate;
		core.kept.spentMs = 0;
		core.keep();
		const begun = core.life.receive(candidate.manifest);
		this.isFed = !('code' in begun);
		if ('code' in begun) {
			core.kept.candidate = null;
			core.keep();
			core.teller.refuse(begun, aboutCandidate(candidate), t);
		}
		core.inventoryDue = true;
		return begun;
	}

	sourceOf(candidate: Candidate, fetched: Fetched): ByteSource | null {
		return candidate.source === fromMqtt ? this.pull(candidate) : this.core.ports.source(candidate, fetched);
	}

	/** An answer: nothing is erased for it while the UPS forbids that; it is asked for again. */
	take(chunk: ChunkMessage, t: Millis): void {
		this.core.look(t);
		this.tidy();
		if (this.receiver !== null && upsObstacle(this.core, null) === '') {
			this.receiver.take(chunk, t);
			this.takeOutcome(t);
		}
	}

	notServed(token: number, reason: string, t: Millis): void {
		if (this.receiver !== null) {
			this.receiver.transfer.notServed(token, reason, t);
		}
	}

	/** What is no longer being received wants no more bytes. */
	tidy(): void {
		if (this.core.state() !== receiving) {
			this.end();
		}
	}

	/** Drops the bytes that are under way. */
	end(): void {
		if (this.receiver !== null) {
			this.receiver.cancel();
			this.receiver = null;
		}
	}

	/** RECEIVING: goes on after a restart, stands still while nothing may be erased, and verifies what came. */
	step(t: Millis): void {
		const core = this.core;
		const candidate = core.kept.candidate;
		if (candidate === null || !core.knowsCandidate()) {
			return core.drop('otaCancelled', refusal('E_OTA_CANCELLED', 'nothing is known of what was received'), t);
		}
		if (candidate.source === fromHand) {
			return this.stepUpload(t);
		}
		const obstacle = upsObstacle(core, null);
		core.waiting.take('E_OTA_UPS_NOT_READY', obstacle, core.about(), t);
		if (this.receiver === null) {
			return obstacle === '' ? this.goOn(candidate, t) : undefined;
		}
		this.receiver.isConnected = candidate.source !== fromMqtt || core.isUp;
		this.receiver.step(t, obstacle === '');
		this.takeOutcome(t);
	}

	/** An upload has nobody left to send it after a restart. */
	stepUpload(t: Millis): void {
		if (!this.isFed) {
			this.core.drop('otaCancelled', refusal('E_OTA_CANCELLED', 'the upload broke off'), t);
		}
	}

	goOn(candidate: Candidate, t: Millis): void {
		const begun = this.begin(candidate, 'otaResumed', t);
		if (begun !== null) {
			this.core.drop('otaRefused', begun, t);
		}
	}

	takeOutcome(t: Millis): void {
		const receiver = this.receiver;
		if (receiver === null || receiver.outcome === 'open') {
			return;
		}
		receiver.keepWrites(t);
		this.receiver = null;
		if (receiver.outcome === null) {
			this.verify(t);
		} else {
			this.core.drop('otaRefused', receiver.outcome, t);
		}
	}

	/** All bytes are in flash: they are read back, and the envelope is put beside them. */
	verify(t: Millis): OtaRefusal | null {
		const core = this.core;
		const candidate = core.kept.candidate as Candidate;
		const problem = core.life.verify(candidate.envelopeHead);
		if (problem !== null) {
			core.drop('otaRefused', problem, t);
			return problem;
		}
		core.teller.tell('otaVerified', 0, core.about(), '', versionText(candidate.manifest));
		core.inventoryDue = true;
		core.ports.woke();
		return null;
	}

	/** The card ends: what was spent on the transfer counts on. */
	putDown(t: Millis): void {
		if (this.receiver !== null) {
			this.receiver.keepWrites(t);
			this.end();
		}
	}

	nextAt(lookedAt: Millis): Millis {
		return this.receiver === null ? lookedAt + LOOK_EVERY_MS : this.receiver.nextAt();
	}
}
