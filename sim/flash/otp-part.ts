// One-time programmable cells that count: they never fall, and a cut within leaves the old value, the new one, or one between.

import type {Otp} from '../../src/core/device-ports.ts';
import type {Operations} from './operations.ts';

export class OtpPart implements Otp {
	/** What the cells hold for certain. */
	#value = 0;
	/** What they may read as, where the last raise was torn: from #value up to this. */
	#loose = 0;
	readonly #operations: Operations;

	constructor(operations: Operations) {
		this.#operations = operations;
	}

	copy(operations: Operations): OtpPart {
		const copy = new OtpPart(operations);
		copy.#value = this.#value;
		copy.#loose = this.#loose;
		return copy;
	}

	read(): number {
		this.#operations.requirePower();
		return this.#loose > this.#value ? this.#operations.random.whole(this.#value, this.#loose) : this.#value;
	}

	raise(to: number): boolean {
		const fault = this.#operations.begin();
		switch (fault?.do) {
			case 'cutTorn':
				this.#set(this.#operations.random.whole(this.#value, Math.max(to, this.#value)));
				return this.#operations.cut();
			case 'cutUnstable':
				this.#loose = Math.max(this.#loose, to);
				return this.#operations.cut();
			case 'loseWrite':
				return true;
			case 'failOperation':
			case 'stickSector':
				return false;
			default:
				this.#set(to);
				return fault?.do === 'cutAfter' ? this.#operations.cut() : true;
		}
	}

	#set(to: number): void {
		this.#value = Math.max(this.#value, to);
		this.#loose = Math.max(this.#loose, this.#value);
	}
}
