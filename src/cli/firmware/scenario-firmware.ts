// The firmware of a scenario: a vendor with keys of its seed, releases, cards that boot them, and an update service in this process
// that rolls them out over the embedded broker, all in virtual time.

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {FleetSettings} from '../../../sim/fleet/open-fleet.ts';
import type {OpenedBench} from '../../../sim/fleet/open-bench.ts';
import type {FirmwareWishes} from '../../../sim/fleet/updates/setup.ts';
import type {FirmwarePlan, Scenario} from '../../../sim/scenario/scenario.ts';
import {runUpdateJob} from '../../agent/update/run-job.ts';
import {seedFor} from '../../core/random.ts';
import type {Behaviour} from '../../ota/image.ts';
import {verifiersOf} from '../../ota/cose/verify.ts';
import {verifyHss} from '../../ota/lms/hss.ts';
import {nodeCrypto} from '../../platform/node/node-crypto.ts';
import {ReleaseRepository} from '../../smartconnect/rollout/repository.ts';
import {SimulatedVendor} from '../../smartconnect/signing/simulated-vendor.ts';
import type {SimulatedRelease} from '../../smartconnect/signing/simulated-vendor.ts';
import {ScenarioRollout} from './scenario-rollout.ts';

type BenchSettings = FleetSettings & {readonly seed: number};

const partsOf = (version: string): number[] => version.split('.').map(Number);

/** Opens the fleet of `scenario`, with firmware where it has any. */
export async function openFirmwareBench(scenario: Scenario, settings: BenchSettings): Promise<OpenedBench> {
	const {fleetOf, openBench} = await import('../../../sim/fleet/open-bench.ts');
	const {firmware} = scenario;
	if (firmware === null) {
		return openBench(scenario, settings);
	}
	const {openFleet} = await import('../../../sim/fleet/open-fleet.ts');
	const vendor = new SimulatedVendor(settings.seed);
	const spec = fleetOf(scenario, settings.seed);
	const bad = await badCards(scenario, firmware, settings.seed);
	const serials = new Map(spec.cards.map(card => [card.serial, card.id]));
	const wishes = await wishesOf(vendor, firmware, (serial, version) => bad.get(`${serials.get(serial)} ${version}`));
	const opened = await openFleet(spec, {samples: scenario.samples, ...settings, firmware: wishes});
	const {allSteps} = await import('../../../sim/scenario/step-tree.ts');
	const rollsOut = [...allSteps(scenario.steps)].some(({verb}) => verb === 'rollout');
	if (!rollsOut) {
		return opened;
	}
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-scenario-'));
	const rollout = new ScenarioRollout(opened, vendor, publish(folder, vendor, firmware), settings.seed);
	const close = async (): Promise<void> => {
		await rollout.close();
		await opened.close();
		rmSync(folder, {recursive: true, force: true});
	};
	try {
		await rollout.open();
	} catch (error) {
		await close();
		throw error;
	}
	opened.bench.rollout = rollout;
	return {...opened, close};
}

/** Behaviours by `card version`, where a release is not as it should be. */
async function badCards(
	scenario: Scenario,
	{bad, releases}: FirmwarePlan,
	seed: number,
): Promise<ReadonlyMap<string, Behaviour>> {
	const {plannedCards, selectCards} = await import('../../../sim/scenario/cards.ts');
	const cards = plannedCards(scenario.devices, seed);
	const found = new Map<string, Behaviour>();
	for (const [i, {release, behaviour, on}] of bad.entries()) {
		const version = releases.find(({name}) => name === release)?.version ?? '';
		for (const card of selectCards(cards, on, seedFor(seed, `bad ${release}`), i)) {
			found.set(`${cards[card].id} ${version}`, behaviour);
		}
	}
	return found;
}

async function wishesOf(
	vendor: SimulatedVendor,
	{running, slotKib}: FirmwarePlan,
	behaviourOf: (serial: string, version: string) => Behaviour | undefined,
): Promise<FirmwareWishes> {
	const {rememberingCrypto} = await import('../../../sim/fleet/updates/remembering-crypto.ts');
	const crypto = rememberingCrypto(nodeCrypto);
	const verifiers = verifiersOf(crypto, (key, message, signature) => verifyHss(key, message, signature, crypto), false);
	const factory = vendor.release({
		version: partsOf(running),
		sequence: 1,
		securityVersion: 1,
		behaviour: 'good',
		imageKib: slotKib / 2,
	});
	return {
		root: vendor.root,
		factory: {head: factory.envelope, image: factory.image},
		slotKib,
		crypto,
		check: (job, done) => done(runUpdateJob(job, {crypto, verifiers})),
		behaviourOf: (serial, version) => behaviourOf(serial, version.join('.')) ?? null,
	};
}

export interface Published {
	readonly repository: ReleaseRepository;
	/** Digests in hexadecimal by the names of the scenario. */
	readonly digests: ReadonlyMap<string, string>;
}

function publish(folder: string, vendor: SimulatedVendor, {releases}: FirmwarePlan): Published {
	const repository = new ReleaseRepository(folder);
	repository.addRoot(1, vendor.root);
	const digests = new Map<string, string>();
	for (const [i, plan] of releases.entries()) {
		const release: SimulatedRelease = vendor.release({...plan, version: partsOf(plan.version), sequence: i + 2});
		repository.publish(release.envelope, [release.image]);
		digests.set(plan.name, Buffer.from(release.digest).toString('hex'));
	}
	return {repository, digests};
}
