// A run as the HTML timeline is given it: what was recorded, within bounds of size.

import type {CardList, FaultSpan, StepResult} from '../scenario/result.ts';
import type {RunReport} from './facts.ts';
import {thin} from './line.ts';
import type {Points} from './line.ts';
import {deltas, runs, scaled} from './packed.ts';
import type {PageCards, PageCase, PageEvents, PageFault, PageLines, PageRecording, PageStep} from './page-data.ts';
import {pageStatuses} from './page-statuses.ts';
import {quantities} from './recording.ts';
import type {EventColumns, Recording} from './recording.ts';

/** Cards whose lines a page holds: failed ones first. About 40 kB each at most. */
const MOST_CARDS = 60;
/** Points of all lines together, and of one at least. */
const MOST_POINTS = 120_000;
const FEWEST_POINTS = 64;
/** A thinned bucket keeps up to four points. */
const BUCKET = 4;

export function pageCase({result, facts, recording}: RunReport): PageCase {
	const places = new Map((recording?.cards ?? []).map(({id}, place) => [id, place]));
	const steps = result.steps.map(step => pageStep(step, places));
	const {file, name, verdict, seed, durationMs, cardCount, eventCount} = result;
	return {
		name,
		file,
		verdict,
		seed,
		speed: facts.speed,
		reproduce: facts.reproduce,
		durationMs,
		cardCount,
		eventCount,
		summary: facts.summary,
		steps,
		faults: result.faults.map(fault => pageFault(fault, places)),
		faultsLeftOut: result.faultsLeftOutCount,
		driftMs: result.drift?.worstMs ?? null,
		marks: result.timeline.filter(({kind}) => kind !== 'event').map(({atMs, kind, text}) => ({atMs, kind, text})),
		recorded: recording === null ? null : pageRecording(recording, [...new Set(steps.flatMap(({failed}) => failed))]),
	};
}

type Places = ReadonlyMap<string, number>;

function placesOf({ids}: CardList, places: Places): number[] {
	return ids.flatMap(id => places.get(id) ?? []);
}

function pageStep({cards, failedCards, ...rest}: StepResult, places: Places): PageStep {
	return {
		...rest,
		cardCount: cards.count,
		failed: placesOf(failedCards, places),
		failedCount: failedCards.count,
	};
}

function pageFault({name, area, values, fromMs, untilMs, cards}: FaultSpan, places: Places): PageFault {
	return {name, area, values, fromMs, toMs: untilMs, cardCount: cards.count, cards: placesOf(cards, places)};
}

function pageRecording(recording: Recording, failed: readonly number[]): PageRecording {
	return {
		cards: pageCards(recording),
		statuses: pageStatuses(recording.statuses, recording.durationMs),
		quantities: quantities.map(({name, title, unit, digits}) => ({name, title, unit, digits})),
		lines: pageLines(recording, failed),
		kinds: recording.kinds,
		events: pageEvents(recording.events),
		recent: pageEvents(joined(failed.map(card => recording.lastEvents(card)))),
	};
}

function pageCards({cards}: Recording): PageCards {
	const sites = [...new Set(cards.map(({site}) => site))];
	const models = [...new Set(cards.map(({model}) => model))];
	return {
		ids: cards.map(({id}) => id),
		sites,
		site: runs(cards.map(({site}) => sites.indexOf(site))),
		models,
		model: runs(cards.map(({model}) => models.indexOf(model))),
	};
}

function pageLines(recording: Recording, failed: readonly number[]): PageLines[] {
	const chosen = [...new Set([...failed, ...recording.watched])].slice(0, MOST_CARDS);
	const each = Math.max(FEWEST_POINTS, Math.floor(MOST_POINTS / (chosen.length * quantities.length + 1)));
	return chosen.flatMap(card => {
		const lines = recording.linesOf(card);
		return lines === null ? [] : [{card, points: lines.map((line, i) => pageLine(line, quantities[i].digits, each))}];
	});
}

function pageLine(line: Points, digits: number, most: number): PageLines['points'][number] {
	const points = {at: [...line.at], values: [...line.values]};
	if (points.at.length > most) {
		thin(points, Math.floor(most / BUCKET));
	}
	return [deltas(points.at), deltas(scaled(points.values, digits))];
}

function pageEvents({at, card, sequence, kind}: EventColumns): PageEvents {
	return {at: deltas(at), card, sequence, kind};
}

function joined(parts: readonly EventColumns[]): EventColumns {
	return {
		at: parts.flatMap(({at}) => at),
		card: parts.flatMap(({card}) => card),
		sequence: parts.flatMap(({sequence}) => sequence),
		kind: parts.flatMap(({kind}) => kind),
	};
}
