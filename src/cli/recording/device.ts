// The card that a recording is of: the model of the catalogue that is nearest to it, its names, and its settings.

import type {CardHouse, CardIdentity, CardView} from '../../agent/card-view.ts';
import {originConfigFile, superUser} from '../../agent/roles.ts';
import type {SettingChange} from '../../agent/settings/desk.ts';
import {dateDays} from '../../agent/settings/dates.ts';
import {kindText} from '../../agent/settings/setting-row.ts';
import {findModel, models} from '../../ups/catalogue.ts';
import type {UpsModel} from '../../ups/model.ts';
import {factRows, settingPlaces} from './device-rows.ts';
import type {Conversion, FactName} from './device-rows.ts';

/** What a file says, by OID or by NUT's name; texts and numbers as they are written. */
export type RecordedValues = ReadonlyMap<string, string>;

export interface RecordedDevice {
	readonly model: UpsModel;
	readonly facts: Readonly<Partial<Record<FactName, string>>>;
	readonly values: RecordedValues;
}

/** Words that stand for a value that is not there. */
const unknownTexts = ['', 'unknown', 'n/a', '-1', '<private>'];
/** Who makes the settings what a file says. */
const takesRecording = {actor: '', role: superUser, origin: originConfigFile};
const CENTISECONDS = 100;
const SECONDS_A_MINUTE = 60;

function isKnown(text: string | undefined): text is string {
	return text !== undefined && !unknownTexts.includes(text.trim().toLowerCase()) && !/^\.+$/.test(text);
}

function factsOf(values: RecordedValues): Partial<Record<FactName, string>> {
	const facts: Partial<Record<FactName, string>> = {};
	for (const {fact, places} of factRows) {
		const found = places.map(place => values.get(place)).find(isKnown);
		if (found !== undefined) {
			facts[fact] = found.trim();
		}
	}
	return facts;
}

/** The last number of three digits or more in a name: Smart-UPS X 750 is of 750 VA. */
function namedVoltAmperes(name: string): number {
	return Number(name.match(/\d{3,}/g)?.at(-1) ?? Number.NaN);
}

function wordsOf(text: string): string[] {
	return text.replace(/[()]/g, '').toLowerCase().split(' ');
}

/** How far a model is from what is recorded: rating first, then voltage, then the words of its family. */
function distance(model: UpsModel, facts: Partial<Record<FactName, string>>): number {
	const name = facts.modelName ?? '';
	const voltAmperes = Number(facts.voltAmperes) > 0 ? Number(facts.voltAmperes) : namedVoltAmperes(name);
	const rating = voltAmperes > 0 ? Math.abs(Math.log(model.ratedVoltAmperes / voltAmperes)) : 0;
	const volts = Number(facts.volts) > 0 ? Math.abs(Math.log(model.nominalVolts / Number(facts.volts))) : 0;
	const words = wordsOf(model.family);
	const named = wordsOf(name).filter(word => !/^\d+$/.test(word));
	const missing =
		words.filter(word => !named.includes(word)).length + named.filter(word => !words.includes(word)).length;
	const groups = facts.groups === undefined ? 0 : Math.abs(model.switchedGroups + 1 - Number(facts.groups));
	return 10 * rating + 3 * volts + groups / 2 + missing / 10;
}

function modelOf(facts: Partial<Record<FactName, string>>): UpsModel {
	const named = facts.sku === undefined ? null : findModel(facts.sku);
	if (named !== null) {
		return named;
	}
	const ranked = models().map(model => ({model, far: distance(model, facts)}));
	return ranked.reduce((best, each) => (each.far < best.far ? each : best)).model;
}

/** Ratings that differ by less are the same type, told in other words. */
const SAME_RATING = 0.02;
/** Transfer points and ratings go with the voltage class. */
const voltClasses: readonly number[] = [100, 120, 208, 230];

function nearest(values: readonly number[], to: number): number {
	return values.reduce((best, each) => (Math.abs(each - to) < Math.abs(best - to) ? each : best));
}

function differs(a: number, b: number): boolean {
	return Math.abs(a / b - 1) > SAME_RATING;
}

/** `model` with the ratings of the recording, its battery and its window in proportion. */
function ratedAs(model: UpsModel, facts: Partial<Record<FactName, string>>): UpsModel {
	const voltAmperes = Number(facts.voltAmperes) || namedVoltAmperes(facts.modelName ?? '') || model.ratedVoltAmperes;
	const watts = Number(facts.watts) || (model.ratedWatts * voltAmperes) / model.ratedVoltAmperes;
	const volts = Number(facts.volts) > 0 ? nearest(voltClasses, Number(facts.volts)) : model.nominalVolts;
	const otherVolts = nearest(voltClasses, model.nominalVolts) !== volts;
	if (!differs(voltAmperes, model.ratedVoltAmperes) && !differs(watts, model.ratedWatts) && !otherVolts) {
		return model;
	}
	const size = watts / model.ratedWatts;
	const scale = otherVolts ? volts / model.nominalVolts : 1;
	const {battery, window} = model;
	return {
		...model,
		ratedVoltAmperes: Math.round(voltAmperes),
		ratedWatts: Math.round(watts),
		nominalVolts: otherVolts ? volts : model.nominalVolts,
		window: {
			batteryBelow: Math.round(window.batteryBelow * scale),
			boostBelow: Math.round(window.boostBelow * scale),
			trimAbove: Math.round(window.trimAbove * scale),
			batteryAbove: Math.round(window.batteryAbove * scale),
		},
		ampereHours: model.ampereHours * size,
		battery: {...battery, capacityWmin: battery.capacityWmin * size, idleWatts: battery.idleWatts * size},
		assumed: [...model.assumed, 'battery', 'window'],
	};
}

/** Makes of the values of a file what they say about the device. */
export function deviceOf(values: RecordedValues): RecordedDevice {
	const facts = factsOf(values);
	return {model: ratedAs(modelOf(facts), facts), facts, values};
}

/** mm/dd/yy, mm/dd/yyyy, yyyy/mm/dd and yyyy-mm-dd as 2026-11-24; '' where it is none. */
export function isoDate(text: string): string {
	const us = /^(\d\d)\/(\d\d)\/(\d\d|\d{4})$/.exec(text);
	if (us !== null) {
		const year = us[3].length === 4 ? us[3] : Number(us[3]) < 70 ? `20${us[3]}` : `19${us[3]}`;
		return `${year}-${us[1]}-${us[2]}`;
	}
	const iso = /^(\d{4})[/-](\d\d)[/-](\d\d)$/.exec(text);
	return iso === null ? '' : iso.slice(1).join('-');
}

const conversions: Readonly<Record<Conversion, (text: string) => number | string | null>> = {
	same: text => (text.trim() !== '' && Number.isFinite(Number(text)) ? Math.round(Number(text)) : text),
	ticksToSeconds: text => Math.round(Number(text) / CENTISECONDS),
	minutesToSeconds: text => Number(text) * SECONDS_A_MINUTE,
	date: text => (dateDays(isoDate(text)) < 0 ? null : isoDate(text)),
	sensitivity: text => (/^\d+$/.test(text) ? Number(text) : text.toLowerCase()),
	schedule: text => (Number(text) === 1 ? null : Number(text)),
};

/** The settings of a recording as this UPS can have them: rounded where a card would round, left out where it has none. */
export function settingsFrom(device: RecordedDevice, card: CardView): SettingChange[] {
	const changes = new Map<string, SettingChange>();
	for (const {key, place, conversion} of settingPlaces) {
		const text = device.values.get(place);
		const value = isKnown(text) ? conversions[conversion](text.trim()) : null;
		const state = card.setting(key);
		if (value !== null && state !== null && !changes.has(key)) {
			const asWritten = state.kind === kindText ? String(value) : value;
			const fitting = typeof asWritten === 'number' ? card.rounded(key, asWritten) : asWritten;
			if (card.check([{key, value: fitting}], takesRecording).problems.length === 0) {
				changes.set(key, {key, value: fitting});
			}
		}
	}
	return [...changes.values()];
}

/** Houses whose cards can be told who they are. */
export interface TellableHouse extends CardHouse {
	identify(card: number, identity: CardIdentity): void;
}

/**
 * Makes every card of a house the recorded device; its own serial number only where it is alone. The settings only where they
 * are new: a card that goes on keeps what it was set to since.
 */
export function applyRecording(house: TellableHouse, device: RecordedDevice, isNew: boolean): void {
	for (let card = 0; card < house.count; card++) {
		const view = house.view(card);
		house.identify(card, identityOf(device, view.identity, house.count === 1));
		if (isNew) {
			view.change(settingsFrom(device, view), takesRecording);
		}
	}
}

/** What the card says of itself where the recording says so; `base` gives the rest. Its serial number only where `own`. */
export function identityOf(device: RecordedDevice, base: CardIdentity, own: boolean): CardIdentity {
	const {facts, values} = device;
	const part = (label: string): string | undefined =>
		new RegExp(`${label}: ?(\\S+)`).exec(facts.sysDescr ?? '')?.[1]?.replace(/\)$/, '');
	const made = dateDays(isoDate(facts.made ?? ''));
	return {
		...base,
		vendor: facts.vendor ?? base.vendor,
		sku: facts.sku ?? base.sku,
		modelName: facts.modelName ?? base.modelName,
		upsFirmware: facts.upsFirmware ?? base.upsFirmware,
		cardFirmware: part('AF1') ?? base.cardFirmware,
		cardModel: part('MN') ?? base.cardModel,
		serial: own ? (facts.serial ?? base.serial) : base.serial,
		cardSerial: own ? (part('SN') ?? base.cardSerial) : base.cardSerial,
		macAddress: own ? (macOf(facts.macAddress) ?? base.macAddress) : base.macAddress,
		manufacturedDay: made < 0 ? base.manufacturedDay : made,
		recorded: Object.fromEntries(values),
	};
}

/** Six bytes, one a character or as hex with colons; undefined where it is neither. */
function macOf(text: string | undefined): string | undefined {
	if (text?.length === 6) {
		return Buffer.from(text, 'latin1').toString('hex').match(/../g)?.join(':');
	}
	return text !== undefined && /^([\da-f]{2}:){5}[\da-f]{2}$/i.test(text) ? text.toLowerCase() : undefined;
}
