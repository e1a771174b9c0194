// A folder of published releases, as `firmware publish` fills it and `firmware serve` reads it. Each release is a folder named by
// its manifest digest that appears as a whole or not at all:
//   releases/DIGEST/envelope.cbor, release.json, image.bin and table.bin (image-0.bin and so on where each slot has its own)
//   roots/N.cbor, the root document of version N
// What is in release.json is for people and other programs; here only what was signed counts.

import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	writeSync,
} from 'node:fs';
import {join, resolve} from 'node:path';
import {codedError} from '../../core/errors.ts';
import {chunkTable} from '../signing/chunks.ts';
import {sha256} from '../signing/keys.ts';
import type {ReleaseImage} from '../signing/manifest.ts';
import {readRelease} from '../signing/release-facts.ts';
import type {ReleaseFacts} from '../signing/release-facts.ts';
import {releaseJson} from './release-json.ts';
import {hexOf} from '../../ota/bytes.ts';

const ENVELOPE = 'envelope.cbor';
const digestPattern = /^[0-9a-f]{64}$/;
const rootPattern = /^([1-9][0-9]{0,8})\.cbor$/;

export interface PublishedRelease {
	/** 64 digits of the manifest digest: the name of the release. */
	readonly digest: string;
	readonly directory: string;
	/** What cards are offered. */
	readonly envelope: Uint8Array;
	readonly facts: ReleaseFacts;
}

export interface Publication {
	readonly release: PublishedRelease;
	/** False where it was there already. */
	readonly added: boolean;
}

function invalid(file: string, what: string): Error {
	return codedError('E_FIRMWARE_INVALID', `${file}: ${what}.`, {file});
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
	return Buffer.compare(a, b) === 0;
}

/** Name of a file of an image: without a number where one image runs in both slots. */
function fileOf(kind: 'image' | 'table', {slot}: ReleaseImage): string {
	return slot === -1 ? `${kind}.bin` : `${kind}-${slot}.bin`;
}

function writeThrough(file: string, bytes: Uint8Array): void {
	const handle = openSync(file, 'w');
	try {
		for (let at = 0; at < bytes.length; ) {
			at += writeSync(handle, bytes, at);
		}
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

function syncDirectory(directory: string): void {
	const handle = openSync(directory, 'r');
	fsyncSync(handle);
	closeSync(handle);
}

function namesIn(directory: string): string[] {
	return existsSync(directory) ? readdirSync(directory) : [];
}

export class ReleaseRepository {
	readonly directory: string;
	readonly #releases: string;
	readonly #roots: string;
	/** Images and tables that were read and proven, by file. */
	readonly #proven = new Map<string, Uint8Array>();

	/** The folder is made by the first publication; until then it is an empty repository. */
	constructor(directory: string) {
		this.directory = resolve(directory);
		this.#releases = join(this.directory, 'releases');
		this.#roots = join(this.directory, 'roots');
	}

	/** All releases, highest sequence first. Throws E_FIRMWARE_INVALID at one that is not whole. */
	list(): PublishedRelease[] {
		return namesIn(this.#releases)
			.filter(name => digestPattern.test(name))
			.map(name => this.#read(name))
			.toSorted((a, b) => b.facts.sequence - a.facts.sequence || (a.digest < b.digest ? -1 : 1));
	}

	/** The release of a manifest digest, in bytes or in 64 digits; null when there is none. */
	find(digest: Uint8Array | string): PublishedRelease | null {
		const name = typeof digest === 'string' ? digest : hexOf(digest);
		return digestPattern.test(name) && existsSync(join(this.#releases, name)) ? this.#read(name) : null;
	}

	/** The image of a release for a slot (0 or 1), read once and proven by its digest; null where it has none for it. */
	image(release: PublishedRelease, slot: number): Uint8Array | null {
		const image = imageFor(release.facts, slot);
		return image === null ? null : this.#proof(join(release.directory, fileOf('image', image)), image.digest);
	}

	/** The chunk-hash table of that image; null where the release has none. */
	table(release: PublishedRelease, slot: number): Uint8Array | null {
		const image = imageFor(release.facts, slot);
		return image === null || image.chunks === null
			? null
			: this.#proof(join(release.directory, fileOf('table', image)), image.chunks.tableDigest);
	}

	/**
	 * Publishes an envelope with its images, in any order. Verify it before (judgeRelease): here only their digests are compared.
	 * Throws E_FIRMWARE_INVALID, E_FILE_UNWRITABLE.
	 */
	publish(envelope: Uint8Array, images: readonly Uint8Array[]): Publication {
		const facts = readRelease(envelope);
		if ('code' in facts) {
			throw invalid('envelope', `${facts.code}, ${facts.detail}`);
		}
		const digest = hexOf(facts.manifestDigest);
		const there = this.find(digest);
		if (there !== null) {
			return {release: there, added: false};
		}
		this.#writing(() => this.#writeRelease(digest, envelope, facts, images));
		return {release: this.#read(digest), added: true};
	}

	/** Root documents in the order of their versions. */
	roots(): Array<{readonly version: number; readonly document: Uint8Array}> {
		return namesIn(this.#roots)
			.map(name => ({name, version: Number(rootPattern.exec(name)?.[1])}))
			.filter(({version}) => version > 0)
			.toSorted((a, b) => a.version - b.version)
			.map(({name, version}) => ({version, document: new Uint8Array(readFileSync(join(this.#roots, name)))}));
	}

	/** Keeps a root document that was verified; one that is there stays. Throws E_FIRMWARE_INVALID where that is another one. */
	addRoot(version: number, document: Uint8Array): void {
		const before = this.roots().find(root => root.version === version);
		if (before !== undefined && !isSame(before.document, document)) {
			const file = join(this.#roots, `${version}.cbor`);
			throw invalid(file, 'another root document of this version is published; give the new one the next version');
		}
		if (before === undefined) {
			this.#writing(() => {
				mkdirSync(this.#roots, {recursive: true});
				const file = join(this.#roots, `${version}.cbor`);
				writeThrough(`${file}.new`, document);
				renameSync(`${file}.new`, file);
				syncDirectory(this.#roots);
			});
		}
	}

	#writeRelease(digest: string, envelope: Uint8Array, facts: ReleaseFacts, images: readonly Uint8Array[]): void {
		const directory = join(this.#releases, digest);
		const building = `${directory}.new-${process.pid}`;
		rmSync(building, {recursive: true, force: true});
		mkdirSync(building, {recursive: true});
		for (const image of facts.images) {
			const bytes = images.find(candidate => isSame(sha256(candidate), image.digest));
			if (bytes === undefined) {
				rmSync(building, {recursive: true});
				throw invalid('image', `none given has the digest ${hexOf(image.digest)} of the manifest`);
			}
			writeThrough(join(building, fileOf('image', image)), bytes);
			if (image.chunks !== null) {
				writeThrough(join(building, fileOf('table', image)), chunkTable(bytes, image.chunks.log2Bytes));
			}
		}
		writeThrough(join(building, ENVELOPE), envelope);
		writeThrough(join(building, 'release.json'), new TextEncoder().encode(releaseJson(facts)));
		syncDirectory(building);
		renameSync(building, directory);
		syncDirectory(this.#releases);
	}

	#read(digest: string): PublishedRelease {
		const directory = join(this.#releases, digest);
		const file = join(directory, ENVELOPE);
		const envelope = this.#bytes(file);
		const facts = readRelease(envelope);
		if ('code' in facts) {
			throw invalid(file, `${facts.code}, ${facts.detail}; publish the release again`);
		}
		if (hexOf(facts.manifestDigest) !== digest) {
			throw invalid(file, 'its manifest has another digest than its folder; publish the release again');
		}
		return {digest, directory, envelope, facts};
	}

	#proof(file: string, digest: Uint8Array): Uint8Array {
		const known = this.#proven.get(file);
		if (known !== undefined) {
			return known;
		}
		const bytes = this.#bytes(file);
		if (!isSame(sha256(bytes), digest)) {
			throw invalid(file, 'it is not what was signed; delete its folder and publish the release again');
		}
		this.#proven.set(file, bytes);
		return bytes;
	}

	#bytes(file: string): Uint8Array {
		try {
			return new Uint8Array(readFileSync(file));
		} catch (error) {
			throw invalid(file, `${(error as Error).message}; publish the release again`);
		}
	}

	#writing(write: () => void): void {
		try {
			write();
		} catch (error) {
			if ((error as {code?: string}).code === 'E_FIRMWARE_INVALID') {
				throw error;
			}
			const {message} = error as Error;
			throw codedError('E_FILE_UNWRITABLE', `${message}; choose a folder that this user may write.`, {
				directory: this.directory,
			});
		}
	}
}

/** The image that a slot takes. */
export function imageFor(facts: ReleaseFacts, slot: number): ReleaseImage | null {
	return facts.images.find(image => image.slot === -1 || image.slot === slot) ?? null;
}
