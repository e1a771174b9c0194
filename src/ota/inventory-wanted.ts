// The shortest message of a service: it wants the card's inventory (messages.ts). It has one encoding, so it is known by its bytes.

import {inInventoryWanted} from './messages.ts';

/** Map of one pair: key 0, the kind. */
export const inventoryWanted: readonly number[] = [0xa1, 0, inInventoryWanted];

export function isInventoryWanted(payload: Uint8Array): boolean {
	return (
		payload.length === inventoryWanted.length
		&& payload[0] === inventoryWanted[0]
		&& payload[1] === inventoryWanted[1]
		&& payload[2] === inventoryWanted[2]
	);
}
