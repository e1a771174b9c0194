// Kills the writer of an event log 1,000 times (or as often as the argument says) and checks what it had called safe.

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {killLog} from '../helpers/kill-log.ts';

const TELL_EVERY = 100;
const kills = Number(process.argv[2] ?? 1000);
const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
const {entries, torn, faults} = await killLog(folder, kills, kill => {
	if (kill % TELL_EVERY === 0) {
		process.stderr.write(`${kill} of ${kills} kills\n`);
	}
});
rmSync(folder, {recursive: true});
process.stdout.write(
	`${kills} kills, ${entries} entries, ${torn} kills in the middle of a write, ${faults.length} faults\n${faults.join('\n')}`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
