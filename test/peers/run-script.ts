// Runs the scripts in which foreign clients judge a card, and reads what they print.

import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/** Compiled, this file is dist/test/peers/run-script.js; the scripts lie in the sources. */
const FOLDER = fileURLToPath(new URL('../../../test/peers/', import.meta.url));

export interface Judged {
	readonly code: number | null;
	readonly out: string;
	/** `name: value` lines, as upsc and apcaccess print them. */
	readonly values: ReadonlyMap<string, string>;
}

/** Runs a script of this folder; resolves when it has ended. */
export function judge(script: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Judged> {
	return new Promise(resolve => {
		const child = spawn('bash', [`${FOLDER}${script}`, ...words], {
			env: {...process.env, ...env},
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let out = '';
		child.stdout.on('data', chunk => (out += chunk));
		child.stderr.on('data', chunk => (out += chunk));
		child.on('close', code => resolve({code, out, values: valuesOf(out)}));
	});
}

function valuesOf(out: string): Map<string, string> {
	const values = new Map<string, string>();
	for (const line of out.split('\n')) {
		const match = /^([\w.]+) *: (.*)$/.exec(line);
		if (match !== null) {
			values.set(match[1], match[2].trim());
		}
	}
	return values;
}

/** Where NUT's drivers may be. */
export function hasNutDriver(name: string): boolean {
	return ['/lib/nut', '/usr/lib/nut', '/usr/libexec/nut'].some(folder => existsSync(`${folder}/${name}`));
}

/** Whether apcupsd is installed, or unpacked where APCUPSD_ROOT says. */
export function hasApcupsd(): boolean {
	return existsSync(`${process.env['APCUPSD_ROOT'] ?? ''}/sbin/apcupsd`);
}
