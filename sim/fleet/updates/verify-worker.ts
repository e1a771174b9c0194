// A thread that does the work of signatures for a fleet: jobs come in as plain data, and what was found goes back by number.

import {parentPort} from 'node:worker_threads';
import type {UpdateJob} from '../../../src/agent/update/jobs.ts';
import {runUpdateJob} from '../../../src/agent/update/run-job.ts';
import {nodeCrypto} from '../../../src/platform/node/node-crypto.ts';
import {rememberingCrypto} from './remembering-crypto.ts';
import {verifiersFor} from './setup.ts';

const crypto = rememberingCrypto(nodeCrypto);
const verifiers = verifiersFor(crypto);

parentPort?.on('message', ({number, job}: {number: number; job: UpdateJob}) => {
	// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
	parentPort?.postMessage({number, found: runUpdateJob(job, {crypto, verifiers})});
});
