// Both ends of a serial line that socat makes of two ptys.

import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {findProgram} from './needs.ts';

const LOOK_MS = 10;

/** Paths of the two ends; gone with the test. */
export async function serialLine(t: ExecutionContext): Promise<readonly [near: string, far: string]> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-serial-'));
	const ends = [join(folder, 'card'), join(folder, 'master')] as const;
	const socat = spawn(
		findProgram('socat') as string,
		ends.map(end => `pty,raw,echo=0,link=${end}`),
		{stdio: 'ignore'},
	);
	t.teardown(() => {
		socat.kill();
		rmSync(folder, {recursive: true, force: true});
	});
	while (!ends.every(end => existsSync(end))) {
		await new Promise(resolve => {
			setTimeout(resolve, LOOK_MS);
		});
	}
	return ends;
}
