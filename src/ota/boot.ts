// The bootloader: looks at the journal and at both slots, writes the record of what it decides before it jumps, and says what
// runs (ota.md 6.3). A power cut ends it anywhere; the next start decides the same, or goes on from the record that was written.

import {decideBoot} from './boot-decision.ts';
import {BootEventRing} from './boot-events.ts';
import {Journal} from './journal.ts';
import {firstRecord, type RecordDraft} from './journal-record.ts';
import type {LifeDevice} from './life-device.ts';
import type {BootEvent, BootOutcome, LifeRecord, SlotFacts} from './life.ts';
import {inspectSlot} from './slots.ts';
import {slotA, slotB, trial} from './states.ts';

/** One start of the card, up to the jump. */
export function boot(device: LifeDevice): BootOutcome {
	const journal = new Journal(device.flash, device.layout);
	const found = journal.newest;
	return found === null ? bootWithoutJournal(device, journal) : bootFrom(device, journal, found, []);
}

function bootFrom(device: LifeDevice, journal: Journal, record: LifeRecord, before: readonly BootEvent[]): BootOutcome {
	const slots = inspectBoth(device, record);
	const decision = decideBoot(record, slots[0].condition, slots[1].condition);
	new BootEventRing(device).append(record.generation, decision.events);
	const events = before.concat(decision.events);
	if (!decision.changed || journal.write(decision.record) === null) {
		return {run: decision.run, record: decision.record, events: events, slots: slots};
	}
	const run = decision.record.state === trial ? runWithoutRecord(record, slots) : decision.run;
	return {run: run, record: record, events: events, slots: slots};
}

/** Attempts that are not written would never end: the active image runs, and the candidate waits for a journal that writes. */
function runWithoutRecord(record: LifeRecord, slots: readonly SlotFacts[]): number {
	return slots[record.active].condition === 'valid' ? record.active : -1;
}

/** Row 15: the slot of the highest security version that verifies is active, and the journal begins again from it. */
function bootWithoutJournal(device: LifeDevice, journal: Journal): BootOutcome {
	const slots = inspectBoth(device, firstRecord(slotA));
	const record = rebuilt(slots);
	const lost = [{name: 'otaJournalLost', detail: 0}];
	new BootEventRing(device).append(0, lost);
	if (slots[record.active].condition === 'valid') {
		// Where not even this can be written the card runs all the same, and finds its journal lost again.
		journal.write(record);
	}
	return bootFrom(device, journal, record, lost);
}

function rebuilt(slots: readonly SlotFacts[]): RecordDraft {
	const active = isBetter(slots[slotB], slots[slotA]) ? slotB : slotA;
	const record = firstRecord(active);
	const manifest = slots[active].manifest;
	if (slots[active].condition === 'valid' && manifest !== null) {
		record.installFloor = {keyEpoch: manifest.keyEpoch, sequence: manifest.sequence};
	}
	return record;
}

function isBetter(slot: SlotFacts, other: SlotFacts): boolean {
	if (slot.condition !== 'valid' || slot.manifest === null) {
		return false;
	}
	if (other.condition !== 'valid' || other.manifest === null) {
		return true;
	}
	const higher = slot.manifest.securityVersion - other.manifest.securityVersion;
	return higher > 0 || (higher === 0 && slot.manifest.sequence > other.manifest.sequence);
}

function inspectBoth(device: LifeDevice, record: LifeRecord): readonly SlotFacts[] {
	const bootFloor = device.otp.read();
	return [
		inspectSlot(device, slotA, record.pins[slotA], bootFloor),
		inspectSlot(device, slotB, record.pins[slotB], bootFloor),
	];
}
