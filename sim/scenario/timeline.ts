// The timeline of a run. Events are capped, since a fleet makes millions; marks of the scenario itself always find room.

import type {Millis} from '../../src/core/clock.ts';
import type {TimelineEntry, TimelineKind} from './result.ts';

export const DEFAULT_TIMELINE_EVENTS = 10_000;

export class Timeline {
	readonly entries: TimelineEntry[] = [];
	leftOutCount = 0;
	readonly #limit: number;
	readonly #onEntry: ((entry: TimelineEntry) => void) | undefined;
	#events = 0;

	/** `onEntry` is told of every entry, those without room included. */
	constructor(eventLimit: number, onEntry?: (entry: TimelineEntry) => void) {
		this.#limit = eventLimit;
		this.#onEntry = onEntry;
	}

	mark(atMs: Millis, kind: Exclude<TimelineKind, 'event'>, text: string): void {
		const entry = {atMs, kind, card: '', text};
		this.entries.push(entry);
		this.#onEntry?.(entry);
	}

	event(atMs: Millis, card: string, text: string): void {
		const hasRoom = this.#events < this.#limit;
		if (!hasRoom) {
			this.leftOutCount += 1;
		}
		if (!hasRoom && this.#onEntry === undefined) {
			return;
		}
		const entry: TimelineEntry = {atMs, kind: 'event', card, text};
		this.#onEntry?.(entry);
		if (hasRoom) {
			this.#events += 1;
			this.entries.push(entry);
		}
	}
}
