// Exit codes, public from day one. Only main.ts ends the process.

import type {ErrorCode} from '../core/error-codes.ts';

export const exitCodes = {
	ok: 0,
	failed: 1,
	usage: 2,
	invalidFile: 3,
	notReady: 4,
	timeLimit: 5,
	internal: 70,
	interrupted: 130,
	terminated: 143,
} as const;

const exitByError: Readonly<Record<ErrorCode, number>> = {
	E_USAGE: exitCodes.usage,
	E_FILE_UNREADABLE: exitCodes.invalidFile,
	E_FILE_UNWRITABLE: exitCodes.notReady,
	E_MODEL_UNKNOWN: exitCodes.usage,
	E_TABLE_INVALID: exitCodes.invalidFile,
	E_TABLE_TOO_SHORT: exitCodes.invalidFile,
	E_SCENARIO_INVALID: exitCodes.invalidFile,
	E_SCENARIO_FAILED: exitCodes.failed,
	E_FAULT_UNKNOWN: exitCodes.usage,
	E_FAULT_PARAMETER: exitCodes.usage,
	E_PAYLOAD_MALFORMED: exitCodes.failed,
	E_PAYLOAD_TOO_LARGE: exitCodes.failed,
	E_TOPIC_INVALID: exitCodes.usage,
	E_CARD_ID_INVALID: exitCodes.usage,
	E_BROKER_UNREACHABLE: exitCodes.notReady,
	E_BROKER_REFUSED: exitCodes.notReady,
	E_PORT_TAKEN: exitCodes.notReady,
	E_STATE_UNUSABLE: exitCodes.notReady,
	E_COMMAND_UNKNOWN: exitCodes.usage,
	E_COMMAND_UNSUPPORTED: exitCodes.failed,
	E_COMMAND_FORBIDDEN: exitCodes.failed,
	E_COMMAND_PARAMETER: exitCodes.usage,
	E_COMMAND_STATE: exitCodes.failed,
	E_COMMAND_BUSY: exitCodes.failed,
	E_COMMAND_STALE: exitCodes.failed,
	E_COMMAND_RETAINED: exitCodes.failed,
	E_COMMAND_REPEATED: exitCodes.failed,
	E_SETTING_UNKNOWN: exitCodes.usage,
	E_SETTING_VALUE: exitCodes.usage,
	E_SETTING_READ_ONLY: exitCodes.failed,
	E_SETTINGS_INVALID: exitCodes.invalidFile,
	E_SCHEDULE_INVALID: exitCodes.usage,
	E_ACCOUNT_UNKNOWN: exitCodes.usage,
	E_ACCOUNT_INVALID: exitCodes.usage,
	E_PASSWORD_WEAK: exitCodes.usage,
	E_PASSWORD_CHANGE_REQUIRED: exitCodes.failed,
	E_LOGIN_REFUSED: exitCodes.failed,
	E_LOGIN_LOCKED: exitCodes.failed,
	E_SESSION_LIMIT: exitCodes.failed,
	E_LOG_DAMAGED: exitCodes.failed,
	E_CONFIG_INVALID: exitCodes.invalidFile,
	E_RECORDING_INVALID: exitCodes.invalidFile,
	E_ENROL_INVALID: exitCodes.usage,
	E_SETUP_FAULTY: exitCodes.failed,
	E_TIME_LIMIT: exitCodes.timeLimit,
	E_INTERNAL: exitCodes.internal,
};

export function exitCodeFor(code: ErrorCode): number {
	return exitByError[code];
}
