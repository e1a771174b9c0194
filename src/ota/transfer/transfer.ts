// One download of one release into the candidate slot (ota.md 5): asks for the chunk table, then for the sectors that are not
// done, one request at a time; proves what comes before it is written; asks again for what was bad or never came.
//
// What it holds in memory, besides the answer that its caller holds (ota.md 5.3), with sectors of 4 KiB:
//
//   the block under way: a sector, or a chunk where that is longer     4,096 B, 8,192 B at most
//   runs of that block that came: 16 pairs of numbers                    256 B
//   hash of a chunk, from the table in the slot and computed              64 B
//   SHA-256 under way                                                    104 B
//   digests of the blocks of the last request, without a table           128 B
//   open request, rate of ten parts, counts, entries of full writes    1,500 B

import {SECOND} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';
import {partImage} from '../chunk-sink.ts';
import {refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';
import {sameBytes} from '../bytes.ts';
import {Deadlines} from './deadlines.ts';
import {Intake} from './intake.ts';
import type {TransferLimits} from './limits.ts';
import {nextWindow} from './next-window.ts';
import {Patience} from './patience.ts';
import {noCounts} from './plan.ts';
import type {TransferCounts, TransferPlan, TransferPorts, TransferProgress} from './plan.ts';
import {WriteQuota} from './quota.ts';
import type {Window} from './window.ts';

/** A token has 32 bits. */
const TOKENS = 4294967296;

export class Transfer {
	plan: TransferPlan;
	ports: TransferPorts;
	limits: TransferLimits;
	counts: TransferCounts;
	intake: Intake;
	deadlines: Deadlines;
	/** Its `writes`, this transfer's among them, are to be kept across starts of the card. */
	quota: WriteQuota;
	ended: boolean;
	window: Window | null;
	/** When the open request, or the pause before the next one, is over; Infinity while nothing is to be done. */
	dueAt: Millis;
	resumedBytes: number;
	doneBytes: number;
	/** Answers come block by block from now on. */
	small: boolean;
	patience: Patience;
	asking: boolean;
	askAgain: boolean;

	constructor(plan: TransferPlan, ports: TransferPorts, limits: TransferLimits) {
		this.plan = plan;
		this.ports = ports;
		this.limits = limits;
		this.counts = noCounts();
		this.intake = new Intake(ports.sink, plan.chunks, ports.sha256, limits.windowAnswers, this.counts);
		this.deadlines = new Deadlines(limits);
		this.quota = new WriteQuota(plan.writes, plan.digest, plan.nowS);
		this.ended = false;
		this.window = null;
		this.dueAt = Infinity;
		this.resumedBytes = this.intake.blocks.doneBytes();
		this.doneBytes = this.resumedBytes;
		this.small = false;
		this.patience = new Patience(limits, plan.serial);
		this.asking = false;
		this.askAgain = false;
	}

	/** Begins, or goes on with what an earlier start of the card had done. */
	start(t: Millis): void {
		this.deadlines.beganAt = t - this.plan.spentMs;
		const begun = this.doneBytes > 0 || (this.plan.chunks !== null && this.ports.sink.hasTable());
		if (begun || this.countFullWrite(t)) {
			this.resume(t);
		}
	}

	/** The way to the source is gone: nothing is asked, and nothing is held against it, until `resume`. */
	suspend(t: Millis): void {
		this.window = null;
		this.dueAt = Infinity;
		this.deadlines.rate.stop(t);
	}

	resume(t: Millis): void {
		if (!this.ended && this.window === null) {
			this.deadlines.rate.run(t);
			this.ask(t);
		}
	}

	/** Ends without a word: the release was withdrawn. */
	cancel(): void {
		this.ended = true;
		this.window = null;
		this.ports.source.cancel();
	}

	/** Whether this is the request that awaits answers. */
	isOpen(token: number): boolean {
		return this.window !== null && token === this.window.token;
	}

	/** When `due` is to be called next. */
	nextAt(): Millis {
		return this.ended ? Infinity : Math.min(this.dueAt, this.deadlines.nextAt());
	}

	due(t: Millis): void {
		if (this.ended) {
			return;
		}
		const exceeded = this.deadlines.exceeded(t);
		if (exceeded !== null) {
			return this.end(exceeded, t);
		}
		if (t >= this.dueAt) {
			const unanswered = this.window === null ? 0 : 1;
			this.counts.timeouts += unanswered;
			this.patience.silent += unanswered;
			this.window = null;
			this.resume(t);
		}
	}

	/**
	 * An answer; `bytes` are the caller's again afterwards. What is refused is dropped and asked for again: the refusal is only to be
	 * told of.
	 */
	take(
		part: number,
		token: number,
		digest: Uint8Array,
		offset: number,
		bytes: Uint8Array,
		t: Millis,
	): OtaRefusal | null {
		const window = this.window;
		if (window === null || token !== window.token || part !== window.part || !sameBytes(digest, this.plan.digest)) {
			this.counts.stale += 1;
			return refusal('E_OTA_CHUNK_RANGE', 'answers no open request');
		}
		if (!window.holds(offset, bytes.length, this.limits.answerBytes)) {
			this.counts.outOfRange += 1;
			return refusal('E_OTA_CHUNK_RANGE', `asked for bytes ${window.from} to ${window.to}, not from ${offset} on`);
		}
		this.counts.answers += 1;
		const before = this.intake.gainedBytes;
		const refused = this.intake.take(window, offset, bytes);
		this.gained(this.intake.gainedBytes - before, window);
		this.afterAnswer(window, t);
		return refused;
	}

	gained(bytes: number, window: Window): void {
		this.deadlines.rate.count(bytes);
		this.doneBytes += window.part === partImage ? bytes : 0;
		if (window.isFruitful()) {
			this.patience.restore();
		}
	}

	afterAnswer(window: Window, t: Millis): void {
		if (this.intake.failed !== null) {
			return this.end(this.intake.failed, t);
		}
		if (!this.intake.isOver(window)) {
			this.dueAt = t + this.patience.answerMs();
			return;
		}
		this.small = this.small || window.crowded;
		const fruitless = Math.max(this.patience.fruitless + 1, this.intake.tableFailures);
		this.patience.fruitless = window.isFruitful() ? 0 : fruitless;
		this.window = null;
		this.askAfter(t);
	}

	/** Asks again at once, or after a pause when more than one request in a row brought nothing good. */
	askAfter(t: Millis): void {
		const pauseMs = this.patience.pauseMs();
		this.dueAt = t + pauseMs;
		if (pauseMs === 0) {
			this.ask(t);
		}
	}

	/** Ends with this reason: the source must not be used, for example. */
	fail(why: OtaRefusal, t: Millis): void {
		if (!this.ended) {
			this.end(why, t);
		}
	}

	/** The source cannot serve the request `token` now, for a reason in its own words. */
	notServed(token: number, reason: string, t: Millis): void {
		if (!this.isOpen(token)) {
			this.counts.stale += 1;
			return;
		}
		this.counts.notServed += 1;
		this.patience.refused += 1;
		this.patience.reason = reason;
		this.suspend(t);
		this.dueAt = t + this.patience.backOffMs();
	}

	progress(): TransferProgress {
		return {
			doneBytes: this.doneBytes,
			imageBytes: this.ports.sink.imageBytes,
			resumedBytes: this.resumedBytes,
			notServedReason: this.patience.reason,
			counts: this.counts,
		};
	}

	/** False, and the end, when the release was written from its beginning often enough today. */
	countFullWrite(t: Millis): boolean {
		const refused = this.quota.count((t - this.deadlines.beganAt - this.plan.spentMs) / SECOND);
		if (refused !== null) {
			this.end(refused, t);
		}
		return refused === null;
	}

	/** Asks for what comes next. A source may answer within the call, so this is a loop and no recursion. */
	ask(t: Millis): void {
		this.askAgain = true;
		if (this.asking) {
			return;
		}
		this.asking = true;
		while (this.askAgain && !this.ended) {
			this.askAgain = false;
			this.request(t);
		}
		this.asking = false;
	}

	request(t: Millis): void {
		const token = (this.plan.firstToken + this.counts.requests) % TOKENS;
		const window = nextWindow(this.intake, token, this.limits, this.small);
		if (window === null) {
			return this.end(null, t);
		}
		this.counts.requests += 1;
		this.window = window;
		this.dueAt = t + this.patience.answerMs();
		this.ports.source.request(window.token, window.part, window.from, window.to - window.from, this.limits.answerBytes);
	}

	end(why: OtaRefusal | null, t: Millis): void {
		this.ended = true;
		this.suspend(t);
		this.ports.source.cancel();
		this.ports.ended(why, t);
	}
}
