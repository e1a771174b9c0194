// A part, a counter and the releases that may lie on them, under a plan of faults.

import {FlashPart, type PartGeometry} from '../../../sim/flash/flash-part.ts';
import type {FaultPlan} from '../../../sim/flash/fault-plan.ts';
import {Operations} from '../../../sim/flash/operations.ts';
import {OtpPart} from '../../../sim/flash/otp-part.ts';
import {FlashMisuse} from '../../../sim/flash/power-cut.ts';
import type {Flash} from '../../../src/core/device-ports.ts';
import {sameBytes} from '../../../src/ota/flash-bytes.ts';
import {Journal} from '../../../src/ota/journal.ts';
import {draftOf} from '../../../src/ota/journal-record.ts';
import {type Layout, layoutOf} from '../../../src/ota/layout.ts';
import type {BootCheck, LifeDevice} from '../../../src/ota/life-device.ts';
import type {Manifest} from '../../../src/ota/manifest.ts';
import {provision} from '../../../src/ota/provision.ts';
import {checkOf, hashOnly, type Release} from './releases.ts';

/** Four places a sector of the journal, slots of three sectors. */
export const tinyGeometry: PartGeometry = {
	sizeBytes: 256 * 22,
	sectorBytes: 256,
	unitBytes: 16,
	protectedBytes: 256,
	enduranceErases: Infinity,
};
/** The same with room for signed envelopes. */
const signedGeometry: PartGeometry = {...tinyGeometry, sizeBytes: 256 * 40};
const tinyWishes = {bootBytes: 256, imageBytes: 768, envelopeBytes: 128, rootBytes: 128};
const noFaults: FaultPlan = {seed: 1, faults: []};

/** What is the same for all cards of a life. */
export interface World {
	readonly geometry: PartGeometry;
	readonly layout: Layout;
	readonly checkHead: BootCheck;
}

export function tinyWorld(releases: readonly Release[]): World {
	return {geometry: tinyGeometry, layout: tinyLayout(), checkHead: checkOf(releases)};
}

export function signedWorld(checkHead: BootCheck): World {
	const layout = layoutOf(signedGeometry, {...tinyWishes, envelopeBytes: 700});
	if (layout === null) {
		throw new Error('the layout must fit the part');
	}
	return {geometry: signedGeometry, layout, checkHead};
}

export function tinyLayout(): Layout {
	const layout = layoutOf(tinyGeometry, tinyWishes);
	if (layout === null) {
		throw new Error('the tiny layout must fit the tiny part');
	}
	return layout;
}

export class Rig {
	readonly operations: Operations;
	readonly part: FlashPart;
	readonly otp: OtpPart;
	readonly device: LifeDevice;
	readonly #releases: readonly Release[];
	/** Bytes that nobody may write now: the slot that runs. */
	#frozenFrom = 0;
	#frozenTo = 0;

	constructor(releases: readonly Release[], plan: FaultPlan, origin: Rig | null, world = tinyWorld(releases)) {
		this.#releases = releases;
		this.operations = new Operations(plan);
		this.part = origin === null ? new FlashPart(world.geometry, this.operations) : origin.part.copy(this.operations);
		this.otp = origin === null ? new OtpPart(this.operations) : origin.otp.copy(this.operations);
		this.device = {
			flash: this.#guarded(),
			layout: world.layout,
			otp: this.otp,
			crypto: hashOnly,
			checkHead: world.checkHead,
		};
	}

	restart(): void {
		this.operations.restart();
	}

	freeze(slot: number): void {
		const place = slot < 0 ? null : this.device.layout.slots[slot];
		this.#frozenFrom = place === null ? 0 : place.imageAt;
		this.#frozenTo = place === null ? 0 : place.bitmapAt + place.bitmapBytes;
	}

	releaseIn(manifest: Manifest | null): Release {
		const found = this.#releases.find(
			release => manifest !== null && sameBytes(release.manifest.digest, manifest.digest, manifest.digest.length),
		);
		if (found === undefined) {
			throw new Error('a slot runs that holds no release');
		}
		return found;
	}

	#guarded(): Flash {
		const {part} = this;
		return {
			sizeBytes: part.sizeBytes,
			sectorBytes: part.sectorBytes,
			unitBytes: part.unitBytes,
			read: (at, into) => part.read(at, into),
			program: (at, bytes) => {
				this.#requireNotRunning(at);
				return part.program(at, bytes);
			},
			erase: sector => {
				this.#requireNotRunning(sector * part.sectorBytes);
				return part.erase(sector);
			},
		};
	}

	#requireNotRunning(at: number): void {
		if (at >= this.#frozenFrom && at < this.#frozenTo) {
			throw new FlashMisuse(`a write at ${at} into the slot that runs`);
		}
	}
}

/** A card fresh from the factory, whose journal has had `fill` more records. */
export function factoryRig(releases: readonly Release[], fill: number, world = tinyWorld(releases)): Rig {
	const rig = new Rig(releases, noFaults, null, world);
	const failed = provision(rig.device, releases[0].head, releases[0].image);
	if (failed !== null) {
		throw new Error(`not provisioned: ${failed.detail}`);
	}
	const journal = new Journal(rig.device.flash, rig.device.layout);
	for (let i = 0; i < fill; i++) {
		if (journal.newest !== null) {
			journal.write(draftOf(journal.newest));
		}
	}
	return rig;
}
