// The state of a card as JSON: identity, status words, alarms, readings with their units, outlet groups.

import type {CardHouse, CardView} from '../../agent/card-view.ts';
import {cardName} from './cards.ts';
import {quantity, readingRows, valueOf, wordOf} from './readings.ts';

const severityNames = ['', 'ungraded', 'informational', 'warning', 'critical'];
export const CRITICAL = 4;

export function severityName(severity: number): string {
	return severityNames[severity] ?? '';
}

export function severityOf(name: string): number {
	return severityNames.indexOf(name);
}

export interface Alarm {
	readonly event: string;
	readonly id: number;
	/** Its own among all that ever held. */
	readonly number: number;
	readonly severity: string;
	readonly text: string;
	/** UTC, ISO 8601; null where the log has it no more. */
	readonly since: string | null;
}

/** Card time as UTC; null for 0, which stands for "not known". */
export function utcText(view: CardView, atMs: number): string | null {
	return atMs === 0 ? null : new Date(view.utc - view.now + atMs).toISOString();
}

/** Conditions that hold and are worth an eye: what is merely so (a running test) is no alarm. */
export function alarmsOf(house: CardHouse, view: CardView): Alarm[] {
	return view.held().flatMap(held => {
		const facts = house.event(held.event);
		return facts === null
			? []
			: [
					{
						event: facts.name,
						id: facts.id,
						number: held.number,
						severity: severityName(facts.severity),
						text: facts.setText,
						since: utcText(view, held.sinceMs),
					},
				];
	});
}

/** Bits of an outlet group's status (nmc.md 9, registers 3 to 14) that say what it waits for. */
const groupFlags: readonly (readonly [bit: number, name: string])[] = [
	[2, 'rebooting'],
	[3, 'shutting down'],
	[4, 'sleeping'],
	[7, 'pending load shed'],
	[8, 'pending on delay'],
	[9, 'pending off delay'],
	[10, 'waiting for utility'],
	[11, 'waiting for runtime'],
	[14, 'runtime too low to turn on'],
];

export interface OutletGroup {
	readonly group: number;
	readonly name: string;
	readonly on: boolean | null;
	readonly pending: readonly string[];
	/** Countdowns, s; null while none runs. */
	readonly turnOffIn: number | null;
	readonly turnOnIn: number | null;
	readonly stayOffFor: number | null;
}

const groupSlots = ['group0Status', 'group1Status', 'group2Status', 'group3Status'] as const;

function countdown(seconds: number): number | null {
	return seconds < 0 ? null : seconds;
}

export function groupName(view: CardView, group: number): string {
	const key = group === 0 ? 'outlet.main.name' : `outlet.group${group}.name`;
	const named = view.setting(key)?.text ?? '';
	return named || (group === 0 ? 'All outlets' : `Outlet group ${group}`);
}

export function outletGroups(view: CardView): OutletGroup[] {
	const on = view.lost ? null : quantity(view.reading, 'groupsOn');
	return groupSlots.slice(0, view.identity.rating.groups).map((slot, group) => {
		const flags = view.lost ? 0 : (quantity(view.reading, slot) ?? 0);
		return {
			group,
			name: groupName(view, group),
			on: on === null ? null : ((on >> group) & 1) === 1,
			pending: groupFlags.filter(([bit]) => ((flags >> bit) & 1) === 1).map(([, name]) => name),
			turnOffIn: countdown(view.detail.turnOffIn(group)),
			turnOnIn: countdown(view.detail.turnOnIn(group)),
			stayOffFor: countdown(view.detail.stayOffFor(group)),
		};
	});
}

interface ReadingShown {
	readonly value: number | null;
	readonly unit: string;
	readonly text?: string;
}

/** Every reading by name. Without contact all are null: an old value is never told as a new one. */
function readingsOf(view: CardView): Record<string, ReadingShown> {
	const out: Record<string, ReadingShown> = {};
	for (const row of readingRows) {
		const value = view.lost ? null : valueOf(row, view.reading);
		out[row.name] = {value, unit: row.unit, ...(row.words === null ? {} : {text: wordOf(row, value)})};
	}
	return out;
}

function identityOf(view: CardView): object {
	const {identity} = view;
	const {rating} = identity;
	return {
		id: identity.cardId,
		name: cardName(view),
		site: identity.site,
		vendor: identity.vendor,
		sku: identity.sku,
		modelName: identity.modelName,
		serial: identity.serial,
		upsFirmware: identity.upsFirmware,
		cardFirmware: identity.cardFirmware,
		cardModel: identity.cardModel,
		cardSerial: identity.cardSerial,
		macAddress: identity.macAddress,
		ratedWatts: rating.ratedWatts,
		ratedVoltAmperes: rating.ratedVoltAmperes,
		nominalVolts: rating.nominalVolts,
	};
}

export function statusOf(house: CardHouse, view: CardView): Record<string, unknown> {
	return {
		card: identityOf(view),
		at: new Date(view.utc).toISOString(),
		communication: view.lost ? 'lost' : 'ok',
		status: view.statusWords(),
		alarms: alarmsOf(house, view),
		readings: readingsOf(view),
		outletGroups: outletGroups(view),
	};
}
