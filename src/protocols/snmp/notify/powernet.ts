// Events of the catalogue as traps of PowerNet, and as the standard traps that stand for some of them (snmp.md (b) and (c)).

import type {EventFacts} from '../../../agent/card-view.ts';
import type {LogEntry} from '../../../agent/card-rows.ts';
import {NOT_AVAILABLE} from '../../../core/absent.ts';
import {INTEGER, IP_ADDRESS, OCTET_STRING} from '../mib.ts';
import {ENTERPRISE_SPECIFIC, INFORMATIONAL, PHASE_CLEAR} from './notification.ts';
import type {Notification, VarBind} from './notification.ts';
import {argumentObjects, conditionTraps, POWERNET, sentenceAlone, trapArguments} from './trap-rows.ts';
import type {TrapArgument} from './trap-rows.ts';

const LONGEST_SENTENCE = 255;
const NO_ADDRESS = '\0\0\0\0';
const YES = 1;
const STANDARD_TRAPS = '1.3.6.1.6.3.1.1.5';
/** The row of the network port in ifTable, which is up. */
const IF_ENTRY = '1.3.6.1.2.1.2.2.1';
const PORT = 2;
const UP = 1;

interface StandardRow {
	readonly generic: number;
	/** Below snmpTraps. */
	readonly arc: number;
	readonly objects: readonly VarBind[];
}

const portUp: readonly VarBind[] = [1, 7, 8].map(column => ({
	oid: `${IF_ENTRY}.${column}.${PORT}`,
	type: INTEGER,
	value: column === 1 ? PORT : UP,
}));

/** Events that the standard has traps for (RFC 3418), by name. */
const standardRows: Readonly<Record<string, StandardRow>> = {
	coldStart: {generic: 0, arc: 1, objects: []},
	warmStart: {generic: 1, arc: 2, objects: []},
	networkStarted: {generic: 3, arc: 4, objects: portUp},
	networkRestarted: {generic: 3, arc: 4, objects: portUp},
	snmpAccessRefused: {generic: 4, arc: 5, objects: []},
};

export const authenticationFailure = 'snmpAccessRefused';

/** The standard trap of an event; null where it has none. `sysObjectId` is the enterprise of such a trap in SNMPv1. */
export function standardTrap(facts: EventFacts, sysObjectId: string): Notification | null {
	const row = standardRows[facts.name];
	if (row === undefined) {
		return null;
	}
	return {
		vocabulary: 'standard',
		severity: Math.max(facts.severity, INFORMATIONAL),
		enterprise: sysObjectId,
		generic: row.generic,
		specific: 0,
		oid: `${STANDARD_TRAPS}.${row.arc}`,
		objects: row.objects,
	};
}

/** `UPS: ` and what happened, with what a note of the log adds; printable ASCII of at most 255 characters. */
export function sentenceOf(facts: EventFacts, entry: LogEntry): string {
	const isClear = entry.phase === PHASE_CLEAR;
	const note = entry.note?.text ?? '';
	const sentence = `UPS: ${isClear ? facts.clearText : facts.setText}${note === '' ? '' : ` ${note}`}`;
	return sentence.replaceAll(/[^ -~]/g, '?').slice(0, LONGEST_SENTENCE);
}

function detailOf(entry: LogEntry): number {
	return entry.detail === NOT_AVAILABLE ? 0 : entry.detail;
}

type Tell = (facts: EventFacts, entry: LogEntry) => VarBind;

const tell: Readonly<Record<TrapArgument, Tell>> = {
	integer: (_facts, entry) => ({oid: argumentObjects.integer, type: INTEGER, value: detailOf(entry)}),
	event: facts => ({oid: argumentObjects.event, type: INTEGER, value: facts.id}),
	integer02: (_facts, entry) => ({oid: argumentObjects.integer02, type: INTEGER, value: detailOf(entry)}),
	sentence: (facts, entry) => ({oid: argumentObjects.sentence, type: OCTET_STRING, value: sentenceOf(facts, entry)}),
	name: facts => ({oid: argumentObjects.name, type: OCTET_STRING, value: facts.name}),
	// Groups count from 0, which is the main one; the table counts from 1.
	group: (_facts, entry) => {
		const index = detailOf(entry) + 1;
		return {oid: `${argumentObjects.group}.${index}`, type: INTEGER, value: index};
	},
	serverAddress: () => ({oid: argumentObjects.serverAddress, type: IP_ADDRESS, value: NO_ADDRESS}),
	authenticated: () => ({oid: argumentObjects.authenticated, type: INTEGER, value: YES}),
};

/** The PowerNet trap of an entry of the log. Null for what no receiver is told: events without a grade or with a standard trap. */
export function powernetTrap(facts: EventFacts, entry: LogEntry): Notification | null {
	if (facts.severity < INFORMATIONAL || standardRows[facts.name] !== undefined) {
		return null;
	}
	const isClear = entry.phase === PHASE_CLEAR;
	const place = isClear ? 1 : 0;
	const number = facts.traps[place] || conditionTraps[facts.severity][place];
	return {
		vocabulary: 'powernet',
		severity: isClear ? INFORMATIONAL : facts.severity,
		enterprise: POWERNET,
		generic: ENTERPRISE_SPECIFIC,
		specific: number,
		oid: `${POWERNET}.0.${number}`,
		objects: (trapArguments[number] ?? sentenceAlone).map(argument => tell[argument](facts, entry)),
	};
}
