// The settings of one card, as commands change them: by the rules of the settings and by the role of who asks (nmc.md 12).

import type {Millis} from '../../core/clock.ts';
import type {Card} from '../card.ts';
import {administrator, deviceUser} from '../roles.ts';
import type {EventNote} from '../roles.ts';
import {findSetting} from '../settings/catalogue.ts';
import type {SettingsDesk} from '../settings/desk.ts';
import type {Refusal, SettingChange, SettingsPort} from './ports.ts';

/** Settings behind a desk, which whoever moves the card moves. */
export class DeskSettings implements SettingsPort {
	desk: SettingsDesk;
	card: Card;

	constructor(desk: SettingsDesk, card: Card) {
		this.desk = desk;
		this.card = card;
	}

	check(_card: number, changes: readonly SettingChange[], role: number): Refusal | null {
		const problems = this.desk.check(changes).problems;
		if (problems.length > 0) {
			return {code: problems[0].code, sentence: problems[0].message};
		}
		for (let i = 0; i < changes.length; i++) {
			const row = findSetting(changes[i].key);
			const allowed = row !== null && row.ofUps ? deviceUser : administrator;
			if (role < 1 || role > allowed) {
				const sentence = `${changes[i].key} is a setting of the card; it takes a superUser or an administrator.`;
				return {code: 'E_COMMAND_FORBIDDEN', sentence: sentence};
			}
		}
		return null;
	}

	apply(_card: number, changes: readonly SettingChange[], t: Millis, note: EventNote): void {
		this.desk.apply(changes, t, this.card, note);
	}
}
