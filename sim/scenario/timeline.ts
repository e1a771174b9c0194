// The timeline of a run. Events are capped, since a fleet makes millions; marks of the scenario itself always find room.

import type {Millis} from '../../src/core/clock.ts';
import type {TimelineEntry, TimelineKind} from './result.ts';

export const DEFAULT_TIMELINE_EVENTS = 10_000;

export class Timeline {
	readonly entries: TimelineEntry[] = [];
	leftOutCount = 0;
	readonly #limit: number;
	#events = 0;

	constructor(eventLimit: number) {
		this.#limit = eventLimit;
	}

	mark(atMs: Millis, kind: Exclude<TimelineKind, 'event'>, text: string): void {
		this.entries.push({atMs, kind, card: '', text});
	}

	event(atMs: Millis, card: string, text: string): void {
		if (this.#events >= this.#limit) {
			this.leftOutCount += 1;
			return;
		}
		this.#events += 1;
		this.entries.push({atMs, kind: 'event', card, text});
	}
}
