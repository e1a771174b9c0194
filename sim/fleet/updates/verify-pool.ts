// Threads that check the signatures of a fleet, so that its event loop goes on meanwhile: a thousand cards that are offered one
// release at once would stop it for seconds (ota.md 4.3).

import {availableParallelism} from 'node:os';
import {Worker} from 'node:worker_threads';
import type {UpdateFound} from '../../../src/agent/update/jobs.ts';
import type {JobDesk} from './setup.ts';

const THREADS_MOST = 4;

export interface VerifyPool {
	readonly desk: JobDesk;
	/** Ends the threads; jobs that are under way are never answered. */
	close(): Promise<void>;
}

/** A pool whose threads start at once. A thread that breaks ends the process: its jobs would never be answered. */
export function openVerifyPool(threads = Math.max(1, Math.min(THREADS_MOST, availableParallelism() - 1))): VerifyPool {
	const waiting = new Map<number, (found: UpdateFound) => void>();
	const workers = Array.from({length: threads}, () => {
		const worker = new Worker(new URL('verify-worker.js', import.meta.url));
		worker.on('message', ({number, found}: {number: number; found: UpdateFound}) => {
			const done = waiting.get(number);
			waiting.delete(number);
			done?.(found);
		});
		return worker;
	});
	let numbers = 0;
	return {
		desk(job, done) {
			const number = numbers++;
			waiting.set(number, done);
			// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
			workers[number % threads].postMessage({number, job});
		},
		async close() {
			await Promise.all(workers.map(async worker => worker.terminate()));
		},
	};
}
