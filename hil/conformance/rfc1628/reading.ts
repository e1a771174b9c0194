// What an object must read: its syntax and range, and its unit where it has one.

import {failed, hold, notApplicable, passed} from '../clause.ts';
import type {Clause, Verdict} from '../clause.ts';
import {isThere, shown, snmpTypes, typeName, walk} from '../snmp-face.ts';
import type {SnmpFace, Varbind} from '../snmp-face.ts';
import {lineTables, OBJECTS, scalars} from './objects.ts';
import type {ObjectRow} from './objects.ts';

/** Every instance that the card has of the object. */
async function instances(face: SnmpFace, {place}: ObjectRow, isColumn: boolean): Promise<Varbind[]> {
	const oid = `${OBJECTS}.${place}`;
	if (isColumn) {
		return walk(face, oid);
	}
	const scalar = await face.get(`${oid}.0`);
	return isThere(scalar) ? [scalar] : [];
}

function rangeText({type, least, most}: ObjectRow): string {
	if (type === snmpTypes.objectIdentifier) {
		return typeName(type);
	}
	return `${typeName(type)} ${type === snmpTypes.octetString ? `of ${least} to ${most} characters` : `${least}..${most}`}`;
}

function isSound(row: ObjectRow, {type, value}: Varbind): boolean {
	if (type !== row.type) {
		return false;
	}
	const size = typeof value === 'number' ? value : value.length;
	const isText = type === snmpTypes.octetString;
	// DisplayString: NVT ASCII (RFC 2579).
	const isPrintable = !isText || /^[\t-\r\x20-\x7e]*$/.test(String(value));
	return type === snmpTypes.objectIdentifier || (isPrintable && size >= row.least && size <= row.most);
}

function missing(row: ObjectRow, isColumn: boolean): Verdict {
	if (isColumn) {
		return notApplicable('the table has no lines, or the card does not measure it');
	}
	return row.basic
		? failed(`an instance of ${row.name}`, 'noSuchObject')
		: notApplicable('the card does not offer it, and no single-phase UPS must');
}

function syntaxClause(row: ObjectRow, isColumn: boolean): Clause<SnmpFace> {
	return {
		id: `RFC1628-${row.place}`,
		requires: `${row.name} reads as ${rangeText(row)}`,
		source: `RFC 1628, ${row.name} SYNTAX`,
		async judge(face) {
			const found = await instances(face, row, isColumn);
			const wrong = found.find(each => !isSound(row, each));
			return found.length === 0
				? missing(row, isColumn)
				: hold(wrong === undefined, rangeText(row), wrong === undefined ? '' : shown(wrong));
		},
	};
}

function unitClause(row: ObjectRow, isColumn: boolean): Clause<SnmpFace>[] {
	const {unit} = row;
	if (unit === undefined) {
		return [];
	}
	const expected = `0, or ${unit.low} to ${unit.high} (${unit.name})`;
	return [
		{
			id: `RFC1628-${row.place}-unit`,
			requires: `${row.name} is in ${unit.name}`,
			source: `RFC 1628, ${row.name} UNITS`,
			async judge(face) {
				const found = await instances(face, row, isColumn);
				const wrong = found.find(({value}) => value !== 0 && (Number(value) < unit.low || Number(value) > unit.high));
				return found.length === 0
					? notApplicable('the card does not offer it')
					: hold(wrong === undefined, expected, wrong === undefined ? '' : shown(wrong));
			},
		},
	];
}

/** What quantities must agree with one another, or one of them is in another unit. */
const SHARE_OFF = 0.25;
const AMPERES_ARE_DECI = 10;
const LEAST_JUDGED = 20;

async function firstOf(face: SnmpFace, place: string): Promise<number> {
	const [row] = await walk(face, `${OBJECTS}.${place}`);
	return row === undefined ? 0 : Number(row.value);
}

/** Real power is at most volts times amperes, and not a fraction of it, whatever the load's power factor. */
const powerAgrees: Clause<SnmpFace> = {
	id: 'RFC1628-4.4-power',
	requires: 'upsOutputPower agrees with upsOutputVoltage and upsOutputCurrent in their units',
	source: 'RFC 1628, upsOutputTable UNITS',
	async judge(face) {
		const volts = await firstOf(face, '4.4.1.2');
		const amperes = (await firstOf(face, '4.4.1.3')) / AMPERES_ARE_DECI;
		const watts = await firstOf(face, '4.4.1.4');
		if (amperes * AMPERES_ARE_DECI < LEAST_JUDGED || watts === 0) {
			return notApplicable('too little load, or no power measured');
		}
		const most = volts * amperes;
		const expected = `${Math.round(most * SHARE_OFF)} to ${Math.round(most * (1 + SHARE_OFF))} W`;
		return hold(watts >= most * SHARE_OFF && watts <= most * (1 + SHARE_OFF), expected, `${watts} W`);
	},
};

const offBatterySources = [3, 4, 6, 7];

const secondsAreZero: Clause<SnmpFace> = {
	id: 'RFC1628-2.2-off-battery',
	requires: 'upsSecondsOnBattery is 0 while the UPS is not on battery',
	source: 'RFC 1628, upsSecondsOnBattery DESCRIPTION',
	async judge(face) {
		const source = await face.get(`${OBJECTS}.4.1.0`);
		const seconds = await face.get(`${OBJECTS}.2.2.0`);
		if (!offBatterySources.includes(Number(source.value))) {
			return notApplicable(`upsOutputSource is ${shown(source)}`);
		}
		return seconds.value === 0 ? passed : failed('0', shown(seconds));
	},
};

export const readingClauses: ReadonlyArray<Clause<SnmpFace>> = [
	...scalars.flatMap(row => [syntaxClause(row, false), ...unitClause(row, false)]),
	...lineTables.flatMap(({columns}) => columns.flatMap(row => [syntaxClause(row, true), ...unitClause(row, true)])),
	powerAgrees,
	secondsAreZero,
];
