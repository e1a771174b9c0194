// What a command may do to the terminal: data on stdout, everything else on stderr.

export interface Io {
	/** Data: the answer itself. A newline is added. */
	out(text: string): void;
	/** Progress, remarks, errors. A newline is added. */
	note(text: string): void;
	/** Whether stderr is a terminal that can redraw a line. */
	readonly interactive: boolean;
	/** Redraws the progress line (interactive only). */
	progress(text: string): void;
	/** Aborted by the first INT or TERM: stop cleanly. */
	readonly stop: AbortSignal;
	/** The exit code to end with; a command that ran and failed sets it to 1. */
	exitCode: number;
}

/** Adds one command (or group) to the program. */
export type Register = (program: import('commander').Command, io: Io) => void;
