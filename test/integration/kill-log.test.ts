// A program that writes the event log is killed with SIGKILL: what it called safe is there. `make soak-log` does it 1,000 times.

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {killLog} from '../helpers/kill-log.ts';

const KILLS = 25;

test(`killed ${KILLS} times at random moments, the event log has all that was acknowledged, in order`, async t => {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const {entries, torn, faults} = await killLog(folder, KILLS, () => {});
	t.log(`${entries} entries, ${torn} kills in the middle of a write`);
	t.deepEqual(faults, []);
	t.true(entries > KILLS);
});
