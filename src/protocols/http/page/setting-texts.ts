// Settings as people read them: sections, titles, words of choices. What has no title of its own is named by its key.

/** Sections by the beginnings of the keys in them, in the order of the page. */
export const settingSections: readonly (readonly [id: string, title: string, prefixes: readonly string[]])[] = [
	['ups', 'UPS', ['ups.name', 'ups.sensitivity', 'ups.transfer.', 'ups.output.', 'ups.qualification', 'ups.greenMode']],
	['return', 'Turning off and coming back', ['ups.off.', 'ups.return.', 'ups.reboot.', 'ups.automaticRestart']],
	['shutdown', 'Shutting down by itself', ['ups.shutdown.', 'ups.lowBattery.', 'shutdown.']],
	['signalling', 'Simple and basic signalling', ['ups.basicSignalling.', 'ups.simpleSignalling.']],
	['battery', 'Battery', ['ups.battery.', 'ups.deepDischargeProtection']],
	['test', 'Self-test schedule', ['ups.selfTest.']],
	['alarm', 'Audible and other alarms', ['ups.alarm.']],
	['panel', 'Display', ['ups.display.', 'ups.position']],
	['main', 'Main outlets', ['outlet.main.']],
	['group1', 'Outlet group 1', ['outlet.group1.']],
	['group2', 'Outlet group 2', ['outlet.group2.']],
	['group3', 'Outlet group 3', ['outlet.group3.']],
	['card', 'Card', ['card.', 'session.', 'telemetry.', 'modbus.']],
	['notification', 'Notification', ['notification.']],
	['logs', 'Logs', ['log.']],
	['events', 'Single events', ['event.']],
];

const titles: Readonly<Record<string, string>> = {
	'ups.name': 'Name of the UPS',
	'ups.transfer.high': 'High transfer point',
	'ups.transfer.low': 'Low transfer point',
	'ups.output.voltage': 'Output voltage',
	'ups.qualification': 'Good input before return',
	'ups.off.delay': 'Off delay',
	'ups.return.delay': 'Return delay',
	'ups.return.minCharge': 'Least charge to return',
	'ups.return.minRuntime': 'Least runtime to return',
	'ups.reboot.duration': 'Reboot duration',
	'ups.lowBattery.duration': 'Low-battery warning',
	'ups.basicSignalling.lowBatteryDuration': 'Basic: low-battery time',
	'ups.basicSignalling.shutdownDelay': 'Basic: shutdown delay',
	'ups.simpleSignalling.shutdown': 'Simple: takes shutdown',
	'ups.selfTest.schedule': 'Schedule',
	'ups.selfTest.day': 'Day',
	'ups.selfTest.time': 'Time after midnight',
	'ups.alarm.mode': 'Beeper',
	'ups.alarm.delay': 'Beeper delay',
	'ups.alarm.loadAbove': 'Alarm at load above',
	'ups.alarm.runtimeBelow': 'Alarm at runtime below',
	'ups.shutdown.onBatteryFor': 'After so long on battery',
	'ups.shutdown.runtimeBelow': 'At runtime below',
	'ups.shutdown.chargeBelow': 'At charge below',
	'ups.shutdown.loadBelow': 'At load below',
	'ups.shutdown.skipOffDelay': 'Skip the off delay',
	'ups.shutdown.stayOff': 'Stay off when power is back',
	'ups.battery.installed': 'Installed on',
	'ups.battery.externalPacks': 'External packs',
	'ups.battery.healthWarning': 'Warn before end of life',
	'ups.battery.healthSnooze': 'Warn again after',
	'ups.display.language': 'Language',
	'ups.display.locked': 'Locked',
	'session.idleLogout': 'Log out after idle',
	'session.concurrent': 'Several sessions at a time',
	'telemetry.sampleInterval': 'Telemetry every',
	'modbus.unitId': 'Modbus unit id',
	'card.name': 'Name',
	'card.contact': 'Contact',
	'card.location': 'Location',
	'shutdown.ignoreClients': 'Ignore shutdown clients',
	'log.events.size': 'Entries of the event log',
	'log.data.interval': 'Data log every',
	'log.data.fileSize': 'Data log file size',
	'log.data.files': 'Data log files',
};

const outletTitles: Readonly<Record<string, string>> = {
	'shed.onBatteryFor': 'Shed after so long on battery',
	'shed.runtimeBelow': 'Shed at runtime below',
	'shed.onOverload': 'Shed at overload',
	'shed.skipOffDelay': 'Shed without off delay',
	'shed.stayOff': 'Stay off after shedding',
	minReturnRuntime: 'Least runtime to return',
};

const severities: Readonly<Record<string, string>> = {
	critical: 'Critical',
	warning: 'Warnings',
	informational: 'Informational',
};

/** transferHigh or transfer.high as "Transfer high". */
function spelled(name: string): string {
	const text = name
		.replace(/\./g, ' ')
		.replace(/([a-z])([A-Z0-9])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
	return text.charAt(0).toUpperCase() + text.slice(1);
}

export function settingTitle(key: string): string {
	const outlet = /^outlet\.\w+\.(.+)$/.exec(key)?.[1];
	if (outlet !== undefined) {
		return outletTitles[outlet] ?? spelled(outlet);
	}
	const notification = /^notification\.(\w+)\.(\w+)$/.exec(key);
	if (notification !== null) {
		return `${severities[notification[1] ?? ''] ?? ''}: ${spelled(notification[2] ?? '').toLowerCase()}`;
	}
	return titles[key] ?? spelled(key.replace(/^(ups|event)\./, ''));
}

/** A word of a choice as people read it; numbers stay. */
export function optionTitle(word: string): string {
	if (word === 'true' || word === 'false') {
		return word === 'true' ? 'Yes' : 'No';
	}
	return spelled(
		word
			.replace(/([a-z])(\d)/g, '$1 $2')
			.replace(/(\d)([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`),
	);
}

/** The id of the section of a key; '' where it has none. */
export function sectionOf(key: string): string {
	return settingSections.find(([, , prefixes]) => prefixes.some(prefix => key.startsWith(prefix)))?.[0] ?? '';
}
