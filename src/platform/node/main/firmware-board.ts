// The hardware under a card's firmware on Node: a flash part with two slots, the boot floor, and the bootloader. A card that is new
// leaves the factory with a first image, which the bootloader knows by its digest.

import type {CardClass} from '../../../agent/update/ports.ts';
import {newKept} from '../../../agent/update/kept.ts';
import type {KeptUpdate} from '../../../agent/update/kept.ts';
import {boot} from '../../../ota/boot.ts';
import {bootCheckOf} from '../../../ota/check/boot-check.ts';
import type {BootContext} from '../../../ota/check/boot-check.ts';
import {isRefusal} from '../../../ota/codes.ts';
import {verifiersOf} from '../../../ota/cose/verify.ts';
import type {Verifiers} from '../../../ota/cose/verify.ts';
import {readImageHead} from '../../../ota/image.ts';
import type {ImageHead} from '../../../ota/image.ts';
import {Journal} from '../../../ota/journal.ts';
import {layoutOf, usualWishes} from '../../../ota/layout.ts';
import type {Layout} from '../../../ota/layout.ts';
import type {LifeDevice} from '../../../ota/life-device.ts';
import {openLife} from '../../../ota/life-machine.ts';
import type {BootOutcome, Life} from '../../../ota/life.ts';
import {provision} from '../../../ota/provision.ts';
import {FlashRoots} from '../../../ota/trust/flash-roots.ts';
import {roleKeysOf} from '../../../ota/trust/role-keys.ts';
import type {RootState} from '../../../ota/trust/root.ts';
import {checkRoot} from '../../../ota/trust/root-steps.ts';
import {codedError} from '../../../core/errors.ts';
import type {Store} from '../../../core/ports.ts';
import {FlashFile, OtpFile} from '../flash-file.ts';
import {nodeCrypto} from '../node-crypto.ts';
import {loadKeptUpdate, saveKeptUpdate} from './firmware-kept.ts';

const SECTOR_BYTES = 4096;
const UNIT_BYTES = 16;
const HEAD_BYTES = 12;
const ENVELOPE_BYTES_MAX = 8192;

/** The first image of a card. */
export interface FactoryRelease {
	/** Envelope without a payload, and the digest of its manifest. */
	readonly head: Uint8Array;
	readonly manifestDigest: Uint8Array;
	readonly image: Uint8Array;
}

export interface BoardParts {
	readonly store: Store;
	/** Where the flash part lies; null keeps it in memory. */
	readonly flashFile: string | null;
	readonly cardClass: CardClass;
	readonly deviceId: Uint8Array;
	/** The root document that is burned in. */
	readonly root: Uint8Array;
	readonly factory: () => FactoryRelease;
}

/** One start of the card. */
export interface Booted {
	readonly outcome: BootOutcome;
	readonly life: Life;
	/** Of the image that runs; null in recovery, and of an image that is none of ours. */
	readonly head: ImageHead | null;
	/** What the image calls itself. */
	readonly version: readonly number[];
}

/** A part that holds two slots of `imageBytes`. */
function geometryOf(imageBytes: number): {sizeBytes: number; layout: Layout} {
	for (let sizeBytes = 2 * imageBytes; ; sizeBytes += SECTOR_BYTES) {
		const layout = layoutOf(
			{sizeBytes, sectorBytes: SECTOR_BYTES, unitBytes: UNIT_BYTES},
			{...usualWishes, imageBytes},
		);
		if (layout !== null) {
			return {sizeBytes, layout};
		}
	}
}

export class FirmwareBoard {
	readonly device: LifeDevice;
	readonly verifiers: Verifiers;
	/** Root documents in flash, which the bootloader reads. */
	readonly roots: FlashRoots;
	readonly kept: KeptUpdate;
	readonly #parts: BoardParts;
	readonly #flash: FlashFile;

	/** Throws E_FILE_UNREADABLE for a root document that is none, and E_STATE_UNUSABLE. */
	constructor(parts: BoardParts) {
		this.#parts = parts;
		this.verifiers = verifiersOf(nodeCrypto, null, parts.cardClass.legacyEdDsa);
		const burnedIn = this.#burnedIn();
		this.kept = loadKeptUpdate(parts.store) ?? newKept(burnedIn.document, burnedIn.version);
		const {sizeBytes, layout} = geometryOf(parts.cardClass.slotBytes);
		this.#flash = new FlashFile(parts.flashFile, {sizeBytes, sectorBytes: SECTOR_BYTES, unitBytes: UNIT_BYTES});
		this.roots = new FlashRoots({flash: this.#flash, layout, crypto: nodeCrypto}, burnedIn);
		this.device = {
			flash: this.#flash,
			layout,
			otp: new OtpFile(parts.store),
			crypto: nodeCrypto,
			checkHead: bootCheckOf(() => this.#bootContext(), {crypto: nodeCrypto, verifiers: this.verifiers}),
		};
		if (new Journal(this.#flash, layout).newest === null && this.#isBlank(layout)) {
			this.#provision();
		}
	}

	/** Of signatures that the card can check. */
	get algorithms(): readonly number[] {
		return this.#parts.cardClass.algorithms;
	}

	boot(): Booted {
		const outcome = boot(this.device);
		const life = openLife(this.device, outcome);
		const bytes = new Uint8Array(HEAD_BYTES);
		const head = outcome.run >= 0 && life.readImage(outcome.run, 0, bytes) ? readImageHead(bytes) : null;
		const told = outcome.run >= 0 ? life.slot(outcome.run).version : [];
		return {outcome, life, head, version: head?.version ?? told};
	}

	keep(kept: KeptUpdate): void {
		saveKeptUpdate(this.#parts.store, kept);
	}

	close(): void {
		this.#flash.close();
	}

	#burnedIn(): RootState {
		const tools = {crypto: nodeCrypto, verifiers: this.verifiers, algorithms: this.#parts.cardClass.algorithms};
		const root = checkRoot(this.#parts.root, null, -1, tools);
		if (isRefusal(root)) {
			throw codedError(
				'E_FILE_UNREADABLE',
				`--firmware-root holds no root document that cards can trust (${root.code}: ${root.detail}); make one with "ridethrough firmware keygen".`,
				{code: root.code},
			);
		}
		return root;
	}

	#bootContext(): BootContext {
		const {cardClass, deviceId} = this.#parts;
		const root = this.roots.load();
		return {
			vendorId: cardClass.vendorId,
			classId: cardClass.classId,
			deviceId,
			keys: roleKeysOf(root, null),
			keyEpoch: root.roles.release.epoch,
			algorithms: cardClass.algorithms,
			components: cardClass.components,
			envelopeBytesMax: ENVELOPE_BYTES_MAX,
		};
	}

	#isBlank(layout: Layout): boolean {
		const mark = new Uint8Array(UNIT_BYTES);
		return layout.slots.every(slot => this.#flash.read(slot.envelopeAt, mark) && mark.every(byte => byte === 0xff));
	}

	/** The factory's image is trusted for where it was made: by its digest, under no signature. */
	#provision(): void {
		const {head, manifestDigest, image} = this.#parts.factory();
		const {checkHead} = this.device;
		const failed = provision(
			{...this.device, checkHead: (bytes, _pin, slot) => checkHead(bytes, manifestDigest, slot)},
			head,
			image,
		);
		if (failed !== null) {
			throw new Error(`The first image cannot be written: ${failed.code}: ${failed.detail}`);
		}
		this.kept.installedDigest = manifestDigest;
		this.keep(this.kept);
	}
}
