// What the bootloader does with a record and two slots: rows 6-8, 11, 13 and 14 of ota.md 6.3, without reading or writing.

import {type OtaCode, otaCodes} from './codes.ts';
import {draftOf, type RecordDraft, TRIAL_ATTEMPTS} from './journal-record.ts';
import type {BootEvent, LifeRecord, SlotCondition} from './life.ts';
import {armed, confirmed, reverted, steady, trial} from './states.ts';

export interface BootDecision {
	/** Slot to run; -1 for recovery. */
	readonly run: number;
	readonly record: RecordDraft;
	/** Whether the record must be written before the jump. */
	readonly changed: boolean;
	readonly events: readonly BootEvent[];
}

/** The decision for the newest record and the conditions of slot A and slot B. */
export function decideBoot(record: LifeRecord, slotA: SlotCondition, slotB: SlotCondition): BootDecision {
	const active = record.active === 0 ? slotA : slotB;
	const candidate = record.active === 0 ? slotB : slotA;
	if (record.state === armed || record.state === trial) {
		return decideTrial(record, active, candidate);
	}
	if (record.state === confirmed) {
		return decideConfirmed(record, active, candidate);
	}
	if (active !== 'valid' && candidate === 'valid' && record.state !== reverted) {
		return {run: record.candidate, record: exchanged(record), changed: true, events: [event('otaFallback', 0)]};
	}
	return runActive(record, draftOf(record), active, false, []);
}

/** Rows 6, 7 and 8. An image that has used up its attempts is not looked at again: it never runs unless it is offered anew. */
function decideTrial(record: LifeRecord, active: SlotCondition, candidate: SlotCondition): BootDecision {
	if (record.attemptsLeft === 0) {
		const reason = otaCodes.E_OTA_WDT;
		return runActive(record, revertedDraft(record, reason), active, true, [event('otaReverted', reason)]);
	}
	if (candidate !== 'valid') {
		const reason = otaCodes[rejection(candidate)];
		return runActive(record, revertedDraft(record, reason), active, true, [event('otaBootRejected', reason)]);
	}
	const draft = draftOf(record);
	draft.state = trial;
	draft.attemptsLeft = record.attemptsLeft - 1;
	const attempt = TRIAL_ATTEMPTS - draft.attemptsLeft;
	return {run: record.candidate, record: draft, changed: true, events: [event('otaTrialBoot', attempt)]};
}

/** Row 11; and row 13 where the confirmed image is lost and the one before it is not. */
function decideConfirmed(record: LifeRecord, active: SlotCondition, candidate: SlotCondition): BootDecision {
	if (candidate === 'valid') {
		return {run: record.candidate, record: exchanged(record), changed: true, events: []};
	}
	if (active === 'valid') {
		const draft = draftOf(record);
		draft.state = steady;
		return {run: record.active, record: draft, changed: true, events: [event('otaFallback', 0)]};
	}
	return {run: -1, record: exchanged(record), changed: true, events: [event('otaNoBootable', 0)]};
}

function runActive(
	record: LifeRecord,
	draft: RecordDraft,
	active: SlotCondition,
	changed: boolean,
	events: readonly BootEvent[],
): BootDecision {
	if (active === 'valid') {
		return {run: record.active, record: draft, changed: changed, events: events};
	}
	return {run: -1, record: draft, changed: changed, events: events.concat([event('otaNoBootable', 0)])};
}

/** STEADY with the slots exchanged: what lay in the other slot is no candidate, and the soak of this image has yet to come. */
function exchanged(record: LifeRecord): RecordDraft {
	const draft = draftOf(record);
	draft.state = steady;
	draft.active = record.candidate;
	draft.candidate = record.active;
	draft.soaked = false;
	return draft;
}

function revertedDraft(record: LifeRecord, reason: number): RecordDraft {
	const draft = draftOf(record);
	draft.state = reverted;
	draft.reason = reason;
	return draft;
}

function rejection(candidate: SlotCondition): OtaCode {
	return candidate === 'belowFloor' ? 'E_OTA_SECVER' : 'E_OTA_BOOT_SIG';
}

function event(name: string, detail: number): BootEvent {
	return {name: name, detail: detail};
}
