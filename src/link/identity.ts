// What a UPS says it is.

import {outputVoltages} from '../codec/modbus-bits.ts';
import {positive} from './image.ts';
import type {RegisterImage} from './image.ts';

/** Null and '' are what it does not say. */
export interface LinkedIdentity {
	/** As it calls itself, such as Smart-UPS 1500. */
	readonly modelName: string;
	readonly sku: string;
	readonly serial: string;
	readonly firmware: string;
	readonly batterySku: string;
	readonly ratedVoltAmperes: number | null;
	readonly ratedWatts: number | null;
	readonly nominalVolts: number | null;
	/** Switched outlet groups that the card has a place for. */
	readonly switchedGroups: number;
	readonly hasMainGroup: boolean;
	/** Days since 2000-01-01. */
	readonly manufacturedDay: number | null;
}

/** The switched groups of a card: a fourth has no place in its readings. */
const MOST_SWITCHED = 3;

function nominalVoltsIn(image: RegisterImage): number | null {
	return outputVoltages.find((_volts, at) => image.bit('Output.VoltageACSetting_BF', at)) ?? null;
}

function switchedGroupsIn(image: RegisterImage): number {
	let groups = MOST_SWITCHED;
	while (groups > 0 && !image.bit('SOGRelayConfigSetting_BF', groups)) {
		groups -= 1;
	}
	return groups;
}

/** The identity that the inventory block of `image` gives. */
export function identityIn(image: RegisterImage): LinkedIdentity {
	const switchedGroups = switchedGroupsIn(image);
	return {
		modelName: image.text('Model_STR'),
		sku: image.text('SKU_STR'),
		serial: image.text('SerialNumber_STR'),
		firmware: image.text('FWVersion_STR'),
		batterySku: image.text('Battery.SKU_STR'),
		ratedVoltAmperes: positive(image, 'Output.ApparentPowerRating'),
		ratedWatts: positive(image, 'Output.RealPowerRating'),
		nominalVolts: nominalVoltsIn(image),
		switchedGroups,
		hasMainGroup: switchedGroups === 0 || image.bit('SOGRelayConfigSetting_BF', 0),
		manufacturedDay: image.quantity('ManufactureDate'),
	};
}
