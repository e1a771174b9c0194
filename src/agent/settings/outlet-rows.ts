// Settings of outlet groups (nmc.md 4 and 8): of the main group where there are switched ones, and of each of those.

import type {Rating} from '../../ups/rating.ts';
import {orWord, range} from './allowed.ts';
import {accessible, accessNone, accessWrite, flag, own, quantity, words} from './setting-row.ts';
import type {SettingRow} from './setting-row.ts';
import {LONGEST_DELAY_SECONDS, NEVER} from './ups-rows.ts';

/** Ids of group g begin here; 20 a group are kept free. */
export const OUTLET_IDS = 100;
export const IDS_A_GROUP = 20;
/** What each id of a group is, counted from the first. */
export const outletName = 0;
export const outletOnDelay = 1;
export const outletOffDelay = 2;
export const outletReboot = 3;
export const outletMinRuntime = 4;
export const outletShedAfter = 5;
export const outletShedBelow = 6;
export const outletShedOnOverload = 7;
export const outletShedSkipOffDelay = 8;
export const outletShedStayOff = 9;

const GROUPS = 4;
const seconds = range(0, LONGEST_DELAY_SECONDS, 1);
const delays = orWord(seconds, NEVER, 'never');

/** The main group stands in for nothing on a UPS without switched ones: the settings of the UPS are its own. */
function accessOf(group: number): (rating: Rating) => number {
	return rating => (rating.groups > Math.max(1, group) ? accessWrite : accessNone);
}

function groupRows(group: number): SettingRow[] {
	const base = OUTLET_IDS + IDS_A_GROUP * group;
	const prefix = group === 0 ? 'outlet.main.' : `outlet.group${group}.`;
	const name = group === 0 ? 'UPS Outlets' : `Outlet Group ${group}`;
	const rows = [
		own(words(base + outletName, `${prefix}name`, 16, name)),
		quantity(base + outletOnDelay, `${prefix}onDelay`, 's', delays, 0),
		quantity(base + outletMinRuntime, `${prefix}minReturnRuntime`, 's', seconds, 0),
	];
	return group === 0 ? rows : rows.concat(switchedRows(base, prefix));
}

function switchedRows(base: number, prefix: string): SettingRow[] {
	return [
		quantity(base + outletOffDelay, `${prefix}offDelay`, 's', delays, 90),
		quantity(base + outletReboot, `${prefix}rebootDuration`, 's', seconds, 8),
		quantity(base + outletShedAfter, `${prefix}shed.onBatteryFor`, 's', delays, NEVER),
		quantity(base + outletShedBelow, `${prefix}shed.runtimeBelow`, 's', delays, NEVER),
		flag(base + outletShedOnOverload, `${prefix}shed.onOverload`, false),
		flag(base + outletShedSkipOffDelay, `${prefix}shed.skipOffDelay`, false),
		flag(base + outletShedStayOff, `${prefix}shed.stayOff`, false),
	];
}

function allGroups(): SettingRow[] {
	let rows: SettingRow[] = [];
	for (let group = 0; group < GROUPS; group++) {
		const access = accessOf(group);
		rows = rows.concat(groupRows(group).map(row => accessible(row, access)));
	}
	return rows;
}

export const outletRows: readonly SettingRow[] = allGroups();
