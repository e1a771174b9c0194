// Where the objects of RFC 1628 lie (snmp.md (a)).

export const UPS_MIB = '1.3.6.1.2.1.33';
export const OBJECTS = `${UPS_MIB}.1`;
/** Identities of alarms and of tests: values, never objects. */
export const WELL_KNOWN_ALARMS = `${OBJECTS}.6.3`;
export const WELL_KNOWN_TESTS = `${OBJECTS}.7.7`;
