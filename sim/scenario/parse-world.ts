// The part of a scenario that says what there is: sites and devices.

import type {LoadProfile} from '../fleet/load-profile.ts';
import type {DisturbanceKind, DisturbanceRates} from '../grid/site-grid.ts';
import type {Field, Fields, Reader} from './reader.ts';
import type {DevicePlan, SitePlan} from './scenario.ts';
import {suggestion} from './nearest.ts';
import {nameOf, numberOf, required} from './values.ts';
import type {NumberRule} from './values.ts';
import type {Vocabulary} from './vocabulary.ts';

export const DEFAULT_SITE = 'main';
const DEFAULT_LOAD_PERCENT = 30;
const DEFAULT_AMBIENT_CELSIUS = 25;
/** What the tables of one process are made for, with room to spare. */
export const MOST_CARDS = 200_000;

export const countRule: NumberRule = {min: 1, max: MOST_CARDS, unit: 'cards', whole: true};
export const ambientRule: NumberRule = {min: -20, max: 60, unit: '°C'};
export const ageRule: NumberRule = {min: 0, max: 15, unit: 'years'};
export const voltsRule: NumberRule = {min: 80, max: 300, unit: 'V'};
export const hertzRule: NumberRule = {min: 45, max: 65, unit: 'Hz'};

const deviceKeys = ['count', 'model', 'models', 'site', 'load', 'profile', 'ambient', 'age', 'labels'];
export const profiles: readonly LoadProfile[] = ['constant', 'wander', 'office'];

/** Key in the file by kind of disturbance. */
export const rateKeys: Readonly<Record<DisturbanceKind, string>> = {
	sag: 'sagsPerDay',
	swell: 'swellsPerDay',
	flicker: 'flickersPerDay',
	outage: 'outagesPerDay',
};
export const rateRule: NumberRule = {min: 0, max: 10_000, unit: 'a day'};

/** A card's id is its site's name and a number, 32 characters in all. */
export const LONGEST_SITE = 24;
export const siteName = /^[a-z0-9-]+$/;

export const MOST_LABELS = 20;
export const LONGEST_LABEL = 32;
export const labelForm = /^[a-z0-9-]+$/;

/** The sites of the file; the one site there is where it names none. */
export function readSites(reader: Reader, field: Field | undefined): SitePlan[] {
	if (field === undefined) {
		return [{name: DEFAULT_SITE, volts: null, hertz: null, disturbances: {}}];
	}
	const sites = Array.from(reader.map(field, null), ([name, site]) => readSite(reader, name, site));
	if (sites.length === 0 && reader.isMap(field)) {
		reader.refuse(field, `must hold at least one site; leave it out for one site called ${DEFAULT_SITE}`);
	}
	return sites;
}

function readSite(reader: Reader, name: string, field: Field): SitePlan {
	if (name.length > LONGEST_SITE || !siteName.test(name)) {
		reader.refuse(field, `a site's name is 1 to ${LONGEST_SITE} characters of a-z, 0-9 and -`);
	}
	// `north:` without more is a site that has nothing of its own.
	const fields: Fields =
		reader.value(field) === null ? new Map() : reader.map(field, ['volts', 'hertz', 'disturbances']);
	return {
		name,
		volts: orNull(reader, fields.get('volts'), voltsRule),
		hertz: orNull(reader, fields.get('hertz'), hertzRule),
		disturbances: readRates(reader, fields.get('disturbances')),
	};
}

function orNull(reader: Reader, field: Field | undefined, rule: NumberRule): number | null {
	const value = numberOf(reader, field, rule, Number.NaN);
	return Number.isNaN(value) ? null : value;
}

function readRates(reader: Reader, field: Field | undefined): DisturbanceRates {
	if (field === undefined) {
		return {};
	}
	const fields = reader.map(field, Object.values(rateKeys));
	const rates: Partial<Record<DisturbanceKind, number>> = {};
	for (const kind of Object.keys(rateKeys) as DisturbanceKind[]) {
		const rate = numberOf(reader, fields.get(rateKeys[kind]), rateRule, 0);
		if (rate > 0) {
			rates[kind] = rate;
		}
	}
	return rates;
}

/** The devices of the file: one map, or a list of them. */
export function readDevices(
	reader: Reader,
	field: Field | undefined,
	sites: readonly SitePlan[],
	vocabulary: Vocabulary,
): DevicePlan[] {
	if (field === undefined) {
		return [];
	}
	const devices = reader.listOrOne(field).map(device => readDevice(reader, device, sites, vocabulary));
	const count = devices.reduce((sum, device) => sum + device.count, 0);
	if (count > MOST_CARDS) {
		reader.refuse(field, `${count} cards in all; there may be at most ${MOST_CARDS}`);
	} else if (devices.length === 0 && reader.isList(field)) {
		reader.refuse(field, 'must hold at least one map, such as {count: 3, model: SMT750I}');
	}
	return devices;
}

function readDevice(reader: Reader, field: Field, sites: readonly SitePlan[], vocabulary: Vocabulary): DevicePlan {
	const fields = reader.map(field, deviceKeys);
	const count = required(reader, field, fields, 'count', 'how many cards, such as count: 3');
	const profile = fields.get('profile');
	const site = readSiteOf(reader, field, fields.get('site'), sites);
	return {
		count: numberOf(reader, count, countRule, 1),
		site: site?.name ?? DEFAULT_SITE,
		models: readModels(reader, field, fields, vocabulary, site),
		loadPercent: readLoad(reader, fields.get('load')),
		profile: profile === undefined ? 'constant' : (nameOf(reader, profile, profiles, 'load profile') ?? 'constant'),
		ambientCelsius: numberOf(reader, fields.get('ambient'), ambientRule, DEFAULT_AMBIENT_CELSIUS),
		ageYears: numberOf(reader, fields.get('age'), ageRule, 0),
		labels: readLabels(reader, fields.get('labels')),
	};
}

/** One label, or a list of them; each once. */
function readLabels(reader: Reader, field: Field | undefined): string[] {
	if (field === undefined) {
		return [];
	}
	const items = reader.listOrOne(field);
	if (items.length === 0 || items.length > MOST_LABELS) {
		reader.refuse(field, `must be 1 to ${MOST_LABELS} labels, not ${items.length}; leave it out for none`);
	}
	const labels = new Set<string>();
	for (const item of items) {
		const label = String(reader.value(item));
		if (label.length > LONGEST_LABEL || !labelForm.test(label)) {
			reader.refuse(item, `a label is 1 to ${LONGEST_LABEL} characters of a-z, 0-9 and -, not ${reader.shown(item)}`);
		} else if (labels.has(label)) {
			reader.refuse(item, `the label ${label} stands twice; remove one`);
		}
		labels.add(label);
	}
	return [...labels];
}

function readSiteOf(
	reader: Reader,
	device: Field,
	field: Field | undefined,
	sites: readonly SitePlan[],
): SitePlan | undefined {
	const names = sites.map(({name}) => name);
	if (field === undefined) {
		const main = sites.find(({name}) => name === DEFAULT_SITE);
		if (main === undefined && names.length > 0 && reader.isMap(device)) {
			reader.refuse(device, `site is missing: one of ${names.join(', ')}`);
		}
		return main;
	}
	const name = nameOf(reader, field, names, 'site of this scenario');
	return sites.find(site => site.name === name);
}

function readModels(
	reader: Reader,
	device: Field,
	fields: Fields,
	vocabulary: Vocabulary,
	site: SitePlan | undefined,
): string[] {
	const one = fields.get('model');
	const several = fields.get('models');
	if ((one === undefined) === (several === undefined) && reader.isMap(device)) {
		reader.refuse(device, 'must have either model (one SKU) or models (a list of SKUs, dealt out in turn)');
	}
	const items = [...(one === undefined ? [] : [one]), ...(several === undefined ? [] : reader.list(several))];
	if (several !== undefined && reader.isList(several) && items.length === 0) {
		reader.refuse(several, 'must hold at least one SKU');
	}
	items.forEach(item => checkModel(reader, item, vocabulary, site));
	return items.map(item => String(reader.value(item)));
}

/** Models differ in their nominal voltage by far more than this where they are made for another grid. */
const VOLTS_TOLERANCE = 0.15;

function checkModel(reader: Reader, field: Field, vocabulary: Vocabulary, site: SitePlan | undefined): void {
	const sku = reader.value(field);
	if (typeof sku !== 'string' || !vocabulary.knownModel(sku)) {
		reader.refuse(
			field,
			`${reader.shown(field)} is no SKU of the catalogue${suggestion(String(sku), vocabulary.models)}`,
		);
		return;
	}
	const nominal = vocabulary.modelVolts(sku);
	if (site !== undefined && site.volts !== null && Math.abs(site.volts - nominal) > VOLTS_TOLERANCE * nominal) {
		reader.refuse(
			field,
			`${sku} is made for ${nominal} V, and site ${site.name} has ${site.volts} V: take another model, `
				+ 'or leave out the volts of the site, so that each UPS gets its own nominal voltage',
		);
	}
}

export const loadRule = {min: 0, max: 150, unit: '%'} as const;

function readLoad(reader: Reader, field: Field | undefined): DevicePlan['loadPercent'] {
	if (field === undefined || !reader.isMap(field)) {
		const load = numberOf(reader, field, loadRule, DEFAULT_LOAD_PERCENT);
		return {from: load, to: load};
	}
	const fields = reader.map(field, ['from', 'to']);
	const from = numberOf(reader, required(reader, field, fields, 'from', 'the lowest load, %'), loadRule, 0);
	const to = numberOf(reader, required(reader, field, fields, 'to', 'the highest load, %'), loadRule, from);
	if (from > to) {
		reader.refuse(field, `from (${from} %) must not be above to (${to} %)`);
	}
	return {from, to};
}
