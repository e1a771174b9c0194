// The settings that a real UPS keeps in its registers. What was written is read back: what the UPS says then is what holds.

import {findSetting, settings} from '../../../agent/settings/catalogue.ts';
import type {UpsSettings} from '../../../agent/settings/desk.ts';
import type {SettingValue} from '../../../agent/settings/setting-row.ts';
import type {LinkedIdentity} from '../../../link/identity.ts';
import {inventoryBlock, settingsBlock} from '../../../link/image.ts';
import type {Block, RegisterImage} from '../../../link/image.ts';
import type {Write} from '../../../link/orders.ts';
import {linkedSettings, settingIn, settingWrite} from '../../../link/settings.ts';
import type {LinkedSetting} from '../../../link/settings.ts';

/** What the settings need of the link. */
export interface SettingsLink {
	readonly image: RegisterImage;
	write(write: Write, shownBy: Block, done: (failure: Error | null) => void): void;
	/** Tells a person that a setting is not as it was to be. */
	note(text: string): void;
}

/** Settings of the UPS that the card itself acts on. */
const ofCard: readonly string[] = ['ups.battery.healthWarning', 'ups.battery.healthSnooze'];

export class LinkedSettings implements UpsSettings {
	readonly #link: SettingsLink;
	readonly #byId = new Map<number, LinkedSetting>();
	/** What is on its way to the UPS. */
	readonly #written = new Map<number, SettingValue>();
	readonly #lacked = new Set<number>();

	constructor(link: SettingsLink, identity: LinkedIdentity) {
		this.#link = link;
		for (const setting of linkedSettings(identity)) {
			this.#byId.set(findSetting(setting.key)?.id ?? 0, setting);
		}
		for (const {id, key, ofUps} of settings) {
			if (ofUps && !ofCard.includes(key) && !this.#byId.has(id)) {
				this.#lacked.add(id);
			}
		}
	}

	has(id: number): boolean {
		const setting = this.#byId.get(id);
		return setting !== undefined && settingIn(this.#link.image, setting) !== null;
	}

	/** What no register tells, and what this UPS has no register for. */
	lacks(id: number): boolean {
		return this.#lacked.has(id) || (this.#byId.has(id) && !this.has(id));
	}

	read(id: number): SettingValue {
		const setting = this.#byId.get(id);
		return this.#written.get(id) ?? (setting === undefined ? 0 : (settingIn(this.#link.image, setting) ?? 0));
	}

	write(id: number, value: SettingValue): void {
		const setting = this.#byId.get(id);
		if (setting === undefined) {
			return;
		}
		const write = settingWrite(setting, value);
		this.#written.set(id, value);
		this.#link.write(write, write.address < settingsBlock.address ? inventoryBlock : settingsBlock, failure => {
			this.#written.delete(id);
			this.#check(setting, value, failure);
		});
	}

	#check(setting: LinkedSetting, wanted: SettingValue, failure: Error | null): void {
		const now = settingIn(this.#link.image, setting);
		if (failure !== null) {
			this.#link.note(`${setting.key} was not set: ${failure.message}.`);
		} else if (String(now) !== String(wanted)) {
			this.#link.note(`The UPS did not take ${String(wanted)} for ${setting.key}; it stays ${String(now)}.`);
		}
	}
}
