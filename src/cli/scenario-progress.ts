// How far a scenario is, on the progress line.

import type {Progress} from '../../sim/scenario/result.ts';
import type {Io} from './io.ts';
import {ProgressLine} from './progress-line.ts';

/** In real time nothing may happen for minutes, and the clock should still be seen to run. */
const PULSE_MS = 200;

/** Shows the latest of what `tell` is given. `clock` reads the time of the bench since its start, `now` a real clock; ms. */
export class ScenarioProgress {
	readonly #line: ProgressLine;
	readonly #clock: () => number;
	readonly #timer: NodeJS.Timeout;
	#latest: Progress | undefined;

	constructor(io: Io, clock: () => number, now: () => number) {
		this.#line = new ProgressLine(io, now);
		this.#clock = clock;
		this.#timer = setInterval(() => this.pulse(), PULSE_MS);
		this.#timer.unref();
	}

	tell(progress: Progress): void {
		this.#latest = progress;
		this.#line.show(progressText(progress));
	}

	/** Shows what was told last, at the time it is now. */
	pulse(): void {
		if (this.#latest !== undefined) {
			this.#line.show(progressText({...this.#latest, atMs: this.#clock()}));
		}
	}

	/** Takes the line away. */
	end(): void {
		clearInterval(this.#timer);
		this.#line.end();
	}
}

/** `01:02:03  step 4 of 20: expect status OB  1234 events`. */
export function progressText({atMs, step, stepCount, stepName, eventCount}: Progress): string {
	return `${clockText(atMs)}  step ${step} of ${stepCount}: ${stepName}  ${eventCount} events`;
}

/** Hours, minutes and seconds of virtual time. */
function clockText(millis: number): string {
	const seconds = Math.floor(millis / 1000);
	const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	return parts.map(part => String(part).padStart(2, '0')).join(':');
}
