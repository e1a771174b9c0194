// Runs verbs of `ridethrough firmware` in this process, in a folder of its own.

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {register} from '../../../src/cli/commands/firmware.ts';
import {runCommand} from '../run-command.ts';
import type {Ran} from '../run-command.ts';

export function folder(t: ExecutionContext): string {
	const made = mkdtempSync(join(tmpdir(), 'ridethrough-firmware-'));
	t.teardown(() => rmSync(made, {recursive: true}));
	return made;
}

export function firmware(...words: string[]): Promise<Ran> {
	return runCommand(register, 'firmware', ...words);
}

/** As `firmware`, failing the test where the verb does not end well. */
export async function firmwareOk(t: ExecutionContext, ...words: string[]): Promise<Ran> {
	const ran = await firmware(...words);
	t.is(ran.error, undefined, `${words.join(' ')}: ${String(ran.error)}`);
	t.is(ran.exitCode, 0, ran.notes.join('\n'));
	return ran;
}

/** What a verb printed with --json. */
export function jsonOf({out}: Ran): unknown {
	return JSON.parse(out);
}
