// The error codes, public from day one: a code never changes its meaning and is never used again for another.

export const errorCodes = {
	E_USAGE: 'The command line is wrong.',
	E_FILE_UNREADABLE: 'A file cannot be read.',
	E_FILE_UNWRITABLE: 'A file cannot be written.',
	E_MODEL_UNKNOWN: 'No model of the catalogue has this SKU.',
	E_TABLE_INVALID: 'A runtime table has a line or a column that is not as it must be.',
	E_TABLE_TOO_SHORT: 'A runtime table has too few points to fit.',
	E_SCENARIO_INVALID: 'A scenario has a key, a value or a step that is not as it must be.',
	E_SCENARIO_FAILED: 'A scenario ran, and an expectation did not come true.',
	E_FAULT_UNKNOWN: 'No fault has this name.',
	E_FAULT_PARAMETER: 'A fault got a parameter that is unknown, missing or out of range.',
	E_PAYLOAD_MALFORMED: 'Bytes that should be a message are not one.',
	E_PAYLOAD_TOO_LARGE: 'A message is larger than 64 KiB.',
	E_TOPIC_INVALID: 'A topic is not one of ours.',
	E_CARD_ID_INVALID: 'A card id is not 1 to 32 characters of a-z, 0-9 and -.',
	E_BROKER_UNREACHABLE: 'No MQTT broker answers at the address.',
	E_BROKER_REFUSED: 'The MQTT broker refused the session.',
	E_PORT_TAKEN: 'The address to listen on is in use or not allowed.',
	E_STATE_UNUSABLE: 'The state directory cannot be used.',
	E_TIME_LIMIT: 'The time limit passed.',
	E_INTERNAL: 'A fault of this program.',
} as const;

export type ErrorCode = keyof typeof errorCodes;
