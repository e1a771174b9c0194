// How often the cards of a scenario send a sample when nothing happens.

import {DAY} from '../../src/core/clock.ts';
import type {SampleWishes} from '../fleet/sample-turns.ts';
import type {Field, Reader} from './reader.ts';
import {durationOf} from './values.ts';

export const NO_SAMPLES = 'off';
/** What `sim --publish-interval` takes too. */
export const samplesRange = {min: 100, max: DAY} as const;

/** Nothing is said of the interval where the file says nothing, so that the cards keep theirs. */
export function readSamples(reader: Reader, field: Field | undefined): SampleWishes {
	if (field === undefined) {
		return {};
	}
	const value = reader.value(field);
	if (value === NO_SAMPLES) {
		return {isOff: true};
	}
	if (typeof value !== 'string') {
		reader.refuse(
			field,
			`must be ${NO_SAMPLES}, or how long from one sample to the next, such as 1h; not ${reader.shown(field)}`,
		);
		return {};
	}
	return {intervalMs: durationOf(reader, field, samplesRange, samplesRange.max)};
}
