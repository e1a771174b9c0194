// What rows see of the agent that serves them, moved from card to card as requests come.

import type {CardView} from '../../agent/card-view.ts';
import type {SnmpCounters} from './counters.ts';
import type {MibValue, SnmpPlace} from './mib.ts';

const MS_A_TICK = 10;
const TICKS_A_SECOND = 100;
const TWO_32 = 4294967296;

export class Place implements SnmpPlace {
	card: CardView | null = null;
	readonly #counters: SnmpCounters;
	readonly #quirks: ReadonlySet<string>;
	/** By name, then by card: few objects are kept, and by few cards. */
	readonly #kept = new Map<string, Map<number, MibValue>>();

	constructor(counters: SnmpCounters, quirks: readonly string[]) {
		this.#counters = counters;
		this.#quirks = new Set(quirks);
	}

	/** The card's own time is that since it began; it wraps after 497 days, as TimeTicks do. */
	get upTimeTicks(): number {
		return Math.floor((this.card?.now ?? 0) / MS_A_TICK) % TWO_32;
	}

	/** snmpEngineTime counts seconds with the card; what counts restarts is set from outside (counters.ts). */
	counter(name: string): number {
		if (name === 'snmpEngineTime') {
			return Math.floor(this.upTimeTicks / TICKS_A_SECOND);
		}
		return this.#counters.value(this.card?.card ?? 0, name);
	}

	kept(card: number, name: string): MibValue | null {
		return this.#kept.get(name)?.get(card) ?? null;
	}

	/** What the engine itself goes by is kept where it looks. */
	keep(card: number, name: string, value: MibValue): void {
		if (name === 'snmpEnableAuthenTraps') {
			this.#counters.set(card, name, Number(value));
		}
		const ofName = this.#kept.get(name) ?? new Map<number, MibValue>();
		this.#kept.set(name, ofName.set(card, value));
	}

	quirk(name: string): boolean {
		return this.#quirks.has(name);
	}
}
