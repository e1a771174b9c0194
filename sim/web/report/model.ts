// A run as the page works with it: the packed columns of page-data.ts, unpacked once.

import type {PageCase, PageEvents, PageLines, PageQuantity, PageRecording, Packed} from '../../report/page-data.ts';

export interface Card {
	readonly place: number;
	readonly id: string;
	readonly site: string;
	readonly model: string;
}

/** A status from a time on, until the next. */
export interface Band {
	readonly fromMs: number;
	readonly toMs: number;
	readonly status: number;
}

export interface CardEvent {
	readonly atMs: number;
	readonly card: number;
	readonly sequence: number;
	readonly name: string;
	readonly phase: string;
	readonly text: string;
}

/** Points of one quantity of one card; NaN is a gap. */
export interface Curve {
	readonly at: readonly number[];
	readonly values: readonly number[];
}

/** All changes of status, in the order of time. */
export interface Changes {
	readonly initial: readonly number[];
	readonly at: readonly number[];
	readonly card: readonly number[];
	readonly status: readonly number[];
}

export interface Model {
	readonly run: PageCase;
	readonly cards: readonly Card[];
	readonly changes: Changes;
	readonly quantities: readonly PageQuantity[];
	readonly events: readonly CardEvent[];
	/** Cards that failed a step. */
	readonly failed: readonly Card[];
	/** Cards that have curves. */
	readonly drawn: readonly Card[];
	bandsOf(card: number): readonly Band[];
	/** Of each quantity; empty where the card was not read. */
	curvesOf(card: number): readonly Curve[];
	eventsOf(card: number): readonly CardEvent[];
}

function summed(packed: Packed): number[] {
	let value = 0;
	return packed.map(delta => (delta === null ? NaN : (value += delta)));
}

function unrolled(packed: readonly number[]): number[] {
	const values: number[] = [];
	for (let i = 0; i < packed.length; i += 2) {
		for (let n = 0; n < packed[i + 1]; n++) {
			values.push(packed[i]);
		}
	}
	return values;
}

function cardsOf({cards}: PageRecording): Card[] {
	const site = unrolled(cards.site);
	const model = unrolled(cards.model);
	return cards.ids.map((id, place) => ({place, id, site: cards.sites[site[place]], model: cards.models[model[place]]}));
}

function eventsOf(columns: PageEvents, {kinds}: PageRecording): CardEvent[] {
	const at = summed(columns.at);
	return columns.kind.map((kind, i) => ({
		atMs: at[i],
		card: columns.card[i],
		sequence: columns.sequence[i],
		...kinds[kind],
	}));
}

function byCard<T extends {readonly card: number}>(rows: readonly T[]): ReadonlyMap<number, T[]> {
	const found = new Map<number, T[]>();
	for (const row of rows) {
		const list = found.get(row.card);
		if (list === undefined) {
			found.set(row.card, [row]);
		} else {
			list.push(row);
		}
	}
	return found;
}

/** Places in the columns of the changes, a list a card. */
function placesByCard(changes: Changes): ReadonlyMap<number, number[]> {
	return new Map(
		[...byCard(changes.card.map((card, place) => ({card, place})))].map(([card, rows]) => [
			card,
			rows.map(({place}) => place),
		]),
	);
}

function bandsFrom(changes: Changes, places: readonly number[], card: number, durationMs: number): Band[] {
	const starts = [0, ...places.map(place => changes.at[place])];
	const statuses = [changes.initial[card] ?? 0, ...places.map(place => changes.status[place])];
	return starts
		.map((fromMs, i) => ({fromMs, toMs: starts[i + 1] ?? durationMs, status: statuses[i]}))
		.filter(({fromMs, toMs}, i) => toMs > fromMs || i === starts.length - 1);
}

function curvesFrom(lines: PageLines | undefined, quantities: readonly PageQuantity[]): Curve[] {
	return (lines?.points ?? []).map(([at, values], i) => {
		const scale = 10 ** quantities[i].digits;
		return {at: summed(at), values: summed(values).map(value => value / scale)};
	});
}

/** The first events of the run, and those of the cards that failed which came after them. */
function allEvents(recorded: PageRecording): CardEvent[] {
	const first = eventsOf(recorded.events, recorded);
	const known = new Set(first.map(({card, sequence}) => `${card} ${sequence}`));
	const recent = eventsOf(recorded.recent, recorded).filter(({card, sequence}) => !known.has(`${card} ${sequence}`));
	return [...first, ...recent].sort((a, b) => a.atMs - b.atMs);
}

const NOTHING: PageRecording = {
	cards: {ids: [], sites: [], site: [], models: [], model: []},
	statuses: {initial: [], at: [], card: [], status: [], resolutionMs: 0, leftOut: 0},
	quantities: [],
	lines: [],
	kinds: [],
	events: {at: [], card: [], sequence: [], kind: []},
	recent: {at: [], card: [], sequence: [], kind: []},
};

export function modelOf(run: PageCase): Model {
	const recorded = run.recorded ?? NOTHING;
	const {statuses, quantities} = recorded;
	const cards = cardsOf(recorded);
	const changes: Changes = {
		initial: unrolled(statuses.initial),
		at: summed(statuses.at),
		card: summed(statuses.card),
		status: statuses.status,
	};
	const places = placesByCard(changes);
	const events = allEvents(recorded);
	const eventsByCard = byCard(events);
	const lines = new Map(recorded.lines.map(each => [each.card, each]));
	const failed = [...new Set(run.steps.flatMap(step => step.failed))].flatMap(place => cards[place] ?? []);
	return {
		run,
		cards,
		changes,
		quantities,
		events,
		failed,
		drawn: [...lines.keys()].map(place => cards[place]),
		bandsOf: card => bandsFrom(changes, places.get(card) ?? [], card, run.durationMs),
		curvesOf: card => curvesFrom(lines.get(card), quantities),
		eventsOf: card => eventsByCard.get(card) ?? [],
	};
}
