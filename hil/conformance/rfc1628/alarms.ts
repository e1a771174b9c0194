// The alarm table: what is in it, how many are, and when they came.

import {allOf, failed, hold, notApplicable, passed} from '../clause.ts';
import type {Clause, Verdict} from '../clause.ts';
import {isThere, shown, snmpTypes, walk} from '../snmp-face.ts';
import type {SnmpFace, Varbind} from '../snmp-face.ts';
import {OBJECTS} from './objects.ts';

export const WELL_KNOWN_ALARMS = `${OBJECTS}.6.3`;
const DESCRIPTIONS = `${OBJECTS}.6.2.1.2`;
const TIMES = `${OBJECTS}.6.2.1.3`;
const LAST_WELL_KNOWN = 24;
const UP_TIME = '1.3.6.1.2.1.1.3.0';
const ON_BATTERY = `${WELL_KNOWN_ALARMS}.2`;
const FROM_BATTERY = 5;
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 1000;
const NO_ALARM = 'no alarm is present, and nobody can make one';

/** Judges the rows that are there; where none are, those of an outage that the bench makes. */
async function withRows(face: SnmpFace, judge: (rows: readonly Varbind[]) => Promise<Verdict>): Promise<Verdict> {
	const rows = await walk(face, DESCRIPTIONS);
	const {utility} = face.disturb;
	if (rows.length > 0) {
		return judge(rows);
	}
	if (utility === null) {
		return notApplicable(NO_ALARM);
	}
	return inOutage(face, utility, async () => judge(await walk(face, DESCRIPTIONS)));
}

/** With the utility away, as soon as the card says that the battery carries the load; gives it back on every way out. */
export async function inOutage(
	face: SnmpFace,
	utility: (on: boolean) => Promise<void>,
	judge: () => Promise<Verdict>,
): Promise<Verdict> {
	await utility(false);
	try {
		const isOn = await becomes(face, async () => (await face.get(`${OBJECTS}.4.1.0`)).value === FROM_BATTERY);
		return isOn ? await judge() : failed('upsOutputSource battery(5) in an outage', 'another within 30 s');
	} finally {
		await utility(true);
	}
}

/** Looks again until it holds, with patience. */
export async function becomes(
	face: SnmpFace,
	holds: () => Promise<boolean>,
	patienceMs = PATIENCE_MS,
): Promise<boolean> {
	for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += LOOK_EVERY_MS) {
		if (await holds()) {
			return true;
		}
		await face.pause(LOOK_EVERY_MS);
	}
	return holds();
}

const isWellKnown = (value: Varbind['value']): boolean => {
	const place = Number(String(value).slice(WELL_KNOWN_ALARMS.length + 1));
	return String(value).startsWith(`${WELL_KNOWN_ALARMS}.`) && place >= 1 && place <= LAST_WELL_KNOWN;
};

const count: Clause<SnmpFace> = {
	id: 'RFC1628-6.1-rows',
	requires: 'upsAlarmsPresent is the number of rows of upsAlarmTable',
	source: 'RFC 1628, upsAlarmsPresent DESCRIPTION',
	async judge(face) {
		const rows = await walk(face, DESCRIPTIONS);
		const told = await face.get(`${OBJECTS}.6.1.0`);
		return hold(told.value === rows.length, `${rows.length}, as many as the rows`, shown(told));
	},
};

const describes: Clause<SnmpFace> = {
	id: 'RFC1628-6.2.1.2',
	requires: 'upsAlarmDescr is an OBJECT IDENTIFIER: a well-known alarm, or one of the maker',
	source: 'RFC 1628, upsAlarmDescr SYNTAX and upsWellKnownAlarms',
	judge: async face =>
		withRows(face, async rows => {
			const isOwn = ({value}: Varbind): boolean => String(value).startsWith('1.3.6.1.4.1.');
			const wrong = rows.find(
				row => row.type !== snmpTypes.objectIdentifier || !(isWellKnown(row.value) || isOwn(row)),
			);
			return wrong === undefined ? passed : failed('a well-known alarm or one below 1.3.6.1.4.1', shown(wrong));
		}),
};

const hidden: Clause<SnmpFace> = {
	id: 'RFC1628-6.2.1.1',
	requires: 'upsAlarmId, the index of upsAlarmTable, is not accessible',
	source: 'RFC 1628, upsAlarmId MAX-ACCESS not-accessible; RFC 2578, 7.3',
	judge: async face =>
		withRows(face, async () => {
			const [first] = await walk(face, `${OBJECTS}.6.2.1.1`);
			return first === undefined ? passed : failed('no instance', `${first.oid} = ${shown(first)}`);
		}),
};

const once: Clause<SnmpFace> = {
	id: 'RFC1628-6.2-once',
	requires: 'each condition has one row, at an index from 1 on',
	source: 'RFC 1628, upsAlarmTable and upsAlarmId',
	judge: async face =>
		withRows(face, async rows => {
			const indices = rows.map(({oid}) => oid.slice(DESCRIPTIONS.length + 1));
			const values = rows.map(({value}) => String(value));
			return allOf([
				hold(
					indices.every(index => /^[1-9]\d*$/.test(index)),
					'indices of one number from 1 on',
					indices.join(', '),
				),
				hold(new Set(values).size === values.length, 'each alarm once', values.join(', ')),
			]);
		}),
};

const times: Clause<SnmpFace> = {
	id: 'RFC1628-6.2.1.3',
	requires: 'upsAlarmTime is the sysUpTime at which the alarm came: TimeTicks, not in the future, one for each row',
	source: 'RFC 1628, upsAlarmTime DESCRIPTION',
	judge: async face =>
		withRows(face, async rows => {
			const found = await walk(face, TIMES);
			const upTime = await face.get(UP_TIME);
			const wrong = found.find(({type, value}) => type !== snmpTypes.timeTicks || Number(value) > Number(upTime.value));
			return allOf([
				hold(found.length === rows.length, `${rows.length} times`, `${found.length}`),
				hold(wrong === undefined, `TimeTicks up to ${upTime.value}`, wrong === undefined ? '' : shown(wrong)),
			]);
		}),
};

const onBattery: Clause<SnmpFace> = {
	id: 'RFC1628-6.3.2',
	requires: 'upsAlarmOnBattery is present while the battery carries the load, and goes with it',
	source: 'RFC 1628, upsAlarmOnBattery DESCRIPTION',
	async judge(face) {
		const {utility} = face.disturb;
		if (utility === null) {
			return notApplicable('nobody can take the utility away');
		}
		const present = async (): Promise<boolean> =>
			(await walk(face, DESCRIPTIONS)).some(({value}) => value === ON_BATTERY);
		const during = await inOutage(face, utility, async () =>
			hold(await present(), `${ON_BATTERY} in upsAlarmDescr`, 'no such row'),
		);
		const isGone = await becomes(face, async () => !(await present()));
		return allOf([during, hold(isGone, 'no row after the outage', 'it stayed for 30 s')]);
	},
};

const seconds: Clause<SnmpFace> = {
	id: 'RFC1628-2.2-on-battery',
	requires: 'upsSecondsOnBattery counts while the battery carries the load, and is 0 after',
	source: 'RFC 1628, upsSecondsOnBattery DESCRIPTION',
	async judge(face) {
		const {utility} = face.disturb;
		if (utility === null) {
			return notApplicable('nobody can take the utility away');
		}
		const read = async (): Promise<number> => Number((await face.get(`${OBJECTS}.2.2.0`)).value);
		const during = await inOutage(face, utility, async () => {
			const before = await read();
			const isRising = await becomes(face, async () => (await read()) > before);
			return hold(isRising, `more than ${before}`, 'it did not count');
		});
		const isZero = await becomes(face, async () => (await read()) === 0);
		return allOf([during, hold(isZero, '0 after the outage', 'another for 30 s')]);
	},
};

const timeType: Clause<SnmpFace> = {
	id: 'RFC1628-1.3-sysUpTime',
	requires: 'sysUpTime.0 is there, which upsAlarmTime and upsTestStartTime are counted by',
	source: 'RFC 1628, 2; RFC 3418, sysUpTime',
	async judge(face) {
		const upTime = await face.get(UP_TIME);
		return hold(isThere(upTime) && upTime.type === snmpTypes.timeTicks, 'TimeTicks', shown(upTime));
	},
};

export const alarmClauses: ReadonlyArray<Clause<SnmpFace>> = [
	timeType,
	count,
	hidden,
	describes,
	once,
	times,
	onBattery,
	seconds,
];
