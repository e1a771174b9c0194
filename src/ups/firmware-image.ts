// The firmware of a simulated UPS: what it calls itself, and an image of another that can be sent to it.

import type {UpsModel} from './model.ts';

/** How an image behaves once it was sent; a real one does what it does. Public: append only. */
export const upsBehaviours = ['good', 'fails'] as const;

export type UpsBehaviour = (typeof upsBehaviours)[number];

/** An image for a UPS. */
export interface UpsImage {
	/** major and minor, 0 to 255 each. */
	readonly version: readonly [number, number];
	/** SKU or family that it is for. */
	readonly model: string;
	/** All of it, as it goes over the line. */
	readonly bytesLength: number;
	readonly behaviour: UpsBehaviour;
}

/** `RTUP`, then one byte each of major, minor, behaviour, and the length of the target, then the target in ASCII. */
const MAGIC: readonly number[] = [0x52, 0x54, 0x55, 0x50];
const HEAD_BYTES = 8;
export const TARGET_CHARACTERS = 64;
/** Nothing that a UPS takes is larger [assumed]. */
export const UPS_IMAGE_BYTES_MAX = 4194304;

/** Factory firmware. */
const FACTORY: readonly [number, number] = [9, 8];
const VERSIONS = 256;
const FAILS = 65536;

/** An image whose bytes after the head only fill the line. */
export function writeUpsImage(image: UpsImage): Uint8Array {
	const bytes = new Uint8Array(image.bytesLength);
	bytes.set(MAGIC);
	bytes[4] = image.version[0];
	bytes[5] = image.version[1];
	bytes[6] = upsBehaviours.indexOf(image.behaviour);
	bytes[7] = image.model.length;
	for (let i = 0; i < image.model.length; i++) {
		bytes[HEAD_BYTES + i] = image.model.charCodeAt(i);
	}
	return bytes;
}

/** What image `bytes` are; null where they are none of ours. */
export function readUpsImage(bytes: Uint8Array): UpsImage | null {
	if (bytes.length < HEAD_BYTES || bytes.length > UPS_IMAGE_BYTES_MAX) {
		return null;
	}
	for (let i = 0; i < MAGIC.length; i++) {
		if (bytes[i] !== MAGIC[i]) {
			return null;
		}
	}
	const model = targetIn(bytes);
	if (model === '' || bytes[6] >= upsBehaviours.length) {
		return null;
	}
	return {
		version: [bytes[4], bytes[5]],
		model: model,
		bytesLength: bytes.length,
		behaviour: upsBehaviours[bytes[6]],
	};
}

/** '' where there is none, or not in printable ASCII. */
function targetIn(bytes: Uint8Array): string {
	const length = bytes[7];
	if (length > TARGET_CHARACTERS || bytes.length < HEAD_BYTES + length) {
		return '';
	}
	let text = '';
	for (let i = HEAD_BYTES; i < HEAD_BYTES + length; i++) {
		if (bytes[i] < 0x20 || bytes[i] > 0x7e) {
			return '';
		}
		text += String.fromCharCode(bytes[i]);
	}
	return text;
}

/** Whether the image is for this type of UPS. */
export function fitsModel(image: UpsImage, model: UpsModel): boolean {
	return image.model === model.sku || image.model === model.family;
}

/** A version as the column `firmware` holds it; 0 there is what the factory delivered. */
export function versionCode(version: readonly [number, number]): number {
	return version[0] * VERSIONS + version[1];
}

/** The version that a UPS with this in its column `firmware` runs. */
export function versionOf(firmware: number): readonly [number, number] {
	return firmware === 0 ? FACTORY : [Math.floor(firmware / VERSIONS), firmware % VERSIONS];
}

/** What such a UPS calls its firmware. */
export function firmwareText(firmware: number): string {
	const version = versionOf(firmware);
	const major = version[0] < 10 ? `0${version[0]}` : `${version[0]}`;
	return `UPS ${major}.${version[1]} / ID 1001`;
}

/** What the column `updateImage` holds of an image under way. */
export function imageCode(image: UpsImage): number {
	return versionCode(image.version) + (image.behaviour === 'fails' ? FAILS : 0);
}

/** The version in such a code, and whether it starts. */
export function codedVersion(image: number): number {
	return image % FAILS;
}

export function codedStarts(image: number): boolean {
	return image < FAILS;
}
