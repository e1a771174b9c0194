// Completes a line of the catalogue: what is published stays, what is missing follows the rules of battery.md 3 and 6
// and is named in `assumed`.

import {round} from '../../core/math.ts';
import type {Battery} from '../battery.ts';
import {TYPICAL_CUTOFF_HOURS, TYPICAL_IDLE_SHARE, TYPICAL_LEVELING, TYPICAL_SHARE} from '../fit/shape.ts';
import type {BatterySource, Topology, UpsModel} from '../model.ts';
import {scaledBattery, su1400} from './fits.ts';
import type {CatalogueFamily, CatalogueRow} from './row.ts';
import {windowOf} from './window.ts';

const WATTS_PER_VA_INTERACTIVE = 0.67;
const WATTS_PER_VA_ONLINE = 0.9;
/** What the battery of unknown models is scaled from: the watts that the SU1400's table does not state. */
const SU1400_WATTS = 1400 * WATTS_PER_VA_INTERACTIVE;
/** Share of the nominal volts times ampere-hours that reaches the output. */
const OUTPUT_SHARE = 0.9;
const LITHIUM_CUTOFF_HOURS = 0.02;
const BLOCK_VOLTS = 12;
const RECHARGE_HOURS = 3;
/** Up to this many volts the grid runs at 60 Hz, as it does at 208 V. */
const HIGHEST_60_HERTZ_VOLTS = 127;
const NORTH_AMERICAN_VOLTS = 208;

/** 12 V blocks in series that a rating up to so many VA usually has. */
type BlocksByRating = readonly (readonly [upToVoltAmperes: number, blocks: number])[];
const interactiveBlocks: BlocksByRating = [
	[500, 1],
	[1500, 2],
	[Infinity, 4],
];
const onlineBlocks: BlocksByRating = [
	[1500, 4],
	[2200, 6],
	[3000, 8],
	[Infinity, 16],
];

/** The model that a line of the catalogue stands for. */
export function modelFrom(family: CatalogueFamily, row: CatalogueRow): UpsModel {
	const assumed: string[] = [];
	const ratedWatts = wattsOf(family.topology, row, assumed);
	const ratedVoltAmperes = known(row.va, round(ratedWatts / WATTS_PER_VA_ONLINE), 'ratedVoltAmperes', assumed);
	const nominalVolts = known(row.volts, row.assumedVolts, 'nominalVolts', assumed);
	const window = windowOf(family, row, nominalVolts, assumed);
	const blocks = blocksOf(family.topology, row, ratedVoltAmperes, assumed);
	const source = batterySourceOf(row);
	const battery = batteryOf(family, row, ratedWatts, blocks, source);
	const ampereHours = ampereHoursOf(row, battery, blocks, assumed);
	if (row.battery === undefined || !row.battery.certain) {
		assumed.push('battery');
	}
	assumed.push('nominalHertz');
	return {
		sku: row.sku,
		vendor: family.vendor,
		family: family.family,
		topology: family.topology,
		ratedVoltAmperes: ratedVoltAmperes,
		ratedWatts: ratedWatts,
		nominalVolts: nominalVolts,
		nominalHertz: hertzOf(nominalVolts),
		window: window,
		chemistry: family.chemistry,
		blocks: blocks,
		ampereHours: ampereHours,
		battery: battery,
		batterySource: source,
		batterySku: knownText(row.rbc, row.assumedRbc, 'batterySku', assumed),
		rechargeHours: rechargeOf(family, row, assumed),
		switchedGroups: known(row.switchedGroups, family.assumedGroups, 'switchedGroups', assumed),
		sysObjectId: knownText(row.sysObjectId, family.assumedSysObjectId, 'sysObjectId', assumed),
		assumed: assumed,
	};
}

/** The published value, or the other one with its name among the assumed. */
function known(published: number | undefined, otherwise: number | undefined, name: string, assumed: string[]): number {
	if (published !== undefined) {
		return published;
	}
	assumed.push(name);
	return otherwise || 0;
}

/** Likewise; empty, and not assumed, where there is neither. */
function knownText(
	published: string | undefined,
	otherwise: string | undefined,
	name: string,
	assumed: string[],
): string {
	if (published !== undefined) {
		return published;
	}
	if (otherwise === undefined) {
		return '';
	}
	assumed.push(name);
	return otherwise;
}

/** Whether what G supplies (watts and ampere-hours) is from there. */
function isGeneral(row: CatalogueRow): boolean {
	return row.sources.indexOf('G') >= 0;
}

function wattsOf(topology: Topology, row: CatalogueRow, assumed: string[]): number {
	const share = topology === 'doubleConversion' ? WATTS_PER_VA_ONLINE : WATTS_PER_VA_INTERACTIVE;
	if (row.watts !== undefined && isGeneral(row)) {
		assumed.push('ratedWatts');
		return row.watts;
	}
	return known(row.watts, round((row.va || 0) * share), 'ratedWatts', assumed);
}

function hertzOf(nominalVolts: number): number {
	return nominalVolts <= HIGHEST_60_HERTZ_VOLTS || nominalVolts === NORTH_AMERICAN_VOLTS ? 60 : 50;
}

function blocksOf(topology: Topology, row: CatalogueRow, voltAmperes: number, assumed: string[]): number {
	if (row.batteryVolts !== undefined) {
		return round(row.batteryVolts / BLOCK_VOLTS);
	}
	assumed.push('blocks');
	if (row.assumedBatteryVolts !== undefined) {
		return round(row.assumedBatteryVolts / BLOCK_VOLTS);
	}
	const table = topology === 'doubleConversion' ? onlineBlocks : interactiveBlocks;
	let i = 0;
	while (voltAmperes > table[i][0]) {
		i += 1;
	}
	return table[i][1];
}

function sizeOf(row: CatalogueRow): number | undefined {
	return row.ampereHours === undefined ? row.assumedAmpereHours : row.ampereHours;
}

function batterySourceOf(row: CatalogueRow): BatterySource {
	if (row.battery !== undefined) {
		return row.battery.source;
	}
	return sizeOf(row) === undefined ? 'scaledByWatts' : 'batterySize';
}

function batteryOf(
	family: CatalogueFamily,
	row: CatalogueRow,
	ratedWatts: number,
	blocks: number,
	source: BatterySource,
): Battery {
	if (row.battery !== undefined) {
		return row.battery.parameters;
	}
	if (source === 'scaledByWatts') {
		return scaledBattery(su1400.parameters, ratedWatts / SU1400_WATTS);
	}
	const lithium = family.chemistry === 'lithium';
	return {
		capacityWmin: OUTPUT_SHARE * blocks * BLOCK_VOLTS * (sizeOf(row) || 0) * 60,
		availableShare: lithium ? 1 : TYPICAL_SHARE,
		levelingPerMinute: TYPICAL_LEVELING,
		cutoffHours: lithium ? LITHIUM_CUTOFF_HOURS : TYPICAL_CUTOFF_HOURS,
		idleWatts: TYPICAL_IDLE_SHARE * ratedWatts,
	};
}

/** Published, or else what the battery's energy amounts to at its voltage, to a tenth. */
function ampereHoursOf(row: CatalogueRow, battery: Battery, blocks: number, assumed: string[]): number {
	if (row.ampereHours !== undefined && !isGeneral(row)) {
		return row.ampereHours;
	}
	assumed.push('ampereHours');
	const size = sizeOf(row);
	const wattHours = battery.capacityWmin / 60;
	return size === undefined ? round((10 * wattHours) / (OUTPUT_SHARE * blocks * BLOCK_VOLTS)) / 10 : size;
}

function rechargeOf(family: CatalogueFamily, row: CatalogueRow, assumed: string[]): number {
	const published = row.rechargeHours === undefined ? family.rechargeHours : row.rechargeHours;
	return known(published, RECHARGE_HOURS, 'rechargeHours', assumed);
}
