// Defects that a card could have, put between a judge and a card without one: for every clause of RFC 1628 one that it must find.

import {snmpTypes} from '../../../hil/conformance/snmp-face.ts';
import type {SetStatus, SnmpFace, Trap, Varbind} from '../../../hil/conformance/snmp-face.ts';

const OBJECTS = '1.3.6.1.2.1.33.1';
const TRAPS = '1.3.6.1.2.1.33.2';
const DESCRIPTIONS = `${OBJECTS}.6.2.1.2`;
/** A tag that no object of the MIB has. */
const NULL_TAG = 5;
const TOO_MUCH = 2_000_000_000;

type Defect = (face: SnmpFace) => SnmpFace;

/** Answers about an object or a column are changed. */
function reading(place: string, change: (varbind: Varbind) => Varbind): Defect {
	return readingOid(`${OBJECTS}.${place}`, change);
}

function readingOid(oid: string, change: (varbind: Varbind) => Varbind): Defect {
	const changed = (varbind: Varbind): Varbind => (varbind.oid.startsWith(`${oid}.`) ? change(varbind) : varbind);
	return face => ({
		...face,
		get: async asked => changed(await face.get(asked)),
		next: async asked => changed(await face.next(asked)),
	});
}

/** A walk from `root` meets an instance more, before or behind those that are there. */
function extraRow(root: string, index: string, value: Varbind['value'], isLast: boolean): Defect {
	const extra = {oid: `${root}.${index}`, type: snmpTypes.objectIdentifier, value};
	return face => ({
		...face,
		async next(asked) {
			const isHere = isLast ? asked.startsWith(`${root}.`) && asked !== extra.oid : asked === root;
			return isHere ? extra : face.next(asked);
		},
	});
}

/** Nothing is done by a SET, and this is told of it. */
function setting(status: SetStatus): Defect {
	return face => ({...face, set: async () => status});
}

function hearing(change: (traps: readonly Trap[]) => readonly Trap[]): Defect {
	return face => ({...face, traps: () => change(face.traps?.() ?? [])});
}

const plus = (varbind: Varbind): Varbind => ({...varbind, value: Number(varbind.value) + 1});
const being =
	(value: Varbind['value']) =>
	(varbind: Varbind): Varbind => ({...varbind, value});
const typed =
	(type: number) =>
	(varbind: Varbind): Varbind => ({...varbind, type});

const reversed = hearing(traps => traps.map(({trap, varbinds}) => ({trap, varbinds: varbinds.toReversed()})));
const told: Trap = {
	trap: `${TRAPS}.3`,
	varbinds: [
		{oid: `${OBJECTS}.6.2.1.1.1`, type: snmpTypes.integer, value: 1},
		{oid: `${DESCRIPTIONS}.1`, type: snmpTypes.objectIdentifier, value: `${OBJECTS}.6.3.24`},
	],
};

/** By clause, without `RFC1628-`. */
const own: Readonly<Record<string, Defect>> = {
	'1.3-sysUpTime': readingOid('1.3.6.1.2.1.1.3', typed(snmpTypes.integer)),
	'2.2-off-battery': reading('2.2', being(7)),
	'2.2-on-battery': reading('2.2', being(0)),
	'3.3.1.1': extraRow(`${OBJECTS}.3.3.1.1`, '1', '1', false),
	'4.4.1.1': extraRow(`${OBJECTS}.4.4.1.1`, '1', '1', false),
	'5.3.1.1': extraRow(`${OBJECTS}.5.3.1.1`, '1', '1', false),
	'6.2.1.1': extraRow(`${OBJECTS}.6.2.1.1`, '1', '1', false),
	'4.4-power': reading('4.4.1.3', varbind => ({...varbind, value: 10 * Number(varbind.value)})),
	'6.1-rows': reading('6.1', plus),
	'6.2-once': extraRow(DESCRIPTIONS, '77', `${OBJECTS}.6.3.2`, true),
	'6.3.2': readingOid(DESCRIPTIONS, being(`${OBJECTS}.6.3.5`)),
	'7.1-value': reading('7.1', being(`${OBJECTS}.7.7.2`)),
	'7.3-agrees': reading('7.3', varbind => ({...varbind, value: varbind.value === 6 ? 1 : 6})),
	'7.4-agrees': reading('7.4', typed(snmpTypes.noSuchInstance)),
	'7.2-stale': setting('NoError'),
	'7.2-increment': setting('NoError'),
	'7.1-unknown': setting('NoError'),
	'7.1-stale': setting('NoError'),
	'7.1-start': setting('NoError'),
	'trap-1': reversed,
	'trap-2': reversed,
	'trap-3': hearing(traps => [...traps, told]),
	'trap-4': hearing(traps => traps.filter(({trap}) => trap !== `${TRAPS}.4`)),
};

/** By what the clause is about. */
const general: ReadonlyArray<readonly [suffix: RegExp, defect: (place: string, requires: string) => Defect]> = [
	[/-unit$/, place => reading(place, being(TOO_MUCH))],
	[/-lines$/, place => reading(place, plus)],
	[/-index$/, place => reading(place, ({oid, ...rest}) => ({...rest, oid: oid.replace(/\.1$/, '.7')}))],
	[/-access$/, (_, requires) => setting(requires.includes('takes a SET') ? 'NotWritable' : 'NoError')],
	[/-range$/, () => setting('NoError')],
	[/^[\d.]+$/, place => reading(place, typed(NULL_TAG))],
];

/** Throws where nobody thought of one: a judge that cannot fail judges nothing. */
export function defectFor(id: string, requires: string): Defect {
	const place = id.replace('RFC1628-', '');
	const found = own[place] ?? general.find(([suffix]) => suffix.test(place))?.[1](place.split('-')[0], requires);
	if (found === undefined) {
		throw new Error(`no defect is known that ${id} would find`);
	}
	return found;
}
