// A face of the card that publishes: told of readings and of events that are safe, it speaks its own format to whom it will.

import type {Millis} from '../core/clock.ts';
import type {LogEntry} from './card-rows.ts';

export interface TelemetryFace {
	start(): void;
	/** A reading; `steady` when only the interval has passed. `lost`: the UPS does not answer its card. */
	sample(t: Millis, row: Int32Array, at: number, lost: boolean, steady: boolean): void;
	/** An entry is logged and safe on disk. */
	logged(entry: LogEntry): void;
	/** Says good-bye, and resolves when the connection is closed. */
	stop(): Promise<void>;
	/** Ends without a word, as a card that loses power. */
	cut(): void;
}
