// What the firmware updates of one card need of the world. Methods only, so that an object of a class with a card's number serves
// as well as a bag of closures: a fleet makes one small object for each card that takes part.

import type {Millis} from '../../core/clock.ts';
import type {DeviceCrypto, Otp} from '../../core/device-ports.ts';
import type {ByteSource, SourceAnswers} from '../../ota/chunk-sink.ts';
import type {BootOutcome, Life} from '../../ota/life.ts';
import type {TransferLimits} from '../../ota/transfer/limits.ts';
import type {EventNote} from '../roles.ts';
import type {UpdateFound, UpdateJob} from './jobs.ts';
import type {Candidate, KeptUpdate} from './kept.ts';
import type {UpsNow} from './ups-rules.ts';

/** What a health check says (ota.md 6.5). */
export const healthPassed = 1;
export const healthOpen = 0;
export const healthFailed = -1;

export interface UpdatePorts {
	readonly crypto: DeviceCrypto;
	/** The card's own time, as `t` everywhere. */
	now(): Millis;
	fillRandom(into: Uint8Array): void;
	/** Does a job of signatures and calls `done` once, at once or later: inline on a card, in a worker in a fleet. */
	check(job: UpdateJob, done: (found: UpdateFound) => void): void;
	/** Fills what the rules of ota.md 6.6 look at. */
	lookAtUps(into: UpsNow): void;
	/** healthPassed, healthOpen or healthFailed for a check of health.ts, by its number there. */
	health(check: number): number;
	/** Logs an event of the catalogue; phase as in card.ts. */
	log(event: number, phase: number, detail: number, note: EventNote): void;
	/** Makes `kept` safe before it returns; the object goes on changing, so take a copy. */
	keep(kept: KeptUpdate): void;
	/** Sends a message of kind `ota-request`; false when it cannot be sent now. */
	send(message: Uint8Array): boolean;
	/** Fetches bytes of a candidate that has an address, and tells `answers`; null where the card has no such way. */
	source(candidate: Candidate, answers: SourceAnswers): ByteSource | null;
	/** Seconds since 1970 by the wall clock, which nobody vouches for: for quotas and the age of news alone. */
	wallS(): number;
	/** The hardware watchdog: 60 s after the last call the card resets (ota.md 6.5). */
	feedWatchdog(): void;
	/** Resets the card, after this returns. What runs ends with `stop`. */
	reset(why: string): void;
	/** Something changed outside of `due`: `nextAt` may be earlier than it was. */
	woke(): void;
}

/** Times and counts; a fleet's cards share one object. */
export interface UpdateLimits {
	/** Health must pass within this (6.5). */
	readonly healthMs: Millis;
	/** A trial must have run this long without a reset. */
	readonly settleMs: Millis;
	/** Soak before the boot floor rises (3.3). */
	readonly soakMs: Millis;
	/** No fresh token for this long is otaFrozen (3.4). */
	readonly frozenMs: Millis;
	/** A deferred restart is told of again after this (9). */
	readonly deferMs: Millis;
	/** Between ARMED and the reset: messages go out, and the UPS is looked at once more. */
	readonly armedMs: Millis;
	readonly transfer: TransferLimits;
}

/** What is the same for all cards of a class. */
export interface CardClass {
	readonly vendorId: Uint8Array;
	readonly classId: Uint8Array;
	readonly slotBytes: number;
	/** Algorithms of COSE: [-19], or [-46] on a board. */
	readonly algorithms: readonly number[];
	readonly legacyEdDsa: boolean;
	/** Component ids that the card has. */
	readonly components: readonly (readonly string[])[];
	/** Assignments and tokens come under the card's own key (ota.md 4.4). */
	readonly isBoard: boolean;
	/** Addresses that a manifest may name besides https ones of public hosts (check-context.ts). */
	readonly allowPlainHttp: boolean;
	readonly allowPrivateHosts: boolean;
	readonly limits: UpdateLimits;
}

/** An event of the bootloader: a name of the catalogue, with the number of a code or of a start as its detail. */
export interface PendingBootEvent {
	readonly sequence: number;
	readonly name: string;
	readonly detail: number;
}

/** What the bootloader has to tell. */
export interface BootEvents {
	pending(): readonly PendingBootEvent[];
	/** All events up to this sequence are safe in the log. */
	acknowledge(sequence: number): void;
}

/** Where the root document in force is kept (ota.md 3.2): on a card in two places of its flash. */
export interface RootKeeper {
	/** The newest one that is whole, or the one that is burned in. */
	load(): {readonly document: Uint8Array; readonly version: number};
	/** Keeps a document that was checked; false where it could not be, and the one before stays in force. */
	save(document: Uint8Array): boolean;
}

export interface UpdateOptions {
	readonly cardClass: CardClass;
	readonly deviceId: Uint8Array;
	/** Back-off is spread by it. */
	readonly serial: string;
	/** What runs says of itself. */
	readonly runningVersion: readonly number[];
	/** Proves the card's inventory; null where it has none. */
	readonly cardKey: Uint8Array | null;
	readonly life: Life;
	/** Reads the boot floor (ota.md 3.3). */
	readonly otp: Pick<Otp, 'read'>;
	readonly boot: BootOutcome;
	readonly bootEvents: BootEvents;
	/** What it answers counts, and not the root document in `kept`; undefined where that is all there is. */
	readonly roots?: RootKeeper;
	/** Whether the watchdog ended the run before, as the hardware knows it. */
	readonly wasHung: boolean;
	/** As it was kept last, or `newKept`. */
	readonly kept: KeptUpdate;
	readonly ports: UpdatePorts;
}
