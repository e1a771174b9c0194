// What a type of UPS is: ratings, battery, transfer points. The rows are in catalogue.ts.

import type {Battery} from './battery.ts';

export type Topology = 'lineInteractive' | 'doubleConversion';
export type Chemistry = 'leadAcid' | 'lithium';

/** Where the battery parameters come from, best first: battery.md section 3. */
export type BatterySource = 'runtimeTable' | 'twoPoints' | 'batterySize' | 'scaledByWatts';

/** The four input edges of a line-interactive UPS, volts; a double-conversion type uses the outer two. */
export interface InputWindow {
	readonly batteryBelow: number;
	readonly boostBelow: number;
	readonly trimAbove: number;
	readonly batteryAbove: number;
}

export interface UpsModel {
	readonly sku: string;
	readonly vendor: string;
	readonly family: string;
	readonly topology: Topology;
	readonly ratedVoltAmperes: number;
	readonly ratedWatts: number;
	readonly nominalVolts: number;
	readonly nominalHertz: number;
	readonly window: InputWindow;
	readonly chemistry: Chemistry;
	/** 12 V blocks in series in one string. */
	readonly blocks: number;
	/** Ampere-hours of the string. */
	readonly ampereHours: number;
	readonly battery: Battery;
	readonly batterySource: BatterySource;
	readonly batterySku: string;
	/** Hours from 10 % to 90 % charge. */
	readonly rechargeHours: number;
	/** Switched outlet groups beside the main one, 0 to 3. */
	readonly switchedGroups: number;
	/** What sysObjectID reads on this family's cards; empty when not known. */
	readonly sysObjectId: string;
	/** Names of the fields above that are assumptions and not published figures. */
	readonly assumed: readonly string[];
}
