// What a simulated card and its UPS say of their firmware.

import {versionOf} from '../../src/ups/firmware-image.ts';
import type {UpsImage} from '../../src/ups/firmware-image.ts';
import type {Ups} from '../../src/ups/row.ts';

export const CARD_FIRMWARE = '1.0.0';

/** 256 KiB: four and a half minutes at the speed of the line [assumed]. */
const UPS_IMAGE_BYTES = 262144;

/** The image that lies ready on the card of a simulated UPS: the next version for its type. */
export function nextUpsImage(u: Ups): UpsImage {
	const [major, minor] = versionOf(u.firmware);
	return {
		version: [major, minor + 1],
		model: u.rating.model.family,
		bytesLength: UPS_IMAGE_BYTES,
		behaviour: 'good',
	};
}
