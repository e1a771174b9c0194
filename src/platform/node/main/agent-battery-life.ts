// The life of the battery by date, on a running card. An acknowledgement does not outlive a restart: like every alarm that
// holds, the warning is then set anew.

import {BatteryLifeRows, observeBatteryLife, temperatureOf} from '../../../agent/battery-life.ts';
import type {Card} from '../../../agent/card.ts';
import {findSetting} from '../../../agent/settings/catalogue.ts';
import type {SettingsDesk} from '../../../agent/settings/desk.ts';
import {DAY} from '../../../core/clock.ts';
import type {Millis} from '../../../core/clock.ts';

/** 2000-01-01, from which settings count days. */
const EPOCH_2000_MS = 946_684_800_000;
const installed = findSetting('ups.battery.installed')?.id ?? 0;
const warning = findSetting('ups.battery.healthWarning')?.id ?? 0;
const snooze = findSetting('ups.battery.healthSnooze')?.id ?? 0;

export class AgentBatteryLife {
	readonly rows = new BatteryLifeRows(1);
	readonly #desk: SettingsDesk;

	constructor(desk: SettingsDesk) {
		this.#desk = desk;
	}

	/** Looks at a full reading row; `utcMs` is the wall clock. What changed is in the card's log. */
	observe(card: Card, row: Int32Array, t: Millis, utcMs: Millis): void {
		const day = this.#desk.number(installed);
		const settings = {
			// A UPS that does not say, or was never told, has day 0.
			installedDay: day > 0 ? day : Number.NaN,
			today: Math.floor((utcMs - EPOCH_2000_MS) / DAY),
			warningDays: this.#desk.number(warning),
			snoozeDays: this.#desk.number(snooze),
		};
		observeBatteryLife(this.rows, card, this.#desk.rating, settings, temperatureOf(row, 0), t);
	}
}
