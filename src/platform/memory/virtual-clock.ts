// A clock that jumps: time passes only when somebody says so. What is due runs in order of time, ties in order of scheduling.

import type {Clock, Millis} from '../../core/clock.ts';

interface Alarm {
	readonly at: Millis;
	readonly order: number;
	readonly run: () => void;
}

export class VirtualClock implements Clock {
	#now: Millis = 0;
	#order = 0;
	/** Sorted by time, then by order; short, since cards keep their own timers in the event queue. */
	readonly #alarms: Alarm[] = [];

	now(): Millis {
		return this.#now;
	}

	after(delay: Millis, run: () => void): () => void {
		const alarm = {at: this.#now + Math.max(0, Math.ceil(delay)), order: this.#order++, run};
		this.#alarms.splice(this.#placeOf(alarm), 0, alarm);
		return () => {
			const at = this.#alarms.indexOf(alarm);
			if (at >= 0) {
				this.#alarms.splice(at, 1);
			}
		};
	}

	/** When the next alarm is due; Infinity when none is set. */
	nextAt(): Millis {
		return this.#alarms[0]?.at ?? Infinity;
	}

	/** Moves to `t` and runs what is due by then, each at its own time. Returns whether anything was. */
	moveTo(t: Millis): boolean {
		const rings = this.nextAt() <= t;
		while (this.nextAt() <= t) {
			const alarm = this.#alarms.shift() as Alarm;
			this.#now = Math.max(this.#now, alarm.at);
			alarm.run();
		}
		this.#now = Math.max(this.#now, t);
		return rings;
	}

	/** Moves to `t`, which no alarm may lie before, without running any that is due at `t` itself. */
	passTo(t: Millis): void {
		this.#now = Math.max(this.#now, t);
	}

	#placeOf(alarm: Alarm): number {
		let low = 0;
		let high = this.#alarms.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			const other = this.#alarms[middle];
			if (other.at <= alarm.at) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return low;
	}
}
