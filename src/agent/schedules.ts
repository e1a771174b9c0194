// What a card does by the calendar: self-tests and shutdowns, once, daily, or every 1, 2, 4 or 8 weeks (nmc.md 8). Days are those of
// the card's zone, a fixed distance from UTC: daylight saving is not followed. What was missed while the card was off, or while
// its clock was not set, is told and never done late.

import {DAY, MINUTE, SECOND} from '../core/clock.ts';
import type {Millis} from '../core/clock.ts';
import {phaseMomentary} from './card.ts';
import type {Card} from './card.ts';
import type {Verdict} from './commands/desk.ts';
import type {Order} from './commands/order.ts';
import type {Refusal} from './commands/ports.ts';
import {findCommand} from './commands/table.ts';
import {findEvent} from './events.ts';
import {originSchedule} from './roles.ts';
import {dateDays} from './settings/dates.ts';

export type ScheduledAction = 'selfTest' | 'shutdown';
export type Repetition = 'once' | 'daily' | 'weekly';
/** How the output comes back: not at all, after 6 minutes and the return delay, or at a time of day. */
export type Return = 'never' | 'immediately' | 'at';

/** One line of the calendar: plain JSON. */
export interface Schedule {
	/** 1 to 16 characters of a-z, 0-9 and -. */
	readonly id: string;
	readonly action: ScheduledAction;
	readonly every: Repetition;
	/** Of weekly ones: 1, 2, 4 or 8. */
	readonly weeks: number;
	/** The first day, 2026-11-24; weekly ones keep its weekday. */
	readonly from: string;
	/** Minutes of the day, 0 to 1439. */
	readonly minute: number;
	/** Of shutdowns. */
	readonly back: Return;
	/** Minutes of the day, where `back` is 'at': the next such moment. */
	readonly backMinute: number;
	/** Who made it, and by what right (roles.ts): its orders are given in this name. */
	readonly actor: string;
	readonly role: number;
}

/** A schedule, and through which moment (UTC) it is done with; null until the clock is set. */
export interface ScheduleState {
	readonly schedule: Schedule;
	readonly doneUtc: Millis | null;
}

/** What a schedule needs of the card that it belongs to. */
export interface SchedulePorts {
	readonly card: Card;
	readonly order: (order: Order, t: Millis) => Verdict;
}

/** Lines of one card's calendar. */
export const SCHEDULES_MAX = 16;
const ID_MAX = 16;
const DAY_MINUTES = 1440;
const weekly: readonly number[] = [1, 2, 4, 8];
const actions: readonly string[] = ['selfTest', 'shutdown'];
const repetitions: readonly string[] = ['once', 'daily', 'weekly'];
const returns: readonly string[] = ['never', 'immediately', 'at'];
/** 2000-01-01 in milliseconds of the Unix epoch. */
const EPOCH_2000_MS = 946684800000;
/** What is this late was missed: the card was off, or its clock jumped. */
const LATEST_MS = MINUTE;
/** "Immediately" is six minutes and the return delay (nmc.md 8), which the UPS adds itself. */
const IMMEDIATELY_MS = 6 * MINUTE;
const scheduledActionSkipped = (findEvent('scheduledActionSkipped') as {id: number}).id;

function isId(text: string): boolean {
	for (let i = 0; i < text.length; i++) {
		if ('abcdefghijklmnopqrstuvwxyz0123456789-'.indexOf(text.charAt(i)) < 0) {
			return false;
		}
	}
	return text.length >= 1 && text.length <= ID_MAX;
}

function isMinute(value: number): boolean {
	return Math.floor(value) === value && value >= 0 && value < DAY_MINUTES;
}

interface Rule {
	readonly holds: (schedule: Schedule) => boolean;
	readonly sentence: string;
}

const rules: readonly Rule[] = [
	{holds: s => isId(s.id), sentence: 'A schedule needs an id of 1 to 16 characters of a-z, 0-9 and -.'},
	{holds: s => actions.indexOf(s.action) >= 0, sentence: 'The action of a schedule is selfTest or shutdown.'},
	{holds: s => repetitions.indexOf(s.every) >= 0, sentence: 'A schedule is once, daily or weekly.'},
	{
		holds: s => s.every !== 'weekly' || weekly.indexOf(s.weeks) >= 0,
		sentence: 'A weekly schedule is every 1, 2, 4 or 8 weeks.',
	},
	{
		holds: s => dateDays(s.from) >= 0,
		sentence: 'A schedule begins on a date from 2000-01-01 to 2099-12-31, such as 2026-11-24.',
	},
	{holds: s => isMinute(s.minute), sentence: 'The time of a schedule is a minute of the day, 0 to 1439.'},
	{holds: s => returns.indexOf(s.back) >= 0, sentence: 'The output comes back never, immediately or at a time.'},
	{
		holds: s => s.back !== 'at' || (isMinute(s.backMinute) && s.backMinute !== s.minute),
		sentence: 'The time to come back is a minute of the day, 0 to 1439, other than that of the shutdown.',
	},
];

/** What is wrong with a schedule; null when nothing is. */
export function refuseSchedule(schedule: Schedule): Refusal | null {
	for (let i = 0; i < rules.length; i++) {
		if (!rules[i].holds(schedule)) {
			return {code: 'E_SCHEDULE_INVALID', sentence: rules[i].sentence};
		}
	}
	return null;
}

function periodOf(schedule: Schedule): Millis {
	if (schedule.every === 'once') {
		return Infinity;
	}
	return schedule.every === 'daily' ? DAY : 7 * schedule.weeks * DAY;
}

/** The first moment of a schedule later than `afterUtc`, in UTC; Infinity when there is none. */
export function occurrenceAfter(schedule: Schedule, afterUtc: Millis, zoneMinutes: number): Millis {
	const local = EPOCH_2000_MS + dateDays(schedule.from) * DAY + schedule.minute * MINUTE;
	const first = local - zoneMinutes * MINUTE;
	if (first > afterUtc) {
		return first;
	}
	const period = periodOf(schedule);
	return period === Infinity ? Infinity : first + (Math.floor((afterUtc - first) / period) + 1) * period;
}

/** The order that a schedule gives at `at`: a shutdown that comes back is a sleep. */
function orderOf(schedule: Schedule, at: Millis): Order {
	const sleepMs = sleepOf(schedule);
	const shutdown = sleepMs === 0 ? 'outputOffDelayed' : 'sleep';
	const command = findCommand(schedule.action === 'selfTest' ? 'testBattery' : shutdown);
	return {
		commandId: `${schedule.id}.${Math.floor(at / MINUTE)}`,
		sessionId: 0,
		retained: false,
		command: command === null ? 0 : command.id,
		target: 0,
		value: schedule.action === 'shutdown' && sleepMs > 0 ? sleepMs / SECOND : null,
		text: '',
		settings: [],
		actor: schedule.actor,
		role: schedule.role,
		origin: originSchedule,
	};
}

function sleepOf(schedule: Schedule): Millis {
	if (schedule.back === 'never') {
		return 0;
	}
	const minutes = (schedule.backMinute - schedule.minute + DAY_MINUTES) % DAY_MINUTES;
	return schedule.back === 'immediately' ? IMMEDIATELY_MS : minutes * MINUTE;
}

/** The calendar of one card. UTC is null while the card's clock is not set: nothing is done then. */
export class Schedules {
	ports: SchedulePorts;
	/** Minutes to add to UTC for the card's zone. */
	zoneMinutes: number;
	states: ScheduleState[];

	constructor(ports: SchedulePorts, zoneMinutes: number, states: readonly ScheduleState[]) {
		this.ports = ports;
		this.zoneMinutes = zoneMinutes;
		this.states = states.slice();
	}

	/** Puts a schedule in, in place of one of the same id. Returns what is wrong with it, null when nothing is. */
	set(schedule: Schedule, utc: Millis | null): Refusal | null {
		const refused = refuseSchedule(schedule);
		if (refused !== null) {
			return refused;
		}
		const others = this.states.filter(each => each.schedule.id !== schedule.id);
		if (others.length >= SCHEDULES_MAX) {
			return {code: 'E_SCHEDULE_INVALID', sentence: `A card has at most ${SCHEDULES_MAX} schedules; remove one.`};
		}
		this.states = others.concat([{schedule: schedule, doneUtc: utc}]);
		return null;
	}

	/** Takes a schedule out; false where there is none of this id. */
	remove(id: string): boolean {
		const before = this.states.length;
		this.states = this.states.filter(each => each.schedule.id !== id);
		return this.states.length < before;
	}

	/** When something is to be done, UTC; Infinity when nothing is, or the clock is not set. */
	nextAt(utc: Millis | null): Millis {
		let next = Infinity;
		for (let i = 0; utc !== null && i < this.states.length; i++) {
			const done = this.states[i].doneUtc;
			next = Math.min(next, occurrenceAfter(this.states[i].schedule, done === null ? utc : done, this.zoneMinutes));
		}
		return next;
	}

	/** Does what is due at `utc`, which is `t` of the card; returns whether anything was. */
	due(utc: Millis | null, t: Millis): boolean {
		let any = false;
		for (let i = 0; utc !== null && i < this.states.length; i++) {
			any = this.dueOne(i, utc, t) || any;
		}
		return any;
	}

	dueOne(i: number, utc: Millis, t: Millis): boolean {
		const schedule = this.states[i].schedule;
		const done = this.states[i].doneUtc;
		const first = occurrenceAfter(schedule, done === null ? utc : done, this.zoneMinutes);
		if (done === null || first <= utc) {
			this.states[i] = {schedule: schedule, doneUtc: utc};
		}
		if (first > utc) {
			return false;
		}
		const last = this.lastUntil(schedule, first, utc);
		if (last !== first || utc - last > LATEST_MS) {
			this.skip(orderOf(schedule, first), 'it fell due while the card was off or its clock was not right', t);
		}
		if (utc - last <= LATEST_MS) {
			this.fire(orderOf(schedule, last), t);
		}
		return true;
	}

	/** The last occurrence not later than `utc`, of which `first` is the first. */
	lastUntil(schedule: Schedule, first: Millis, utc: Millis): Millis {
		const period = periodOf(schedule);
		return period === Infinity ? first : first + Math.floor((utc - first) / period) * period;
	}

	fire(order: Order, t: Millis): void {
		const verdict = this.ports.order(order, t);
		if (!verdict.accepted) {
			this.skip(order, `${verdict.code}: ${verdict.sentence}`, t);
		}
	}

	skip(order: Order, why: string, t: Millis): void {
		this.ports.card.logNoted(t, scheduledActionSkipped, phaseMomentary, order.command, {
			actor: order.actor,
			role: order.role,
			origin: order.origin,
			commandId: order.commandId,
			text: why,
		});
	}
}
