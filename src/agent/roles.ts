// Who acts on a card: the roles of its accounts (nmc.md 12), and where an order comes from. Numbered as the telemetry does.

export const superUser = 1;
export const administrator = 2;
/** Reads and writes what belongs to the UPS; may not administer the card. */
export const deviceUser = 3;
/** Sees and changes nothing. */
export const readOnly = 4;
/** Administers the card's network and nothing of the UPS. */
export const networkOnly = 5;

/** Where an order came from. */
export const originSchedule = 1;
export const originConsole = 2;
export const originMqtt = 3;
export const originSnmp = 4;
export const originModbus = 5;
export const originNut = 6;
export const originHttp = 7;
export const originConfigFile = 8;
export const originHomeAssistant = 9;
export const originSparkplug = 10;

/** Names by number; the first has none. */
export const roleNames: readonly string[] = ['', 'superUser', 'administrator', 'deviceUser', 'readOnly', 'networkOnly'];
export const originNames: readonly string[] = [
	'',
	'schedule',
	'console',
	'mqtt',
	'snmp',
	'modbus',
	'nut',
	'http',
	'configFile',
	'homeAssistant',
	'sparkplug',
];

/** Who did something, for the event that tells of it. Empty text and 0 stand for "not said". */
export interface EventNote {
	readonly actor: string;
	readonly role: number;
	readonly origin: number;
	/** Of the command that this is about. */
	readonly commandId: string;
	/** What the numbers do not say: the name of a setting, the sentence of a refusal. Nothing secret. */
	readonly text: string;
}
