// States of an update, as the journal numbers them (ota.md 6.3). Append only: they are in flash and on the wire.

export const steady = 1;
export const receiving = 2;
export const verified = 3;
export const armed = 4;
export const trial = 5;
export const confirmed = 6;
export const reverted = 7;
/** No bootable slot: never written, only reported. */
export const recovery = 8;

export const slotA = 0;
export const slotB = 1;

/** Names by number, as people and vectors write them. */
export const stateNames: readonly string[] = [
	'',
	'STEADY',
	'RECEIVING',
	'VERIFIED',
	'ARMED',
	'TRIAL',
	'CONFIRMED',
	'REVERTED',
	'RECOVERY',
];
