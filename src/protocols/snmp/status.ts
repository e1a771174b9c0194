// Error statuses of SNMP (RFC 3416 section 3), and what SNMPv1 says in their place (RFC 3584 section 4.4).

export const noError = 0;
export const tooBig = 1;
export const noSuchName = 2;
export const badValue = 3;
export const genErr = 5;
export const noAccess = 6;
export const wrongType = 7;
export const wrongLength = 8;
export const wrongEncoding = 9;
export const wrongValue = 10;
export const noCreation = 11;
export const inconsistentValue = 12;
export const resourceUnavailable = 13;
export const commitFailed = 14;
export const undoFailed = 15;
export const authorizationError = 16;
export const notWritable = 17;

/** By status of SNMPv2: that of SNMPv1. */
const inVersion1: readonly number[] = [
	noError,
	tooBig,
	noSuchName,
	badValue,
	4,
	genErr,
	noSuchName,
	badValue,
	badValue,
	badValue,
	badValue,
	noSuchName,
	badValue,
	genErr,
	genErr,
	genErr,
	noSuchName,
	noSuchName,
	noSuchName,
];

export function statusFor(version: number, status: number): number {
	return version === 0 ? inVersion1[status] : status;
}

/** What a row refuses a SET with (mib.ts). */
export const refusals: Readonly<Record<string, number>> = {
	wrongType,
	wrongLength,
	wrongValue,
	inconsistentValue,
	resourceUnavailable,
	genErr,
};

/** Why settings and orders are refused: `inconsistentValue` is "not now", `wrongValue` "never" (RFC 3416 section 4.2.5). */
const byCode: Readonly<Record<string, number>> = {
	E_SETTING_VALUE: wrongValue,
	E_SETTING_READ_ONLY: notWritable,
	E_COMMAND_FORBIDDEN: noAccess,
	E_COMMAND_PARAMETER: wrongValue,
	E_COMMAND_UNSUPPORTED: wrongValue,
	E_COMMAND_STATE: inconsistentValue,
	E_COMMAND_BUSY: resourceUnavailable,
};

export function statusOfCode(code: string): number {
	return byCode[code] ?? genErr;
}
