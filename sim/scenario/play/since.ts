// What happened since the last action of a lane: the events that expectations ask for, and what the bench noted.

import type {Bench, Noted, Observation, SeenEvent} from '../bench.ts';
import type {EventPhase} from '../scenario.ts';

export class Since {
	/** Name and phase of what each card logged, with how often. */
	readonly #counts = new Map<number, Map<string, number>>();
	readonly #bench: Bench;
	readonly #noted: ReadonlySet<Noted>;
	#observation: Observation | null = null;
	#skippedAction = '';

	/** `noted`: what somebody expects that only an observation of the bench tells. */
	constructor(bench: Bench, noted: ReadonlySet<Noted>) {
		this.#bench = bench;
		this.#noted = noted;
		this.forget();
	}

	see({card, name, phase}: SeenEvent): void {
		let counts = this.#counts.get(card);
		if (counts === undefined) {
			counts = new Map();
			this.#counts.set(card, counts);
		}
		const key = keyOf(name, phase);
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}

	/** Number of the last action, where that was skipped: what is expected after it follows from nothing. '' where it was not. */
	get skippedAction(): string {
		return this.#skippedAction;
	}

	/** The action of this number was skipped. */
	skip(number: string): void {
		this.forget();
		this.#skippedAction = number;
	}

	/** An action begins: what was before it no longer counts. */
	forget(): void {
		this.#skippedAction = '';
		this.#counts.clear();
		this.end();
		this.#observation = this.#noted.size > 0 ? this.#bench.observe(this.#noted) : null;
	}

	/** How often `card` logged the event. Without a phase: any but the clear. */
	times(card: number, name: string, phase: EventPhase | null): number {
		const counts = this.#counts.get(card);
		const of = (which: EventPhase): number => counts?.get(keyOf(name, which)) ?? 0;
		return phase === null ? of('set') + of('momentary') : of(phase);
	}

	/** What the bench noted; the scenario was checked for who asks. */
	get observation(): Observation {
		return this.#observation!;
	}

	end(): void {
		this.#observation?.end();
		this.#observation = null;
	}
}

function keyOf(name: string, phase: EventPhase): string {
	return `${name} ${phase}`;
}
