// Who an SNMP engine is, and how often it has started (RFC 3411 5, RFC 3414 2.2).

import type {Store} from '../../../core/ports.ts';
import {GREATEST_INTEGER} from './message.ts';

/** First octet bit set, then the enterprise 318 (snmp.md (e)). */
const ENTERPRISE = [0x80, 0x00, 0x01, 0x3e];
/** Of SnmpEngineID: a MAC address follows. */
const FORMAT_MAC = 3;
const STORED_AS = 'snmp-engine-boots';

/** The engine id of a card: `80 00 01 3e 03` and its MAC address, which is written as 00:c0:b7:12:34:56. */
export function engineIdFrom(macAddress: string): Uint8Array {
	const mac = macAddress.split(':').map(octet => Number.parseInt(octet, 16));
	return Uint8Array.from([...ENTERPRISE, FORMAT_MAC, ...mac]);
}

/**
 * Counts this start of the engine and keeps it. At its greatest value it stays: then no message is in time any more until the
 * engine gets another id (RFC 3414 2.2.2).
 */
export function countBoot(store: Store): number {
	const stored = store.load(STORED_AS);
	const before = stored === null ? 0 : Number(Buffer.from(stored).toString('latin1'));
	// What cannot be read may have been any number: a smaller one than before would let old messages in again.
	const boots = Number.isInteger(before) && before >= 0 ? Math.min(before + 1, GREATEST_INTEGER) : GREATEST_INTEGER;
	store.save(STORED_AS, Buffer.from(String(boots), 'latin1'));
	return boots;
}
