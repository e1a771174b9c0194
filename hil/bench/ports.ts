// What a bench of real boards is made of: readers that ask the card under test, and stimuli that do something to its world.

import type {Millis} from '../../src/core/clock.ts';
import type {BenchCommand, CardSetting, FaultTarget, SeenEvent, SettableName} from '../../sim/scenario/bench.ts';
import type {FaultValues} from '../../sim/faults/fault.ts';

/** What was heard of a card last. What the reader cannot tell is null; what it can tell and the card did not is absent. */
export interface Heard {
	/** When the card answered last, by the bench's clock. */
	readonly atMs: Millis;
	/** As NUT writes them. */
	readonly statusWords: readonly string[] | null;
	/** Names in the event catalogue. */
	readonly alarms: readonly string[] | null;
	/** By name in the reading table, in SI units, percent for shares. */
	readonly readings: ReadonlyMap<string, number>;
}

/** An event as a reader hears of it; the bench stamps and numbers it. */
export type HeardEvent = Pick<SeenEvent, 'name' | 'phase' | 'text'>;

/** Told by a reader as it hears. */
export interface Hearing {
	/** Something was heard: another answer, or none where one was due. */
	heard(): void;
	event(event: HeardEvent): void;
}

/** What a reader can tell at all. */
export interface Tells {
	readonly statusWords: boolean;
	/** Which alarms it can see: all of the catalogue, or these. */
	readonly alarms: 'all' | ReadonlySet<string>;
	readonly events: 'all' | ReadonlySet<string>;
	readonly readings: ReadonlySet<string>;
}

/** How a card under test is asked. It polls in the background; what is read is what was heard last. */
export interface CardReader {
	/** Such as `NUT at 127.0.0.1:3493`, for messages. */
	readonly place: string;
	readonly tells: Tells;
	/**
	 * Resolves when the card has answered for the first time; rejects with E_BOARD_SICK where it does not in time, and with
	 * E_BOARD_NONSENSE where what it says is not what such a card says.
	 */
	start(hearing: Hearing): Promise<void>;
	/** Null before the first answer, and while the card has been silent for longer than it may. */
	heard(): Heard | null;
	close(): Promise<void>;
}

/** What is to be done to the world of a card, or to it. */
export type Deed =
	| {readonly do: 'inject'; readonly fault: string; readonly values: FaultValues}
	| {readonly do: 'set'; readonly name: SettableName; readonly value: number}
	| {readonly do: 'change'; readonly setting: CardSetting}
	| {readonly do: 'command'; readonly command: BenchCommand};

/** Puts right what a deed did. */
export type UndoDeed = () => Promise<void>;

/** What can do something to the world of a card: the simulated UPS, an instrument, or a face of the card that takes orders. */
export interface Stimulus {
	/** Such as `relay at 10.0.0.5:5025`, for messages. */
	readonly place: string;
	/** Why it cannot do this; null where it can. Asked before anything is done. */
	can(deed: Deed): string | null;
	/**
	 * Does it; resolves when it is done, with what puts it right. A refusal of the card is a CodedError, as is what an instrument says;
	 * bounded in time.
	 */
	act(deed: Deed): Promise<UndoDeed>;
	/** The parts of a card's world that it can turn; what it cannot throws E_FAULT_UNSUPPORTED. Absent where it acts by name alone. */
	target?(): FaultTarget;
	/** Puts everything right and lets go. Safe to call twice. */
	close(): Promise<void>;
}
