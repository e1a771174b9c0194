// Lets several lanes go on side by side, in their order wherever they do at the same time: the same seed gives the same run.

import type {Millis} from '../../../src/core/clock.ts';
import type {Play, Wait} from './lane.ts';

interface Strand {
	readonly play: Play;
	/** Null before its first step. */
	wait: Wait | null;
	done: boolean;
}

/** Lanes that go on side by side. Others may join while they do. */
export class Strands {
	readonly #strands: Strand[] = [];

	add(play: Play): void {
		this.#strands.push({play, wait: null, done: false});
	}

	/** Plays until `over`; `now` is the time since the start of the run. */
	*interleave(now: () => Millis, over: () => boolean): Play {
		for (;;) {
			// What joins meanwhile is reached by the same round: it stands at the end.
			for (let i = 0; i < this.#strands.length; i++) {
				goOn(this.#strands[i], now());
			}
			this.#drop();
			if (over()) {
				return;
			}
			yield this.#common();
		}
	}

	/** Whether each has come to its end. */
	get ended(): boolean {
		return this.#strands.length === 0;
	}

	#drop(): void {
		for (let i = this.#strands.length - 1; i >= 0; i--) {
			if (this.#strands[i].done) {
				this.#strands.splice(i, 1);
			}
		}
	}

	#common(): Wait {
		const waits = this.#strands.flatMap(({wait}) => wait ?? []);
		return {
			untilMs: Math.min(...waits.map(({untilMs}) => untilMs)),
			settled: () => waits.some(({settled}) => settled()),
		};
	}
}

function goOn(strand: Strand, now: Millis): void {
	const {wait} = strand;
	if (strand.done || (wait !== null && wait.untilMs > now && !wait.settled())) {
		return;
	}
	const next = strand.play.next();
	strand.done = next.done === true;
	strand.wait = next.done === true ? null : next.value;
}
