// Where MIB-II lies (RFC 1213, snmp.md (c)).

export const MIB2 = '1.3.6.1.2.1';
