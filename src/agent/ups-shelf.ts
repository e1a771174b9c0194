// The firmware for a UPS that lies on its card: checked as the card's own is, before the UPS is touched (smartconnect.md M11). One
// signed envelope holds all of it, for it is small.

import type {DeviceCrypto} from '../core/device-ports.ts';
import {sameBytes} from '../ota/bytes.ts';
import type {CheckContext} from '../ota/check-context.ts';
import type {CheckPorts} from '../ota/check/authenticate.ts';
import {checkEnvelope} from '../ota/check/check.ts';
import {refusal} from '../ota/codes.ts';
import type {OtaRefusal} from '../ota/codes.ts';
import type {Manifest} from '../ota/manifest.ts';
import {fitsModel, readUpsImage, versionCode, versionOf} from '../ups/firmware-image.ts';
import type {UpsImage} from '../ups/firmware-image.ts';
import type {UpsModel} from '../ups/model.ts';

/** The component that an envelope for a UPS names, in `CheckContext.components`. */
export const upsComponents: readonly (readonly string[])[] = [['ups', 'app']];

/** The hardware class that a manifest for UPSs of this family binds to (ota.md 2.2). */
export function upsClassOf(model: UpsModel): string {
	return `ups ${model.family}`;
}

/** The UPS that an image is for, and what its column `firmware` holds. */
export interface UpsSubject {
	readonly model: UpsModel;
	readonly firmware: number;
}

export type UpsImageAnswer =
	| {readonly ok: true; readonly image: UpsImage; readonly manifest: Manifest}
	| {readonly ok: false; readonly refusal: OtaRefusal};

function refused(why: OtaRefusal): UpsImageAnswer {
	return {ok: false, refusal: why};
}

/**
 * Checks an envelope for a UPS: `context` is as for the card's own firmware, but for component, class and floor. What the UPS
 * itself is doing is asked when the update begins, not here.
 */
export function checkUpsEnvelope(
	envelope: Uint8Array,
	context: CheckContext,
	ports: CheckPorts,
	ups: UpsSubject,
): UpsImageAnswer {
	const answer = checkEnvelope(envelope, context, ports);
	if (!answer.ok) {
		return refused(answer.refusal);
	}
	const integrated = answer.manifest.integrated;
	if (integrated === null) {
		return refused(refusal('E_OTA_URI', 'the image of a UPS must lie in its envelope, as #fw'));
	}
	const payload = envelope.subarray(integrated.at, integrated.at + integrated.length);
	if (!sameBytes(digestOf(payload, ports.crypto), answer.manifest.image.digest)) {
		return refused(refusal('E_OTA_DIGEST', 'the image is not the one that was signed: get it anew'));
	}
	return takeImage(payload, answer.manifest, ups);
}

function digestOf(bytes: Uint8Array, crypto: DeviceCrypto): Uint8Array {
	const hash = crypto.sha256();
	hash.update(bytes);
	return hash.digest();
}

/** "Unknown format" and "incompatible with this UPS" of nmc.md 10.1, and no way back to an older version. */
function takeImage(payload: Uint8Array, manifest: Manifest, ups: UpsSubject): UpsImageAnswer {
	const image = readUpsImage(payload);
	if (image === null) {
		return refused(refusal('E_OTA_COMPONENT', 'unknown format: the image must be one for a UPS'));
	}
	if (!fitsModel(image, ups.model)) {
		return refused(
			refusal('E_OTA_CLASS', `incompatible with this UPS: for ${image.model}, must be for ${ups.model.family}`),
		);
	}
	const running = versionOf(ups.firmware);
	return versionCode(image.version) < versionCode(running)
		? refused(
				refusal(
					'E_OTA_SEQ_ROLLBACK',
					`version ${image.version.join('.')} of the UPS: must be ${running.join('.')}, which runs, or higher`,
				),
			)
		: {ok: true, image: image, manifest: manifest};
}
