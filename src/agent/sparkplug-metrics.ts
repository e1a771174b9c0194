// Values of the metrics of Sparkplug (sparkplug-rows.ts) from a reading: whole numbers, so that what changed is found by comparing.

import * as reading from '../ups/reading.ts';
import {NOT_AVAILABLE} from '../ups/reading.ts';
import {events, isAlarm, NONE} from './events.ts';
import {textOfCode} from './reading-texts.ts';
import {
	fixed,
	fromAlarms,
	fromCondition,
	fromGroup,
	fromSlot,
	fromStatusWords,
	lastResultAlias,
	sparkplugMetrics,
} from './sparkplug-rows.ts';
import type {SparkplugMetric, SparkplugUps} from './sparkplug-rows.ts';
import {statusWordOrder, statusWords} from './status-words.ts';

export type {SparkplugMetric, SparkplugUps} from './sparkplug-rows.ts';

/** Reads the values of `metrics` from the reading row at `at` of `row` into `values`: whole numbers, or NOT_AVAILABLE. */
export function readMetrics(
	metrics: readonly SparkplugMetric[],
	row: Int32Array,
	at: number,
	values: Int32Array,
): void {
	for (let i = 0; i < metrics.length; i++) {
		values[i] = readMetric(metrics[i], row, at);
	}
}

function readMetric(one: SparkplugMetric, row: Int32Array, at: number): number {
	if (one.from === fixed) {
		return 0;
	}
	if (one.from === fromSlot) {
		return row[at + one.place];
	}
	if (row[at + reading.outputStatus] === NOT_AVAILABLE) {
		return NOT_AVAILABLE;
	}
	if (one.from === fromCondition) {
		return bit(row[at + reading.conditions0 + (one.place >> 5)], one.place & 31);
	}
	if (one.from === fromGroup) {
		return bit(row[at + reading.groupsOn], one.place);
	}
	return one.from === fromAlarms ? countAlarms(row, at) : maskOfWords(statusWords(row, at));
}

function bit(word: number, place: number): number {
	return (word >>> place) & 1;
}

/** How many alarms hold; 0 is a value, and no missing one (ecosystem.md 1.5). */
export function countAlarms(row: Int32Array, at: number): number {
	let count = 0;
	for (let i = 0; i < events.length; i++) {
		const which = events[i].condition;
		if (which !== NONE && isAlarm(events[i])) {
			count += bit(row[at + reading.conditions0 + (which >> 5)], which & 31);
		}
	}
	return count;
}

function maskOfWords(words: readonly string[]): number {
	let mask = 0;
	for (let i = 0; i < words.length; i++) {
		mask |= 1 << statusWordOrder.indexOf(words[i]);
	}
	return words.length === 0 ? NOT_AVAILABLE : mask;
}

/** The text of a metric of words; '' where its value has none. */
export function textOfMetric(one: SparkplugMetric, value: number): string {
	return one.from === fromStatusWords ? wordsOfMask(value) : textOfCode(one.texts, value);
}

function wordsOfMask(mask: number): string {
	const words: string[] = [];
	for (let i = 0; i < statusWordOrder.length; i++) {
		if (bit(mask, i) === 1) {
			words.push(statusWordOrder[i]);
		}
	}
	return words.join(' ');
}

/** What a Sparkplug face needs of this file, which only a card's composer may hand it. */
export interface SparkplugReadings {
	readonly metrics: readonly SparkplugMetric[];
	readonly read: typeof readMetrics;
	readonly textOf: typeof textOfMetric;
	/** Alias of the metric that tells what became of an order. */
	readonly resultAlias: number;
}

/** The readings of a UPS as its Sparkplug face takes them. */
export function sparkplugReadings(ups: SparkplugUps): SparkplugReadings {
	return {metrics: sparkplugMetrics(ups), read: readMetrics, textOf: textOfMetric, resultAlias: lastResultAlias};
}
