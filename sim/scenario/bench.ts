// The port between a scenario and what it plays on: a fleet in virtual time, in real time, or later real boards.

import type {Clock, Millis} from '../../src/core/clock.ts';
import type {FaultValues} from '../faults/fault.ts';
import type {FaultPlan} from '../flash/fault-plan.ts';
import type {CardTarget} from './card-target.ts';
import type {Step} from './scenario.ts';
import type {Dial, DialName, PartName, QuirkName, SensorBend, SensorName} from './ups-target.ts';

/** Puts right what a fault did. Safe to call twice. */
export type Undo = () => void;

/** What a fault can do to the world of one card. Factors multiply and offsets add up when faults overlap. */
export interface FaultTarget {
	/** A hand on one of the numbers of the UPS and its world. */
	dial(name: DialName): Dial;
	/** A part of the UPS does nothing any more. */
	breakPart(part: PartName): Undo;
	/** The UPS tells its card something else than is the case. */
	bendSensor(sensor: SensorName, bend: SensorBend): Undo;
	/** The firmware of the UPS has a quirk. */
	giveQuirk(quirk: QuirkName): Undo;
	/** Utility voltage at the card's input times `factor`; 0 is a blackout. */
	scaleInput(factor: number): Undo;
	/** Utility frequency plus `hertz`. */
	shiftHertz(hertz: number): Undo;
	/** Takes `cells` out of the battery: capacity and voltage fall at once. */
	failCells(cells: number): Undo;
	/** Makes the battery at least this worn: 1 is 80 % of the capacity left (battery.md 8). */
	wearBattery(damage: number): Undo;
	/** Adds a share of the rated power to the load. */
	addLoad(ratio: number): Undo;
	/** The UPS no longer answers its card. */
	silenceLink(): Undo;
	/** Transfers of firmware to the UPS break off. */
	breakUpdates(): Undo;
	/** The card's own firmware; throws E_FAULT_UNSUPPORTED where it takes none. */
	firmware(): FirmwareTarget;
	/** The card itself, and its lines to its UPS and to its broker. */
	card(): CardTarget;
}

/** What befalls the chunks that come to a card: shares of them, 0 to 1, one after the other. */
export interface ChunkShares {
	readonly corrupted: number;
	readonly duplicated: number;
	readonly dropped: number;
}

/** One of the two slots of a card's flash, as its last boot found it and as its journal has it. */
export interface SlotReport {
	/** Of the envelope's manifest; '' where none can be read. */
	readonly version: string;
	readonly manifestDigest: string;
	readonly securityVersion: number;
	readonly bootable: boolean;
}

/** The flash of a card and what runs from it. */
export interface FlashReport {
	/** Version that runs; '' while nothing does. */
	readonly version: string;
	/** Of the journal, such as STEADY or TRIAL. */
	readonly state: string;
	/** Slot that is confirmed, 0 or 1. */
	readonly active: number;
	readonly slots: readonly SlotReport[];
	/** Erases, programs and raises so far. */
	readonly operations: number;
	/** Faults of flash that are still to come. */
	readonly planned: number;
	/** Cuts of the card's supply so far. */
	readonly cuts: number;
	/** The most that a sector was erased, and sectors that take nothing any more. */
	readonly wear: number;
	readonly stuckSectors: number;
}

/** What a fault can do to a card whose firmware is simulated. */
export interface FirmwareTarget {
	/**
	 * Puts faults of flash in store, counted from the next operation on. The undo forgets those still to come, and mends the sectors
	 * that the others struck.
	 */
	planFlash(faults: FaultPlan['faults']): Undo;
	/** Chance of torn and loose bits begins anew. */
	reseedFlash(seed: number): void;
	/** The card resets without a word. */
	crash(): void;
	/** The card hangs until its watchdog bites; undone before, it restarts at once. */
	hang(): Undo;
	/** Acts on what comes from the service; shares of several faults add up. */
	disturbChunks(shares: ChunkShares): Undo;
	flash(): FlashReport;
}

/** What befalls a broker. */
export type BrokerFault =
	| {readonly kind: 'outage'}
	/** Refuses a share of the sessions that cards ask for, with a code of CONNACK. */
	| {readonly kind: 'refusal'; readonly share: number; readonly code: number}
	/** What it sends takes so long. */
	| {readonly kind: 'slow'; readonly delayMs: Millis}
	/** Starts anew without what it had retained. */
	| {readonly kind: 'forget'}
	/** Ends all sessions at once. */
	| {readonly kind: 'disconnect'};

/** What a fault can do to the world around all cards. */
export interface FaultSurroundings {
	readonly clock: Clock;
	/** What befalls the broker that the cards publish to; throws E_FAULT_UNSUPPORTED where it cannot be made to do so. */
	disturbBroker(fault: BrokerFault): Undo;
}

/** One event that a card logged. */
export interface SeenEvent {
	readonly atMs: Millis;
	readonly card: number;
	/** Sequence number in the card's log. */
	readonly sequence: number;
	/** Name of the event in the catalogue, such as `onBattery`. */
	readonly name: string;
	readonly phase: 'set' | 'clear' | 'momentary';
	readonly text: string;
}

export interface BenchCard {
	readonly id: string;
	readonly site: string;
	readonly model: string;
	/** What steps can select it by, beside the others. */
	readonly labels?: readonly string[];
}

/** What `set` can change on a card's world. */
export type SettableName = 'load' | 'ambient' | 'lowBatteryTime' | 'returnDelay' | 'minReturnCharge' | 'sensitivity';

/** A setting of a card by its key, with its value as a person writes it. */
export interface CardSetting {
	readonly key: string;
	readonly value: string | number;
}

/** How far virtual time was behind real time times the speed; ms of real time. */
export interface Drift {
	readonly worstMs: number;
	/** When it was asked. */
	readonly lastMs: number;
}

/** What an observation can note. */
export type Noted = 'loadDropped' | 'telemetryGap' | 'eventsMissing' | 'runtimeError';

/** What a bench notes from the moment when it was asked to; each method only where it was asked for. */
export interface Observation {
	/** Whether the load of a card was without output meanwhile. */
	loadDropped(card: number): boolean;
	/** The longest time without a message of the card, the time since the last one included. */
	longestGapMs(card: number): Millis;
	/** Events that the card logged meanwhile and that are not published. */
	eventsMissing(card: number): number;
	/**
	 * The worst error of the runtime that a card told, percent of what came, in the discharge that ended last with an empty battery.
	 * Undefined where none did meanwhile. It counts from a minute before the end upwards: closer to it, seconds are many percent.
	 */
	runtimeError(card: number): number | undefined;
	/** Ends it. */
	end(): void;
}

/** State of a bench as hashes: where two runs differ, the first part and card that do can be named. */
export interface StateDigest {
	/** SHA-256 of everything below, hexadecimal. */
	readonly sha256: string;
	/** Cards that share a hash; 1 in all but large fleets. */
	readonly cardsPerHash: number;
	readonly parts: ReadonlyArray<{readonly name: string; readonly hashes: readonly number[]}>;
}

/** A command of a card's table, as a person gives it. */
export interface BenchCommand {
	readonly name: string;
	/** Outlet group; 0 where the command takes none. */
	readonly group: number;
	readonly value: number | null;
}

/** The update service of a scenario. */
export interface RolloutPort {
	/** Begins a campaign for a release by its name; '' or why not. */
	begin(release: string, plan: Readonly<Record<string, unknown>>): string;
	/** Phase of the campaign that began last; '' before any. */
	phase(): string;
	/** How its cards stand, in words. */
	told(): string;
}

/** What a bench was asked to do and has not done yet: real boards take their time. */
export interface UnderWay {
	isDone(): boolean;
	/** Once it is done: why it was refused, '' where it was not. */
	refusal(): string;
}

export interface Bench {
	/** Where releases can be rolled out; null where none can. */
	readonly rollout: RolloutPort | null;
	readonly cards: readonly BenchCard[];
	readonly surroundings: FaultSurroundings;
	target(card: number): FaultTarget;
	now(): Millis;
	/**
	 * Lets the world go on until `until`, or until `settled` holds; asked at the start and after every event, in order
	 * of time. Resolves with the time reached.
	 */
	runUntil(until: Millis, settled?: () => boolean): Promise<Millis>;
	/** Status words as NUT writes them, such as OL, OB, LB, CHRG. */
	statusWords(card: number): readonly string[];
	/** Names of the alarms that hold now, in the order of the catalogue. */
	alarms(card: number): readonly string[];
	/** A reading in SI units by its name in the reading table (percent for shares); undefined when there is none. */
	reading(card: number, name: string): number | undefined;
	/** Reads several at once, in the order of `names`: puts them into `out` from `at` on, NaN where there is none. */
	reader(names: readonly string[]): (card: number, out: Float64Array, at: number) => void;
	/** Changes a value: load in percent of the rating, ambient in °C, times in seconds, charge in percent. */
	set(card: number, name: SettableName, value: number): void;
	/** Changes a setting of a card, as an administrator; why it is refused, '' where it is not. */
	change(card: number, setting: CardSetting): string;
	/** Gives a card a command, as an administrator; why it is refused, '' where it is not. */
	command(card: number, command: BenchCommand): string;
	/** Called with every event as it is logged. */
	onEvent(listener: (event: SeenEvent) => void): void;
	/** Begins to note what expectations about a span of time ask for. */
	observe(what: ReadonlySet<Noted>): Observation;
	/** Null where the bench cannot tell its state, as one of real boards. */
	digest(): StateDigest | null;
	/** Null where no speed was asked for. */
	drift(): Drift | null;
	/** From now on virtual time goes at another speed: virtual seconds a real second. */
	goAt(speed: number): void;
	/** Why a step cannot be played on these cards here; null where it can. Absent where a step is tried instead. */
	cannot?(step: Step, cards: readonly number[]): string | null;
	/** Injects a fault by its name, where the world of the card is elsewhere; null where it is to act on `target`. */
	inject?(card: number, fault: string, values: FaultValues): Undo | null;
	/** What was asked for since the last call and is still under way; null where all is done. Absent where all is done at once. */
	underWay?(): UnderWay | null;
}
