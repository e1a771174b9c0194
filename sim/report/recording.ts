// What a recorder leaves of a run: times count from the start of the recording.

import type {Millis} from '../../src/core/clock.ts';
import type {BenchCard, SeenEvent} from '../scenario/bench.ts';
import type {Points} from './line.ts';

/** A quantity that is recorded. */
export interface Quantity {
	/** Name in the reading table. */
	readonly name: string;
	readonly title: string;
	readonly unit: string;
	/** Decimal places that a person needs. */
	readonly digits: number;
	/** What is recorded may be off by this, in the unit. */
	readonly tolerance: number;
	/** Whether it changes at once when the status does, instead of little by little. */
	readonly jumps: boolean;
}

export const quantities: readonly Quantity[] = [
	{name: 'inputVolts', title: 'Grid voltage', unit: 'V', digits: 1, tolerance: 1, jumps: true},
	{name: 'loadRatio', title: 'Load', unit: '%', digits: 1, tolerance: 1, jumps: true},
	{name: 'batteryCharge', title: 'Charge', unit: '%', digits: 1, tolerance: 0.3, jumps: false},
	{name: 'batteryRuntime', title: 'Runtime', unit: 's', digits: 0, tolerance: 10, jumps: false},
	{name: 'batteryVolts', title: 'Battery voltage', unit: 'V', digits: 2, tolerance: 0.1, jumps: false},
	{name: 'batteryTemperature', title: 'Battery temperature', unit: '°C', digits: 1, tolerance: 0.3, jumps: false},
];

/** What the events of a run say; many events share one. */
export type EventKind = Pick<SeenEvent, 'name' | 'phase' | 'text'>;

/** Events, a column a field. */
export interface EventColumns {
	readonly at: Millis[];
	readonly card: number[];
	readonly sequence: number[];
	/** Index into the kinds. */
	readonly kind: number[];
}

/** Changes of status, in the order of time, a column a field. */
export interface StatusColumns {
	/** Status of each card at the start. */
	readonly initial: Uint8Array;
	readonly at: Float64Array;
	readonly card: Int32Array;
	readonly status: Uint8Array;
	/** Changes that there was no room for; those are the last ones. */
	readonly leftOut: number;
}

export interface Recording {
	readonly cards: readonly BenchCard[];
	readonly durationMs: Millis;
	readonly statuses: StatusColumns;
	/** Cards that were read often. */
	readonly watched: readonly number[];
	readonly kinds: readonly EventKind[];
	/** The first events of the run. */
	readonly events: EventColumns;
	readonly eventCount: number;
	/** The quantities of a card in their order, coarse where it was not watched; null where it was never read. */
	linesOf(card: number): readonly Points[] | null;
	/** The last events of a card, oldest first. */
	lastEvents(card: number): EventColumns;
}
