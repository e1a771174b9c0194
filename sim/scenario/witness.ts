// What was seen of the cards while a scenario ran: the last events of each, and those since the last action.

import type {SeenEvent} from './bench.ts';
import type {EventPhase} from './scenario.ts';

/** How many events of a card a failure tells. */
export const LAST_EVENTS = 10;

export class Witness {
	/** All events so far. */
	count = 0;
	readonly #last = new Map<number, SeenEvent[]>();
	/** Name and phase of what each card logged since the last action. */
	readonly #sinceAction = new Map<number, Set<string>>();

	see(event: SeenEvent): void {
		this.count += 1;
		const last = this.#last.get(event.card) ?? [];
		last.push(event);
		if (last.length > LAST_EVENTS) {
			last.shift();
		}
		this.#last.set(event.card, last);
		const since = this.#sinceAction.get(event.card) ?? new Set();
		since.add(keyOf(event.name, event.phase));
		this.#sinceAction.set(event.card, since);
	}

	/** An action begins: events before it no longer count for expectations. */
	forget(): void {
		this.#sinceAction.clear();
	}

	/** Whether `card` logged the event since the last action. Without a phase: any but the clear. */
	saw(card: number, name: string, phase: EventPhase | null): boolean {
		const since = this.#sinceAction.get(card);
		if (since === undefined) {
			return false;
		}
		return phase === null
			? since.has(keyOf(name, 'set')) || since.has(keyOf(name, 'momentary'))
			: since.has(keyOf(name, phase));
	}

	/** The last ten events of `card`, oldest first. */
	lastOf(card: number): readonly SeenEvent[] {
		return this.#last.get(card) ?? [];
	}
}

function keyOf(name: string, phase: EventPhase): string {
	return `${name} ${phase}`;
}
