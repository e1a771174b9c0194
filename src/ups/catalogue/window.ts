// The input window of a model: published edges where there are some, and the rule for the others (battery.md 11).

import {round} from '../../core/math.ts';
import type {InputWindow} from '../model.ts';
import type {CatalogueFamily, CatalogueRow} from './row.ts';

/** Boost and trim points of the classic Smart-UPS by nominal volts, as delivered. */
const classicEdges: readonly (readonly [nominal: number, boostBelow: number, trimAbove: number])[] = [
	[100, 92, 108],
	[120, 106, 127],
	[230, 208, 253],
];
/** A tap raises a low input by 15 % and lowers a high one by 11 %: beyond, the battery takes over [assumed]. */
const BOOST_RANGE = 1.15;
const TRIM_RANGE = 1.11;
/** Edges that the Eaton 5PX reports beside its battery edges, 160 and 294 V; its family and the 5P take them too. */
const EATON_BATTERY_BELOW = 160;
const EATON_BOOST_BELOW = 184;
const EATON_TRIM_ABOVE = 265;

/** The window of a model; names of the edges that are not published are added to `assumed`. */
export function windowOf(family: CatalogueFamily, row: CatalogueRow, nominal: number, assumed: string[]): InputWindow {
	if (family.edges === 'regulator') {
		return aroundRegulator(row, nominal, assumed);
	}
	return family.topology === 'doubleConversion'
		? doubleConversionWindow(row, nominal, assumed)
		: insideBattery(row, nominal, assumed);
}

/** Boost and trim known or classic, the battery's edges beyond them. */
function aroundRegulator(row: CatalogueRow, nominal: number, assumed: string[]): InputWindow {
	const boostBelow = edge(row.low, classicBoost(nominal), 'window.boostBelow', assumed);
	const trimAbove = edge(row.high, classicTrim(nominal), 'window.trimAbove', assumed);
	assumed.push('window.batteryBelow');
	assumed.push('window.batteryAbove');
	return {
		batteryBelow: round(boostBelow / BOOST_RANGE),
		boostBelow: boostBelow,
		trimAbove: trimAbove,
		batteryAbove: round(trimAbove * TRIM_RANGE),
	};
}

/** No regulator: the window is the battery's, and boost and trim have no room in it. */
function doubleConversionWindow(row: CatalogueRow, nominal: number, assumed: string[]): InputWindow {
	const below = edge(row.low, round(classicBoost(nominal) / BOOST_RANGE), 'window.batteryBelow', assumed);
	const above = edge(row.high, round(classicTrim(nominal) * TRIM_RANGE), 'window.batteryAbove', assumed);
	return {batteryBelow: below, boostBelow: below, trimAbove: above, batteryAbove: above};
}

/** The battery's edges known, boost and trim inside them. */
function insideBattery(row: CatalogueRow, nominal: number, assumed: string[]): InputWindow {
	const below = edge(row.low, round(classicBoost(nominal) / BOOST_RANGE), 'window.batteryBelow', assumed);
	const above = edge(row.high, round(classicTrim(nominal) * TRIM_RANGE), 'window.batteryAbove', assumed);
	const wide = below === EATON_BATTERY_BELOW;
	return {
		batteryBelow: below,
		boostBelow: edge(row.boost, wide ? EATON_BOOST_BELOW : classicBoost(nominal), 'window.boostBelow', assumed),
		trimAbove: edge(row.trim, wide ? EATON_TRIM_ABOVE : classicTrim(nominal), 'window.trimAbove', assumed),
		batteryAbove: above,
	};
}

function edge(published: number | undefined, otherwise: number, name: string, assumed: string[]): number {
	if (published !== undefined) {
		return published;
	}
	assumed.push(name);
	return otherwise;
}

function classicBoost(nominal: number): number {
	const row = nearestClassic(nominal);
	return round((row[1] * nominal) / row[0]);
}

function classicTrim(nominal: number): number {
	const row = nearestClassic(nominal);
	return round((row[2] * nominal) / row[0]);
}

/** The row whose nominal voltage is next; its edges are scaled where it is not the same. */
function nearestClassic(nominal: number): readonly [number, number, number] {
	let best = classicEdges[0];
	for (let i = 1; i < classicEdges.length; i++) {
		if (Math.abs(classicEdges[i][0] - nominal) < Math.abs(best[0] - nominal)) {
			best = classicEdges[i];
		}
	}
	return best;
}
