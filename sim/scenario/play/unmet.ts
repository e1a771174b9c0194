// The failure of an expectation: what was wanted of which cards, and what was seen of the first that stands in the way.

import type {Millis} from '../../../src/core/clock.ts';
import {SECOND} from '../../../src/core/clock.ts';
import type {Bench} from '../bench.ts';
import {formatDuration} from '../duration.ts';
import type {Expected} from '../expectation.ts';
import {failureAt, lastEventsText} from '../failure.ts';
import type {Place} from '../failure.ts';
import type {Failure} from '../played.ts';
import type {Expectation, ExpectStep, Quantifier} from '../scenario.ts';
import {expectationText} from '../step-name.ts';
import type {Lane} from './lane.ts';
import type {Since} from './since.ts';

/** Why an expectation failed. `heldMs` is how long it had been true when it broke; null when it never came true. */
export function unmetFailure(lane: Lane, place: Place, expected: Expected, heldMs: Millis | null): Failure {
	const {bench, witness} = lane.stage;
	const step = place.step as ExpectStep;
	const failedCards = expected.blamed();
	const blamed = failedCards[0] ?? expected.cards[0];
	const {id, model, site} = bench.cards[blamed];
	return failureAt(place, {
		reason: expected.unmet(),
		subject: `${id} (${model}, site ${site})`,
		expected: wantedText(step, expected.cards.length),
		seen:
			seenText(step, lane, blamed, expected)
			+ (heldMs === null ? '' : `; it came true and broke after ${formatDuration(heldMs)}`),
		more: [lastEventsText(id, witness.lastOf(blamed), place.startMs)],
		cards: failedCards,
	});
}

const whoText: Readonly<Record<Quantifier, (count: number) => string>> = {
	all: count => (count === 1 ? 'the card' : `all ${count} cards`),
	any: count => `any of ${count} cards`,
	none: count => `none of ${count} cards`,
};

function wantedText({expectations, quantifier, holdMs, withinMs}: ExpectStep, cardCount: number): string {
	const hold = holdMs === 0 ? '' : `, and then for ${formatDuration(holdMs)}`;
	const wanted = expectations.map(expectationText).join(', ');
	return `${wanted} on ${whoText[quantifier](cardCount)} within ${formatDuration(withinMs)}${hold}`;
}

function seenText({expectations}: ExpectStep, {stage, since}: Lane, card: number, expected: Expected): string {
	const {bench} = stage;
	const words = bench.statusWords(card);
	const alarms = bench.alarms(card);
	const fulfilled = expected.fulfilled();
	return [
		`status ${words.length === 0 ? 'unknown' : words.join(' ')}`,
		alarms.length === 0 ? 'no alarms' : `alarms ${alarms.join(' ')}`,
		...expectations.flatMap(expectation => valueText(expectation, bench, card, since)),
		...expected
			.counted()
			.map(
				({expectation, fulfilled: count}) =>
					`${count} of ${expected.cards.length} cards with ${expectation.of.map(expectationText).join(', ')}`,
			),
		...(fulfilled === null ? [] : [`${fulfilled} of ${expected.cards.length} cards fulfil it`]),
	].join('; ');
}

type ValueText<K extends Expectation['kind']> = (
	expectation: Extract<Expectation, {kind: K}>,
	bench: Bench,
	card: number,
	since: Since,
) => string;

/** What is told of expectations about values; of the others, status and alarms tell enough. */
const valueTexts: {readonly [K in Expectation['kind']]?: ValueText<K>} = {
	firmware: (_, bench, card) => {
		const {version, state} = bench.target(card).firmware().flash();
		return `firmware ${version === '' ? 'none' : version} (${state})`;
	},
	campaign: (_, bench) => `campaign ${bench.rollout?.phase() ?? 'none'} (${bench.rollout?.told() ?? ''})`,
	reading: ({name, unit}, bench, card) => {
		const value = bench.reading(card, name);
		return `${name} ${value === undefined ? 'not available' : `${value}${unit === '' ? '' : ` ${unit}`}`}`;
	},
	loadDropped: (_, _bench, card, since) =>
		since.observation.loadDropped(card) ? 'the load was without output' : 'the load had output all the time',
	telemetryGap: (_, _bench, card, since) =>
		`telemetry gap ${formatDuration(Math.floor(since.observation.longestGapMs(card) / SECOND) * SECOND)}`,
	eventsMissing: (_, _bench, card, since) => `${since.observation.eventsMissing(card)} events not published`,
	runtimeError: (_, _bench, card, since) => {
		const error = since.observation.runtimeError(card);
		return error === undefined ? 'the battery did not run empty' : `runtime off by ${error.toFixed(1)} %`;
	},
};

function valueText(expectation: Expectation, bench: Bench, card: number, since: Since): string[] {
	// Each entry takes its own kind; the compiler cannot follow that through the key.
	const text = valueTexts[expectation.kind] as ValueText<Expectation['kind']> | undefined;
	return text === undefined ? [] : [text(expectation, bench, card, since)];
}
