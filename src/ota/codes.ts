// The refusals of a firmware update (ota.md 9, 10), public from day one: names and numbers are append only. Sentences stand
// in code-texts.ts, so that a board need not carry them. 0x10xx format, 0x20xx authentication, 0x30xx policy,
// 0x40xx transfer, 0x50xx flash, 0x60xx activation.

export const otaCodes = {
	E_OTA_CBOR_MALFORMED: 0x1001,
	E_OTA_CBOR_NONCANON: 0x1002,
	E_OTA_CBOR_LIMIT: 0x1003,
	E_OTA_CBOR_TYPE: 0x1004,
	E_OTA_ENV_SCHEMA: 0x1005,
	E_OTA_ENV_VERSION: 0x1006,
	E_OTA_ENV_TOO_BIG: 0x1007,
	E_OTA_COMPONENT: 0x1008,
	E_OTA_COMMAND: 0x1009,
	E_OTA_AUTH_MISSING: 0x2001,
	E_OTA_AUTH_SIG: 0x2002,
	E_OTA_AUTH_KEY_UNKNOWN: 0x2003,
	E_OTA_AUTH_DIGEST: 0x2004,
	E_OTA_AUTH_KEY_INVALID: 0x2005,
	E_OTA_AUTH_ALG: 0x2006,
	E_OTA_AUTH_ROLE: 0x2007,
	E_OTA_AUTH_THRESHOLD: 0x2008,
	E_OTA_AUTH_KEY_REVOKED: 0x2009,
	E_OTA_ROOT_VERSION: 0x200a,
	E_OTA_SEQ_ROLLBACK: 0x3001,
	E_OTA_SEQ_REPLAY: 0x3002,
	E_OTA_SEQ_JUMP: 0x3003,
	E_OTA_SECVER: 0x3004,
	E_OTA_FROZEN: 0x3005,
	E_OTA_DEP: 0x3006,
	E_OTA_VENDOR: 0x3007,
	E_OTA_CLASS: 0x3008,
	E_OTA_DEVICE: 0x3009,
	E_OTA_PRECURSOR: 0x300a,
	E_OTA_NOT_ASSIGNED: 0x300b,
	E_OTA_EXPIRED: 0x300c,
	E_OTA_TIME_UNKNOWN: 0x300d,
	E_OTA_TIME_JUMP: 0x300e,
	E_OTA_BLACKLISTED: 0x300f,
	E_OTA_QUOTA: 0x3010,
	E_OTA_UPS_NOT_READY: 0x3011,
	E_OTA_WINDOW: 0x3012,
	E_OTA_SIZE: 0x4001,
	E_OTA_DIGEST: 0x4002,
	E_OTA_TOO_SLOW: 0x4003,
	E_OTA_CHUNK_HASH: 0x4004,
	E_OTA_CHUNK_RANGE: 0x4005,
	E_OTA_CHUNK_DUP_DIFF: 0x4006,
	E_OTA_SOURCE_CHANGED: 0x4007,
	E_OTA_URI: 0x4008,
	E_OTA_TIMEOUT: 0x4009,
	E_OTA_CANCELLED: 0x400a,
	E_OTA_FLASH_ERASE: 0x5001,
	E_OTA_FLASH_WRITE: 0x5002,
	E_OTA_FLASH_VERIFY: 0x5003,
	E_OTA_FLASH_WORN: 0x5004,
	E_OTA_JOURNAL: 0x5005,
	E_OTA_BOOT_SIG: 0x6001,
	E_OTA_REVERTED: 0x6002,
	E_OTA_TRIAL_TIMEOUT: 0x6003,
	E_OTA_HEALTH: 0x6004,
	E_OTA_WDT: 0x6005,
	E_OTA_NO_BOOTABLE: 0x6006,
} as const;

export type OtaCode = keyof typeof otaCodes;

/** Why something was refused: `detail` names the field, the value and the limit, for a person; never anything secret. */
export interface OtaRefusal {
	readonly code: OtaCode;
	readonly detail: string;
}

export function refusal(code: OtaCode, detail: string): OtaRefusal {
	return {code: code, detail: detail};
}

/** Whether a function that answers a thing or a refusal refused. */
export function isRefusal(answer: object): answer is OtaRefusal {
	return (answer as OtaRefusal).code !== undefined;
}

/** The code of a number; null when there is none. */
export function otaCodeOf(number: number): OtaCode | null {
	const names = Object.keys(otaCodes) as OtaCode[];
	for (let i = 0; i < names.length; i++) {
		if (otaCodes[names[i]] === number) {
			return names[i];
		}
	}
	return null;
}
