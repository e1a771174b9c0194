// What the runner and the guard of an instrument say to each other.

import type {ErrorCode} from '../../src/core/error-codes.ts';
import type {ErrorContext} from '../../src/core/errors.ts';
import type {Readback, Wish} from './wishes.ts';

/** How often the runner says that it lives. */
export const BEAT_MS = 500;
/** A runner that is silent for this long hangs, or its machine does. */
export const MISSED_MS = 5000;
/** The guard gives up putting the instrument to safe after this. */
export const SAFE_WITHIN_MS = 20_000;

export type ToGuard =
	| {readonly say: 'act'; readonly id: number; readonly wish: Wish}
	| {readonly say: 'beat'}
	/** Put it to safe and end. */
	| {readonly say: 'end'};

export interface Refusal {
	readonly code: ErrorCode;
	readonly message: string;
	readonly context: ErrorContext;
}

export type FromGuard =
	| {readonly told: 'ready'; readonly identity: string}
	| {readonly told: 'done'; readonly id: number; readonly readback: Readback}
	| {readonly told: 'refused'; readonly id: number | null; readonly refusal: Refusal}
	| {readonly told: 'safe'};
