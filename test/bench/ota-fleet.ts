// Firmware of a fleet: one release offered to many cards, each with an assignment of its own, checked by a thread beside the same
// checks in the event loop, and the longest that the loop stood still meanwhile.

import {monitorEventLoopDelay} from 'node:perf_hooks';
import {setTimeout as delay} from 'node:timers/promises';
import type {OfferJob, UpdateFound} from '../../src/agent/update/jobs.ts';
import {runUpdateJob} from '../../src/agent/update/run-job.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';
import {signAssignment} from '../../src/smartconnect/signing/documents.ts';
import {SimulatedVendor} from '../../src/smartconnect/signing/simulated-vendor.ts';
import {rememberingCrypto} from '../../sim/fleet/updates/remembering-crypto.ts';
import {firmwareSetup} from '../../sim/fleet/updates/setup.ts';
import type {JobDesk} from '../../sim/fleet/updates/setup.ts';
import {openVerifyPool} from '../../sim/fleet/updates/verify-pool.ts';
import type {BenchRow} from './row.ts';

const OFFERS = 200;
const NOW_S = 1_900_000_000;
const FOR_S = 3600;
const IMAGE_KIB = 16;
const SLOT_KIB = 32;
const SECOND_MS = 1000;
const NS_PER_MS = 1e6;
/** The loop's timer must fire once after the last check, or a stall is not seen. */
const REST_MS = 50;

const vendor = new SimulatedVendor(7);
const wish = {securityVersion: 1, behaviour: 'good', imageKib: IMAGE_KIB} as const;
const factory = vendor.release({...wish, version: [1, 0, 0], sequence: 1});
const release = vendor.release({...wish, version: [2, 0, 0], sequence: 2});
const setup = firmwareSetup({
	root: vendor.root,
	factory: {head: factory.envelope, image: factory.image},
	slotKib: SLOT_KIB,
	crypto: nodeCrypto,
	check: () => {},
});

function jobOf(card: number): OfferJob {
	const deviceId = setup.deviceIdOf(`CARD${card}`);
	const {vendorId, classId, algorithms, legacyEdDsa, components, slotBytes} = setup.cardClass;
	const times = {issuedS: NOW_S, expiresS: NOW_S + FOR_S, notBeforeS: NOW_S};
	return {
		kind: 'offer',
		root: vendor.root,
		roots: [],
		cardKey: null,
		nowS: NOW_S,
		classId,
		algorithms,
		envelope: release.envelope,
		payload: null,
		context: {
			nowS: NOW_S,
			vendorId,
			classId,
			deviceId,
			runningVersion: [1, 0, 0],
			installFloor: {keyEpoch: 1, sequence: 1},
			installedManifestDigest: factory.digest,
			bootFloor: 1,
			slotBytes,
			candidateSlot: 1,
			slotProblem: null,
			envelopeBytesMax: 8192,
			sequenceJumpMax: 10_000,
			legacyEdDsa,
			components,
			failedDigests: [],
			upsProblem: '',
			batteryPercent: 100,
			allowPlainHttp: false,
			allowPrivateHosts: false,
		},
		assignment: signAssignment(
			{...times, version: 1, deviceId, manifestDigest: release.digest, campaign: 'spring'},
			vendor.keys.assign,
		),
		assignmentVersion: 0,
		local: null,
	};
}

function requirePassed(found: UpdateFound): void {
	if (found.kind !== 'offer' || !found.answer.ok || found.assignment === null) {
		throw new Error('an offer of the bench is refused');
	}
}

interface Checked {
	readonly offersPerS: number;
	readonly stallMs: number;
}

async function checked(jobs: readonly OfferJob[], desk: JobDesk): Promise<Checked> {
	const delays = monitorEventLoopDelay({resolution: 1});
	delays.enable();
	await delay(REST_MS);
	delays.reset();
	// The first turn after a reset is only the one that the next is measured from.
	await delay(REST_MS);
	const start = nodeClock.now();
	await Promise.all(
		jobs.map(
			async job =>
				new Promise<void>(resolve => {
					desk(job, found => {
						requirePassed(found);
						resolve();
					});
				}),
		),
	);
	const seconds = (nodeClock.now() - start) / SECOND_MS;
	await delay(REST_MS);
	delays.disable();
	return {offersPerS: jobs.length / seconds, stallMs: delays.max / NS_PER_MS};
}

/** What a fleet without threads does. */
function loopDesk(): JobDesk {
	const crypto = rememberingCrypto(nodeCrypto);
	return (job, done) => done(runUpdateJob(job, {crypto, verifiers: setup.verifiers}));
}

export async function bench(): Promise<BenchRow[]> {
	const jobs = Array.from({length: OFFERS}, (_, card) => jobOf(card));
	const [first] = jobs;
	const pool = openVerifyPool(1);
	const inLoop = loopDesk();
	// Both have loaded their code before they are measured.
	await checked([first], pool.desk);
	await checked([first], inLoop);
	const thread = await checked(jobs, pool.desk);
	const loop = await checked(jobs, inLoop);
	await pool.close();
	return [
		{
			name: `firmware: ${OFFERS} offers of a release checked by a thread`,
			ours: thread.offersPerS,
			other: loop.offersPerS,
			otherName: 'the same in the event loop',
			unit: 'offers/s',
			goal: {ratioAtLeast: 0.5},
		},
		{
			name: 'firmware: longest stall of the event loop meanwhile',
			ours: thread.stallMs,
			other: loop.stallMs,
			otherName: 'the same in the event loop',
			unit: 'ms',
			goal: {ratioAtMost: 0.1, oursAtMost: 100},
		},
	];
}
