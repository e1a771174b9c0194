// What all cards of a fleet that take firmware have in common: their class, whom they trust, and what they left the factory with.

import type {UpdateFound, UpdateJob} from '../../../src/agent/update/jobs.ts';
import {usualLimits} from '../../../src/agent/update/limits.ts';
import type {CardClass, UpdateLimits} from '../../../src/agent/update/ports.ts';
import {SECOND} from '../../../src/core/clock.ts';
import type {Millis} from '../../../src/core/clock.ts';
import type {DeviceCrypto} from '../../../src/core/device-ports.ts';
import {verifyHss} from '../../../src/ota/lms/hss.ts';
import type {Behaviour} from '../../../src/ota/image.ts';
import type {BootContext} from '../../../src/ota/check/boot-check.ts';
import {isRefusal} from '../../../src/ota/codes.ts';
import {algorithmHssLms, verifiersOf} from '../../../src/ota/cose/verify.ts';
import type {Verifiers} from '../../../src/ota/cose/verify.ts';
import {layoutOf, usualWishes} from '../../../src/ota/layout.ts';
import type {Layout, LayoutWishes} from '../../../src/ota/layout.ts';
import {roleKeysOf} from '../../../src/ota/trust/role-keys.ts';
import {keptRoot} from '../../../src/ota/trust/root.ts';
import type {RootState} from '../../../src/ota/trust/root.ts';
import {CARD_CLASS, DEFAULT_VENDOR_DOMAIN, firmwareIds} from '../../../src/platform/node/firmware-ids.ts';
import {codedError} from '../../../src/core/errors.ts';
import type {PartGeometry} from '../../flash/flash-part.ts';

export const SECTOR_BYTES = 4096;
const UNIT_BYTES = 16;
const KIB = 1024;
/** Erases that a sector of NOR flash survives, as data sheets have it. */
const ENDURANCE_ERASES = 100_000;
/** Between a reset and the first instruction of an image. */
const BOOT_MS: Millis = 20 * SECOND;

/** In what cards of class board differ: no Ed25519, and documents of the service under a key of their own. */
const boardClass = {algorithms: [algorithmHssLms], isBoard: true};

/** Does a job of signatures and calls back, at once or later. */
export type JobDesk = (job: UpdateJob, done: (found: UpdateFound) => void) => void;

export interface FactoryRelease {
	readonly head: Uint8Array;
	readonly image: Uint8Array;
	/** Manifest digest, where it is trusted by that in place of a signature. */
	readonly manifestDigest?: Uint8Array;
}

export interface FirmwareWishes {
	/** Root document that is burned in. */
	readonly root: Uint8Array;
	readonly factory: FactoryRelease;
	readonly slotKib: number;
	readonly limits?: Partial<UpdateLimits>;
	readonly crypto: DeviceCrypto;
	readonly check: JobDesk;
	/** How a version behaves on the card of a serial, where it is not as its image says; null where it is. */
	readonly behaviourOf?: (serial: string, version: readonly number[]) => Behaviour | null;
	readonly vendorDomain?: string;
	/** Makes the cards ones of class board (ota.md 4.4): the key that each got when it was enrolled, by its serial. */
	readonly cardKeyOf?: (serial: string) => Uint8Array;
}

export interface FirmwareSetup {
	readonly wishes: FirmwareWishes;
	readonly cardClass: CardClass;
	readonly verifiers: Verifiers;
	readonly root: RootState;
	readonly geometry: PartGeometry;
	readonly layout: Layout;
	readonly bootMs: Millis;
	readonly deviceIdOf: (serial: string) => Uint8Array;
}

/** Throws E_FIRMWARE_INVALID where the root document is none, or the first image does not fit. */
export function firmwareSetup(wishes: FirmwareWishes): FirmwareSetup {
	const root = keptRoot(wishes.root, wishes.crypto);
	if (isRefusal(root)) {
		throw codedError('E_FIRMWARE_INVALID', `The root document is refused: ${root.code}, ${root.detail}.`, {});
	}
	const slotBytes = wishes.slotKib * KIB;
	const room: LayoutWishes = {...usualWishes, bootBytes: SECTOR_BYTES, imageBytes: slotBytes};
	const sizeBytes = 2 * slotBytes + 32 * SECTOR_BYTES + slotBytes / 2;
	const layout = layoutOf({sizeBytes, sectorBytes: SECTOR_BYTES, unitBytes: UNIT_BYTES}, room);
	if (layout === null || wishes.factory.image.length > slotBytes) {
		throw codedError('E_FIRMWARE_INVALID', `A slot of ${wishes.slotKib} KiB does not hold the first image.`, {});
	}
	const vendorDomain = wishes.vendorDomain ?? DEFAULT_VENDOR_DOMAIN;
	return {
		wishes,
		cardClass: {
			...cardClassOf(vendorDomain, slotBytes, {...usualLimits, ...wishes.limits}),
			...(wishes.cardKeyOf === undefined ? {} : boardClass),
		},
		verifiers: verifiersFor(wishes.crypto),
		root,
		geometry: {
			sizeBytes: layout.endAt,
			sectorBytes: SECTOR_BYTES,
			unitBytes: UNIT_BYTES,
			protectedBytes: layout.bootBytes,
			enduranceErases: ENDURANCE_ERASES,
		},
		layout,
		bootMs: BOOT_MS,
		deviceIdOf: serial => firmwareIds(vendorDomain, CARD_CLASS, serial).deviceId,
	};
}

/** All algorithms that a card of any class may ask for. */
export function verifiersFor(crypto: DeviceCrypto): Verifiers {
	return verifiersOf(crypto, (key, message, signature) => verifyHss(key, message, signature, crypto), false);
}

function cardClassOf(vendorDomain: string, slotBytes: number, limits: UpdateLimits): CardClass {
	const {vendorId, classId} = firmwareIds(vendorDomain, CARD_CLASS, '');
	return {
		vendorId,
		classId,
		slotBytes,
		algorithms: [-19],
		legacyEdDsa: false,
		components: [['nmc', 'app']],
		isBoard: false,
		allowPlainHttp: false,
		allowPrivateHosts: false,
		limits,
	};
}

/** What the bootloader of a card judges by. */
export function bootContextOf(setup: FirmwareSetup, root: RootState, deviceId: Uint8Array): BootContext {
	const {vendorId, classId, algorithms, components} = setup.cardClass;
	return {
		vendorId,
		classId,
		deviceId,
		keys: roleKeysOf(root, null),
		keyEpoch: root.roles.release.epoch,
		algorithms,
		components,
		envelopeBytesMax: usualWishes.envelopeBytes,
	};
}
