// A recording as objects to serve, each as it is in the file.

import type {Mib} from '../mib.ts';
import type {Recording} from './recorded.ts';

/** The objects of a recording: constants, none of them writable. */
export function mibOf(recording: Recording): Mib {
	return {
		rows: recording.objects.map(({oid, type, value}) => ({oid, name: oid, type, read: () => value})),
		tables: [],
	};
}
