// Where an order came from, by the card's numbers (roles.ts of the card): as JSON has it and as people read it.

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

const titles: Readonly<Record<string, string>> = {
	schedule: 'schedule',
	console: 'console',
	mqtt: 'MQTT',
	snmp: 'SNMP',
	modbus: 'Modbus',
	nut: 'NUT',
	http: 'web',
	configFile: 'settings file',
	homeAssistant: 'Home Assistant',
	sparkplug: 'Sparkplug',
};

export function originTitle(name: string): string {
	return titles[name] ?? name;
}
