// What a notification says, before it is known in which version of SNMP it goes out.

import type {MibValue} from '../mib.ts';

export interface VarBind {
	/** Dotted, with its index or .0. */
	readonly oid: string;
	readonly type: number;
	readonly value: MibValue;
}

/** Whose words a notification uses; standard ones go to every receiver. */
export type Vocabulary = 'powernet' | 'ietf' | 'standard';

export interface Notification {
	readonly vocabulary: Vocabulary;
	/** As in EventFacts: 1 ungraded, 2 informational, 3 warning, 4 critical. */
	readonly severity: number;
	/** Of the Trap-PDU of SNMPv1, and of snmpTrapEnterprise.0. */
	readonly enterprise: string;
	/** Generic and specific number of the Trap-PDU of SNMPv1. */
	readonly generic: number;
	readonly specific: number;
	/** snmpTrapOID.0. */
	readonly oid: string;
	readonly objects: readonly VarBind[];
}

export const INFORMATIONAL = 2;
export const WARNING = 3;
export const CRITICAL = 4;
/** Of entries of a log: what an event did. */
export const PHASE_CLEAR = 2;
/** Generic number of a trap that is an enterprise's own. */
export const ENTERPRISE_SPECIFIC = 6;

/** Reads an object of a card as a GET would; null where the card has none. */
export type ReadObject = (card: number, oid: string) => VarBind | null;
