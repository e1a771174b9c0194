// Checks of a state directory: whether a card could keep its state there. What is written for it is removed again.

import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	statfsSync,
	statSync,
	writeSync,
} from 'node:fs';
import {join} from 'node:path';
import {verifyLog} from '../../platform/node/event-log/verify.ts';
import {EVENTS_FOLDER} from '../agent-run.ts';
import {failed, ok, skipped, warning} from './finding.ts';
import type {Finding} from './finding.ts';
import {isAlive} from '../../platform/node/state-dir.ts';

const PROBE = 'doctor-probe';
const PROBE_BYTES = 512;
const FSYNCS = 5;
/** Slower than this and events in a storm wait for the disk, ms. */
const SLOW_FSYNC_MS = 50;
const LEAST_FREE_MIB = 64;
const BYTES_PER_MIB = 1024 * 1024;
/** Anybody but the owner. */
const OTHERS = 0o077;
const secretFile = /\.key$|-key\.pem$|password|secret|accounts/;

export function stateFindings(directory: string): Finding[] {
	const writable = writing(directory);
	if (writable.some(({verdict}) => verdict === 'failed')) {
		return writable;
	}
	return [...writable, lock(directory), space(directory), permissions(directory), eventLog(directory)];
}

/** Writes and flushes a small file a few times, as the event log does. */
function writing(directory: string): Finding[] {
	const probe = join(directory, PROBE);
	try {
		mkdirSync(directory, {recursive: true});
		const times = flushTimes(probe);
		const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
		const seen = `${median.toFixed(2)} ms to flush ${PROBE_BYTES} bytes (median of ${FSYNCS})`;
		const slow = 'Put the state on a faster disk: each event is flushed before it is told.';
		return [
			ok('state-writable', directory),
			median <= SLOW_FSYNC_MS ? ok('state-fsync', seen) : warning('state-fsync', seen, slow),
		];
	} catch (error) {
		const change = 'Give --state a directory that this user may write, on a disk with room.';
		return [failed('state-writable', `${directory}: ${(error as Error).message}`, change)];
	} finally {
		rmProbe(probe);
	}
}

function rmProbe(probe: string): void {
	try {
		rmSync(probe, {force: true});
	} catch {
		// Where it could not be written there is nothing to remove.
	}
}

function flushTimes(probe: string): number[] {
	const handle = openSync(probe, 'w', 0o600);
	try {
		return Array.from({length: FSYNCS}, () => {
			const from = performance.now();
			writeSync(handle, Buffer.alloc(PROBE_BYTES));
			fsyncSync(handle);
			return performance.now() - from;
		});
	} finally {
		closeSync(handle);
	}
}

function lock(directory: string): Finding {
	const file = join(directory, 'lock');
	if (!existsSync(file)) {
		return ok('state-lock', 'nobody uses the directory');
	}
	const owner = Number(readFileSync(file, 'utf8'));
	return owner > 0 && isAlive(owner)
		? warning('state-lock', `process ${owner} uses it`, 'Stop that process before another card starts with it.')
		: ok('state-lock', 'left over from a crash; the next start takes it over');
}

function space(directory: string): Finding {
	const {bavail, bsize} = statfsSync(directory);
	const free = Math.floor((bavail * bsize) / BYTES_PER_MIB);
	return free >= LEAST_FREE_MIB
		? ok('state-space', `${free} MiB free`)
		: failed('state-space', `${free} MiB free`, `Make room: a card needs ${LEAST_FREE_MIB} MiB for its logs.`);
}

function permissions(directory: string): Finding {
	const open = readdirSync(directory)
		.filter(name => secretFile.test(name))
		.filter(name => (statSync(join(directory, name)).mode & OTHERS) !== 0);
	return open.length === 0
		? ok('state-secrets', 'no secret file is open to others')
		: failed('state-secrets', `open to others: ${open.join(', ')}`, `chmod 600 ${open.join(' ')}`);
}

function eventLog(directory: string): Finding {
	const folder = join(directory, EVENTS_FOLDER);
	if (!existsSync(folder)) {
		return skipped('event-log', 'there is none yet');
	}
	const {entries, fault} = verifyLog(folder);
	return fault === null
		? ok('event-log', `${entries} entries are what was written`)
		: failed(
				'event-log',
				`${fault.segment}, byte ${fault.offset}: ${fault.why}`,
				'Keep the files for whoever looks into it, and start with another directory.',
			);
}
