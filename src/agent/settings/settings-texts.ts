// Labels and help of the settings, by id: apart from the rows, so that a board need not carry them.

import {IDS_A_GROUP, OUTLET_IDS} from './outlet-rows.ts';

export interface SettingText {
	readonly label: string;
	/** What it does, in a sentence or two. */
	readonly help: string;
}

type Pair = readonly [label: string, help: string];

const texts: Readonly<Record<number, Pair>> = {
	1: ['UPS name', 'What people call this UPS.'],
	2: ['Sensitivity', 'How small a disturbance of the input makes the UPS leave it.'],
	3: ['High transfer point', 'Above this the UPS trims the input or leaves it.'],
	4: ['Low transfer point', 'Below this the UPS boosts the input or leaves it.'],
	5: ['Output voltage', 'What the inverter makes.'],
	6: ['Qualification time', 'How long the input must be good before the load returns to it.'],
	7: ['Automatic restart', 'Whether the output comes back by itself after the battery was exhausted.'],
	8: ['Deep discharge protection', 'Whether a battery that sits discharged is cut off from what drains it.'],
	9: ['Green mode', 'Saves losses on a good input, for a slower transfer.'],
	10: ['Low-battery duration', 'The battery counts as low when this much runtime is left.'],
	11: ['Off delay', 'From the order to the moment when the output goes off.'],
	12: ['Return delay', 'From the return of the utility to the moment when the output comes on.'],
	13: ['Least charge to return', 'The output stays off until the battery has charged to this.'],
	14: ['Least runtime to return', 'The output stays off until the battery could carry the last load this long.'],
	15: ['Reboot duration', 'How long the output is off in a reboot.'],
	16: ['Basic signalling: low battery', 'Runtime left at which the plain contact tells of a low battery.'],
	17: ['Basic signalling: off delay', 'From the shutdown by plain contact to the output going off.'],
	18: ['Simple signalling: shutdown', 'Whether a computer on the plain cable may shut the UPS down.'],
	20: ['Self-test schedule', 'When the UPS tests its battery by itself.'],
	21: ['Self-test day', 'Weekday of the scheduled self-test, in UTC.'],
	22: ['Self-test time', 'Minutes after midnight UTC at which the scheduled self-test begins.'],
	25: ['Audible alarm', 'When the UPS beeps.'],
	26: ['Alarm delay', 'How long the UPS is on battery before it beeps.'],
	27: ['Load alarm', 'The load above which the UPS tells of it.'],
	28: ['Runtime alarm', 'The runtime below which the UPS tells of it.'],
	30: ['Shutdown by time', 'The output goes off after this long on battery.'],
	31: ['Shutdown by runtime', 'On battery, the output goes off when less runtime is left.'],
	32: ['Shutdown by charge', 'On battery, the output goes off when less charge is left.'],
	33: ['Shutdown by load', 'On battery, the output goes off when the load is lighter, since nothing is in use.'],
	34: ['Shutdown at once', 'An automatic shutdown does not wait for the off delay.'],
	35: ['Stay off', 'After an automatic shutdown the output stays off until somebody switches it on.'],
	40: ['Battery installed', 'The day on which the battery was put in.'],
	41: ['External battery packs', 'How many are attached.'],
	42: ['Battery life warning', 'Days before the end of the battery life at which the card warns.'],
	43: ['Battery life snooze', 'Days after which an acknowledged warning comes again.'],
	50: ['Display language', 'Of the panel.'],
	51: ['Display lock', 'Whether the panel changes nothing.'],
	52: ['Position', 'How the UPS stands, for the orientation of its panel.'],
	200: ['Critical: delay', 'How long a critical event must last before somebody is told.'],
	201: ['Critical: repeat', 'After this long without an end somebody is told again.'],
	202: ['Critical: until cleared', 'Whether the telling is repeated for as long as the event lasts.'],
	203: ['Critical: times', 'How often it is repeated where it is not until cleared.'],
	205: ['Warning: delay', 'How long a warning must last before somebody is told.'],
	206: ['Warning: repeat', 'After this long without an end somebody is told again.'],
	207: ['Warning: until cleared', 'Whether the telling is repeated for as long as the event lasts.'],
	208: ['Warning: times', 'How often it is repeated where it is not until cleared.'],
	210: ['Informational: delay', 'How long an informational event must last before somebody is told.'],
	211: ['Informational: repeat', 'After this long without an end somebody is told again.'],
	212: ['Informational: until cleared', 'Whether the telling is repeated for as long as the event lasts.'],
	213: ['Informational: times', 'How often it is repeated where it is not until cleared.'],
	220: ['Event log size', 'Entries that the event log keeps.'],
	221: ['Data log interval', 'How often the data log takes a line.'],
	222: ['Data log file size', 'At this size the data log begins another file.'],
	223: ['Data log files', 'How many files of the data log are kept.'],
	230: ['Sample interval', 'How often readings are published.'],
	240: ['Idle logout', 'A session without a sign of life ends after this.'],
	241: ['Concurrent sessions', 'Whether more than one session may be open at a time.'],
	250: ['Modbus unit id', 'The address of the card on a Modbus line.'],
	260: ['Card name', 'What people call this card.'],
	261: ['Contact', 'Who looks after the card.'],
	262: ['Location', 'Where the card is.'],
	270: ['Ignore shutdown clients', 'Only the card decides when the UPS shuts down.'],
};

/** By place in the ids of a group. */
const outletTexts: readonly Pair[] = [
	['name', 'What people call this group.'],
	['on delay', 'From the order, or the return of the utility, to the group going on.'],
	['off delay', 'From the order to the group going off.'],
	['reboot duration', 'How long the group is off in a reboot.'],
	['least runtime to return', 'The group stays off until the battery could carry the last load this long.'],
	['shed by time', 'The group goes off after this long on battery.'],
	['shed by runtime', 'On battery, the group goes off when less runtime is left.'],
	['shed on overload', 'The group goes off when the UPS is overloaded.'],
	['shed at once', 'Shedding does not wait for the off delay.'],
	['stay off', 'After shedding the group stays off until somebody switches it on.'],
];
const eventTexts: readonly Pair[] = [
	['severity', 'How grave the event is on this card.'],
	['delay', 'How long the event must last before somebody is told.'],
	['repeat', 'After this long without an end somebody is told again.'],
	['until cleared', 'Whether the telling is repeated for as long as the event lasts.'],
	['times', 'How often it is repeated where it is not until cleared.'],
];
const EVENT_IDS = 10000;

/** Label and help of a setting by id. */
export function settingTexts(id: number): SettingText {
	const found = texts[id];
	if (found !== undefined) {
		return {label: found[0], help: found[1]};
	}
	if (id >= EVENT_IDS) {
		const ofEvent = eventTexts[id % 10];
		return {label: `Event ${ofEvent[0]}`, help: ofEvent[1]};
	}
	const group = Math.floor((id - OUTLET_IDS) / IDS_A_GROUP);
	const ofGroup = outletTexts[(id - OUTLET_IDS) % IDS_A_GROUP];
	return {label: `${group === 0 ? 'Main outlets' : `Outlet group ${group}`}: ${ofGroup[0]}`, help: ofGroup[1]};
}
