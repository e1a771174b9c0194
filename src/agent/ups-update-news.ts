// What the phases of an update of the UPS's firmware are as events (nmc.md 3.2, 10).

import {NOT_AVAILABLE} from '../core/absent.ts';
import * as code from '../ups/codes.ts';
import {findEvent} from './events.ts';

/** An event and its detail. */
export interface UpdateNews {
	readonly event: number;
	readonly detail: number;
}

/** Detail of upsUpdateFinished: the result of the transfer. */
export const transferComplete = 0;
export const transferCancelled = 1;

interface Fact {
	readonly bit: number;
	readonly news: readonly UpdateNews[];
}

function news(name: string, detail: number): UpdateNews {
	return {event: (findEvent(name) as {id: number}).id, detail: detail};
}

const started = 1;
const transferred = 2;
const cancelled = 4;
const succeeded = 8;
const failed = 16;

/** In the order in which they are told. */
const facts: readonly Fact[] = [
	{bit: started, news: [news('upsUpdateStarted', NOT_AVAILABLE)]},
	{
		bit: transferred,
		news: [news('upsUpdateFinished', transferComplete), news('controllerUpdateComplete', NOT_AVAILABLE)],
	},
	{
		bit: cancelled,
		news: [news('upsUpdateFinished', transferCancelled), news('controllerUpdateFailed', NOT_AVAILABLE)],
	},
	{bit: succeeded, news: [news('upsUpdateSucceeded', NOT_AVAILABLE)]},
	{bit: failed, news: [news('upsUpdateFailed', NOT_AVAILABLE)]},
];

/** What is a fact in each phase of ups/codes.ts. */
const factsByPhase: readonly number[] = [
	0,
	0,
	0,
	started,
	started | transferred,
	started | cancelled | failed,
	started | failed,
	started | transferred | succeeded,
	failed,
];

/** What is new in phase `to` for who last saw phase `from`; an update that is over says nothing of the next. */
export function updateNews(from: number, to: number): readonly UpdateNews[] {
	const isOver = from === code.updateSucceeded || from === code.updateFailed;
	const fresh = factsByPhase[to] & ~(isOver ? 0 : factsByPhase[from]);
	let told: UpdateNews[] = [];
	for (let i = 0; i < facts.length; i++) {
		if ((fresh & facts[i].bit) !== 0) {
			told = told.concat(facts[i].news);
		}
	}
	return told;
}
