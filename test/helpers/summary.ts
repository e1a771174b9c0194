// Runs AVA and tells how it went: failures in full, progress, the titles of what was skipped, and on the last line
// `N passed, N failed, N skipped`, counted from AVA's own TAP output. Arguments are passed on to AVA. A run of no test
// is a failure; with RIDETHROUGH_FORBID_SKIPS=1 a skipped test is one too.

import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {resolve} from 'node:path';
import {countLine, TapReader, verdictOf} from './tap.ts';

const PROGRESS_MS = 10_000;

const reader = new TapReader(text => process.stdout.write(`${text}\n`));
const avaWords = [resolve('node_modules/ava/entrypoints/cli.mjs'), '--tap', ...process.argv.slice(2)];
const ava = spawn(process.execPath, avaWords, {stdio: ['ignore', 'pipe', 'inherit']});

const progress = setInterval(() => {
	process.stderr.write(`${countLine(reader.counts)} so far\n`);
}, PROGRESS_MS);

createInterface({input: ava.stdout}).on('line', line => reader.read(line));

ava.on('close', code => {
	clearInterval(progress);
	const forbidSkips = process.env['RIDETHROUGH_FORBID_SKIPS'] === '1';
	const {exitCode, reason} = verdictOf(reader.counts, code, forbidSkips);
	reader.skipped.forEach(title => process.stdout.write(`skipped: ${title}\n`));
	if (reason !== undefined) {
		process.stdout.write(`${reason}\n`);
	}
	process.stdout.write(`${countLine(reader.counts)}\n`);
	process.exitCode = exitCode;
});
