// A part, a counter and the releases that may lie on them, under a plan of faults.

import {FlashPart, type PartGeometry} from '../../../sim/flash/flash-part.ts';
import type {FaultPlan} from '../../../sim/flash/fault-plan.ts';
import {Operations} from '../../../sim/flash/operations.ts';
import {OtpPart} from '../../../sim/flash/otp-part.ts';
import {FlashMisuse} from '../../../sim/flash/power-cut.ts';
import type {Flash} from '../../../src/core/device-ports.ts';
import {Journal} from '../../../src/ota/journal.ts';
import {draftOf} from '../../../src/ota/journal-record.ts';
import {type Layout, layoutOf} from '../../../src/ota/layout.ts';
import type {LifeDevice} from '../../../src/ota/life-device.ts';
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
const tinyWishes = {bootBytes: 256, imageBytes: 768, envelopeBytes: 128, rootBytes: 128};
const noFaults: FaultPlan = {seed: 1, faults: []};

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

	constructor(releases: readonly Release[], plan: FaultPlan, origin: Rig | null) {
		this.#releases = releases;
		this.operations = new Operations(plan);
		this.part = origin === null ? new FlashPart(tinyGeometry, this.operations) : origin.part.copy(this.operations);
		this.otp = origin === null ? new OtpPart(this.operations) : origin.otp.copy(this.operations);
		this.device = {
			flash: this.#guarded(),
			layout: origin === null ? tinyLayout() : origin.device.layout,
			otp: this.otp,
			crypto: hashOnly,
			checkHead: origin === null ? checkOf(releases) : origin.device.checkHead,
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
		const found = this.#releases.find(release => release.manifest === manifest);
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
export function factoryRig(releases: readonly Release[], fill: number): Rig {
	const rig = new Rig(releases, noFaults, null);
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
