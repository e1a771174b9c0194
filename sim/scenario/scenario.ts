// What a scenario file says, checked and in plain values: times in milliseconds, shares in percent, faults with all their
// parameters. parse.ts makes it, run.ts plays it.

import type {Millis} from '../../src/core/clock.ts';
import type {FaultValues} from '../faults/fault.ts';
import type {FaultPlan} from '../flash/fault-plan.ts';
import type {LoadProfile} from '../fleet/load-profile.ts';
import type {SampleWishes} from '../fleet/sample-turns.ts';
import type {Behaviour} from '../fleet/updates/behaviour.ts';
import type {DisturbanceRates} from '../grid/site-grid.ts';
import type {BenchCommand, CardSetting, SeenEvent, SettableName} from './bench.ts';
import type {Parameter} from './expand/matrix.ts';

export interface Scenario {
	/** The file it was read from, for messages. */
	readonly file: string;
	readonly name: string;
	/** Of its case; empty without a matrix. */
	readonly parameters: readonly Parameter[];
	/** One line for lists; '' where there is none. */
	readonly summary: string;
	readonly version: 1;
	readonly seed: number;
	readonly sites: readonly SitePlan[];
	readonly devices: readonly DevicePlan[];
	/** Null: the cards take none. */
	readonly firmware: FirmwarePlan | null;
	/** Ids of the cards that are played, each as it is among all; null: all of them. */
	readonly only: readonly string[] | null;
	/** When its cards send their steady samples. */
	readonly samples: SampleWishes;
	readonly steps: readonly Step[];
}

export interface SitePlan {
	readonly name: string;
	/** Utility voltage; null: the nominal one of each UPS. */
	readonly volts: number | null;
	/** Utility frequency; null: the nominal one of each UPS. */
	readonly hertz: number | null;
	/** Seeded disturbances, mean number a day. */
	readonly disturbances: DisturbanceRates;
}

/** The firmware that the cards boot and can be given. */
export interface FirmwarePlan {
	readonly slotKib: number;
	/** Version that the cards leave the factory with, `major.minor.patch`. */
	readonly running: string;
	/** In the order of their sequence numbers. */
	readonly releases: readonly ReleasePlan[];
	readonly bad: readonly BadFirmware[];
}

export interface ReleasePlan {
	readonly name: string;
	readonly version: string;
	readonly securityVersion: number;
	readonly behaviour: Behaviour;
	readonly imageKib: number;
}

/** Cards on which a release behaves otherwise. */
export interface BadFirmware {
	readonly release: string;
	readonly behaviour: Behaviour;
	readonly on: Selection;
}

/** Cards that are alike. */
export interface DevicePlan {
	readonly count: number;
	readonly site: string;
	/** Dealt out one after the other. */
	readonly models: readonly string[];
	/** Percent of the rating, evenly spread between the two by the seed. */
	readonly loadPercent: {readonly from: number; readonly to: number};
	readonly profile: LoadProfile;
	readonly ambientCelsius: number;
	/** Age of the battery. */
	readonly ageYears: number;
	/** What steps can select them by. */
	readonly labels: readonly string[];
}

/** Which cards a step is about. Every list that is not empty must hold the card. */
export interface Selection {
	readonly sites: readonly string[];
	readonly models: readonly string[];
	readonly cards: readonly string[];
	/** Each card has at least one of them. */
	readonly labels: readonly string[];
	/** Numbers that the ids of the cards end in. */
	readonly numbers: ReadonlyArray<{readonly from: number; readonly to: number}>;
	/** None of the cards that this is about; null: none is left out. */
	readonly not: Selection | null;
	/** This share of those cards, drawn by the seed and the step; 100 is all. At least one card is taken. */
	readonly sharePercent: number;
}

/**
 * When a step begins: `at` since the start of its block (the scenario, one round of a repeat, or a branch), so long after the step
 * before ended (0 where nothing is said), or when its cards have logged some events.
 */
export type StepTime = {readonly at: Millis} | {readonly after: Millis} | {readonly events: EventCount};

/** So many events since the last action, all cards of the step together. */
export interface EventCount {
	readonly count: number;
	readonly name: string;
	readonly phase: EventPhase | null;
	/** Where they take longer the step fails. */
	readonly withinMs: Millis;
}

/** How an action is repeated while the steps after it go on. */
export interface Repetition {
	readonly everyMs: Millis;
	/** How many times in all, the first one included; null where only `untilMs` or the end of the scenario ends it. */
	readonly times: number | null;
	/** Since the start of the block, as `at`. */
	readonly untilMs: Millis;
}

interface AnyStep {
	/** As named in the file, or made from what it does. */
	readonly name: string;
	/** Where it stands: the scenario's own file, or one that it includes. */
	readonly file: string;
	readonly line: number;
	readonly time: StepTime;
	readonly on: Selection;
}

/** Something that is done to cards or to their world. */
interface Action extends AnyStep {
	/** Null: once. */
	readonly every: Repetition | null;
}

export interface InjectStep extends Action {
	readonly verb: 'inject';
	readonly fault: string;
	readonly values: FaultValues;
	/** Undone after this long; null: at the end of the scenario. */
	readonly forMs: Millis | null;
}

export interface SetStep extends Action {
	readonly verb: 'set';
	readonly values: ReadonlyArray<{readonly name: SettableName; readonly value: number}>;
	/** Settings of the cards by their keys; a card that refuses one fails the step. */
	readonly settings: readonly CardSetting[];
}

export interface CommandStep extends Action {
	readonly verb: 'command';
	/** Given to every selected card; one that refuses it fails the step. */
	readonly command: BenchCommand;
}

export interface RolloutStep extends AnyStep {
	readonly verb: 'rollout';
	readonly release: string;
	/** As firmware serve takes it, without release. */
	readonly plan: Readonly<Record<string, unknown>>;
}

export interface FlashPlanStep extends AnyStep {
	readonly verb: 'flashPlan';
	readonly plan: FaultPlan;
}

export interface ExpectStep extends AnyStep {
	readonly verb: 'expect';
	/** All of them must hold at the same time. */
	readonly expectations: readonly Expectation[];
	/** How many of the selected cards must fulfil the expectations, at the same time. */
	readonly quantifier: Quantifier;
	readonly withinMs: Millis;
	/** How long it must then stay true without a break. */
	readonly holdMs: Millis;
}

/** Steps that are played several times, one round after the other. */
export interface RepeatStep extends AnyStep {
	readonly verb: 'repeat';
	readonly times: number;
	readonly steps: readonly Step[];
}

/** Branches that are played side by side; it ends when all have ended. */
export interface ParallelStep extends AnyStep {
	readonly verb: 'parallel';
	readonly branches: ReadonlyArray<readonly Step[]>;
}

/** Keeps the state of the run under a name, to go on from there another time. */
export interface SnapshotStep extends AnyStep {
	readonly verb: 'snapshot';
	readonly snapshot: string;
}

export type Step =
	| InjectStep
	| SetStep
	| CommandStep
	| RolloutStep
	| FlashPlanStep
	| ExpectStep
	| RepeatStep
	| ParallelStep
	| SnapshotStep;

export type Quantifier = 'all' | 'any' | 'none';

export type CampaignPhase = 'running' | 'held' | 'stopped' | 'aborted' | 'completed';
export type Comparison = '>' | '>=' | '<' | '<=' | '=' | '!=';
export type EventPhase = SeenEvent['phase'];

/**
 * One thing that must be true of a card. Events count from the moment when the last step before it that is no `expect` began (or
 * the scenario, where there is none): what an action causes at once is seen, what was before it is not.
 */
export type Expectation =
	/** These status words; `exactly`: and no others. */
	| {readonly kind: 'status'; readonly words: readonly string[]; readonly exactly: boolean}
	/** Exactly these alarms hold. */
	| {readonly kind: 'alarms'; readonly names: readonly string[]}
	/** The alarm holds, or does not (`absent`). */
	| {readonly kind: 'alarm'; readonly name: string; readonly absent: boolean}
	/** The event was logged, or was not (`absent`). Without a phase: any but the clear. */
	| {readonly kind: 'event'; readonly name: string; readonly phase: EventPhase | null; readonly absent: boolean}
	/** The version of its firmware that runs. */
	| {readonly kind: 'firmware'; readonly version: string}
	/** The phase of the campaign that began last. */
	| {readonly kind: 'campaign'; readonly phase: CampaignPhase}
	/** Since the last action the card's load was without output, or never was (`absent`). */
	| {readonly kind: 'loadDropped'; readonly absent: boolean}
	/** The longest time without a message of the card since the last action. */
	| {readonly kind: 'telemetryGap'; readonly comparison: Comparison; readonly valueMs: Millis}
	/** Events that the card logged since the last action and that it has not published. */
	| {readonly kind: 'eventsMissing'; readonly comparison: Comparison; readonly value: number}
	/**
	 * How far the battery runtime that the card told was off what came, in percent of what came: the worst look of the discharge that
	 * ended with an empty battery last. False of a card whose battery has not run empty since the last action.
	 */
	| {readonly kind: 'runtimeError'; readonly comparison: Comparison; readonly value: number}
	/** So many of the selected cards, or such a share of them, fulfil `of`; said of the selection, not of a card. */
	| {
			readonly kind: 'count';
			readonly of: readonly Expectation[];
			readonly comparison: Comparison;
			readonly value: number;
			/** `value` is percent of the selected cards. */
			readonly isShare: boolean;
	  }
	/** A reading compares so with `value`, in the unit of the reading. */
	| {
			readonly kind: 'reading';
			readonly name: string;
			readonly comparison: Comparison;
			readonly value: number;
			readonly unit: string;
	  };

/** One card as the scenario plans it. */
export interface CardPlan {
	/** `{site}-{number from 001}`: other sites and the seed change nothing about it. */
	readonly id: string;
	readonly site: string;
	readonly model: string;
	readonly loadPercent: number;
	readonly profile: LoadProfile;
	readonly ambientCelsius: number;
	readonly ageYears: number;
	readonly labels: readonly string[];
}
