// A card with its settings over a simulated UPS, for the tests of settings.

import {Card} from '../../../src/agent/card.ts';
import {CardRows} from '../../../src/agent/card-rows.ts';
import {originConsole, superUser} from '../../../src/agent/roles.ts';
import type {EventNote} from '../../../src/agent/roles.ts';
import {SettingsDesk, SettingsRows} from '../../../src/agent/settings/desk.ts';
import {InProcessSettings} from '../../../src/agent/settings/in-process.ts';
import {findModel} from '../../../src/ups/catalogue.ts';
import type {UpsModel} from '../../../src/ups/model.ts';
import {ratingOf} from '../../../src/ups/rating.ts';
import type {Rating} from '../../../src/ups/rating.ts';
import type {Ups} from '../../../src/ups/row.ts';
import {newUps} from '../../helpers/ref-model.ts';

/** 2026-11-24 00:00 UTC, a Tuesday. */
export const START_UTC = Date.UTC(2026, 10, 24);

export const someone: EventNote = {actor: 'admin', role: superUser, origin: originConsole, commandId: '', text: ''};

export function model(sku: string): UpsModel {
	const found = findModel(sku);
	if (found === null) {
		throw new Error(`no model ${sku}`);
	}
	return found;
}

export function rating(sku: string): Rating {
	return ratingOf(model(sku));
}

export interface Rig {
	readonly ups: Ups;
	readonly card: Card;
	readonly desk: SettingsDesk;
	readonly rows: SettingsRows;
	/** Time of UPS and card. */
	readonly clock: {t: number};
}

export function newRig(sku: string): Rig {
	const ups = newUps(model(sku), 100);
	const rows = new SettingsRows(1);
	const clock = {t: 0};
	const port = new InProcessSettings(ups, () => clock.t, START_UTC);
	const desk = new SettingsDesk(rows, 0, ups.rating, port);
	const card = new Card(new CardRows(1, 64), 0, {logged: () => {}});
	return {ups, card, desk, rows, clock};
}
