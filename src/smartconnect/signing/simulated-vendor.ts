// A vendor whose keys, root document and releases are drawn from a seed: for simulated fleets, scenarios and tests. Whoever knows
// the seed has the keys, so no card outside of a simulator may trust its root document.

import {writeImageHead} from '../../ota/image.ts';
import type {Behaviour} from '../../ota/image.ts';
import {CARD_CLASS, DEFAULT_VENDOR_DOMAIN, firmwareIds} from '../../platform/node/firmware-ids.ts';
import {chunkFacts, chunkTable} from './chunks.ts';
import {signEnvelope} from './envelope.ts';
import {sha256, signingKeyFromSeed} from './keys.ts';
import type {Signer, SigningKey} from './keys.ts';
import {buildManifest, manifestDigest} from './manifest.ts';
import {buildRoot, signRoot} from './root.ts';
import type {Role} from './root.ts';
import {MQTT_URI} from './suit-numbers.ts';

const KIB = 1024;
/** A chunk is a sector of the usual part. */
const LOG2_CHUNK_BYTES = 12;
/** 1 January 2100: nothing of it is meant to run out. */
const NEVER_S = 4_102_444_800;
const HASH_BYTES = 32;

export interface SimulatedRelease {
	/** What cards are offered, without the image. */
	readonly envelope: Uint8Array;
	readonly image: Uint8Array;
	readonly table: Uint8Array;
	/** Manifest digest. */
	readonly digest: Uint8Array;
}

export interface SimulatedWish {
	readonly version: readonly number[];
	readonly sequence: number;
	readonly securityVersion: number;
	readonly behaviour: Behaviour;
	readonly imageKib: number;
}

export class SimulatedVendor {
	readonly keys: Readonly<Record<Exclude<Role, 'root'>, SigningKey>>;
	readonly roots: readonly SigningKey[];
	/** Document of version 1. */
	readonly root: Uint8Array;
	readonly #seed: string;

	constructor(seed: number) {
		this.#seed = `ridethrough simulated vendor ${seed}`;
		this.roots = [1, 2, 3].map(i => this.#key(`root-${i}`));
		this.keys = {release: this.#key('release'), assign: this.#key('assign'), fresh: this.#key('fresh')};
		this.root = signRoot(
			buildRoot({
				version: 1,
				expiresS: NEVER_S,
				roles: {
					root: {keys: this.roots.map(({publicKey}) => publicKey), threshold: 2, epoch: 0},
					release: {keys: [this.keys.release.publicKey], threshold: 1, epoch: 1},
					assign: {keys: [this.keys.assign.publicKey], threshold: 1, epoch: 1},
					fresh: {keys: [this.keys.fresh.publicKey], threshold: 1, epoch: 1},
				},
				retired: [],
			}),
			this.roots.slice(0, 2),
		);
	}

	/** A release with a block of each signer: without any named, of the vendor's one key of that role. */
	release(
		{version, sequence, securityVersion, behaviour, imageKib}: SimulatedWish,
		signers: readonly Signer[] = [this.keys.release],
	): SimulatedRelease {
		const image = this.#image({version, securityVersion, behaviour}, imageKib * KIB);
		const {vendorId, classId} = firmwareIds(DEFAULT_VENDOR_DOMAIN, CARD_CLASS, '');
		const manifest = buildManifest({
			sequence,
			securityVersion,
			useBeforeS: NEVER_S,
			version,
			vendorId,
			classId,
			deviceId: null,
			images: [
				{
					slot: -1,
					sizeBytes: image.length,
					digest: sha256(image),
					chunks: chunkFacts(image, LOG2_CHUNK_BYTES),
				},
			],
			uri: MQTT_URI,
			minimumBattery: 0,
			precursor: null,
			text: null,
		});
		return {
			envelope: signEnvelope({manifest, signers}),
			image,
			table: chunkTable(image, LOG2_CHUNK_BYTES),
			digest: manifestDigest(manifest),
		};
	}

	#key(name: string): SigningKey {
		return signingKeyFromSeed(sha256(Buffer.from(`${this.#seed} ${name}`)));
	}

	/** The head, and behind it bytes that no two versions share. */
	#image(head: Parameters<typeof writeImageHead>[0], sizeBytes: number): Uint8Array {
		const image = new Uint8Array(sizeBytes);
		const name = `${this.#seed} ${head.version.join('.')} ${head.behaviour}`;
		for (let at = 0; at < sizeBytes; at += HASH_BYTES) {
			image.set(sha256(Buffer.from(`${name} ${at}`)).subarray(0, sizeBytes - at), at);
		}
		image.set(writeImageHead(head));
		return image;
	}
}
