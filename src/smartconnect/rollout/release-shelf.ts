// What the service hands out: releases as they were published, and the root documents. What was read is kept, since cards ask for
// the same bytes thousands of times.

import {codedError} from '../../core/errors.ts';
import {partImage} from '../../ota/chunk-sink.ts';
import type {LatestRelease} from '../signing/documents.ts';
import {readRoot} from '../signing/root-facts.ts';
import type {PublishedRelease, ReleaseRepository} from './repository.ts';
import {ROOTS_MOST} from './wire.ts';

/** What a card takes as an envelope (ota.md 2.1). */
const ENVELOPE_BYTES_MAX = 8192;
/** The folder is read again after this long: releases and roots are added while the service runs. */
const READ_FOR_MS = 5000;

type Roots = ReadonlyArray<{readonly version: number; readonly document: Uint8Array}>;

interface Read<T> {
	readonly atMs: number;
	readonly value: T;
}

export class ReleaseShelf {
	readonly #repository: ReleaseRepository;
	readonly #nowMs: () => number;
	readonly #releases = new Map<string, PublishedRelease>();
	#roots: Read<Roots> = {atMs: -Infinity, value: []};
	#releaseList: Read<readonly PublishedRelease[]> = {atMs: -Infinity, value: []};

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

	list(): readonly PublishedRelease[] {
		return this.#listed();
	}

	/** The image or the table of hashes for a slot; null where there is none. Throws E_FIRMWARE_INVALID. */
	part(digest: string, part: number, slot: number): Uint8Array | null {
		const release = this.find(digest);
		if (release === null) {
			return null;
		}
		return part === partImage ? this.#repository.image(release, slot) : this.#repository.table(release, slot);
	}

	/** An image by its own digest, with the table of its hashes; null where no release has it. */
	imageOf(digest: string): {readonly image: Uint8Array; readonly table: Uint8Array | null} | null {
		for (const release of this.#listed()) {
			const found = release.facts.images.find(image => Buffer.from(image.digest).toString('hex') === digest);
			const slot = Math.max(0, found?.slot ?? 0);
			const image = found === undefined ? null : this.#repository.image(release, slot);
			if (image !== null) {
				return {image, table: this.#repository.table(release, slot)};
			}
		}
		return null;
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
		const epoch = releaseEpochOf(this.#rootList().at(-1)?.document);
		const byClass = new Map<string, LatestRelease>();
		// The list begins with the highest sequence.
		for (const {facts} of this.#listed().toReversed()) {
			const {classId, sequence, manifestDigest} = facts;
			byClass.set(Buffer.from(classId).toString('hex'), {classId, epoch, sequence, manifestDigest});
		}
		return [...byClass.values()];
	}

	#rootList(): Roots {
		this.#roots = this.#fresh(this.#roots, () => this.#repository.roots());
		return this.#roots.value;
	}

	#listed(): readonly PublishedRelease[] {
		this.#releaseList = this.#fresh(this.#releaseList, () => this.#repository.list());
		return this.#releaseList.value;
	}

	#fresh<T>(known: Read<T>, read: () => T): Read<T> {
		const atMs = this.#nowMs();
		return atMs - known.atMs < READ_FOR_MS ? known : {atMs, value: read()};
	}
}

/** Epoch of the release role in a root document (ota.md 2.3); 0 where there is none. Cards verify it: here it is only told. */
function releaseEpochOf(document: Uint8Array | undefined): number {
	const root = document === undefined ? undefined : readRoot(document);
	return root === undefined || 'code' in root ? 0 : root.roles.release.epoch;
}
