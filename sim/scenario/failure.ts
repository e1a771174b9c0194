// The text of a failed step: when, which card, which step, what was expected, what was seen, and what the card logged last.

import type {Millis} from '../../src/core/clock.ts';
import type {Bench, SeenEvent} from './bench.ts';
import {formatClock, formatDuration} from './duration.ts';
import type {Expected} from './expectation.ts';
import type {Expectation, ExpectStep, Scenario, Step} from './scenario.ts';
import {expectationText} from './step-name.ts';
import type {Witness} from './witness.ts';

/** Where a step stands. `atMs` counts from the start. */
export interface Place {
	readonly scenario: Scenario;
	readonly step: Step;
	/** From 1. */
	readonly number: number;
	readonly atMs: Millis;
	/** Time of the bench at the start of the run. */
	readonly startMs: Millis;
}

/** The first line of a failure or of a reason. */
export function placeText({scenario, step, number, atMs}: Place, subject: string): string {
	return (
		`[${formatClock(atMs)}] ${subject}: step ${number} of ${scenario.steps.length}, ${step.name} `
		+ `(${step.file}:${step.line}), failed`
	);
}

/** A step whose `at` had passed when the steps before it were done. */
export function lateText(place: Place, at: Millis): string {
	return (
		`${placeText(place, place.scenario.name)}\n`
		+ `  expected: to begin at ${formatDuration(at)} after the start\n`
		+ `  seen: the step before it ended ${formatDuration(place.atMs - at)} later than that; `
		+ 'move at, or use after to count from the step before'
	);
}

/** A command that a card refused, with the reason. */
export function refusedText(place: Place, card: string, refusal: string): string {
	return `${placeText(place, card)}\n  expected: the step to be accepted\n  seen: ${refusal}`;
}

/** Why an expectation failed. `heldMs` is how long it had been true when it broke; null when it never came true. */
export function failureText(
	place: Place,
	expected: Expected,
	bench: Bench,
	witness: Witness,
	heldMs: Millis | null,
): string {
	const step = place.step as ExpectStep;
	const {blamed = expected.cards[0], fulfilled} = expected.tally();
	const {id, model, site} = bench.cards[blamed];
	return [
		placeText(place, `${id} (${model}, site ${site})`),
		`  expected: ${wantedText(step, expected.cards.length)}`,
		`  seen: ${seenText(step, bench, blamed)}; ${fulfilled} of ${expected.cards.length} cards fulfil it`
			+ (heldMs === null ? '' : `; it came true and broke after ${formatDuration(heldMs)}`),
		`  last events of ${id}:${eventsText(witness.lastOf(blamed), place.startMs)}`,
	].join('\n');
}

function wantedText(step: ExpectStep, cardCount: number): string {
	const who = step.any ? `any of ${cardCount} cards` : cardCount === 1 ? 'the card' : `all ${cardCount} cards`;
	const hold = step.holdMs === 0 ? '' : `, and then for ${formatDuration(step.holdMs)}`;
	return `${step.expectations.map(expectationText).join(', ')} on ${who} within ${formatDuration(step.withinMs)}${hold}`;
}

function seenText(step: ExpectStep, bench: Bench, card: number): string {
	const words = bench.statusWords(card);
	const alarms = bench.alarms(card);
	return [
		`status ${words.length === 0 ? 'unknown' : words.join(' ')}`,
		alarms.length === 0 ? 'no alarms' : `alarms ${alarms.join(' ')}`,
		...step.expectations.flatMap(expectation => readingText(expectation, bench, card)),
	].join('; ');
}

function readingText(expectation: Expectation, bench: Bench, card: number): string[] {
	if (expectation.kind === 'firmware') {
		const {version, state} = bench.target(card).firmware().flash();
		return [`firmware ${version === '' ? 'none' : version} (${state})`];
	}
	if (expectation.kind === 'campaign') {
		return [`campaign ${bench.rollout?.phase() ?? 'none'} (${bench.rollout?.told() ?? ''})`];
	}
	if (expectation.kind !== 'reading') {
		return [];
	}
	const value = bench.reading(card, expectation.name);
	const unit = expectation.unit === '' ? '' : ` ${expectation.unit}`;
	return [`${expectation.name} ${value === undefined ? 'not available' : `${value}${unit}`}`];
}

function eventsText(events: readonly SeenEvent[], startMs: Millis): string {
	return events.length === 0
		? ' none'
		: events.map(event => `\n    [${formatClock(Math.max(0, event.atMs - startMs))}] ${eventText(event)}`).join('');
}

/** An event as one line: its number in the log, name, phase and text. */
export function eventText({sequence, name, phase, text}: SeenEvent): string {
	return `#${sequence} ${name} ${phase}: ${text}`;
}
