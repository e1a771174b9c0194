// Kills a program that writes an event log, again and again, and checks each time what it had said to be safe.

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {RandomStream} from '../../src/core/random.ts';
import {EventLog} from '../../src/platform/node/event-log/event-log.ts';
import {verifyLog} from '../../src/platform/node/event-log/verify.ts';

const writer = fileURLToPath(new URL('log-writer.js', import.meta.url));
const LONGEST_LIFE_MS = 25;

export interface Killed {
	/** Entries in the log at the end. */
	readonly entries: number;
	/** Kills that left bytes that were no whole entry. */
	readonly torn: number;
	/** What was acknowledged and is not there, or is there in another order. */
	readonly faults: string[];
}

/** Lets the writer live for a moment after it opened the log; returns the last sequence that it called safe. */
async function liveAndDie(folder: string, lifeMs: number): Promise<number> {
	const child = spawn(process.execPath, [writer, folder], {stdio: ['ignore', 'pipe', 'inherit']});
	let said = '';
	child.stdout.on('data', (chunk: Buffer) => {
		said += chunk.toString();
	});
	const gone = once(child, 'close');
	// A writer that ends before it said anything ends the test too: it did not die by our hand.
	const isWriting = await Promise.race([once(child.stdout, 'data').then(() => true), gone.then(() => false)]);
	if (!isWriting) {
		throw new Error(`the writer ended by itself with code ${child.exitCode}`);
	}
	await new Promise(resolve => {
		setTimeout(resolve, lifeMs);
	});
	child.kill('SIGKILL');
	await gone;
	// The last line may be cut; those before it are whole.
	return Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1));
}

function judge(folder: string, acknowledged: number, faults: string[]): {newest: number; isTorn: boolean} {
	const isTorn = verifyLog(folder).fault !== null;
	const log = EventLog.open(folder, {newLogId: 1, segmentBytes: 40_000, totalBytes: 1_000_000_000});
	const {newest} = log;
	if (newest < acknowledged) {
		faults.push(`${acknowledged} was acknowledged, the log ends with ${newest}`);
	}
	for (let sequence = Math.max(1, newest - 300); sequence <= newest; sequence++) {
		if (!log.body(sequence).toString().startsWith(`entry ${sequence} `)) {
			faults.push(`entry ${sequence} is another one`);
		}
	}
	log.close();
	return {newest, isTorn};
}

/** Kills the writer `times` times on one log. `progress` is told after each. */
export async function killLog(folder: string, times: number, progress: (kill: number) => void): Promise<Killed> {
	const random = new RandomStream(13);
	const faults: string[] = [];
	let entries = 0;
	let torn = 0;
	for (let kill = 1; kill <= times; kill++) {
		const acknowledged = await liveAndDie(folder, random.between(0, LONGEST_LIFE_MS));
		const found = judge(folder, acknowledged, faults);
		entries = found.newest;
		torn += found.isTorn ? 1 : 0;
		progress(kill);
	}
	const {fault} = verifyLog(folder);
	if (fault !== null) {
		faults.push(`${fault.segment}: ${fault.why}`);
	}
	return {entries, torn, faults};
}
