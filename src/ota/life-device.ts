// What the life of two slots needs of the device below: one flash part with its layout, one counter that only rises, hashing,
// and the check of an envelope at boot.

import type {DeviceCrypto, Flash, Otp} from '../core/device-ports.ts';
import type {OtaRefusal} from './codes.ts';
import type {Layout} from './layout.ts';
import type {Manifest} from './manifest.ts';

export type BootCheckAnswer =
	| {readonly ok: true; readonly manifest: Manifest}
	| {readonly ok: false; readonly refusal: OtaRefusal};

/**
 * Checks the head of an envelope as the bootloader does: signature, vendor and class, and never an expiry. Where `pin` is not
 * null and the manifest's digest begins with its bytes, no signature is asked for (ota.md 3.2). `slot` is the one that the
 * envelope is of: a manifest may hold an image for each.
 */
export type BootCheck = (head: Uint8Array, pin: Uint8Array | null, slot: number) => BootCheckAnswer;

export interface LifeDevice {
	readonly flash: Flash;
	readonly layout: Layout;
	readonly otp: Otp;
	readonly crypto: DeviceCrypto;
	readonly checkHead: BootCheck;
}
