// What comes from a source that runs on its own, such as HTTP: told to the transfer, as long as the UPS lets the card erase.

import type {SourceAnswers} from '../../ota/chunk-sink.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import {TransferAnswers} from '../../ota/transfer/answers.ts';
import type {Transfer} from '../../ota/transfer/transfer.ts';
import {upsObstacle} from './arming.ts';
import type {UpdateCore} from './core.ts';

/** Answers for a transfer that is made after its source. */
export class Fetched implements SourceAnswers {
	core: UpdateCore;
	/** Null until the transfer is there. */
	answers: TransferAnswers | null;

	constructor(core: UpdateCore) {
		this.core = core;
		this.answers = null;
	}

	attach(transfer: Transfer): void {
		const core = this.core;
		this.answers = new TransferAnswers(
			transfer,
			() => core.ports.now(),
			(what, t) => core.teller.refuse(what, core.about(), t),
		);
	}

	take(part: number, token: number, offset: number, bytes: Uint8Array): void {
		this.core.look(this.core.ports.now());
		if (this.answers !== null && upsObstacle(this.core, null) === '') {
			this.answers.take(part, token, offset, bytes);
			this.core.ports.woke();
		}
	}

	servedWhole(token: number): boolean {
		return this.answers !== null && this.answers.servedWhole(token);
	}

	lost(token: number): void {
		if (this.answers !== null) {
			this.answers.lost(token);
			this.core.ports.woke();
		}
	}

	notServed(token: number, reason: string): void {
		if (this.answers !== null) {
			this.answers.notServed(token, reason);
			this.core.ports.woke();
		}
	}

	sourceChanged(token: number): void {
		if (this.answers !== null) {
			this.answers.sourceChanged(token);
			this.core.ports.woke();
		}
	}

	failed(why: OtaRefusal): void {
		if (this.answers !== null) {
			this.answers.failed(why);
			this.core.ports.woke();
		}
	}

	refused(what: OtaRefusal): void {
		if (this.answers !== null) {
			this.answers.refused(what);
		}
	}
}
