// The settings of a running card: kept before anything is told of a change, and in force when the card begins.

import {createHash} from 'node:crypto';
import type {Card} from '../../../agent/card.ts';
import {phaseMomentary} from '../../../agent/card.ts';
import {findEvent} from '../../../agent/events.ts';
import {originConfigFile} from '../../../agent/roles.ts';
import type {EventNote} from '../../../agent/roles.ts';
import {findSetting} from '../../../agent/settings/catalogue.ts';
import {SettingsDesk, SettingsRows} from '../../../agent/settings/desk.ts';
import type {Checked, SettingChange, SettingsState} from '../../../agent/settings/desk.ts';
import type {Millis} from '../../../core/clock.ts';
import {SECOND} from '../../../core/clock.ts';
import type {KeptSettings} from '../settings-state.ts';
import type {UpsWorld} from './ups-world.ts';

const DIGEST_BYTES = 8;
const settingsChanged = findEvent('settingsChanged')?.id ?? 0;
const sampleInterval = findSetting('telemetry.sampleInterval')?.id ?? 0;
const dataInterval = findSetting('log.data.interval')?.id ?? 0;

export interface SettingsPlace {
	/** What an earlier run kept; null when nothing was. */
	readonly kept: KeptSettings | null;
	/** Returns when the settings are safe. */
	save(settings: KeptSettings): void;
}

/** A place for settings that end with the process. */
export const nowhere: SettingsPlace = {kept: null, save() {}};

export class AgentSettings {
	readonly desk: SettingsDesk;
	readonly place: SettingsPlace;
	/** What was kept and is nothing that this version or this UPS takes, in words. */
	readonly dropped: readonly string[];
	#untold: readonly string[];
	/** Whether the UPS keeps its own settings, and may have been set at its panel meanwhile. */
	readonly #upsKeepsItsOwn: boolean;

	constructor({rating, settings, state}: Pick<UpsWorld, 'rating' | 'settings' | 'state'>, place: SettingsPlace) {
		this.place = place;
		this.#upsKeepsItsOwn = state.linked;
		this.desk = new SettingsDesk(new SettingsRows(1), 0, rating, settings);
		const values = place.kept?.values ?? {};
		const mine = this.#ofCard(values);
		const left = Object.keys(values).filter(key => !(key in mine));
		this.dropped = [
			...this.desk.restore(mine).map(({message}) => message),
			...left.map(key => `${key} is what the UPS itself says; set it while the card runs`),
		];
		this.#untold = place.kept?.untold ?? [];
		// Whoever changes a setting, by an order too, changes it for the next start.
		this.desk.applied = () => this.#save();
	}

	/** Makes all changes or none; they are kept when this returns, and in the card's log. */
	apply(changes: readonly SettingChange[], t: Millis, card: Card, note: EventNote): Checked {
		return this.desk.apply(changes, t, card, note);
	}

	/** Tells of what a file changed while the card was not running. */
	tellUntold(card: Card, t: Millis): void {
		const keys = this.#untold;
		if (keys.length > 0) {
			const note = {actor: '', role: 0, origin: originConfigFile, commandId: '', text: keys.join(' ')};
			card.logNoted(t, settingsChanged, phaseMomentary, keys.length, note);
			this.#untold = [];
			this.#save();
		}
	}

	/** Another one when any setting is another one. */
	digest(): Uint8Array {
		return createHash('sha256').update(this.desk.digestText()).digest().subarray(0, DIGEST_BYTES);
	}

	get sampleIntervalMs(): Millis {
		return this.desk.number(sampleInterval) * SECOND;
	}

	/** Between lines of the data log; 0 is off. */
	get dataIntervalMs(): Millis {
		return this.desk.number(dataInterval) * SECOND;
	}

	#save(): void {
		this.place.save({values: this.#ofCard(this.desk.state()), untold: this.#untold});
	}

	/** What the card keeps and not the UPS. */
	#ofCard(values: SettingsState): SettingsState {
		const {ups} = this.desk;
		const isCards = (key: string): boolean => {
			const id = findSetting(key)?.id ?? 0;
			return !this.#upsKeepsItsOwn || !(ups.has(id) || ups.lacks(id));
		};
		return Object.fromEntries(Object.entries(values).filter(([key]) => isCards(key)));
	}
}
