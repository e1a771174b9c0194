// The settings as commands reach them: who may change what, and the first thing that is wrong in one sentence.

import type {ErrorCode} from '../../core/error-codes.ts';
import type {Millis} from '../../core/clock.ts';
import type {Card} from '../card.ts';
import {administrator, deviceUser, roleNames, superUser} from '../roles.ts';
import type {EventNote} from '../roles.ts';
import {findSetting} from './catalogue.ts';
import type {SettingChange, SettingsDesk} from './desk.ts';

/** Whether a role may change a setting: a device user those of the UPS, administrators all (nmc.md 12). */
export function mayChange(role: number, ofUps: boolean): boolean {
	return role === superUser || role === administrator || (role === deviceUser && ofUps);
}

/** Why something is not done, and what would be right. */
export interface SettingRefusal {
	readonly code: ErrorCode;
	readonly sentence: string;
}

/** The settings of many cards. `deskOf` and `cardOf` move a view to a card, or make one. */
export class DeskPort {
	deskOf: (card: number) => SettingsDesk;
	cardOf: (card: number) => Card;

	constructor(deskOf: (card: number) => SettingsDesk, cardOf: (card: number) => Card) {
		this.deskOf = deskOf;
		this.cardOf = cardOf;
	}

	/** The first thing that is wrong with `changes`, asked for by an account of this role; null when nothing is. */
	check(card: number, changes: readonly SettingChange[], role: number): SettingRefusal | null {
		for (let i = 0; i < changes.length; i++) {
			const row = findSetting(changes[i].key);
			if (row !== null && !mayChange(role, row.ofUps)) {
				return forbidden(row.key, role, row.ofUps);
			}
		}
		const problems = this.deskOf(card).check(changes).problems;
		return problems.length === 0 ? null : {code: problems[0].code, sentence: problems[0].message};
	}

	/** Makes all of `changes`, which have been checked, and tells of it as one event. */
	apply(card: number, changes: readonly SettingChange[], t: Millis, note: EventNote): void {
		this.deskOf(card).apply(changes, t, this.cardOf(card), note);
	}
}

/** The refusal of a change that a role may not make. */
export function forbidden(
	key: string,
	role: number,
	ofUps: boolean,
): SettingRefusal & {readonly code: 'E_COMMAND_FORBIDDEN'} {
	const able = ofUps ? 'a device user, an administrator or the super user' : 'an administrator or the super user';
	return {
		code: 'E_COMMAND_FORBIDDEN',
		sentence: `The role ${roleNames[role] || 'none'} may not change ${key}; that takes ${able}.`,
	};
}
