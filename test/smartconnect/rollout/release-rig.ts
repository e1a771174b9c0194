// A repository with one release, keys that are made for the test, and a service over them, for tests of what surrounds campaigns.

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {firmwareIds} from '../../../src/platform/node/firmware-ids.ts';
import {behaviours, writeImageHead} from '../../../src/ota/image.ts';
import type {Action} from '../../../src/smartconnect/rollout/actions.ts';
import type {Fact} from '../../../src/smartconnect/rollout/facts.ts';
import {ReleaseRepository} from '../../../src/smartconnect/rollout/repository.ts';
import {RolloutService} from '../../../src/smartconnect/rollout/service.ts';
import type {ServiceKeys} from '../../../src/smartconnect/rollout/signers.ts';
import {emptyState} from '../../../src/smartconnect/rollout/state.ts';
import {chunkFacts} from '../../../src/smartconnect/signing/chunks.ts';
import {signEnvelope} from '../../../src/smartconnect/signing/envelope.ts';
import {sha256, signingKeyFromSeed} from '../../../src/smartconnect/signing/keys.ts';
import {buildManifest} from '../../../src/smartconnect/signing/manifest.ts';

export const IMAGE_BYTES = 40_000;
export const LOG2_CHUNK = 12;
export const ids = firmwareIds('ridethrough.example', 'nmc-1', 'serial-1');
export const START_S = 1_800_000_000;

function keyOf(name: string): ReturnType<typeof signingKeyFromSeed> {
	return signingKeyFromSeed(sha256(new TextEncoder().encode(name)));
}

export const keys = {release: keyOf('release'), assign: keyOf('assign'), fresh: keyOf('fresh')};

export function makeImage(seed: number): Uint8Array {
	const image = new Uint8Array(IMAGE_BYTES).map((_, i) => (i * seed) % 251);
	image.set(writeImageHead({version: [2, 0, 0], securityVersion: 2, behaviour: behaviours[0]}));
	return image;
}

/** Publishes a release; returns its digest. */
export function publish(repository: ReleaseRepository, sequence: number): {digest: string; image: Uint8Array} {
	const image = makeImage(sequence);
	const manifest = buildManifest({
		sequence,
		securityVersion: 2,
		useBeforeS: START_S + 86_400 * 365,
		version: [2, 0, sequence],
		vendorId: ids.vendorId,
		classId: ids.classId,
		deviceId: null,
		images: [{slot: -1, sizeBytes: image.length, digest: sha256(image), chunks: chunkFacts(image, LOG2_CHUNK)}],
		uri: 'https://updates.example/image.bin',
		minimumBattery: 0,
		precursor: null,
		text: null,
	});
	const {release} = repository.publish(signEnvelope({manifest, signers: [keys.release]}), [image]);
	return {digest: release.digest, image};
}

export function makeRepository(t: ExecutionContext): ReleaseRepository {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-rollout-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	return new ReleaseRepository(folder);
}

export interface Rig {
	readonly service: RolloutService;
	readonly repository: ReleaseRepository;
	readonly digest: string;
	readonly image: Uint8Array;
	readonly sent: Array<{card: string; payload: Uint8Array}>;
	readonly facts: Fact[];
	readonly actions: Action[];
	nowS: number;
	/** Storing waits for it. */
	keepGate: Promise<void>;
}

export function makeRig(t: ExecutionContext, more: Partial<ServiceKeys> = {}): Rig {
	const repository = makeRepository(t);
	const {digest, image} = publish(repository, 2);
	repository.addRoot(1, new Uint8Array([1]));
	repository.addRoot(2, new Uint8Array([2]));
	const rig = {
		repository,
		digest,
		image,
		sent: [],
		facts: [],
		actions: [],
		nowS: START_S,
		keepGate: Promise.resolve(),
	} as unknown as {
		-readonly [Key in keyof Rig]: Rig[Key];
	};
	rig.service = new RolloutService({
		state: emptyState(),
		repository,
		keys: {assign: keys.assign, fresh: keys.fresh, cardKey: () => null, macClasses: [], ...more},
		ports: {
			nowS: () => rig.nowS,
			send: (card, payload) => rig.sent.push({card, payload}) > 0,
			answersWait: () => {},
			keep: async facts => {
				await rig.keepGate;
				rig.facts.push(...facts);
			},
			told: (_facts, actions) => rig.actions.push(...actions),
		},
	});
	rig.service.presence.connected(START_S);
	return rig;
}
