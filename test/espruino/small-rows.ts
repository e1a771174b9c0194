// The rows of a UPS for a board that plays one: its columns are places in two arrays and no longer accessors by name. A property with
// a getter and a setter costs a board some twenty variables, and there are 170 of them; each use of one is a call.

import * as row from '../../src/ups/row.ts';

const VIEW = 'export class UpsRows {';
const ACCESSORS = 'function defineDouble(';

type Place = readonly [array: 'f' | 'j', index: number];

const places: ReadonlyMap<string, Place> = new Map<string, Place>([
	...row.doubleColumns.map((name, index) => [name, ['f', index]] as const),
	...row.integerColumns.map((name, index) => [name, ['j', index]] as const),
]);

/** `source` with `u.energy` as `u.f[1]`, since the one row of a board begins at 0. */
export function withoutColumns(source: string): string {
	return source.replaceAll(/\b(u|this\.u)\.(\w+)\b/g, (all, owner: string, name: string) => {
		const place = places.get(name);
		return place === undefined ? all : `${owner}.${place[0]}[${place[1]}]`;
	});
}

/** Constants of src/ups/row.ts that it works out from the names of the columns. */
const constants = Object.entries(row)
	.filter(([, value]) => typeof value === 'number' || value === row.GROUP_TIMER)
	.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
	.join('');

/** The text of src/ups/row.ts for a board. */
export function smallRows(source: string): string {
	const from = source.indexOf(VIEW);
	const to = source.indexOf(ACCESSORS);
	if (from < 0 || to < from) {
		throw new Error('src/ups/row.ts has not the classes that the board takes from it');
	}
	const imports = `import {REMEMBERED} from './remembered.ts';\nconst CONDITIONS_AT = ${places.get('conditions0')?.[1]};\n`;
	const classes = source.slice(from, to).replace(/export interface Ups .*\n/, '');
	return imports + constants + classes.replaceAll('this.type', `this.j[${places.get('type')?.[1]}]`);
}
