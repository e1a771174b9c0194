// Decisions of the bootloader: from a journal record and the conditions of two slots to what runs.

import {decideBoot} from '../../../ota/boot-decision.ts';
import {draftOf, firstRecord} from '../../../ota/journal-record.ts';
import type {SlotCondition} from '../../../ota/life.ts';
import {slotA, slotB, stateNames} from '../../../ota/states.ts';
import type {VectorFormat} from './format.ts';
import {beginsWith, listOf, resultOf} from './result.ts';

interface Journal {
	readonly state: string;
	readonly active: string;
	readonly candidate: string;
	readonly attemptsLeft: number;
}

interface BootCase {
	readonly id: string;
	readonly journal: Journal;
	readonly slotA: string;
	readonly slotB: string;
	readonly expect: {readonly run: string; readonly newState: string; readonly events: readonly string[]} & Omit<
		Journal,
		'state'
	>;
}

const slotLetters = ['A', 'B'];
const conditions: Readonly<Record<string, SlotCondition>> = {
	valid: 'valid',
	invalid: 'invalid',
	'below-floor': 'belowFloor',
};

function letterOf(slot: number): string {
	return slotLetters[slot] ?? 'RECOVERY';
}

/** `otaTrialBoot` is OTA_TRIAL_BOOT in ota.md 8. */
function eventName(name: string): string {
	return name.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase();
}

function decided({journal, ...slots}: BootCase): string {
	const record = draftOf(firstRecord(journal.active === 'A' ? slotA : slotB));
	record.state = stateNames.indexOf(journal.state);
	record.candidate = slotLetters.indexOf(journal.candidate);
	record.attemptsLeft = journal.attemptsLeft;
	const {run, record: next, events} = decideBoot(record, conditions[slots.slotA], conditions[slots.slotB]);
	return factsText({
		run: letterOf(run),
		newState: stateNames[next.state],
		active: letterOf(next.active),
		candidate: letterOf(next.candidate),
		attemptsLeft: next.attemptsLeft,
		events: events.map(({name}) => eventName(name)),
	});
}

function factsText({run, newState, active, candidate, attemptsLeft, events}: BootCase['expect']): string {
	return [`run ${run}`, newState, `active ${active}`, `candidate ${candidate}`, `${attemptsLeft} left`, ...events].join(
		', ',
	);
}

export const bootFormat: VectorFormat = {
	name: 'boot decisions',
	fits: document => beginsWith(document, 'cases', ['journal', 'slotA', 'slotB', 'expect']),
	run: ({document}) =>
		(listOf(document, 'cases') as BootCase[]).map(each =>
			resultOf(each.id, factsText(each.expect), () => decided(each)),
		),
};
