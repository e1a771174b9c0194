// Reads and writes of registers as a Smart-UPS and its card answer them (modbus.md, Behaviour).

import type {CardView, Who} from '../../agent/card-view.ts';
import {gatewayTarget, illegalAddress} from '../../codec/modbus-pdu.ts';
import {servedAt} from './map.ts';

/**
 * How registers that the map has not are read: as the card does, exception 2 where a read begins on one and 0 within a block, or as
 * the UPS's own Modbus does, 0xFFFF everywhere.
 */
export type UndefinedReads = 'card' | 'ups';

const REGISTERS = 65536;
const UNDEFINED_BYTE = {card: 0, ups: 0xff} as const;

/**
 * Puts `count` registers from `address` on, two bytes each, at `out[at]`; the card has been looked at. Returns 0, or the exception:
 * 2 for a read that begins or ends within a value, 11 where the UPS does not answer.
 */
export function readRegisters(
	card: CardView,
	undefinedReads: UndefinedReads,
	address: number,
	count: number,
	out: Uint8Array,
	at: number,
): number {
	const end = address + count;
	if (end > REGISTERS || (undefinedReads === 'card' && servedAt(address) === null)) {
		return illegalAddress;
	}
	let register = address;
	while (register < end) {
		const served = servedAt(register);
		const to = at + 2 * (register - address);
		if (served === null) {
			out.fill(UNDEFINED_BYTE[undefinedReads], to, to + 2);
			register += 1;
			continue;
		}
		const {row} = served;
		if (row.address !== register || register + row.count > end) {
			return illegalAddress;
		}
		if (served.ofUps && card.lost) {
			return gatewayTarget;
		}
		served.fill(card, out, to);
		register += row.count;
	}
	return 0;
}

/**
 * Writes `count` registers from `address` on, whose bytes begin at `bytes[at]`: exactly one value at once. Returns 0, or exception 2
 * for any other piece of the map, 11 where the UPS does not answer. A value that the UPS does not take is no error.
 */
export function writeRegisters(
	card: CardView,
	address: number,
	count: number,
	bytes: Uint8Array,
	at: number,
	who: Who,
): number {
	const served = servedAt(address);
	if (served === null || served.row.address !== address || served.row.count !== count) {
		return illegalAddress;
	}
	return card.lost ? gatewayTarget : served.take(card, bytes, at, who);
}
