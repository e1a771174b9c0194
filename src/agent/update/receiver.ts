// Fetches the bytes of a candidate into its slot, tells of each tenth, and stands still while the UPS rules forbid to erase
// (ota.md 5, 6.6).

import type {Millis} from '../../core/clock.ts';
import {SECOND} from '../../core/clock.ts';
import type {ByteSource, ChunkSink} from '../../ota/chunk-sink.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import type {ChunkMessage} from '../../ota/transfer/service-messages.ts';
import {Transfer} from '../../ota/transfer/transfer.ts';
import type {UpdateCore} from './core.ts';
import type {Candidate} from './kept.ts';

const STEPS = 10;
const PERCENT = 100;
/** The UPS is looked at this often. */
const LOOK_EVERY_MS = 5 * SECOND;
const TOKEN_BYTES = 4;

/** Under way, or how it ended: null when all bytes came. */
export type ReceiverOutcome = 'open' | OtaRefusal | null;

export class Receiver {
	core: UpdateCore;
	transfer: Transfer;
	outcome: ReceiverOutcome;
	/** Tenths that were told of. */
	toldSteps: number;
	startedAt: Millis;
	lookedAt: Millis;
	/** The way to the source is there, and the UPS lets it be used. */
	isConnected: boolean;
	runs: boolean;

	constructor(core: UpdateCore, candidate: Candidate, sink: ChunkSink, source: ByteSource, t: Millis) {
		this.core = core;
		this.outcome = 'open';
		this.startedAt = t - core.kept.spentMs;
		this.lookedAt = t;
		this.isConnected = true;
		this.runs = true;
		this.transfer = new Transfer(
			{
				digest: candidate.manifest.digest,
				chunks: candidate.manifest.chunks,
				serial: core.options.serial,
				firstToken: randomToken(core),
				spentMs: core.kept.spentMs,
				writes: core.kept.writes,
				nowS: core.bestNowS(t),
			},
			{
				sink: sink,
				source: source,
				sha256: () => core.ports.crypto.sha256(),
				renew: () => core.life.renew(candidate.manifest),
				ended: why => {
					this.outcome = why;
					core.ports.woke();
				},
			},
			core.limits.transfer,
		);
		this.toldSteps = this.steps();
	}

	start(t: Millis): void {
		this.transfer.start(t);
		this.keepWrites(t);
	}

	/** Goes on or stands still, as the UPS and the way to the source let it; then what is due. */
	step(t: Millis, mayErase: boolean): void {
		this.lookedAt = t;
		const runs = mayErase && this.isConnected;
		if (runs !== this.runs) {
			this.runs = runs;
			if (runs) {
				this.transfer.resume(t);
			} else {
				this.transfer.suspend(t);
			}
		}
		if (this.runs) {
			this.transfer.due(t);
		}
		this.tellProgress(t);
	}

	/** A bad chunk is told of, and costs one chunk: it was asked for again already. */
	take(chunk: ChunkMessage, t: Millis): void {
		const refused = this.transfer.take(chunk.part, chunk.token, chunk.digest, chunk.offset, chunk.bytes, t);
		if (refused !== null && refused.code !== 'E_OTA_CHUNK_RANGE') {
			this.core.teller.refuse(refused, this.core.about(), t);
		}
		this.tellProgress(t);
	}

	nextAt(): Millis {
		if (this.outcome !== 'open') {
			return this.lookedAt;
		}
		const look = this.lookedAt + LOOK_EVERY_MS;
		return this.runs ? Math.min(look, this.transfer.nextAt()) : look;
	}

	cancel(): void {
		this.transfer.cancel();
	}

	/** Percent of the image that came. */
	percent(): number {
		const progress = this.transfer.progress();
		return Math.floor((PERCENT * progress.doneBytes) / progress.imageBytes);
	}

	steps(): number {
		return Math.floor(this.percent() / STEPS);
	}

	tellProgress(t: Millis): void {
		const steps = this.steps();
		if (steps > this.toldSteps && steps < STEPS) {
			this.core.teller.tell('otaProgress', steps * STEPS, this.core.about(), '', `${steps * STEPS} % have come.`);
			this.toldSteps = steps;
			this.keepWrites(t);
		}
	}

	keepWrites(t: Millis): void {
		this.core.kept.writes = this.transfer.quota.writes;
		this.core.kept.spentMs = t - this.startedAt;
		this.core.keep();
	}
}

function randomToken(core: UpdateCore): number {
	const bytes = new Uint8Array(TOKEN_BYTES);
	core.ports.fillRandom(bytes);
	return new DataView(bytes.buffer).getUint32(0);
}
