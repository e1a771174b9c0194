// Objects of a real device as a file holds them.

import type {MibValue} from '../mib.ts';

export interface RecordedObject {
	/** Dotted, with its instance, without a dot in front. */
	readonly oid: string;
	/** Tag of its type on the wire (mib.ts). */
	readonly type: number;
	readonly value: MibValue;
}

/** What a file holds, and the lines of it that are no object. */
export interface Recording {
	readonly objects: readonly RecordedObject[];
	readonly problems: ReadonlyArray<{readonly line: number; readonly message: string}>;
}

const ARCS_MAX = 128;

/** Whether `text` is the dotted form of an object identifier. */
export function isOid(text: string): boolean {
	return /^[0-2](\.\d{1,10})+$/.test(text) && text.split('.').length <= ARCS_MAX;
}

/** Order of object identifiers: arc by arc. */
export function compareOids(a: string, b: string): number {
	const left = a.split('.');
	const right = b.split('.');
	for (let i = 0; i < Math.min(left.length, right.length); i++) {
		const difference = Number(left[i]) - Number(right[i]);
		if (difference !== 0) {
			return difference;
		}
	}
	return left.length - right.length;
}

/** The objects in their order, the last of each identifier: recordings are not always sorted. */
export function sorted(objects: readonly RecordedObject[]): RecordedObject[] {
	const byOid = new Map(objects.map(object => [object.oid, object]));
	return [...byOid.values()].sort((a, b) => compareOids(a.oid, b.oid));
}
