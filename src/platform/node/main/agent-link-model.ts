// The type of a real UPS: the catalogue's where the catalogue knows its SKU, else one made of what the UPS says of itself.

import type {LinkedIdentity} from '../../../link/identity.ts';
import {positive} from '../../../link/image.ts';
import type {RegisterImage} from '../../../link/image.ts';
import {findModel} from '../../../ups/catalogue.ts';
import {modelFrom} from '../../../ups/catalogue/build.ts';
import type {CatalogueFamily, CatalogueRow} from '../../../ups/catalogue/row.ts';
import type {UpsModel} from '../../../ups/model.ts';

/** Whose devices have these registers. */
const VENDOR = 'APC';
/** What a UPS is called that has not said anything yet, or has no name. */
export const NAMELESS = 'unknown';
/** The rules that fill in a battery need a size to go by; the rating itself stays unknown. */
const SOME_VOLT_AMPERES = 1000;
/** No UPS is smaller, whatever it says, V·A or W [assumed]. */
const LEAST_RATING = 100;
/** Prefixes of types that convert twice (modbus.md names SRT and SURTD). */
const doubleConversion = /^(?:SRT|SURT)/;

function familyOf(identity: LinkedIdentity): CatalogueFamily {
	return {
		vendor: VENDOR,
		family: identity.modelName.replace(/ \d+$/, '') || NAMELESS,
		topology: doubleConversion.test(identity.sku) ? 'doubleConversion' : 'lineInteractive',
		chemistry: 'leadAcid',
		edges: 'regulator',
		assumedGroups: 0,
		rows: [],
	};
}

function sized(rated: number | null): number | null {
	return rated === null ? null : Math.max(LEAST_RATING, rated);
}

/** Only what is known is there: the catalogue's rules fill the rest and name it as assumed. */
function rowOf(identity: LinkedIdentity, image: RegisterImage): CatalogueRow {
	const known = {
		va: sized(identity.ratedVoltAmperes),
		watts: sized(identity.ratedWatts),
		volts: identity.nominalVolts,
		low: positive(image, 'InputLowTransfer'),
		high: positive(image, 'InputHighTransfer'),
		rbc: identity.batterySku || null,
	};
	const {switchedGroups} = identity;
	const sku = identity.sku || identity.modelName || NAMELESS;
	const row = {sku, switchedGroups, va: SOME_VOLT_AMPERES, sources: ''};
	return Object.assign(row, Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)));
}

/** A type is known where the catalogue has it: only then does a twin know what battery it watches. */
export interface LinkedModel {
	readonly model: UpsModel;
	readonly isKnown: boolean;
}

/** The type of the UPS that `image` is of. Ratings and groups are what it says itself. */
export function linkedModel(identity: LinkedIdentity, image: RegisterImage): LinkedModel {
	const found = findModel(identity.sku);
	if (found === null) {
		return {model: unlisted(modelFrom(familyOf(identity), rowOf(identity, image)), identity), isKnown: false};
	}
	const own = ['ratedVoltAmperes', 'ratedWatts', 'switchedGroups'];
	return {
		model: {
			...found,
			ratedVoltAmperes: identity.ratedVoltAmperes ?? found.ratedVoltAmperes,
			ratedWatts: identity.ratedWatts ?? found.ratedWatts,
			nominalVolts: identity.nominalVolts ?? found.nominalVolts,
			switchedGroups: identity.switchedGroups,
			batterySku: identity.batterySku || found.batterySku,
			assumed: found.assumed.filter(name => !own.includes(name)),
		},
		isKnown: true,
	};
}

/** A rating that nobody knows is 0 and not a guess. */
function unlisted(model: UpsModel, {ratedVoltAmperes, ratedWatts, nominalVolts}: LinkedIdentity): UpsModel {
	return {
		...model,
		ratedVoltAmperes: ratedVoltAmperes ?? 0,
		ratedWatts: ratedWatts ?? 0,
		nominalVolts: nominalVolts ?? 0,
	};
}
