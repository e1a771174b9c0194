// A clock that stands until it is told to go on.

import type {Clock, Millis} from '../../src/core/clock.ts';

interface Timer {
	readonly at: Millis;
	readonly run: () => void;
}

export class ManualClock implements Clock {
	time = 0;
	timers: Timer[] = [];

	now(): Millis {
		return this.time;
	}

	after(delay: Millis, run: () => void): () => void {
		if (!Number.isInteger(delay) || delay < 0) {
			throw new RangeError(`delay ${delay}: whole milliseconds from 0 up are allowed`);
		}
		const timer = {at: this.time + delay, run};
		this.timers.push(timer);
		return () => {
			this.timers = this.timers.filter(other => other !== timer);
		};
	}

	/** Delays of the timers that are set, from now, in order. */
	get pending(): readonly Millis[] {
		return this.timers.map(timer => timer.at - this.time).sort((a, b) => a - b);
	}

	/** Goes on by `delay`, running what becomes due in order of time. */
	advance(delay: Millis): void {
		const until = this.time + delay;
		for (;;) {
			const due = this.timers.filter(timer => timer.at <= until).sort((a, b) => a.at - b.at)[0];
			if (due === undefined) {
				break;
			}
			this.timers = this.timers.filter(timer => timer !== due);
			this.time = due.at;
			due.run();
		}
		this.time = until;
	}
}
