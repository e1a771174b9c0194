// The calendar of a running card: what it did is kept, so that nothing is done twice.

import type {Card} from '../../../agent/card.ts';
import type {CommandDesk} from '../../../agent/commands/desk.ts';
import {Schedules} from '../../../agent/schedules.ts';
import type {ScheduleState} from '../../../agent/schedules.ts';
import type {Millis} from '../../../core/clock.ts';
import type {KeptSchedules} from '../schedules-state.ts';

export interface SchedulesPlace {
	readonly kept: KeptSchedules;
	save(kept: KeptSchedules): void;
}

/** A calendar that is empty and stays so. */
export const noCalendar: SchedulesPlace = {kept: {zoneMinutes: 0, states: []}, save() {}};

export class AgentSchedules {
	readonly schedules: Schedules;
	readonly #place: SchedulesPlace;

	constructor(card: Card, desk: CommandDesk, place: SchedulesPlace) {
		const ports = {card, order: (order: Parameters<CommandDesk['order']>[0], t: Millis) => desk.order(order, t)};
		this.schedules = new Schedules(ports, place.kept.zoneMinutes, place.kept.states as readonly ScheduleState[]);
		this.#place = place;
	}

	/** Does what is due; kept before it is done, for a shutdown may end the card as well. */
	due(utc: Millis, t: Millis): void {
		if (this.schedules.nextAt(utc) <= utc) {
			this.#keepDone(utc);
			this.schedules.due(utc, t);
			this.#place.save({zoneMinutes: this.schedules.zoneMinutes, states: this.schedules.states});
		}
	}

	/** When something is to be done next, by the wall clock. */
	nextAt(utc: Millis): Millis {
		return this.schedules.nextAt(utc);
	}

	#keepDone(utc: Millis): void {
		const states = this.schedules.states.map(({schedule}) => ({schedule, doneUtc: utc}));
		this.#place.save({zoneMinutes: this.schedules.zoneMinutes, states});
	}
}
