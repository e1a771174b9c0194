// `ridethrough schedule`: the calendar of a card, while no agent runs on its state directory.

import {Option} from 'commander';
import {administrator} from '../../agent/roles.ts';
import {Schedules} from '../../agent/schedules.ts';
import type {Repetition, Schedule, ScheduledAction, ScheduleState} from '../../agent/schedules.ts';
import {codedError} from '../../core/errors.ts';
import {loadSchedules, saveSchedules} from '../../platform/node/schedules-state.ts';
import {StateDirectory} from '../../platform/node/state-dir.ts';
import type {Io, Register} from '../io.ts';
import {textTable} from '../text-table.ts';
import type {Column} from '../text-table.ts';
import {wholeNumber} from '../values.ts';

interface AddGiven {
	readonly state: string;
	readonly action: ScheduledAction;
	readonly every: Repetition;
	readonly weeks: number;
	readonly from: string;
	readonly at: number;
	readonly back: string;
}

const addExamples = `Examples:
  ridethrough schedule add weekly-test --action selfTest --every weekly --from 2026-11-29 --at 03:00 --state /var/lib/ridethrough
  ridethrough schedule add night --action shutdown --every daily --from 2026-12-01 --at 22:30 --back 06:00 --state /var/lib/ridethrough
`;
const listExamples = `Examples:
  ridethrough schedule list --state /var/lib/ridethrough --json
`;
const removeExamples = `Examples:
  ridethrough schedule remove night --state /var/lib/ridethrough
`;
const remarks = `
Times are those of the card's zone (UTC where none is set). What falls due while the card is off, or is refused by the UPS, is
told as an event and never done late. No agent may run on the directory meanwhile.`;
const listRemarks = `
JSON: schema ridethrough.schedules/1, schedules with minute and backMinute in minutes of the day.`;

const HOUR_MINUTES = 60;
const stateFlag = (): Option => new Option('--state <DIR>', 'the state directory of the card').makeOptionMandatory();

/** Minutes of the day. */
function minuteOf(option: string): (text: string) => number {
	return text => {
		const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
		if (match === null) {
			throw codedError('E_USAGE', `${option} ${text}: write a time such as 03:00.`, {option, value: text});
		}
		return Number(match[1]) * HOUR_MINUTES + Number(match[2]);
	};
}

function timeOf(minute: number): string {
	const two = (value: number): string => String(value).padStart(2, '0');
	return `${two(Math.floor(minute / HOUR_MINUTES))}:${two(minute % HOUR_MINUTES)}`;
}

/** Opens the calendar for the time of `work`, and keeps what it returns; null leaves it as it is. */
function withCalendar(state: string, work: (calendar: Schedules) => boolean): void {
	const store = StateDirectory.open(state);
	try {
		const kept = loadSchedules(store);
		// No card is at hand: nothing falls due here.
		const calendar = new Schedules(null as never, kept.zoneMinutes, kept.states as readonly ScheduleState[]);
		if (work(calendar)) {
			saveSchedules(store, {zoneMinutes: calendar.zoneMinutes, states: calendar.states});
		}
	} finally {
		store.close();
	}
}

/** Adds `schedule`. */
export const register: Register = (program, io) => {
	const schedule = program.command('schedule').description('what a card does by the calendar');
	schedule
		.command('list')
		.description('list the calendar')
		.addOption(stateFlag())
		.option('--json', 'print one JSON document')
		.addHelpText('before', listExamples)
		.addHelpText('after', listRemarks)
		.action((given: {state: string; json?: boolean}) => list(io, given.state, given.json === true));
	schedule
		.command('add')
		.description('add a self-test or a shutdown, or replace the one of this id')
		.argument('<ID>', '1 to 16 characters of a-z, 0-9 and -')
		.addOption(stateFlag())
		.addOption(new Option('--action <A>', 'what to do').choices(['selfTest', 'shutdown']).makeOptionMandatory())
		.addOption(new Option('--every <E>', 'how often').choices(['once', 'daily', 'weekly']).default('once'))
		.addOption(
			new Option('--weeks <N>', 'of weekly ones: 1, 2, 4 or 8').default(1).argParser(wholeNumber('--weeks', 1, 8)),
		)
		.addOption(new Option('--from <DATE>', 'the first day, such as 2026-11-29').makeOptionMandatory())
		.addOption(new Option('--at <HH:MM>', 'time of day').argParser(minuteOf('--at')).makeOptionMandatory())
		.addOption(new Option('--back <WHEN>', 'of a shutdown: never, immediately, or HH:MM').default('never'))
		.addHelpText('before', addExamples)
		.addHelpText('after', remarks)
		.action((id: string, given: AddGiven) => add(io, id, given));
	schedule
		.command('remove')
		.description('remove a schedule')
		.argument('<ID>')
		.addOption(stateFlag())
		.addHelpText('before', removeExamples)
		.action((id: string, given: {state: string}) => remove(io, id, given.state));
};

function scheduleFrom(id: string, given: AddGiven): Schedule {
	const {back} = given;
	const isTime = back !== 'never' && back !== 'immediately';
	return {
		id,
		action: given.action,
		every: given.every,
		weeks: given.weeks,
		from: given.from,
		minute: given.at,
		back: isTime ? 'at' : back,
		backMinute: isTime ? minuteOf('--back')(back) : 0,
		actor: 'console',
		role: administrator,
	};
}

function add(io: Io, id: string, given: AddGiven): void {
	withCalendar(given.state, calendar => {
		const refused = calendar.set(scheduleFrom(id, given), Date.now());
		if (refused !== null) {
			throw codedError(refused.code, refused.sentence, {id});
		}
		return true;
	});
	io.note(`${id} is in the calendar; the card takes it up when it starts.`);
}

function remove(io: Io, id: string, state: string): void {
	withCalendar(state, calendar => {
		if (!calendar.remove(id)) {
			const known = calendar.states.map(each => each.schedule.id).join(', ') || 'none';
			throw codedError('E_SCHEDULE_INVALID', `There is no schedule ${JSON.stringify(id)}; there are: ${known}.`, {id});
		}
		return true;
	});
	io.note(`${id} is out of the calendar.`);
}

const columns: readonly Column[] = [
	{title: 'id', align: 'left'},
	{title: 'action', align: 'left'},
	{title: 'when', align: 'left'},
	{title: 'back', align: 'left'},
	{title: 'next (UTC)', align: 'left'},
];

function list(io: Io, state: string, json: boolean): void {
	withCalendar(state, calendar => {
		if (json) {
			const schedules = calendar.states.map(each => each.schedule);
			io.out(
				JSON.stringify({schema: 'ridethrough.schedules/1', zoneMinutes: calendar.zoneMinutes, schedules}, null, '\t'),
			);
			return false;
		}
		const rows = calendar.states.map(each => cellsOf(each.schedule, calendar.zoneMinutes));
		io.out(rows.length === 0 ? 'the calendar is empty' : textTable(columns, rows).join('\n'));
		return false;
	});
}

function cellsOf(schedule: Schedule, zoneMinutes: number): string[] {
	const {id, action, every, weeks, from, minute, back, backMinute} = schedule;
	const often = every === 'weekly' && weeks > 1 ? `every ${weeks} weeks` : every;
	const next = new Schedules(null as never, zoneMinutes, [{schedule, doneUtc: Date.now()}]).nextAt(Date.now());
	const shown = next === Infinity ? 'never' : new Date(next).toISOString().slice(0, 16);
	return [id, action, `${often} from ${from} at ${timeOf(minute)}`, back === 'at' ? timeOf(backMinute) : back, shown];
}
