// How a line of the catalogue is written: only what is known of a model. build.ts completes it and marks what it
// assumed.

import type {Battery} from '../battery.ts';
import type {BatterySource, Chemistry, Topology} from '../model.ts';

/**
 * What is known of one model. `sources` cites where: S1 device dumps (networkupstools/nut-ddl), S2 PowerNet-MIB,
 * S3 and S4 battery lists of public monitoring scripts, S5 APC Smart-UPS manual, S6 LibreNMS recordings, S7 PC
 * Hardware in a Nutshell, S8 price lists naming the SKU, S9 an upgrade note, S10 notes on CyberPower, S11 a report
 * quoting a data sheet, S12 apcaccess output, S13 a Liebert specification and an APC service note, G general knowledge
 * of published ratings. What G supplied (watts and ampere-hours) counts as assumed.
 */
export interface CatalogueRow {
	readonly sku: string;
	readonly va?: number;
	readonly watts?: number;
	/** Nominal input (or else output) volts. */
	readonly volts?: number;
	/** Nominal volts as the SKU or its transfer points suggest them. */
	readonly assumedVolts?: number;
	readonly batteryVolts?: number;
	readonly assumedBatteryVolts?: number;
	readonly ampereHours?: number;
	readonly assumedAmpereHours?: number;
	/** SKU of the replacement battery. */
	readonly rbc?: string;
	/** The same where it is listed for a sibling, or where sources differ. */
	readonly assumedRbc?: string;
	/** Transfer points, volts, as the device reports them; the family says which edges they are. */
	readonly low?: number;
	readonly high?: number;
	/** Boost and trim points, volts, where the device reports them beside the battery's. */
	readonly boost?: number;
	readonly trim?: number;
	/** Hours from 10 % to 90 % charge. */
	readonly rechargeHours?: number;
	/** Switched outlet groups beside the main one. */
	readonly switchedGroups?: number;
	readonly sysObjectId?: string;
	readonly battery?: PublishedBattery;
	readonly sources: string;
}

/** Battery parameters from a runtime table. */
export interface PublishedBattery {
	readonly source: BatterySource;
	readonly parameters: Battery;
	/** False where the table's UPS is only thought to be this one. */
	readonly certain: boolean;
}

/** Which edges `low` and `high` are: of boost and trim, or of the battery. */
export type TransferEdges = 'regulator' | 'battery';

/** What the models of a family share. */
export interface CatalogueFamily {
	readonly vendor: string;
	readonly family: string;
	readonly topology: Topology;
	readonly chemistry: Chemistry;
	readonly edges: TransferEdges;
	/** Hours to 90 %, where published for the family (battery.md 6). */
	readonly rechargeHours?: number;
	/** Switched outlet groups as they are usual in the family. */
	readonly assumedGroups: number;
	readonly assumedSysObjectId?: string;
	readonly rows: readonly CatalogueRow[];
}
