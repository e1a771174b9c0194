// The tables of lines: counted by their scalars, indexed from 1, and without their index columns (RFC 2578, 7.3: not-accessible).

import {allOf, hold, notApplicable, passed} from '../clause.ts';
import type {Clause} from '../clause.ts';
import {isThere, shown, walk} from '../snmp-face.ts';
import type {SnmpFace} from '../snmp-face.ts';
import {lineTables, OBJECTS} from './objects.ts';
import type {LineTable} from './objects.ts';

/** The indices of a column, such as `1`. */
async function indicesOf(face: SnmpFace, place: string): Promise<string[]> {
	const root = `${OBJECTS}.${place}`;
	return (await walk(face, root)).map(({oid}) => oid.slice(root.length + 1));
}

/** Of the column that has most rows, since a card may measure less on some lines. */
async function rowsOf(face: SnmpFace, {columns}: LineTable): Promise<string[]> {
	let most: string[] = [];
	for (const {place} of columns) {
		const indices = await indicesOf(face, place);
		most = indices.length > most.length ? indices : most;
	}
	return most;
}

function countClause(table: LineTable): Clause<SnmpFace> {
	const {count, countName, name} = table;
	return {
		id: `RFC1628-${count}-lines`,
		requires: `${countName} is the number of rows of ${name}`,
		source: `RFC 1628, ${countName} DESCRIPTION`,
		async judge(face) {
			const told = await face.get(`${OBJECTS}.${count}.0`);
			const rows = await rowsOf(face, table);
			return isThere(told)
				? hold(told.value === rows.length, `${rows.length}, as many as the rows`, shown(told))
				: hold(rows.length === 0, `${countName}, since ${name} has rows`, shown(told));
		},
	};
}

function indexClause(table: LineTable): Clause<SnmpFace> {
	const {place, name, columns} = table;
	return {
		id: `RFC1628-${place}-index`,
		requires: `the rows of ${name} are numbered from 1 on, every column alike`,
		source: `RFC 1628, ${name} and its index`,
		async judge(face) {
			const rows = await rowsOf(face, table);
			if (rows.length === 0) {
				return notApplicable(`${name} has no rows`);
			}
			const wanted = rows.map((_, i) => String(i + 1));
			const inOrder = wanted.join(', ');
			const verdicts = [hold(rows.join(', ') === inOrder, inOrder, rows.join(', '))];
			for (const column of columns) {
				const found = await indicesOf(face, column.place);
				const foreign = found.filter(index => !wanted.includes(index));
				verdicts.push(hold(foreign.length === 0, `${column.name} at ${inOrder}`, `also at ${foreign.join(', ')}`));
			}
			return allOf(verdicts);
		},
	};
}

function hiddenClause(place: string, name: string, what: string): Clause<SnmpFace> {
	return {
		id: `RFC1628-${place}.1.1`,
		requires: `${what}, the index of ${name}, is not accessible`,
		source: `RFC 1628, ${what} MAX-ACCESS not-accessible; RFC 2578, 7.3`,
		async judge(face) {
			const [first] = await walk(face, `${OBJECTS}.${place}.1.1`);
			return first === undefined ? passed : hold(false, 'no instance', `${first.oid} = ${shown(first)}`);
		},
	};
}

export const tableClauses: ReadonlyArray<Clause<SnmpFace>> = [
	...lineTables.flatMap(table => [countClause(table), indexClause(table)]),
	hiddenClause('3.3', 'upsInputTable', 'upsInputLineIndex'),
	hiddenClause('4.4', 'upsOutputTable', 'upsOutputLineIndex'),
	hiddenClause('5.3', 'upsBypassTable', 'upsBypassLineIndex'),
];
