// Where the objects of PowerNet lie (snmp.md (b)).

/** APC's enterprise. */
export const APC = '1.3.6.1.4.1.318';
/** The UPS of a card. */
export const UPS = `${APC}.1.1.1`;
