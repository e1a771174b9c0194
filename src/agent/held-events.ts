// Which paired events hold on a card, and since when: by the conditions that it saw last, and by its log.

import {phaseSet} from './card.ts';
import type {Card} from './card.ts';
import type {HeldEvent} from './card-view.ts';
import {lifeExceeded, lifeNearEnd} from './battery-life.ts';
import {events, findEvent, NONE} from './events.ts';

function idOf(name: string): number {
	const event = findEvent(name);
	return event === null ? 0 : event.id;
}

const nearEnd = idOf('batteryLifeNearEnd');
const exceeded = idOf('batteryLifeExceeded');
/** How far back the log is searched for the beginning of what holds. */
const SEARCHED = 512;
/** Numbers of what the log has no more lie above every sequence that a log reaches. */
const FORGOTTEN = 2000000000;

/** Ids of the paired events that hold; `life` is the state of battery-life.ts. */
export function heldIds(card: Card, life: number): number[] {
	const ids: number[] = [];
	for (let i = 0; i < events.length; i++) {
		if (events[i].condition !== NONE && card.sawHold(events[i].condition)) {
			ids.push(events[i].id);
		}
	}
	if (card.lossEvent() !== 0) {
		ids.push(card.lossEvent());
	}
	if (life === lifeNearEnd) {
		ids.push(nearEnd);
	} else if (life === lifeExceeded) {
		ids.push(exceeded);
	}
	return ids;
}

/** The same with their beginnings, in the order in which they were set. */
export function heldEvents(card: Card, life: number): HeldEvent[] {
	const ids = heldIds(card, life);
	const held: HeldEvent[] = [];
	for (let i = 0; i < ids.length; i++) {
		held.push({event: ids[i], number: FORGOTTEN + ids[i], sinceMs: 0});
	}
	if (ids.length > 0) {
		findBeginnings(card, held);
	}
	return held.sort((a, b) => a.sinceMs - b.sinceMs || a.number - b.number);
}

function findBeginnings(card: Card, held: HeldEvent[]): void {
	const last = card.rows.lastSequence[card.id];
	const first = Math.max(card.oldest(), last - SEARCHED + 1);
	let open = held.length;
	for (let sequence = last; sequence >= first && open > 0; sequence--) {
		const entry = card.entry(sequence);
		for (let i = 0; i < held.length; i++) {
			if (entry.phase === phaseSet && held[i].event === entry.event && held[i].number > FORGOTTEN) {
				held[i] = {event: entry.event, number: sequence, sinceMs: entry.atMs};
				open -= 1;
			}
		}
	}
}
