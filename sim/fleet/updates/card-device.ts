// The device under one simulated card: flash and OTP with their faults, and the bootloader's check.

import type {DeviceCrypto} from '../../../src/core/device-ports.ts';
import {bootCheckOf} from '../../../src/ota/check/boot-check.ts';
import {isRefusal} from '../../../src/ota/codes.ts';
import type {LifeDevice} from '../../../src/ota/life-device.ts';
import {provision} from '../../../src/ota/provision.ts';
import {keptRoot} from '../../../src/ota/trust/root.ts';
import type {RootState} from '../../../src/ota/trust/root.ts';
import {codedError} from '../../../src/core/errors.ts';
import {FlashPart} from '../../flash/flash-part.ts';
import {Operations} from '../../flash/operations.ts';
import {OtpPart} from '../../flash/otp-part.ts';
import {bootContextOf} from './setup.ts';
import type {FirmwareSetup} from './setup.ts';

export interface CardDevice extends LifeDevice {
	readonly flash: FlashPart;
	readonly operations: Operations;
}

/** Root documents that cards keep, parsed once for all of them. */
export class RootShelf {
	readonly #crypto: DeviceCrypto;
	readonly #known = new Map<string, RootState>();

	constructor(crypto: DeviceCrypto) {
		this.#crypto = crypto;
	}

	/** The state of a document that a card took before. */
	of(document: Uint8Array): RootState {
		const name = Buffer.from(document).toString('latin1');
		const known = this.#known.get(name);
		if (known !== undefined) {
			return known;
		}
		const root = keptRoot(document, this.#crypto);
		if (isRefusal(root)) {
			throw new Error(`a card keeps a root document that is none: ${root.detail}`);
		}
		this.#known.set(name, root);
		return root;
	}
}

/** A flash part as it leaves the factory; each card gets a copy. Throws E_FIRMWARE_INVALID. */
export function factoryPart(setup: FirmwareSetup): FlashPart {
	const operations = new Operations({seed: 0, faults: []});
	const part = new FlashPart(setup.geometry, operations);
	const context = bootContextOf(setup, setup.root, setup.deviceIdOf(''));
	const {head, image} = setup.wishes.factory;
	const device = deviceOf(setup, part, operations, () => context);
	const refused = provision(device, head, image);
	if (refused !== null) {
		throw codedError('E_FIRMWARE_INVALID', `The first image is refused: ${refused.code}, ${refused.detail}.`, {});
	}
	return part;
}

/** The device of a card that trusts what `root` answers at each boot. */
export function cardDevice(
	setup: FirmwareSetup,
	factory: FlashPart,
	seed: number,
	deviceId: Uint8Array,
	root: () => RootState,
): CardDevice {
	const operations = new Operations({seed, faults: []});
	return deviceOf(setup, factory.copy(operations), operations, () => bootContextOf(setup, root(), deviceId));
}

function deviceOf(
	setup: FirmwareSetup,
	flash: FlashPart,
	operations: Operations,
	context: () => ReturnType<typeof bootContextOf>,
): CardDevice {
	const {crypto} = setup.wishes;
	return {
		flash,
		operations,
		layout: setup.layout,
		otp: new OtpPart(operations),
		crypto,
		checkHead: bootCheckOf(context, {crypto, verifiers: setup.verifiers}),
	};
}
