// NUT's own tools of the system as clients of our server.

import {spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {accessSync, constants} from 'node:fs';

/** Debian's /sbin/upsmon is a script that asks a configuration of the system first. */
const UPSMON = '/lib/nut/upsmon';

/** Where upsmon itself is; null when it is not installed. */
export function findUpsmon(): string | null {
	try {
		accessSync(UPSMON, constants.X_OK);
		return UPSMON;
	} catch {
		return null;
	}
}

export interface ToolRun {
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
}

async function textsOf(child: ChildProcess): Promise<ToolRun> {
	let stdout = '';
	let stderr = '';
	child.stdout?.on('data', chunk => (stdout += String(chunk)));
	child.stderr?.on('data', chunk => (stderr += String(chunk)));
	const exit = await new Promise<number>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', code => resolve(code ?? -1));
	});
	return {stdout, stderr, exit};
}

/** Runs a command line as a shell reads it, where HOST is our server. */
export async function runTool(line: string, port: number): Promise<ToolRun> {
	const command = line.replaceAll('HOST', `127.0.0.1:${port}`);
	return textsOf(spawn('sh', ['-c', command], {stdio: ['ignore', 'pipe', 'pipe']}));
}
