// The whole state of a card as one JSON document: what every other face tells a part of, by the names of our own tables.

import {NOT_AVAILABLE} from '../../../src/core/absent.ts';
import type {CardHouse, CardView, DetailSlots, HeldEvent} from '../../../src/agent/card-view.ts';
import {phaseClear, phaseSet} from '../../../src/agent/card.ts';
import {warning} from '../../../src/agent/events.ts';
import {originNames, roleNames} from '../../../src/agent/roles.ts';
import {readingFields} from '../../../src/ups/reading.ts';

/** Entries of the log that a document holds where nothing else is asked for, and at most. */
export const LOG_TAIL = 20;
export const LOG_TAIL_MAX = 1000;

const GROUPS = 4;
const severityNames: readonly string[] = ['', 'ungraded', 'informational', 'warning', 'critical'];
/** Numbers of the detail, with the unit of each and its steps. */
const detailRows: ReadonlyArray<readonly [name: keyof DetailSlots, unit: string, scale: number]> = [
	['externalPacks', '', 1],
	['badPacks', '', 1],
	['inputVoltsLow', 'V', 10],
	['inputVoltsHigh', 'V', 10],
	['selfTestMinute', 'min', 1],
	['calibrationMinute', 'min', 1],
	['transferMinute', 'min', 1],
	['selfTestSource', '', 1],
	['calibrationSource', '', 1],
	['batteryInstalledDay', 'd', 1],
	['batteryLifeEndDay', 'd', 1],
	['batteryLife', '', 1],
	['beeping', '', 1],
	['muted', '', 1],
];

interface Quantity {
	/** In `unit`; null where there is nothing to tell. */
	readonly value: number | null;
	readonly unit: string;
}

/** A line of the list of cards. The view must stand at the card. */
export function cardLine(house: CardHouse, view: CardView): object {
	const {cardId, site, sku, serial} = view.identity;
	const alarms = view.held().filter(each => isAlarm(house, each));
	return {
		id: cardId,
		site,
		model: sku,
		serial,
		lost: view.lost,
		status: view.statusWords(),
		alarms: alarms.map(({event}) => house.event(event)?.name ?? ''),
	};
}

/** Everything about a card, with the newest `tail` entries of its log. The view must stand at the card. */
export function cardDocument(house: CardHouse, view: CardView, tail: number): object {
	view.look();
	const {rating, recorded, ...identity} = view.identity;
	const {nominalVolts, nominalHertz, ratedWatts, ratedVoltAmperes, groups} = rating;
	const held = view.held();
	return {
		id: identity.cardId,
		nowMs: view.now,
		utcMs: view.utc,
		lost: view.lost,
		identity: {...identity, rating: {nominalVolts, nominalHertz, ratedWatts, ratedVoltAmperes, groups}, recorded},
		status: view.statusWords(),
		readings: readingsOf(view),
		details: detailsOf(view),
		alarms: held.filter(each => isAlarm(house, each)).map(each => heldLine(house, each)),
		holds: held.map(each => heldLine(house, each)),
		settings: settingsOf(view),
		log: logOf(house, view, tail),
	};
}

/** Readings of a UPS that does not answer are old: none of them is told. */
function readingsOf(view: CardView): Record<string, Quantity> {
	const slots = view.reading as unknown as Readonly<Record<string, number>>;
	return Object.fromEntries(
		readingFields.map(({name, unit, scale}) => [name, quantity(view.lost ? NOT_AVAILABLE : slots[name], unit, scale)]),
	);
}

function detailsOf(view: CardView): object {
	const detail = view.detail;
	const groups = Array.from({length: GROUPS}, (_, group) => ({
		turnOffIn: countdown(detail.turnOffIn(group)),
		turnOnIn: countdown(detail.turnOnIn(group)),
		stayOffFor: countdown(detail.stayOffFor(group)),
	}));
	const numbers = detailRows.map(([name, unit, scale]) => [name, quantity(detail[name] as number, unit, scale)]);
	return {...(Object.fromEntries(numbers) as object), groups};
}

function quantity(steps: number, unit: string, scale: number): Quantity {
	return {value: steps === NOT_AVAILABLE ? null : steps / scale, unit};
}

/** Countdowns that do not run are absent. */
function countdown(seconds: number): Quantity {
	return {value: seconds < 0 ? null : seconds, unit: 's'};
}

function isAlarm(house: CardHouse, {event}: HeldEvent): boolean {
	return (house.event(event)?.severity ?? 0) >= warning;
}

function heldLine(house: CardHouse, {event, number, sinceMs}: HeldEvent): object {
	const facts = house.event(event);
	return {
		name: facts?.name ?? '',
		severity: severityNames[facts?.severity ?? 0],
		text: facts?.setText ?? '',
		code: codeText(facts?.codes[0] ?? 0),
		number,
		sinceMs,
	};
}

/** As the field's cards write it, 0xCCNN; '' where none is known. */
function codeText(code: number): string {
	return code === 0 ? '' : `0x${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function settingsOf(view: CardView): object {
	return Object.fromEntries(
		view.settings().map(({key, value, text, unit, allowed, writable}) => [key, {value, text, unit, allowed, writable}]),
	);
}

function logOf(house: CardHouse, view: CardView, tail: number): object {
	const {newest, oldest} = view;
	const entries: object[] = [];
	for (let sequence = Math.max(oldest, newest - tail + 1, 1); sequence <= newest; sequence++) {
		const entry = view.entry(sequence);
		if (entry !== null) {
			entries.push(entryLine(house, entry));
		}
	}
	return {oldest, newest, entries};
}

function entryLine(house: CardHouse, entry: NonNullable<ReturnType<CardView['entry']>>): object {
	const facts = house.event(entry.event);
	const cleared = entry.phase === phaseClear;
	const {note} = entry;
	return {
		sequence: entry.sequence,
		atMs: entry.atMs,
		utcMs: entry.utcMs,
		event: facts?.name ?? '',
		phase: cleared ? 'clear' : entry.phase === phaseSet ? 'set' : 'momentary',
		severity: cleared ? severityNames[2] : severityNames[facts?.severity ?? 0],
		code: codeText(facts?.codes[cleared ? 1 : 0] ?? 0),
		text: cleared ? (facts?.clearText ?? '') : (facts?.setText ?? ''),
		actor: note?.actor ?? '',
		role: roleNames[note?.role ?? 0],
		origin: originNames[note?.origin ?? 0],
		note: note?.text ?? '',
	};
}
