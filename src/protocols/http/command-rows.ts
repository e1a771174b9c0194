// The commands that the web face offers: titles, what they take, and what is at stake for the load.

/** What happens to the load. */
export type Stake =
	/** Nothing that one would have to be asked about. */
	| 'none'
	/** It is turned off. */
	| 'drops'
	/** It stays on, with less to fall back on. */
	| 'risks';

export interface CommandRow {
	readonly command: string;
	readonly title: string;
	/** Whether it names an outlet group. */
	readonly group: boolean;
	/** What else it takes: a number of seconds, a date, nothing. */
	readonly takes: '' | 'seconds' | 'date';
	readonly stake: Stake;
	/** What comes of it, after what is at stake. */
	readonly outcome: string;
}

const STAYS_OFF = 'It stays off until somebody turns it on.';
const RETURNS = 'It comes back by itself after the reboot duration.';
const WAITS = 'It comes back when the utility is good and the battery holds enough runtime.';
const DELAYED = 'The off delay runs first, and it can be cancelled until then.';

function plain(command: string, title: string, outcome: string): CommandRow {
	return {command, title, group: false, takes: '', stake: 'none', outcome};
}

function risk(command: string, title: string, outcome: string): CommandRow {
	return {command, title, group: false, takes: '', stake: 'risks', outcome};
}

/** A command to the whole output and the same one to a group. */
function drop(whole: string, ofGroup: string, title: string, outcome: string): CommandRow[] {
	return [
		{command: whole, title, group: false, takes: '', stake: 'drops', outcome},
		{command: ofGroup, title, group: true, takes: '', stake: 'drops', outcome},
	];
}

function safe(whole: string, ofGroup: string, title: string, outcome: string): CommandRow[] {
	return [
		{command: whole, title, group: false, takes: '', stake: 'none', outcome},
		{command: ofGroup, title, group: true, takes: '', stake: 'none', outcome},
	];
}

export const commandRows: readonly CommandRow[] = [
	plain('testBattery', 'Start self-test', 'The load runs from the battery for some seconds.'),
	plain('stopTest', 'Stop self-test', 'The test ends without a result.'),
	risk('calibrate', 'Start calibration', 'The battery is discharged to a quarter and needs hours to recharge.'),
	plain('stopCalibration', 'Stop calibration', 'The load goes back to the utility; nothing is learnt.'),
	risk('simulatePowerFailure', 'Simulate a power failure', 'The load runs from the battery for a while.'),
	plain('muteAlarm', 'Mute the alarm', 'The beeper is silent until the next alarm.'),
	plain(
		'acknowledgeBattery',
		'Acknowledge the age of the battery',
		'The warning ends, and comes again after its time.',
	),
	risk('toBypass', 'Put the load on bypass', 'The load is on raw utility: an outage drops it.'),
	plain('fromBypass', 'End bypass', 'The inverter feeds the load again.'),
	...safe('outputOn', 'groupOn', 'Turn on', 'The outlets get power now.'),
	...safe('outputOnDelayed', 'groupOnDelayed', 'Turn on after the delay', 'The outlets get power after the on delay.'),
	...safe('cancelOutput', 'groupCancel', 'Cancel what is pending', 'Countdowns stop; outlets stay as they are.'),
	...drop('outputOff', 'groupOff', 'Turn off', STAYS_OFF),
	...drop('outputOffDelayed', 'groupOffDelayed', 'Turn off after the delay', `${DELAYED} ${STAYS_OFF}`),
	...drop('reboot', 'groupReboot', 'Reboot', RETURNS),
	...drop('rebootDelayed', 'groupRebootDelayed', 'Reboot after the delay', `${DELAYED} ${RETURNS}`),
	...drop('shutdown', 'groupShutdown', 'Shut down until the utility is back', WAITS),
	...drop(
		'shutdownDelayed',
		'groupShutdownDelayed',
		'Shut down after the delay until the utility is back',
		`${DELAYED} ${WAITS}`,
	),
	{
		command: 'sleep',
		title: 'Sleep',
		group: false,
		takes: 'seconds',
		stake: 'drops',
		outcome: `${DELAYED} It comes back after the time that you give, if the utility is good.`,
	},
	{
		command: 'conserveBattery',
		title: 'Conserve the battery',
		group: false,
		takes: '',
		stake: 'drops',
		outcome: WAITS,
	},
	{
		command: 'setBatteryInstallDate',
		title: 'Note a new battery',
		group: false,
		takes: 'date',
		stake: 'none',
		outcome: 'The card counts the life of the battery from this day.',
	},
];

/** The row of a command; null when this face offers none of the name. */
export function commandRow(name: string): CommandRow | null {
	return commandRows.find(row => row.command === name) ?? null;
}
