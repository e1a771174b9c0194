// Builds manifests of the profile nmc-1 (ota.md 2.2).

import type {ChunkFacts} from '../../ota/manifest.ts';
import {encodeCbor, mapOf} from './cbor.ts';
import type {CborValue} from './cbor.ts';
import {sha256} from './keys.ts';
import {
	COMPARE_AT_LEAST,
	DIGEST_SHA256,
	REPORT_ALL,
	REPORT_FAILURE,
	REPORT_SUCCESS,
	commonKeys,
	condition,
	directive,
	manifestKeys,
	parameter,
} from './suit-numbers.ts';

const defaultComponent: readonly string[] = ['nmc', 'app'];

/** An image of a release. */
export interface ReleaseImage {
	/** Slot that it is linked for, 0 or 1; -1 where it runs in both. */
	readonly slot: number;
	readonly sizeBytes: number;
	readonly digest: Uint8Array;
	/** Null where no chunk table is published. */
	readonly chunks: ChunkFacts | null;
}

export interface ReleaseFields {
	readonly sequence: number;
	readonly securityVersion: number;
	/** Seconds since 1970 after which no install starts. */
	readonly useBeforeS: number;
	/** For people: major, minor, patch; empty: none. */
	readonly version: readonly number[];
	readonly vendorId: Uint8Array;
	readonly classId: Uint8Array;
	/** Only card that may install it; null: all of the class. */
	readonly deviceId: Uint8Array | null;
	/** One that runs in both slots, or one for each slot. */
	readonly images: readonly ReleaseImage[];
	readonly uri: string;
	/** Percent; 0: no minimum. */
	readonly minimumBattery: number;
	/** Version that must run at least, or run through first; null: any. */
	readonly precursor: readonly number[] | null;
	/** The text section, already encoded: hashed only (ota.md 2.1); null: none. */
	readonly text: Uint8Array | null;
	/** Path of the component: ['nmc', 'app'] unless told otherwise. */
	readonly component?: readonly string[];
}

function encodedDigest(digest: Uint8Array): Uint8Array {
	return encodeCbor([DIGEST_SHA256, digest]);
}

function imageParameters({digest, sizeBytes, chunks}: ReleaseImage): Array<readonly [number, CborValue | undefined]> {
	return [
		[parameter.digest, encodedDigest(digest)],
		[parameter.size, sizeBytes],
		[parameter.chunks, chunks === null ? undefined : [chunks.log2Bytes, chunks.tableDigest]],
	];
}

/** A branch of try-each: holds where its slot is the one to be written. */
function slotBranch(image: ReleaseImage): Uint8Array {
	return encodeCbor([
		directive.override,
		mapOf([[parameter.slot, image.slot]]),
		condition.slot,
		REPORT_SUCCESS,
		directive.override,
		mapOf(imageParameters(image)),
	]);
}

function precursorParameter(precursor: readonly number[] | null): Uint8Array | undefined {
	return precursor === null ? undefined : encodeCbor([COMPARE_AT_LEAST, precursor]);
}

function sharedSequence(fields: ReleaseFields): Uint8Array {
	const {images, deviceId, precursor} = fields;
	const single = images.length === 1 && images[0].slot === -1 ? imageParameters(images[0]) : [];
	const parameters = mapOf([
		[parameter.vendor, fields.vendorId],
		[parameter.class, fields.classId],
		...single,
		[parameter.device, deviceId ?? undefined],
		[parameter.version, precursorParameter(precursor)],
		[parameter.securityVersion, fields.securityVersion],
	]);
	return encodeCbor([
		directive.override,
		parameters,
		...(single.length === 0 ? [directive.tryEach, images.map(slotBranch)] : []),
		condition.vendor,
		REPORT_ALL,
		condition.class,
		REPORT_ALL,
		...(deviceId === null ? [] : [condition.device, REPORT_ALL]),
		...(precursor === null ? [] : [condition.version, REPORT_ALL]),
	]);
}

function installSequence({useBeforeS, uri, minimumBattery}: ReleaseFields): Uint8Array {
	const hasMinimum = minimumBattery > 0;
	const parameters = mapOf([
		[parameter.useBefore, useBeforeS],
		[parameter.uri, uri],
		[parameter.battery, hasMinimum ? minimumBattery : undefined],
	]);
	return encodeCbor([
		directive.override,
		parameters,
		condition.useBefore,
		REPORT_ALL,
		...(hasMinimum ? [condition.battery, REPORT_ALL] : []),
		directive.fetch,
		REPORT_FAILURE,
		condition.image,
		REPORT_ALL,
	]);
}

function commonPart(fields: ReleaseFields): Uint8Array {
	const id = (fields.component ?? defaultComponent).map(part => new TextEncoder().encode(part));
	return encodeCbor(
		mapOf([
			[commonKeys.components, [id]],
			[commonKeys.sharedSequence, sharedSequence(fields)],
		]),
	);
}

/** The manifest without its byte-string head. The same fields give the same bytes. */
export function buildManifest(fields: ReleaseFields): Uint8Array {
	const {version, text} = fields;
	return encodeCbor(
		mapOf([
			[manifestKeys.format, 1],
			[manifestKeys.sequence, fields.sequence],
			[manifestKeys.common, commonPart(fields)],
			[manifestKeys.version, version.length === 0 ? undefined : encodeCbor(version)],
			[manifestKeys.validate, encodeCbor([condition.image, REPORT_ALL])],
			[manifestKeys.invoke, encodeCbor([directive.invoke, REPORT_FAILURE])],
			[manifestKeys.install, installSequence(fields)],
			[manifestKeys.text, text === null ? undefined : [DIGEST_SHA256, severedDigest(text)]],
		]),
	);
}

/** SHA-256 over a severed part with its byte-string head. */
function severedDigest(part: Uint8Array): Uint8Array {
	return sha256(encodeCbor(part));
}

/** The name of a release: SHA-256 over the manifest with its byte-string head (ota.md 2.1). */
export function manifestDigest(manifest: Uint8Array): Uint8Array {
	return sha256(encodeCbor(manifest));
}
