// What a release says of itself, as JSON for people and other programs: schema ridethrough.firmware-release/1.

import type {ReleaseFacts} from '../signing/release-facts.ts';
import {hexOf} from '../../ota/bytes.ts';

const MS_PER_SECOND = 1000;

/** Seconds since 1970 as ISO 8601; null where no calendar reaches so far. */
export function isoOf(seconds: number): string | null {
	const date = new Date(seconds * MS_PER_SECOND);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

export function releaseDocument(facts: ReleaseFacts) {
	return {
		schema: 'ridethrough.firmware-release/1',
		digest: hexOf(facts.manifestDigest),
		sequence: facts.sequence,
		version: facts.version.length === 0 ? null : facts.version.join('.'),
		securityVersion: facts.securityVersion,
		useBefore: isoOf(facts.useBeforeS),
		vendorId: hexOf(facts.vendorId),
		classId: hexOf(facts.classId),
		deviceId: facts.deviceId === null ? null : hexOf(facts.deviceId),
		component: facts.component,
		uri: facts.uri,
		minimumBattery: facts.minimumBattery,
		precursor: facts.precursor === null ? null : facts.precursor.join('.'),
		images: facts.images.map(image => ({
			slot: image.slot === -1 ? null : image.slot,
			sizeBytes: image.sizeBytes,
			digest: hexOf(image.digest),
			chunkBytes: image.chunks === null ? null : 2 ** image.chunks.log2Bytes,
			tableDigest: image.chunks === null ? null : hexOf(image.chunks.tableDigest),
		})),
	};
}

export function releaseJson(facts: ReleaseFacts): string {
	return `${JSON.stringify(releaseDocument(facts), null, '\t')}\n`;
}
