// What a card leaves the factory with: a first image in slot A, and a journal that says so.

import {type OtaRefusal, refusal} from './codes.ts';
import {Journal} from './journal.ts';
import {firstRecord, withPin} from './journal-record.ts';
import type {LifeDevice} from './life-device.ts';
import {holdsImage, programRange, eraseRange, writeHead} from './slots.ts';
import {slotA} from './states.ts';

/** Writes the first image and its envelope (the head) to slot A of an erased part. */
export function provision(device: LifeDevice, head: Uint8Array, image: Uint8Array): OtaRefusal | null {
	const answer = device.checkHead(head, null, slotA);
	if (!answer.ok) {
		return answer.refusal;
	}
	const place = device.layout.slots[slotA];
	if (image.length > place.imageBytes || head.length > place.envelopeBytes) {
		return refusal('E_OTA_SIZE', `an image of ${image.length} bytes; the slot takes ${place.imageBytes}`);
	}
	const failed =
		eraseRange(device.flash, place.imageAt, image.length)
		?? programRange(device.flash, place.imageAt, image)
		?? writeHead(device.flash, place, head);
	if (failed !== null) {
		return failed;
	}
	if (!holdsImage(device, place, answer.manifest)) {
		return refusal('E_OTA_DIGEST', 'the first image is not the one that its manifest names');
	}
	const record = firstRecord(slotA);
	record.installFloor = {keyEpoch: answer.manifest.keyEpoch, sequence: answer.manifest.sequence};
	record.pins = withPin(record.pins, slotA, answer.manifest.digest);
	return new Journal(device.flash, device.layout).write(record);
}
