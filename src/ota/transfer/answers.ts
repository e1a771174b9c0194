// Ties a source that runs on its own, such as HTTP or a file, to a transfer: adds the time and the release's digest, and passes on
// what is to be told of.

import type {Millis} from '../../core/clock.ts';
import type {SourceAnswers} from '../chunk-sink.ts';
import type {OtaRefusal} from '../codes.ts';
import {lost, servedWhole, sourceChanged} from './interruptions.ts';
import type {Transfer} from './transfer.ts';

export class TransferAnswers implements SourceAnswers {
	transfer: Transfer;
	now: () => Millis;
	told: (what: OtaRefusal, t: Millis) => void;

	constructor(transfer: Transfer, now: () => Millis, told: (what: OtaRefusal, t: Millis) => void) {
		this.transfer = transfer;
		this.now = now;
		this.told = told;
	}

	take(part: number, token: number, offset: number, bytes: Uint8Array): void {
		const t = this.now();
		const refused = this.transfer.take(part, token, this.transfer.plan.digest, offset, bytes, t);
		if (refused !== null) {
			this.told(refused, t);
		}
	}

	servedWhole(token: number): boolean {
		return servedWhole(this.transfer, token, this.now());
	}

	lost(token: number): void {
		lost(this.transfer, token, this.now());
	}

	notServed(token: number, reason: string): void {
		this.transfer.notServed(token, reason, this.now());
	}

	sourceChanged(token: number): void {
		const t = this.now();
		if (this.transfer.isOpen(token)) {
			this.told(sourceChanged(this.transfer, t), t);
		}
	}

	failed(why: OtaRefusal): void {
		this.transfer.fail(why, this.now());
	}

	refused(what: OtaRefusal): void {
		this.told(what, this.now());
	}
}
