// Scenario files for tests of commands, in a folder of the test file's own that is gone afterwards.

import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';

export const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
test.after.always(() => rmSync(folder, {recursive: true}));

/** Writes a scenario with `steps`, the lines below `steps:`; returns its path. */
export function written(name: string, steps: string, head = 'devices: {count: 2, model: SMT750I}'): string {
	const file = join(folder, name);
	writeFileSync(file, `name: Test run\nversion: 1\nseed: 9\n${head}\nsteps:\n${steps}\n`);
	return file;
}
