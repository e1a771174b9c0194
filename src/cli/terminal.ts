// The real terminal behind the commands: stdout for data, stderr for everything else, signals as a request to stop.

import {exitCodes} from './exit.ts';
import type {Io} from './io.ts';

export interface TerminalIo extends Io {
	/** The exit code that a signal asks for; undefined when none came. */
	readonly signalCode: number | undefined;
}

const CLEAR_LINE = '\r\x1b[2K';

/** Io on the streams of `host`. The first INT or TERM asks the command to stop, the second ends the process at once. */
export function terminalIo(host: NodeJS.Process): TerminalIo {
	const stopper = new AbortController();
	const interactive = host.stderr.isTTY === true && host.env['TERM'] !== 'dumb';
	let drawn = false;
	let signalCode: number | undefined;
	const wipe = (): void => {
		if (drawn) {
			host.stderr.write(CLEAR_LINE);
			drawn = false;
		}
	};
	for (const [signal, code] of [['SIGINT', exitCodes.interrupted], ['SIGTERM', exitCodes.terminated]] as const) {
		host.on(signal, () => {
			if (stopper.signal.aborted) {
				host.exit(code);
			}
			signalCode = code;
			stopper.abort();
		});
	}
	// A reader that went away (`| head`) is no fault of ours.
	host.stdout.on('error', (error: NodeJS.ErrnoException) => host.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.internal));
	return {
		out(text) {
			wipe();
			host.stdout.write(`${text}\n`);
		},
		note(text) {
			wipe();
			host.stderr.write(`${text}\n`);
		},
		interactive,
		progress(text) {
			if (interactive) {
				const columns = host.stderr.columns || 80;
				host.stderr.write(`${CLEAR_LINE}${text.slice(0, columns - 1)}`);
				drawn = true;
			}
		},
		stop: stopper.signal,
		exitCode: exitCodes.ok,
		get signalCode() {
			return signalCode;
		},
	};
}
