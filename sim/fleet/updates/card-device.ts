// The device under one simulated card: flash and OTP with their faults, and the bootloader's check.

import {bootCheckOf} from '../../../src/ota/check/boot-check.ts';
import type {BootContext} from '../../../src/ota/check/boot-check.ts';
import type {BootCheck, LifeDevice} from '../../../src/ota/life-device.ts';
import {provision} from '../../../src/ota/provision.ts';
import {FlashRoots} from '../../../src/ota/trust/flash-roots.ts';
import {codedError} from '../../../src/core/errors.ts';
import {FlashPart} from '../../flash/flash-part.ts';
import {Operations} from '../../flash/operations.ts';
import {OtpPart} from '../../flash/otp-part.ts';
import {bootContextOf} from './setup.ts';
import type {FirmwareSetup} from './setup.ts';

export interface CardDevice extends LifeDevice {
	readonly flash: FlashPart;
	readonly roots: FlashRoots;
	readonly operations: Operations;
}

/** A flash part as it leaves the factory; each card gets a copy. Throws E_FIRMWARE_INVALID. */
export function factoryPart(setup: FirmwareSetup): FlashPart {
	const operations = new Operations({seed: 0, faults: []});
	const part = new FlashPart(setup.geometry, operations);
	const {head, image, manifestDigest} = setup.wishes.factory;
	const device = deviceOf(setup, part, operations, setup.deviceIdOf(''));
	const checkHead: BootCheck = (bytes, pin, slot) => device.checkHead(bytes, manifestDigest ?? pin, slot);
	const refused = provision({...device, checkHead}, head, image);
	if (refused !== null) {
		throw codedError('E_FIRMWARE_INVALID', `The first image is refused: ${refused.code}, ${refused.detail}.`, {});
	}
	return part;
}

/** The device of one card. */
export function cardDevice(setup: FirmwareSetup, factory: FlashPart, seed: number, deviceId: Uint8Array): CardDevice {
	const operations = new Operations({seed, faults: []});
	return deviceOf(setup, factory.copy(operations), operations, deviceId);
}

/** Its bootloader trusts the keys of the root document that the flash holds at each boot. */
function deviceOf(setup: FirmwareSetup, flash: FlashPart, operations: Operations, deviceId: Uint8Array): CardDevice {
	const {layout} = setup;
	const {crypto} = setup.wishes;
	const roots = new FlashRoots({flash, layout, crypto}, setup.root);
	const context = (): BootContext => bootContextOf(setup, roots.load(), deviceId);
	return {
		flash,
		operations,
		layout,
		roots,
		otp: new OtpPart(operations),
		crypto,
		checkHead: bootCheckOf(context, {crypto, verifiers: setup.verifiers}),
	};
}
