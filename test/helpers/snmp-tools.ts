// net-snmp's programs as managers.

import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {findProgram} from './needs.ts';

const PATIENCE_MS = 20_000;

export interface ToolRun {
	/** A line for each instance, `.1.3… = TYPE: value`. */
	readonly lines: readonly string[];
	readonly stderr: string;
	readonly failed: boolean;
}

/** Runs a program such as snmpwalk with numeric names and no MIB files; one try of two seconds each. */
export async function runTool(name: string, words: readonly string[]): Promise<ToolRun> {
	const program = findProgram(name) ?? name;
	const options = {timeout: PATIENCE_MS, env: {...process.env, MIBS: '', SNMPCONFPATH: '/nonexistent'}};
	const common = ['-On', '-r', '1', '-t', '2'];
	try {
		const {stdout, stderr} = await promisify(execFile)(program, [...common, ...words], options);
		return {lines: linesOf(stdout), stderr, failed: false};
	} catch (error) {
		const {stdout, stderr} = error as {stdout?: string; stderr?: string};
		return {lines: linesOf(stdout ?? ''), stderr: stderr ?? String(error), failed: true};
	}
}

function linesOf(text: string): string[] {
	return text.split('\n').filter(line => line !== '');
}
