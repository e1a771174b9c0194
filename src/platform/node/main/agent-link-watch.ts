// Tests that were ordered and of which the UPS has not said anything yet: until it does, an old result is not the answer.

import {actCalibrate, actSelfTest} from '../../../agent/ups-control.ts';
import type {Millis} from '../../../core/clock.ts';
import {SECOND} from '../../../core/clock.ts';
import type {RegisterImage} from '../../../link/image.ts';

/** A UPS that has not begun a test by then, after it took the order, will not. */
const LONGEST_ANSWER_MS = 5 * SECOND;

/** The register that tells of each action. */
const registers: Readonly<Record<number, string>> = {
	[actSelfTest]: 'ReplaceBatteryTestStatus_BF',
	[actCalibrate]: 'RunTimeCalibrationStatus_BF',
};

interface Awaited {
	readonly action: number;
	readonly register: string;
	readonly before: number | null;
	/** Infinity until the UPS has taken the order. */
	until: Millis;
}

export class TestWatch {
	#awaited: Awaited[] = [];

	/** An order is sent. */
	sent(action: number, image: RegisterImage): void {
		const register = registers[action];
		if (register !== undefined) {
			this.ended(action);
			this.#awaited.push({action, register, before: image.raw(register), until: Infinity});
		}
	}

	/** The UPS has taken it. */
	taken(action: number, t: Millis): void {
		for (const each of this.#awaited) {
			each.until = each.action === action ? t + LONGEST_ANSWER_MS : each.until;
		}
	}

	/** Nothing will come of it. */
	ended(action: number): void {
		this.#awaited = this.#awaited.filter(each => each.action !== action);
	}

	awaits(action: number): boolean {
		return this.#awaited.some(each => each.action === action);
	}

	/** Looks at what has just come; returns the actions that the UPS has left alone. */
	observe(image: RegisterImage, t: Millis): readonly number[] {
		this.#awaited = this.#awaited.filter(({register, before}) => image.raw(register) === before);
		const ignored = this.#awaited.filter(({until}) => until <= t).map(({action}) => action);
		for (const action of ignored) {
			this.ended(action);
		}
		return ignored;
	}
}
