// What a twin bench notes for expectations about a span of time: as the test says, for a twin has neither outlets nor messages.

import type {Millis} from '../../src/core/clock.ts';
import type {Noted, Observation} from '../../sim/scenario/bench.ts';

export class TwinNotes {
	/** What was asked for, in order, and how many observations are open. */
	readonly asked: Noted[][] = [];
	open = 0;
	loadDropped: (card: number) => boolean = () => false;
	longestGapMs: (card: number, startMs: Millis) => Millis = () => 0;
	eventsMissing: (card: number) => number = () => 0;
	runtimeError: (card: number) => number | undefined = () => undefined;

	observe(what: ReadonlySet<Noted>, startMs: Millis): Observation {
		let isOpen = true;
		this.open += 1;
		this.asked.push([...what]);
		return {
			loadDropped: card => this.loadDropped(card),
			longestGapMs: card => this.longestGapMs(card, startMs),
			eventsMissing: card => this.eventsMissing(card),
			runtimeError: card => this.runtimeError(card),
			end: () => {
				this.open -= isOpen ? 1 : 0;
				isOpen = false;
			},
		};
	}
}
