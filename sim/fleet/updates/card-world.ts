import type {EventNote} from '../../../src/agent/roles.ts';
import type {UpsNow} from '../../../src/agent/update/ups-rules.ts';
import type {Millis} from '../../../src/core/clock.ts';

/** What a card is given of its fleet. */
export interface CardWorld {
	now(): Millis;
	after(delay: Millis, run: () => void): () => void;
	wallS(): number;
	fillRandom(into: Uint8Array): void;
	lookAtUps(into: UpsNow): void;
	isHearing(): boolean;
	log(event: number, phase: number, detail: number, note: EventNote): void;
	send(message: Uint8Array): boolean;
	/** A new start: its number, and the version that it tells. */
	started(start: number, version: readonly number[]): void;
	/** Begins the session with the broker. */
	goOnline(): void;
	/** Ends it in good order, or as a loss of power does. */
	goOffline(isCut: boolean): void;
}
