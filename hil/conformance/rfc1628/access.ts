// Who may write which object. A judge writes what it has read, so that nothing changes: an order that is not pending is -1, and to
// write that is to cancel nothing.

import {failed, hold, notApplicable} from '../clause.ts';
import type {Clause, Verdict} from '../clause.ts';
import {isThere, shown, snmpTypes} from '../snmp-face.ts';
import type {SnmpFace, Varbind} from '../snmp-face.ts';
import {OBJECTS, scalars} from './objects.ts';
import type {ObjectRow} from './objects.ts';

/** What a SET of an object that is read-only must end in (RFC 3416, 4.2.5): by access, by view, or as SNMPv1 says it. */
const refusals = ['NotWritable', 'NoAccess', 'ReadOnly', 'NoSuchName'];
/** Writing them starts something: they have clauses of their own. */
const ordersOfTheirOwn = ['upsTestId', 'upsTestSpinLock'];
const countdowns = ['upsShutdownAfterDelay', 'upsStartupAfterDelay', 'upsRebootWithDuration'];
export const NO_WRITER = 'no community that may write was given';

function accessClause(row: ObjectRow): Clause<SnmpFace> {
	const {place, name, writable} = row;
	return {
		id: `RFC1628-${place}-access`,
		requires: writable ? `${name} takes a SET of the value it has` : `${name} refuses a SET`,
		source: `RFC 1628, ${name} MAX-ACCESS ${writable ? 'read-write' : 'read-only'}`,
		async judge(face) {
			const {set} = face;
			if (set === null) {
				return notApplicable(NO_WRITER);
			}
			const now = await face.get(`${OBJECTS}.${place}.0`);
			if (!isThere(now)) {
				return notApplicable('the card does not offer it');
			}
			if (countdowns.includes(name) && now.value !== -1) {
				return notApplicable(`a count is running: ${shown(now)}`);
			}
			return writable ? taken(face, now, await set([now])) : refused(await set([now]));
		},
	};
}

async function taken(face: SnmpFace, before: Varbind, status: string): Promise<Verdict> {
	const after = await face.get(before.oid);
	return status === 'NoError'
		? hold(after.value === before.value, `still ${shown(before)}`, shown(after))
		: failed('NoError', status);
}

function refused(status: string): Verdict {
	return hold(refusals.includes(status), refusals.join(' or '), status);
}

/** An enumeration takes none but its values; a length none but those within its size. */
function rangeClause(row: ObjectRow, wrong: Varbind['value'], statuses: readonly string[]): Clause<SnmpFace> {
	return {
		id: `RFC1628-${row.place}-range`,
		requires: `${row.name} refuses a SET to ${typeof wrong === 'number' ? wrong : `${wrong.length} characters`}`,
		source: `RFC 1628, ${row.name} SYNTAX; RFC 3416, 4.2.5`,
		async judge(face) {
			const {set} = face;
			if (set === null) {
				return notApplicable(NO_WRITER);
			}
			const now = await face.get(`${OBJECTS}.${row.place}.0`);
			if (!isThere(now)) {
				return notApplicable('the card does not offer it');
			}
			const status = await set([{oid: now.oid, type: row.type, value: wrong}]);
			if (status === 'NoError') {
				await set([now]);
			}
			return hold(statuses.includes(status), statuses.join(' or '), status);
		},
	};
}

/** One above the last value; of the counts one below what cancels. Only objects where a card that takes it starts nothing. */
const enumerations = ['upsShutdownType', 'upsAutoRestart', 'upsConfigAudibleStatus'];
const wrongValues = ['WrongValue', 'BadValue', 'InconsistentValue'];
const wrongLengths = ['WrongLength', 'WrongValue', 'BadValue'];

function rangeClauses(row: ObjectRow): Clause<SnmpFace>[] {
	if (row.writable && row.type === snmpTypes.octetString) {
		return [rangeClause(row, 'x'.repeat(row.most + 1), wrongLengths)];
	}
	return enumerations.includes(row.name) ? [rangeClause(row, row.most + 1, wrongValues)] : [];
}

export const accessClauses: ReadonlyArray<Clause<SnmpFace>> = [
	...scalars.filter(({name}) => !ordersOfTheirOwn.includes(name)).map(accessClause),
	...scalars.flatMap(rangeClauses),
];
