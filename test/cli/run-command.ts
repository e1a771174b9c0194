// Runs one command of the program in this process, with a terminal that remembers.

import {Command} from 'commander';
import type {Io, Register} from '../../src/cli/io.ts';

export interface Ran {
	readonly out: string;
	readonly notes: readonly string[];
	readonly exitCode: number;
	/** What the command threw; undefined when it ended well. */
	readonly error: unknown;
}

export async function runCommand(register: Register, ...words: string[]): Promise<Ran> {
	const out: string[] = [];
	const notes: string[] = [];
	const io: Io = {
		out: text => out.push(`${text}\n`),
		note: text => notes.push(text),
		interactive: false,
		progress: () => undefined,
		stop: new AbortController().signal,
		exitCode: 0,
	};
	const program = new Command('ridethrough');
	program.exitOverride().configureOutput({writeOut: text => out.push(text), writeErr: text => notes.push(text)});
	register(program, io);
	try {
		await program.parseAsync(words, {from: 'user'});
		return {out: out.join(''), notes, exitCode: io.exitCode, error: undefined};
	} catch (error) {
		return {out: out.join(''), notes, exitCode: io.exitCode, error};
	}
}
