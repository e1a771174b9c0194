// What the data log holds of a reading: every quantity and code but the words of conditions, which the event log tells.

import {conditions0, NOT_AVAILABLE, readingFields} from '../../../ups/reading.ts';
import type {DataColumn} from '../data-log.ts';

const fields = readingFields.slice(0, conditions0);

/** Columns of the data log, in the order of the reading row. */
export const dataColumns: readonly DataColumn[] = fields.map(({name, unit}) => ({name, unit}));

/** The values of the reading row at `at`, in the columns' units; null where there is none. */
export function dataValues(row: Int32Array, at: number): (number | null)[] {
	return fields.map(({scale}, slot) => (row[at + slot] === NOT_AVAILABLE ? null : row[at + slot] / scale));
}
