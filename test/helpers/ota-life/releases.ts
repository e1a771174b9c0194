// Releases for a card with tiny slots: real images with real digests, and heads of envelopes that the check knows by their bytes.

import {createHash} from 'node:crypto';
import type {DeviceCrypto} from '../../../src/core/device-ports.ts';
import {refusal} from '../../../src/ota/codes.ts';
import {sameBytes} from '../../../src/ota/flash-bytes.ts';
import type {BootCheck} from '../../../src/ota/life-device.ts';
import type {Manifest} from '../../../src/ota/manifest.ts';

/** How an image behaves: `hangs` never says a word, `spoiled` arrives with other bytes than its manifest names. */
export type ReleaseKind = 'good' | 'unhealthy' | 'hangs' | 'spoiled' | 'cancelled';

export interface Release {
	readonly name: string;
	readonly kind: ReleaseKind;
	readonly manifest: Manifest;
	readonly head: Uint8Array;
	/** What is sent for it. */
	readonly image: Uint8Array;
	/** Hashes of the chunks; null where only the final digest protects. */
	readonly table: Uint8Array | null;
}

export interface ReleaseFacts {
	readonly name: string;
	readonly kind: ReleaseKind;
	readonly sequence: number;
	readonly securityVersion: number;
	readonly sizeBytes: number;
	readonly hasTable: boolean;
}

export const LOG2_CHUNK = 9;
const HEAD_BYTES = 72;

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());

/** SHA-256 alone: signatures are not what these tests are about, and nothing is installed where mutants run. */
export const hashOnly: DeviceCrypto = {
	sha256: () => {
		const hash = createHash('sha256');
		return {
			update: bytes => {
				hash.update(bytes);
			},
			digest: () => new Uint8Array(hash.digest()),
		};
	},
	bareEd25519: () => false,
	hmacSha256: () => new Uint8Array(32),
};

/** Bytes that follow from the name: in part 0xff, which flash cannot tell from nothing. */
export function imageOf(name: string, sizeBytes: number): Uint8Array {
	const image = new Uint8Array(sizeBytes);
	for (let at = 0; at < sizeBytes; at += 32) {
		const piece = at % 96 === 64 ? new Uint8Array(32).fill(0xff) : sha256(Buffer.from(`${name} ${at}`));
		image.set(piece.subarray(0, Math.min(32, sizeBytes - at)), at);
	}
	return image;
}

export function tableOf(image: Uint8Array): Uint8Array {
	const chunks = [];
	for (let at = 0; at < image.length; at += 1 << LOG2_CHUNK) {
		chunks.push(sha256(image.subarray(at, at + (1 << LOG2_CHUNK))));
	}
	return new Uint8Array(Buffer.concat(chunks));
}

export function makeRelease(facts: ReleaseFacts): Release {
	const {name, kind, sizeBytes} = facts;
	const image = imageOf(name, sizeBytes);
	const table = facts.hasTable ? tableOf(image) : null;
	const head = new Uint8Array(HEAD_BYTES).fill(0x2e);
	head.set(Buffer.from(`envelope of ${name}`));
	const sent = image.slice();
	sent[sizeBytes - 1] ^= kind === 'spoiled' ? 1 : 0;
	const manifest: Manifest = {
		digest: sha256(head),
		sequence: facts.sequence,
		keyEpoch: 1,
		version: [1, facts.sequence, 0],
		securityVersion: facts.securityVersion,
		image: {sizeBytes, digest: sha256(image), slot: -1, uri: ''},
		chunks: table === null ? null : {log2Bytes: LOG2_CHUNK, tableDigest: sha256(table)},
		useBeforeS: 0,
		minimumBattery: 0,
		kid: new Uint8Array(8),
		integrated: null,
		delta: null,
	};
	return {name, kind, manifest, head, image: sent, table};
}

/** A check that knows the heads of `releases` and no others: what it answers for them is pinned, what flash holds is not. */
export function checkOf(releases: readonly Release[]): BootCheck {
	return head => {
		const found = releases.find(
			release => release.head.length === head.length && sameBytes(release.head, head, head.length),
		);
		return found === undefined
			? {ok: false, refusal: refusal('E_OTA_AUTH_SIG', 'the envelope is none of the releases')}
			: {ok: true, manifest: found.manifest};
	};
}
