// Releases for the UPS of a card: whom they are for, and images of simulated UPSs.

import {upsClassOf, upsComponents} from '../../agent/ups-shelf.ts';
import {codedError} from '../../core/errors.ts';
import {findModel, nearestSku} from '../../ups/catalogue.ts';
import {UPS_IMAGE_BYTES_MAX, upsBehaviours, writeUpsImage} from '../../ups/firmware-image.ts';
import type {UpsModel} from '../../ups/model.ts';
import {idsFrom, usage} from './values.ts';
import type {ForGiven, ForWhom} from './values.ts';

/** The smallest image that holds a head with the longest name of a model. */
const LEAST_BYTES = 128;

interface UpsGiven {
	readonly ups?: string;
	readonly integrated?: boolean;
}

/** A UPS takes its image out of the envelope alone (smartconnect.md M11). */
export function refuseUps({ups, integrated}: UpsGiven): void {
	if (ups !== undefined && integrated !== true) {
		throw codedError('E_USAGE', '--ups: the image of a UPS lies in its envelope; give --integrated too.', {});
	}
}

function modelFrom(sku: string): UpsModel {
	const model = findModel(sku);
	if (model === null) {
		throw usage('--ups', sku, `the SKU of a model; did you mean ${nearestSku(sku)}?`);
	}
	return model;
}

/** The ids and the component of a release for UPSs like `sku`. */
export function upsFieldsOf(sku: string, given: ForGiven): ForWhom & {readonly component: readonly string[]} {
	return {...idsFrom({...given, class: upsClassOf(modelFrom(sku))}), component: upsComponents[0]};
}

/** An image for UPSs of the family of `sku`. */
export function makeUpsImage(
	sku: string,
	behaves: string,
	version: readonly number[],
	bytesLength: number,
): Uint8Array {
	const behaviour = upsBehaviours.find(name => name === behaves);
	if (behaviour === undefined) {
		throw usage('--make-image', behaves, `one of ${upsBehaviours.join(', ')}, as --ups is given`);
	}
	if (version[2] !== 0) {
		throw usage('--release', version.join('.'), 'X.Y.0, for a UPS has a version of two numbers');
	}
	if (bytesLength < LEAST_BYTES || bytesLength > UPS_IMAGE_BYTES_MAX) {
		throw usage('--size', `${bytesLength}B`, `${LEAST_BYTES} to ${UPS_IMAGE_BYTES_MAX} bytes, as --ups is given`);
	}
	return writeUpsImage({version: [version[0], version[1]], model: modelFrom(sku).family, bytesLength, behaviour});
}
