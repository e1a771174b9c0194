// Why a step failed: when, which card, which step, what was expected, what was seen, and what the card logged last.

import type {Millis} from '../../src/core/clock.ts';
import type {SeenEvent} from './bench.ts';
import {formatClock, formatDuration} from './duration.ts';
import type {Failure} from './played.ts';
import type {FailureReason} from './result.ts';
import type {Scenario, Step} from './scenario.ts';

/** Where a step stands. `atMs` counts from the start. */
export interface Place {
	readonly scenario: Scenario;
	readonly step: Step;
	/** Such as `3`, or `7.2#3` inside others. */
	readonly number: string;
	readonly atMs: Millis;
	/** Time of the bench at the start of the run. */
	readonly startMs: Millis;
}

/** What a failure says besides its place. */
export interface Told {
	readonly reason: FailureReason;
	/** Which card, or what else it is about. */
	readonly subject: string;
	readonly expected: string;
	readonly seen: string;
	/** Lines below. */
	readonly more?: readonly string[];
	/** Numbers of the cards that failed it. */
	readonly cards?: readonly number[];
}

/** The failure of the step at `place`. */
export function failureAt(place: Place, {reason, subject, expected, seen, more = [], cards = []}: Told): Failure {
	const {scenario, step, number, atMs} = place;
	const text = [
		`[${formatClock(atMs)}] ${subject}: step ${number} of ${scenario.steps.length}, ${step.name} `
			+ `(${step.file}:${step.line}), failed`,
		`  expected: ${expected}`,
		`  seen: ${seen}`,
		...more,
	].join('\n');
	return {reason, text, expected, seen, cards};
}

/** A step whose `at` had passed when the steps before it were done; both times count from the start of the run. */
export function lateFailure(place: Place, at: Millis, originMs: Millis): Failure {
	return failureAt(place, {
		reason: 'late',
		subject: place.scenario.name,
		expected: `to begin at ${formatDuration(at - originMs)} after the start${originMs === 0 ? '' : ' of its block'}`,
		seen:
			`the step before it ended ${formatDuration(place.atMs - at)} later than that; `
			+ 'move at, or use after to count from the step before',
	});
}

/** What a card or the bench refused, with the reason. */
export function refusedFailure(place: Place, subject: string, refusal: string, cards: readonly number[]): Failure {
	return failureAt(place, {reason: 'refused', subject, expected: 'the step to be accepted', seen: refusal, cards});
}

/** The last events of a card, below the title of the first line. */
export function lastEventsText(id: string, events: readonly SeenEvent[], startMs: Millis): string {
	const lines = events.map(event => `\n    [${formatClock(Math.max(0, event.atMs - startMs))}] ${eventText(event)}`);
	return `  last events of ${id}:${events.length === 0 ? ' none' : lines.join('')}`;
}

/** An event as one line: its number in the log, name, phase and text. */
export function eventText({sequence, name, phase, text}: SeenEvent): string {
	return `#${sequence} ${name} ${phase}: ${text}`;
}
