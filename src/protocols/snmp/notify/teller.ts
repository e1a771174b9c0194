// From what cards log and tell to notifications in both vocabularies, in the order in which it happened.

import type {CardHouse, EventFacts} from '../../../agent/card-view.ts';
import type {LogEntry} from '../../../agent/card-rows.ts';
import type {Clock, Millis} from '../../../core/clock.ts';
import {MINUTE} from '../../../core/clock.ts';
import {INFORMATIONAL, PHASE_CLEAR, WARNING} from './notification.ts';
import type {Notification, ReadObject} from './notification.ts';
import {authenticationFailure, powernetTrap, standardTrap} from './powernet.ts';
import {alarmTrap, onBatteryTrap, testCompletedTrap} from './ups-traps.ts';

const SYS_OBJECT_ID = '1.3.6.1.2.1.1.2.0';
/** smartUPS2, which cards of the field answer (snmp.md (b)). */
const SMART_UPS = '1.3.6.1.4.1.318.1.3.27';
const ENABLE_AUTHEN_TRAPS = '1.3.6.1.2.1.11.30.0';
const DISABLED = 2;
const ON_BATTERY = 'onBattery';
/** Events whose clear is the end of a test. */
const tests: readonly string[] = ['selfTesting', 'calibrating'];

export interface TellerOptions {
	readonly house: CardHouse;
	readonly clock: Clock;
	readonly read: ReadObject;
	tell(card: number, notification: Notification): void;
}

interface Again {
	readonly card: number;
	readonly at: Millis;
}

/** What RFC 1628 makes of the log, and PowerNet of what people are told. */
export class Teller {
	#options: TellerOptions;
	/** Indices in upsAlarmTable of the events that hold, by card and event. */
	#alarmIds = new Map<string, number>();
	#onBattery = new Set<number>();
	/** When upsTrapOnBattery is sent again; all wait equally long, so that the first to come is the first to go. */
	#again: Again[] = [];
	#cancel: () => void = () => {};

	constructor(options: TellerOptions) {
		this.#options = options;
		for (let card = 0; card < options.house.count; card++) {
			this.#takeUp(card);
		}
	}

	/** An entry that people are told of. */
	noticed(card: number, entry: LogEntry): void {
		const facts = this.#options.house.event(entry.event);
		if (facts === null) {
			return;
		}
		const isMuted = facts.name === authenticationFailure && !this.#tellsRefusals(card);
		const notification = powernetTrap(facts, entry) ?? (isMuted ? null : standardTrap(facts, this.#sysObjectId(card)));
		if (notification !== null && facts.severity >= INFORMATIONAL) {
			this.#options.tell(card, notification);
		}
	}

	/** An entry of the log. */
	logged(card: number, entry: LogEntry): void {
		const facts = this.#options.house.event(entry.event);
		if (facts === null) {
			return;
		}
		// Nobody is told of events without a grade; the standard wants to hear of a port that came up all the same.
		const standard = facts.severity < INFORMATIONAL ? standardTrap(facts, this.#sysObjectId(card)) : null;
		const alarm = alarmTrap(facts, entry, this.#alarmId(card, facts, entry));
		for (const notification of [standard, alarm]) {
			if (notification !== null) {
				this.#options.tell(card, notification);
			}
		}
		this.#follow(card, facts, entry);
	}

	/** Tells that cards have started. */
	started(card: number, event: 'coldStart' | 'warmStart'): void {
		const facts = this.#options.house.eventByName(event);
		const notification = facts === null ? null : standardTrap(facts, this.#sysObjectId(card));
		if (notification !== null) {
			this.#options.tell(card, notification);
		}
	}

	close(): void {
		this.#cancel();
		this.#again = [];
	}

	#follow(card: number, facts: EventFacts, entry: LogEntry): void {
		const isClear = entry.phase === PHASE_CLEAR;
		if (facts.name === ON_BATTERY && isClear) {
			this.#onBattery.delete(card);
		} else if (facts.name === ON_BATTERY) {
			this.#onBattery.add(card);
			this.#options.tell(card, onBatteryTrap(this.#options.read, card, WARNING));
			this.#tellAgain(card);
		} else if (isClear && tests.includes(facts.name)) {
			this.#options.tell(card, testCompletedTrap(this.#options.read, card));
		}
	}

	/** What already holds when this begins. */
	#takeUp(card: number): void {
		const view = this.#options.house.view(card);
		view.look();
		for (const {event, number} of view.held()) {
			this.#alarmIds.set(`${card} ${event}`, number);
		}
		if (view.holds(ON_BATTERY)) {
			this.#onBattery.add(card);
			this.#tellAgain(card);
		}
	}

	/** The row's index is the sequence of the entry that set the event, as in HeldEvent. */
	#alarmId(card: number, facts: EventFacts, entry: LogEntry): number {
		const key = `${card} ${facts.id}`;
		if (entry.phase !== PHASE_CLEAR) {
			if (facts.paired && facts.rfcAlarm > 0) {
				this.#alarmIds.set(key, entry.sequence);
			}
			return entry.sequence;
		}
		const alarmId = this.#alarmIds.get(key) ?? facts.id;
		this.#alarmIds.delete(key);
		return alarmId;
	}

	#tellAgain(card: number): void {
		this.#again.push({card, at: this.#options.clock.now() + MINUTE});
		if (this.#again.length === 1) {
			this.#cancel = this.#options.clock.after(MINUTE, () => this.#due());
		}
	}

	#due(): void {
		const options = this.#options;
		const {clock} = options;
		const now = clock.now();
		const cards = this.#again.filter(one => one.at <= now).map(one => one.card);
		this.#again = this.#again.filter(one => one.at > now);
		for (const card of cards) {
			if (this.#onBattery.has(card)) {
				options.tell(card, onBatteryTrap(options.read, card, WARNING));
				this.#again.push({card, at: now + MINUTE});
			}
		}
		const next = this.#again[0];
		if (next !== undefined) {
			this.#cancel = clock.after(next.at - now, () => this.#due());
		}
	}

	#sysObjectId(card: number): string {
		return String(this.#options.read(card, SYS_OBJECT_ID)?.value ?? SMART_UPS);
	}

	#tellsRefusals(card: number): boolean {
		return this.#options.read(card, ENABLE_AUTHEN_TRAPS)?.value !== DISABLED;
	}
}
