// Progress on stderr: a line that is redrawn on a terminal, else a line every ten seconds.

import type {Io} from './io.ts';

const REDRAW_MS = 200;
const REMARK_MS = 10_000;

/** Shows the latest text it is given, often enough and not more. `now` is a real clock, in milliseconds. */
export class ProgressLine {
	readonly #io: Io;
	readonly #now: () => number;
	readonly #periodMs: number;
	#shownMs: number;

	constructor(io: Io, now: () => number) {
		this.#io = io;
		this.#now = now;
		this.#periodMs = io.interactive ? REDRAW_MS : REMARK_MS;
		this.#shownMs = now();
	}

	/** A text that is costly, or changes by being told, is given as a function: it is asked only when it is shown. */
	show(latest: string | (() => string)): void {
		const now = this.#now();
		if (now - this.#shownMs < this.#periodMs) {
			return;
		}
		this.#shownMs = now;
		const text = typeof latest === 'string' ? latest : latest();
		if (this.#io.interactive) {
			this.#io.progress(text);
		} else {
			this.#io.note(text);
		}
	}

	/** Takes the line away. */
	end(): void {
		if (this.#io.interactive) {
			this.#io.progress('');
		}
	}
}
