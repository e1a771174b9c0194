// The real terminal behind the commands: stdout for data, stderr for everything else, signals as a request to stop.

import {exitCodes} from './exit.ts';
import type {Io} from './io.ts';

const CLEAR_LINE = '\r\x1b[2K';
const DEFAULT_COLUMNS = 80;

const signals = [
	['SIGINT', exitCodes.interrupted],
	['SIGTERM', exitCodes.terminated],
] as const;

/** Io on the streams of `host`. */
export class Terminal implements Io {
	readonly interactive: boolean;
	readonly stop: AbortSignal;
	exitCode: number = exitCodes.ok;
	/** The exit code that a signal asks for; undefined when none came. */
	signalCode: number | undefined;
	readonly #host: NodeJS.Process;
	readonly #stopper = new AbortController();
	/** A progress line stands on the screen. */
	#drawn = false;

	constructor(host: NodeJS.Process) {
		this.#host = host;
		this.stop = this.#stopper.signal;
		this.interactive = host.stderr.isTTY && host.env['TERM'] !== 'dumb';
		this.#heedSignals();
		// A reader that went away (`| head`) is no fault of ours.
		host.stdout.on('error', (error: NodeJS.ErrnoException) =>
			host.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.internal),
		);
	}

	out(text: string): void {
		this.#wipe();
		this.#host.stdout.write(`${text}\n`);
	}

	note(text: string): void {
		this.#wipe();
		this.#host.stderr.write(`${text}\n`);
	}

	progress(text: string): void {
		if (this.interactive) {
			const columns = this.#host.stderr.columns || DEFAULT_COLUMNS;
			this.#host.stderr.write(`${CLEAR_LINE}${text.slice(0, columns - 1)}`);
			this.#drawn = true;
		}
	}

	#wipe(): void {
		if (this.#drawn) {
			this.#host.stderr.write(CLEAR_LINE);
			this.#drawn = false;
		}
	}

	/** The first signal asks the command to stop, the second ends the process at once. */
	#heedSignals(): void {
		for (const [signal, code] of signals) {
			this.#host.on(signal, () => {
				if (this.stop.aborted) {
					this.#host.exit(code);
				}
				this.signalCode = code;
				this.#stopper.abort();
			});
		}
	}
}
