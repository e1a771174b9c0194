// A fleet on the embedded broker and the update service beside it, both in the fleet's virtual time: real sessions, real signatures,
// real flash, a store on the disk.

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {MINUTE, SECOND} from '../../src/core/clock.ts';
import type {Millis} from '../../src/core/clock.ts';
import {RandomStream} from '../../src/core/random.ts';
import type {Behaviour} from '../../src/ota/image.ts';
import {ServeSession} from '../../src/cli/firmware/serve-session.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';
import {parseBrokerUrl} from '../../src/protocols/mqtt/broker-url.ts';
import {fullWires} from '../../src/protocols/mqtt/full-client.ts';
import {ReleaseRepository} from '../../src/smartconnect/rollout/repository.ts';
import {RolloutService} from '../../src/smartconnect/rollout/service.ts';
import {isOpen, isUnderWay} from '../../src/smartconnect/rollout/state.ts';
import type {Campaign} from '../../src/smartconnect/rollout/state.ts';
import {RolloutStore} from '../../src/smartconnect/rollout/store.ts';
import {SimulatedVendor} from '../../src/smartconnect/signing/simulated-vendor.ts';
import type {SimulatedRelease} from '../../src/smartconnect/signing/simulated-vendor.ts';
import {openFleet} from '../../sim/fleet/open-fleet.ts';
import type {OpenedFleet} from '../../sim/fleet/open-fleet.ts';
import type {FleetSpec} from '../../sim/fleet/spec.ts';
import type {FleetUpdates} from '../../sim/fleet/updates/fleet-updates.ts';
import {rememberingCrypto} from '../../sim/fleet/updates/remembering-crypto.ts';
import {openVerifyPool} from '../../sim/fleet/updates/verify-pool.ts';

const IMAGE_KIB = 16;
const SLOT_KIB = 32;

export interface RolloutWishes {
	readonly spec: FleetSpec;
	/** How a version behaves on the card of a serial, where it is not good; null where it is. */
	readonly behaviourOf: (serial: string, version: readonly number[]) => Behaviour | null;
	readonly versions: ReadonlyArray<readonly number[]>;
}

export class RolloutFleet {
	readonly opened: OpenedFleet;
	readonly updates: FleetUpdates;
	readonly store: RolloutStore;
	readonly session: ServeSession;
	/** The factory's, then one for each of the versions; the place in the list is the sequence number less 1. */
	readonly releases: readonly SimulatedRelease[];

	private constructor(opened: OpenedFleet, store: RolloutStore, session: ServeSession, releases: SimulatedRelease[]) {
		this.opened = opened;
		this.updates = opened.updates as FleetUpdates;
		this.store = store;
		this.session = session;
		this.releases = releases;
	}

	/** Everything stands, and all cards are known to the service. Put away at the end of the test. */
	static async open(t: ExecutionContext, {spec, behaviourOf, versions}: RolloutWishes): Promise<RolloutFleet> {
		const vendor = new SimulatedVendor(spec.seed);
		const releases = [[1, 0, 0], ...versions].map((version, i) =>
			vendor.release({version, sequence: i + 1, securityVersion: 1, behaviour: 'good', imageKib: IMAGE_KIB}),
		);
		const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
		const repository = new ReleaseRepository(join(folder, 'repository'));
		releases.forEach(({envelope, image}) => repository.publish(envelope, [image]));
		repository.addRoot(1, vendor.root);
		const store = await RolloutStore.open(join(folder, 'data'));
		const pool = openVerifyPool(1);
		const stop = new AbortController();
		const opened = await openFleet(spec, {
			speed: Infinity,
			eventsAck: 'consumer',
			firmware: {
				root: vendor.root,
				factory: {head: releases[0].envelope, image: releases[0].image},
				slotKib: SLOT_KIB,
				crypto: rememberingCrypto(nodeCrypto),
				check: pool.desk,
				behaviourOf,
			},
			signal: stop.signal,
			note: text => t.log(text),
		});
		const session = sessionOf(t, opened, store, repository, vendor);
		t.teardown(async () => {
			session.cut();
			stop.abort();
			await opened.close();
			await pool.close();
			await store.close();
			rmSync(folder, {recursive: true});
		});
		opened.updates?.patience.alsoBusy.push(() => session.isBusy);
		session.start();
		const fleet = new RolloutFleet(opened, store, session, releases);
		await fleet.liveUntil(() => store.state.cards.size === spec.cards.length, 10 * MINUTE);
		return fleet;
	}

	/** Lives until `done`, at most so long. */
	async liveUntil(done: () => boolean, most: Millis): Promise<void> {
		const {fleet, bench} = this.opened;
		const until = fleet.now() + most;
		while (!done() && fleet.now() < until) {
			await bench.runUntil(fleet.now() + MINUTE);
		}
	}

	/** Begins a campaign, and lives until nothing more comes of it. */
	async play(id: string, release: SimulatedRelease, plan: object, most: Millis): Promise<Campaign> {
		await this.session.service.create({...plan, id, release: Buffer.from(release.digest).toString('hex')});
		const campaign = this.store.state.campaigns.get(id) as Campaign;
		await this.liveUntil(() => !isOpen(campaign) && ![...campaign.entries.values()].some(isUnderWay), most);
		return campaign;
	}
}

function sessionOf(
	t: ExecutionContext,
	opened: OpenedFleet,
	store: RolloutStore,
	repository: ReleaseRepository,
	vendor: SimulatedVendor,
): ServeSession {
	const {fleet} = opened;
	const nowS = (): number => Math.floor((fleet.spec.startUtc + fleet.now()) / SECOND);
	const {address, user, password} = parseBrokerUrl(opened.serviceUrl ?? '');
	const {assign, fresh} = vendor.keys;
	return new ServeSession({
		openWire: fullWires({broker: address, protocolVersion: 4}),
		clock: fleet.clock,
		random: new RandomStream(1),
		clientId: 'rollout',
		user,
		password,
		keepaliveSeconds: 0,
		nowS,
		makeService: ports =>
			new RolloutService({
				state: store.state,
				repository,
				keys: {assign, fresh, cardKey: () => null, macClasses: []},
				ports: {...ports, nowS, keep: async facts => store.append(facts), told: () => {}},
			}),
		onUp: () => {},
		onDown: () => {},
		onFault: error => t.fail(String(error)),
	});
}
