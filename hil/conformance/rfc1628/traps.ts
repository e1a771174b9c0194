// The notifications: their numbers, what they carry and in which order. Somebody must make what they tell of happen.

import {allOf, failed, hold, notApplicable} from '../clause.ts';
import type {Clause, Verdict} from '../clause.ts';
import type {SnmpFace, Trap} from '../snmp-face.ts';
import {becomes, inOutage, WELL_KNOWN_ALARMS} from './alarms.ts';
import {OBJECTS, UPS_MIB} from './objects.ts';

const TRAPS = `${UPS_MIB}.2`;
const ON_BATTERY = 1;
const TEST_COMPLETED = 2;
const ENTRY_ADDED = 3;
const ENTRY_REMOVED = 4;
const NOT_TOLD = [`${WELL_KNOWN_ALARMS}.24`];
const COME_UNTOLD = [`${WELL_KNOWN_ALARMS}.2`, ...NOT_TOLD];

const batteryObjects = ['2.3.0', '2.2.0', '9.7.0'].map(place => `${OBJECTS}.${place}`);
const testObjects = ['7.1.0', '7.2.0', '7.3.0', '7.4.0', '7.5.0', '7.6.0'].map(place => `${OBJECTS}.${place}`);

function deaf({traps}: SnmpFace): Verdict | null {
	return traps === null ? notApplicable('nobody listens for notifications') : null;
}

function heard(face: SnmpFace, number: number, from: number): Trap[] {
	return (face.traps?.() ?? []).slice(from).filter(({trap}) => trap === `${TRAPS}.${number}`);
}

/** An agent may add objects behind those of the definition (RFC 3416, 4.2.6). */
function carries({varbinds}: Trap, objects: readonly string[]): Verdict {
	const wanted = objects.join(', ');
	const names = varbinds
		.slice(0, objects.length)
		.map(({oid}) => oid)
		.join(', ');
	return hold(names === wanted, wanted, names);
}

const onBattery: Clause<SnmpFace> = {
	id: 'RFC1628-trap-1',
	requires: 'upsTrapOnBattery (.33.2.1) on the change to battery, with its three objects in order',
	source: 'RFC 1628, upsTrapOnBattery OBJECTS',
	async judge(face) {
		const {utility} = face.disturb;
		const without = deaf(face);
		if (without !== null || utility === null) {
			return without ?? notApplicable('nobody can take the utility away');
		}
		const from = face.traps?.().length ?? 0;
		return inOutage(face, utility, async () => {
			const came = await becomes(face, async () => heard(face, ON_BATTERY, from).length > 0);
			return came
				? carries(heard(face, ON_BATTERY, from)[0], batteryObjects)
				: failed('the notification', 'none within 30 s');
		});
	},
};

const entries: Clause<SnmpFace> = {
	id: 'RFC1628-trap-4',
	requires:
		'upsTrapAlarmEntryRemoved (.33.2.4) when upsAlarmOnBattery goes, with upsAlarmId and upsAlarmDescr of its row',
	source: 'RFC 1628, upsTrapAlarmEntryRemoved OBJECTS and DESCRIPTION',
	async judge(face) {
		const {utility} = face.disturb;
		const without = deaf(face);
		if (without !== null || utility === null) {
			return without ?? notApplicable('nobody can take the utility away');
		}
		const from = face.traps?.().length ?? 0;
		const outage = await inOutage(face, utility, async () => hold(true, '', ''));
		const went = (): Trap | undefined =>
			heard(face, ENTRY_REMOVED, from).find(({varbinds}) => varbinds[1]?.value === COME_UNTOLD[0]);
		const came = await becomes(face, async () => went() !== undefined);
		const names = (went()?.varbinds ?? []).map(({oid}) => oid);
		const rows = [1, 2].map(column => `${OBJECTS}.6.2.1.${column}.`);
		const isRow = rows.every((row, i) => names[i]?.startsWith(row) === true);
		return allOf([
			outage,
			hold(came, `a notification with ${COME_UNTOLD[0]}`, 'none within 30 s'),
			hold(isRow, `${rows.join('n, ')}n`, names.join(', ')),
		]);
	},
};

const untold: Clause<SnmpFace> = {
	id: 'RFC1628-trap-3',
	requires: 'no upsTrapAlarmEntryAdded for upsAlarmOnBattery or upsAlarmTestInProgress, and no Removed for the latter',
	source: 'RFC 1628, upsTrapAlarmEntryAdded and upsTrapAlarmEntryRemoved DESCRIPTION',
	async judge(face) {
		const without = deaf(face);
		if (without !== null || face.traps?.().length === 0) {
			return without ?? notApplicable('no notification was heard');
		}
		const told = (number: number, alarms: readonly string[]): Trap | undefined =>
			heard(face, number, 0).find(({varbinds}) => alarms.includes(String(varbinds[1]?.value)));
		const wrong = told(ENTRY_ADDED, COME_UNTOLD) ?? told(ENTRY_REMOVED, NOT_TOLD);
		return hold(wrong === undefined, 'no such notification', `${wrong?.trap} with ${wrong?.varbinds[1]?.value}`);
	},
};

const completed: Clause<SnmpFace> = {
	id: 'RFC1628-trap-2',
	requires: 'upsTrapTestCompleted (.33.2.2) when a test ends, with its six objects in order',
	source: 'RFC 1628, upsTrapTestCompleted OBJECTS',
	async judge(face) {
		const without = deaf(face);
		if (without !== null || !face.disturb.test || face.set === null) {
			return without ?? notApplicable('a self-test was not allowed, or nobody may write');
		}
		// RFC1628-7.1-start ran before, and its test has ended.
		const came = await becomes(face, async () => heard(face, TEST_COMPLETED, 0).length > 0);
		return came
			? carries(heard(face, TEST_COMPLETED, 0)[0], testObjects)
			: failed('the notification', 'none within 30 s');
	},
};

export const trapClauses: ReadonlyArray<Clause<SnmpFace>> = [completed, onBattery, entries, untold];
