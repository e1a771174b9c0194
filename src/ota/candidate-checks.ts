// What must hold before a candidate is called VERIFIED (row 3 of ota.md 6.3), and the install floor once it is confirmed.

import type {InstallFloor} from './check-context.ts';
import {type OtaRefusal, refusal} from './codes.ts';
import {sameBytes} from './flash-bytes.ts';
import type {LifeDevice} from './life-device.ts';
import type {Manifest} from './manifest.ts';
import type {SlotSink} from './slot-sink.ts';
import {hashFlash} from './slots.ts';

/** All bytes are there and the digest, read from flash, matches. What does not match is forgotten: it never would. */
export function imageProblem(device: LifeDevice, sink: SlotSink): OtaRefusal | null {
	if (sink.badSector() >= 0) {
		return refusal('E_OTA_FLASH_WORN', `sector ${sink.badSector()} failed twice: the slot is not armed`);
	}
	if (!sink.isComplete()) {
		return refusal('E_OTA_SIZE', 'not every sector of the image was received');
	}
	const digest = hashFlash(device, sink.place.imageAt, sink.imageBytes);
	if (digest === null) {
		return refusal('E_OTA_FLASH_VERIFY', 'the image cannot be read back');
	}
	if (sameBytes(digest, sink.manifest.image.digest, digest.length)) {
		return null;
	}
	sink.discard();
	return refusal('E_OTA_DIGEST', 'the image in flash is not the one that the manifest names');
}

/** The envelope that would lie in the slot's tail is sound, and of the manifest that the image was received for. */
export function headProblem(device: LifeDevice, sink: SlotSink, head: Uint8Array): OtaRefusal | null {
	if (head.length > sink.place.envelopeBytes) {
		return refusal('E_OTA_ENV_TOO_BIG', `an envelope of ${head.length} bytes; ${sink.place.envelopeBytes} are kept`);
	}
	const answer = device.checkHead(head, null, sink.slot);
	if (!answer.ok) {
		return answer.refusal;
	}
	return sameBytes(answer.manifest.digest, sink.manifest.digest, sink.manifest.digest.length)
		? null
		: refusal('E_OTA_AUTH_DIGEST', 'the envelope is of another manifest than the image');
}

/** The install floor after a confirmation: never lower, in epoch and within one in sequence. */
export function higherFloor(floor: InstallFloor, manifest: Manifest): InstallFloor {
	const lower =
		manifest.keyEpoch < floor.keyEpoch || (manifest.keyEpoch === floor.keyEpoch && manifest.sequence < floor.sequence);
	return lower ? floor : {keyEpoch: manifest.keyEpoch, sequence: manifest.sequence};
}
