// How the objects of a MIB are written down: rows shared by all cards of a process, read for the card that is asked.

import type {CardView} from '../../agent/card-view.ts';
import type {SettingChange} from '../../agent/settings/desk.ts';

/** Tags of SMI types on the wire (RFC 2578, RFC 3416). */
export const INTEGER = 0x02;
export const OCTET_STRING = 0x04;
export const OBJECT_IDENTIFIER = 0x06;
export const IP_ADDRESS = 0x40;
export const COUNTER32 = 0x41;
export const GAUGE32 = 0x42;
export const TIME_TICKS = 0x43;
export const COUNTER64 = 0x46;

/** A number; an OCTET STRING or IpAddress as text with a byte a character; an OBJECT IDENTIFIER as dotted text. */
export type MibValue = number | string;

/** Error statuses of RFC 3416 that a row may refuse a SET with; the engine turns them into those of SNMPv1. */
export type SetRefusal =
	| 'wrongType'
	| 'wrongLength'
	| 'wrongValue'
	| 'inconsistentValue'
	| 'resourceUnavailable'
	| 'genErr';

/** What a SET of one object comes to; the engine does all of a PDU's plans or none of them. */
export interface SetPlan {
	readonly changes?: readonly SettingChange[];
	readonly order?: {readonly command: string; readonly target: number; readonly value: number | null};
	/** Something of the SNMP agent's own, such as its spin lock; it cannot fail. */
	readonly act?: () => void;
}

/** What rows see beside the card: the agent that serves it. */
export interface SnmpPlace {
	/** Since the agent of this card began, 1/100 s. */
	readonly upTimeTicks: number;
	/** Counters of snmp, snmpEngine, usmStats and snmpMPDStats by object name; the engine counts them. */
	counter(name: string): number;
	/** Values that live as long as the agent, by card and name: spin locks, last test id, writable MIB-II texts without a setting. */
	kept(card: number, name: string): MibValue | null;
	keep(card: number, name: string, value: MibValue): void;
	/** Whether a named quirk of real cards is switched on (quirks.ts). */
	quirk(name: string): boolean;
}

/** One instance. */
export interface MibRow {
	/** Dotted, with its index or .0. */
	readonly oid: string;
	readonly name: string;
	readonly type: number;
	/** Null where this card has no such instance: a walk goes past it. */
	readonly read: (card: CardView, place: SnmpPlace) => MibValue | null;
	/** Absent where the object is read-only. The value has the row's type. */
	readonly write?: (card: CardView, value: MibValue, place: SnmpPlace) => SetPlan | SetRefusal;
}

/** Instances that come and go, such as the rows of upsAlarmTable. */
export interface MibTable {
	/** Dotted, of the entry: 1.3.6.1.2.1.33.1.6.2.1. */
	readonly oid: string;
	/** Columns in rising order, with the type of each; then the rows that are there now, in rising order of their index. */
	readonly columns: ReadonlyArray<{readonly column: number; readonly name: string; readonly type: number}>;
	readonly rows: (
		card: CardView,
		place: SnmpPlace,
	) => ReadonlyArray<{readonly index: readonly number[]; readonly values: ReadonlyArray<MibValue | null>}>;
}

/** The objects that cards of a flavour serve. */
export interface Mib {
	readonly rows: readonly MibRow[];
	readonly tables: readonly MibTable[];
}
