// The rows of ota.md 6.3 that the running image acts out: each writes in the order named there, and the record last, so that a
// power cut in between leaves the row before. Memory: see slot-sink.ts; beside it the newest record and the facts of two slots.

import {headProblem, higherFloor, imageProblem} from './candidate-checks.ts';
import type {ChunkSink} from './chunk-sink.ts';
import {type OtaRefusal, refusal} from './codes.ts';
import {sameBytes} from './flash-bytes.ts';
import {Journal} from './journal.ts';
import {
	candidateDigestOf,
	CANDIDATE_DIGEST_BYTES,
	draftOf,
	firstRecord,
	type RecordDraft,
	TRIAL_ATTEMPTS,
	withPin,
} from './journal-record.ts';
import type {LifeDevice} from './life-device.ts';
import type {BootOutcome, Life, LifeRecord, SlotFacts, SlotReport} from './life.ts';
import type {Manifest} from './manifest.ts';
import {SlotSink} from './slot-sink.ts';
import {fitsSlot, twice, writeHead} from './slots.ts';
import {armed, confirmed, receiving, reverted, stateNames, steady, trial, verified} from './states.ts';

const noFacts: SlotFacts = {condition: 'invalid', manifest: null};

/** The life of the card that booted as `outcome` says. In recovery too: there it takes a first image into the other slot. */
export function openLife(device: LifeDevice, outcome: BootOutcome): Life {
	return new LifeMachine(device, outcome);
}

class LifeMachine implements Life {
	readonly device: LifeDevice;
	readonly journal: Journal;
	readonly run: number;
	readonly facts: SlotFacts[];
	sink: SlotSink | null;

	constructor(device: LifeDevice, outcome: BootOutcome) {
		this.device = device;
		this.journal = new Journal(device.flash, device.layout);
		this.run = outcome.run;
		this.facts = [outcome.slots[0], outcome.slots[1]];
		this.sink = null;
	}

	get record(): LifeRecord {
		return this.journal.newest === null ? firstRecord(0) : this.journal.newest;
	}

	receive(manifest: Manifest): {readonly sink: ChunkSink} | OtaRefusal {
		return this.fill(manifest, true);
	}

	renew(manifest: Manifest): {readonly sink: ChunkSink} | OtaRefusal {
		return this.fill(manifest, false);
	}

	fill(manifest: Manifest, keeps: boolean): {readonly sink: ChunkSink} | OtaRefusal {
		const refused = this.not('receive', [steady, receiving, verified, reverted]) ?? this.notWritable(manifest);
		if (refused !== null) {
			return refused;
		}
		const slot = this.record.candidate;
		const sink = new SlotSink(this.device, slot, manifest);
		const resumed = sink.resume();
		if (sink.badSector() >= 0) {
			return refusal('E_OTA_FLASH_WORN', `sector ${sink.badSector()} of slot ${slot} failed twice for this release`);
		}
		const failed = this.begin(manifest) ?? (resumed && keeps ? null : twice(() => sink.clear()));
		if (failed !== null) {
			return failed;
		}
		this.sink = sink;
		return {sink: sink};
	}

	/** Row 1: the record comes before the first erase, and voids whatever the slot held. */
	begin(manifest: Manifest): OtaRefusal | null {
		const digest = candidateDigestOf(manifest.digest);
		const record = this.record;
		this.facts[record.candidate] = noFacts;
		if (record.state === receiving && sameBytes(record.candidateDigest, digest, CANDIDATE_DIGEST_BYTES)) {
			return null;
		}
		return this.write(draft => {
			draft.state = receiving;
			draft.reason = 0;
			draft.attemptsLeft = 0;
			draft.candidateDigest = digest;
			draft.pins = withPin(draft.pins, draft.candidate, null);
		});
	}

	verify(envelopeHead: Uint8Array): OtaRefusal | null {
		const sink = this.sink;
		const refused = this.not('verify', [receiving]);
		if (refused !== null || sink === null) {
			return refused ?? refusal('E_OTA_WINDOW', 'verify comes after receive');
		}
		const failed = imageProblem(this.device, sink) ?? headProblem(this.device, sink, envelopeHead);
		if (failed !== null) {
			return failed;
		}
		const slot = this.record.candidate;
		const unwritten =
			twice(() => writeHead(this.device.flash, sink.place, envelopeHead))
			?? this.write(draft => {
				draft.state = verified;
			});
		if (unwritten !== null) {
			return unwritten;
		}
		const below = sink.manifest.securityVersion < this.device.otp.read();
		this.facts[slot] = {condition: below ? 'belowFloor' : 'valid', manifest: sink.manifest};
		this.sink = null;
		return null;
	}

	drop(reason: number): OtaRefusal | null {
		const refused = this.not('drop', [receiving, verified]);
		this.sink = null;
		return (
			refused
			?? this.write(draft => {
				draft.state = steady;
				draft.reason = reason;
				draft.candidateDigest = new Uint8Array(CANDIDATE_DIGEST_BYTES);
			})
		);
	}

	arm(): OtaRefusal | null {
		return (
			this.not('arm', [verified])
			?? this.write(draft => {
				draft.state = armed;
				draft.attemptsLeft = TRIAL_ATTEMPTS;
			})
		);
	}

	disarm(): OtaRefusal | null {
		return (
			this.not('disarm', [armed])
			?? this.write(draft => {
				draft.state = verified;
				draft.attemptsLeft = 0;
			})
		);
	}

	confirm(): OtaRefusal | null {
		const manifest = this.facts[this.record.candidate].manifest;
		const refused = this.not('confirm', [trial]);
		if (refused !== null || manifest === null || this.run !== this.record.candidate) {
			return refused ?? refusal('E_OTA_WINDOW', 'only the candidate confirms itself');
		}
		return this.write(draft => {
			draft.state = confirmed;
			draft.reason = 0;
			draft.attemptsLeft = 0;
			draft.installFloor = higherFloor(draft.installFloor, manifest);
			draft.pins = withPin(draft.pins, draft.candidate, manifest.digest);
		});
	}

	revert(reason: number): OtaRefusal | null {
		return (
			this.not('revert', [trial])
			?? this.write(draft => {
				draft.state = reverted;
				draft.reason = reason;
			})
		);
	}

	endSoak(): OtaRefusal | null {
		const active = this.record.active;
		const manifest = this.facts[active].manifest;
		const refused = this.not('endSoak', [steady]);
		if (refused !== null || manifest === null || this.run !== active) {
			return refused ?? refusal('E_OTA_WINDOW', 'only the active image ends its soak');
		}
		// Raised even where it reads as raised: a cell that a cut left loose reads so only at times.
		const otp = this.device.otp;
		if (!otp.raise(manifest.securityVersion) || otp.read() < manifest.securityVersion) {
			return refusal('E_OTA_FLASH_WRITE', `the boot floor does not rise to ${manifest.securityVersion}`);
		}
		this.judgeAgain();
		return this.write(draft => {
			draft.soaked = true;
			draft.pins = withPin(draft.pins, active, manifest.digest);
		});
	}

	slot(which: number): SlotReport {
		const facts = this.facts[which];
		const manifest = facts.manifest;
		return {
			manifestDigest: manifest === null ? null : manifest.digest,
			bootable: facts.condition === 'valid',
			securityVersion: manifest === null ? 0 : manifest.securityVersion,
			version: manifest === null ? [] : manifest.version,
		};
	}

	readImage(slot: number, offset: number, into: Uint8Array): boolean {
		const place = this.device.layout.slots[slot];
		return offset + into.length <= place.imageBytes && this.device.flash.read(place.imageAt + offset, into);
	}

	/** A refusal unless the journal is in one of the states. */
	not(call: string, states: readonly number[]): OtaRefusal | null {
		const state = this.record.state;
		return states.indexOf(state) >= 0
			? null
			: refusal('E_OTA_WINDOW', `${call} is for ${states.map(name).join(', ')}, and the journal says ${name(state)}`);
	}

	/** The running slot is never written (ota.md 6.1), whatever the journal could be made to say. */
	notWritable(manifest: Manifest): OtaRefusal | null {
		const slot = this.record.candidate;
		const room = this.device.layout.slots[slot].imageBytes;
		const size = manifest.image.sizeBytes;
		if (slot === this.run) {
			return refusal('E_OTA_JOURNAL', `slot ${slot} runs: it is not written before the journal names another`);
		}
		if (size <= 0 || size > room) {
			return refusal('E_OTA_SIZE', `an image of ${size} bytes; the slot takes 1 to ${room}`);
		}
		return fitsSlot(manifest, slot) ? null : refusal('E_OTA_COMPONENT', `the image is not linked for slot ${slot}`);
	}

	/** The floor rose: the other slot may be below it now (ota.md 3.3). */
	judgeAgain(): void {
		const other = this.record.candidate;
		const facts = this.facts[other];
		if (
			facts.condition === 'valid'
			&& facts.manifest !== null
			&& facts.manifest.securityVersion < this.device.otp.read()
		) {
			this.facts[other] = {condition: 'belowFloor', manifest: facts.manifest};
		}
	}

	write(change: (draft: RecordDraft) => void): OtaRefusal | null {
		const draft = draftOf(this.record);
		change(draft);
		return this.journal.write(draft);
	}
}

function name(state: number): string {
	return stateNames[state];
}
