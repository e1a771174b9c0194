// What the service hands out: releases as they were published, and the root documents. Read once, since cards ask for the same
// bytes thousands of times; root documents are looked for again, for they are added while the service runs.

import {codedError} from '../../core/errors.ts';
import {documentCbor, tagSign} from '../../ota/cbor-rules.ts';
import {partImage} from '../../ota/chunk-sink.ts';
import type {CborValue} from '../signing/cbor.ts';
import {decodeCbor, isBytes, isList, isMap, isTag} from '../signing/decode.ts';
import type {LatestRelease} from '../signing/documents.ts';
import {roleNumbers} from '../signing/root.ts';
import type {PublishedRelease, ReleaseRepository} from './repository.ts';
import {ROOTS_MOST} from './wire.ts';

/** What a card takes as an envelope (ota.md 2.1). */
const ENVELOPE_BYTES_MAX = 8192;
/** Root documents are looked for again after this long. */
const ROOTS_FOR_MS = 5000;
const ROOT_EPOCHS = 6;

interface Roots {
	readonly atMs: number;
	readonly list: ReadonlyArray<{readonly version: number; readonly document: Uint8Array}>;
}

export class ReleaseShelf {
	readonly #repository: ReleaseRepository;
	readonly #nowMs: () => number;
	readonly #releases = new Map<string, PublishedRelease>();
	#roots: Roots = {atMs: -Infinity, list: []};
	#latest: {readonly atMs: number; readonly list: readonly LatestRelease[]} = {atMs: -Infinity, list: []};

	constructor(repository: ReleaseRepository, nowMs: () => number) {
		this.#repository = repository;
		this.#nowMs = nowMs;
	}

	/** A release that cards can be offered. Throws E_RESOURCE_UNKNOWN, E_REQUEST_INVALID, E_FIRMWARE_INVALID. */
	offerable(digest: string): PublishedRelease {
		const release = this.find(digest);
		if (release === null) {
			throw codedError(
				'E_RESOURCE_UNKNOWN',
				`The repository has no release ${digest}: publish it with ridethrough firmware publish.`,
				{digest},
			);
		}
		if (release.envelope.length > ENVELOPE_BYTES_MAX) {
			throw codedError(
				'E_REQUEST_INVALID',
				`The envelope of ${digest} has ${release.envelope.length} bytes, and a card takes ${ENVELOPE_BYTES_MAX}: sign it without its image inside.`,
				{digest},
			);
		}
		return release;
	}

	find(digest: string): PublishedRelease | null {
		const known = this.#releases.get(digest) ?? this.#repository.find(digest);
		if (known !== null) {
			this.#releases.set(digest, known);
		}
		return known;
	}

	list(): PublishedRelease[] {
		return this.#repository.list();
	}

	/** The image or the table of hashes for a slot; null where there is none. Throws E_FIRMWARE_INVALID. */
	part(digest: string, part: number, slot: number): Uint8Array | null {
		const release = this.find(digest);
		if (release === null) {
			return null;
		}
		return part === partImage ? this.#repository.image(release, slot) : this.#repository.table(release, slot);
	}

	/** Root documents that follow `version`, oldest first: as many as go into one message. */
	rootsAfter(version: number): Uint8Array[] {
		const next = this.#rootList().filter(root => root.version > version);
		return next.slice(0, ROOTS_MOST).map(root => root.document);
	}

	/** Version of the newest root document; 0 where there is none. */
	get rootVersion(): number {
		return this.#rootList().at(-1)?.version ?? 0;
	}

	/** The newest release of each class, for freshness tokens. */
	latest(): readonly LatestRelease[] {
		if (this.#nowMs() - this.#latest.atMs >= ROOTS_FOR_MS) {
			const epoch = releaseEpochOf(this.#rootList().at(-1)?.document);
			const byClass = new Map<string, LatestRelease>();
			// The list begins with the highest sequence.
			for (const {facts} of this.list().toReversed()) {
				const {classId, sequence, manifestDigest} = facts;
				byClass.set(Buffer.from(classId).toString('hex'), {classId, epoch, sequence, manifestDigest});
			}
			this.#latest = {atMs: this.#nowMs(), list: [...byClass.values()]};
		}
		return this.#latest.list;
	}

	#rootList(): Roots['list'] {
		if (this.#nowMs() - this.#roots.atMs >= ROOTS_FOR_MS) {
			this.#roots = {atMs: this.#nowMs(), list: this.#repository.roots()};
		}
		return this.#roots.list;
	}
}

/** Epoch of the release role in a root document (ota.md 2.3); 0 where it says none. Cards verify it: here it is only told. */
function releaseEpochOf(document: Uint8Array | undefined): number {
	const epochs = valueAt(payloadOf(document), ROOT_EPOCHS);
	const epoch = valueAt(epochs, roleNumbers.release);
	return typeof epoch === 'number' ? epoch : 0;
}

function valueAt(map: CborValue | undefined, key: number): CborValue | undefined {
	return isMap(map) ? map.get(key) : undefined;
}

/** The map that a COSE_Sign document carries. */
function payloadOf(document: Uint8Array | undefined): CborValue | undefined {
	const outer = document === undefined ? undefined : valueOf(document);
	const parts = isTag(outer) && outer.tag === tagSign ? (outer.value as CborValue) : undefined;
	const payload = isList(parts) ? parts[2] : undefined;
	return isBytes(payload) ? valueOf(payload) : undefined;
}

function valueOf(bytes: Uint8Array): CborValue | undefined {
	const decoded = decodeCbor(bytes, documentCbor);
	return decoded.ok ? decoded.value : undefined;
}
