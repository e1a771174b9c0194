// Releases of update-rig.ts, and the bytes that a card asks for of them.

import {createHash} from 'node:crypto';
import {CborReader} from '../../src/codec/cbor/reader.ts';
import {CborWriter} from '../../src/codec/cbor/writer.ts';
import type {KeptUpdate} from '../../src/agent/update/kept.ts';
import type {Manifest} from '../../src/ota/manifest.ts';

export interface Release {
	readonly manifest: Manifest;
	readonly head: Uint8Array;
	readonly image: Uint8Array;
}

export interface OfferWishes {
	readonly campaign?: string;
	readonly windowFromS?: number;
	readonly windowUntilS?: number;
}

export interface ReleaseWishes {
	readonly sequence: number;
	readonly securityVersion?: number;
	readonly minimumBattery?: number;
	readonly sizeBytes?: number;
}

function sha(bytes: Uint8Array): Uint8Array {
	return new Uint8Array(createHash('sha256').update(bytes).digest());
}

/** A release whose envelope is its name. */
export function makeRelease(wish: ReleaseWishes): Release {
	const head = Buffer.from(`release ${wish.sequence} of security version ${wish.securityVersion ?? 1}`);
	const image = new Uint8Array(wish.sizeBytes ?? 10_000).map((_, at) => (at * 7 + wish.sequence) & 0xff);
	const manifest: Manifest = {
		digest: sha(head),
		sequence: wish.sequence,
		keyEpoch: 1,
		version: [1, wish.sequence, 0],
		securityVersion: wish.securityVersion ?? 1,
		image: {sizeBytes: image.length, digest: sha(image), slot: -1, uri: 'mqtt:image'},
		chunks: null,
		useBeforeS: 2_000_000_000,
		minimumBattery: wish.minimumBattery ?? 0,
		kid: new Uint8Array(8),
		integrated: null,
		delta: null,
	};
	return {manifest, head, image};
}

/** What a request of a card asks for; nothing where it is another message. */
export function fetchOf(message: Uint8Array): {token: number; digest: Uint8Array; offset: number; length: number} {
	const reader = new CborReader(message);
	const numbers: number[] = [];
	let digest: Uint8Array = new Uint8Array(0);
	const entries = reader.map();
	for (let i = 0; i < entries; i++) {
		const key = reader.uint();
		if (reader.major() === 0) {
			numbers[key] = reader.uint();
		} else if (key === 2) {
			digest = reader.blobCopy();
		} else {
			reader.skip();
		}
	}
	return numbers[0] === 1
		? {token: numbers[1], digest, offset: numbers[4], length: numbers[5]}
		: {token: 0, digest: new Uint8Array(0), offset: 0, length: 0};
}

export function chunkOf(token: number, digest: Uint8Array, offset: number, bytes: Uint8Array): Uint8Array {
	const writer = new CborWriter(bytes.length + 128).map(6).uint(0).uint(2).uint(1).uint(token).uint(2).blob(digest);
	return writer.uint(3).uint(0).uint(4).uint(offset).uint(5).blob(bytes).copy();
}

/** What a card keeps, as it is safe from a power cut. */
export function keptText(kept: KeptUpdate): string {
	return JSON.stringify(kept, (_key, value: unknown) =>
		value instanceof Uint8Array ? {hex: Buffer.from(value).toString('hex')} : value,
	);
}

export function revived(text: string): KeptUpdate {
	return JSON.parse(text, (_key, value: unknown) =>
		typeof value === 'object' && value !== null && 'hex' in value
			? new Uint8Array(Buffer.from(String(value.hex), 'hex'))
			: value,
	) as KeptUpdate;
}
