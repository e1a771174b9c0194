// The fields of a reading as a board carries them: it asks only for the dead bands, of which there are few.

import {readingFields} from '../../src/ups/reading.ts';

const TABLE = 'export const readingFields';

/** `source`, the text of src/ups/reading.ts, with a table that has no names and units. */
export function smallFields(source: string): string {
	const at = source.indexOf(TABLE);
	const helperAt = source.indexOf('function field(');
	if (at < 0 || helperAt < 0) {
		throw new Error('src/ups/reading.ts has no table of fields where the board wants to leave out its names');
	}
	const bands = [...new Set(readingFields.map(({deadBand}) => deadBand))];
	const shared = bands.map(band => `const band${band} = {deadBand: ${band}};\n`).join('');
	return `${source.slice(0, at)}${shared}${TABLE} = [${readingFields.map(({deadBand}) => `band${deadBand}`).join(', ')}];\n`;
}
