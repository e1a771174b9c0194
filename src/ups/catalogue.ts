// The catalogue of UPS models. The lines are in catalogue/, by maker and family.

import {
	smartUpsC,
	smartUpsCBrazil,
	smartUpsLithium,
	smartUpsT,
	smartUpsTConnect,
	smartUpsX,
} from './catalogue/apc-current.ts';
import {smartUpsOnLine, smartUpsRt, symmetraLx} from './catalogue/apc-online.ts';
import {matrixUps, smartUps, smartUpsA, smartUpsSc, smartUpsXl, smartUpsXlm} from './catalogue/apc-smart-ups.ts';
import {modelFrom} from './catalogue/build.ts';
import {cyberPowerOl, cyberPowerOr, cyberPowerPfc, cyberPowerPr} from './catalogue/cyberpower.ts';
import {eaton5P, eaton5PX, eaton5SC, eaton9PX, eaton9SX} from './catalogue/eaton.ts';
import {dellOnlineRack, hpR1500, liebertGxt2, liebertGxt3, trippLiteSmartOnline} from './catalogue/others.ts';
import type {CatalogueFamily} from './catalogue/row.ts';
import type {UpsModel} from './model.ts';

const families: readonly CatalogueFamily[] = [
	smartUps,
	smartUpsXl,
	matrixUps,
	smartUpsSc,
	smartUpsA,
	smartUpsXlm,
	smartUpsC,
	smartUpsCBrazil,
	smartUpsT,
	smartUpsTConnect,
	smartUpsX,
	smartUpsLithium,
	smartUpsRt,
	smartUpsOnLine,
	symmetraLx,
	eaton5P,
	eaton5PX,
	eaton5SC,
	eaton9PX,
	eaton9SX,
	cyberPowerOl,
	cyberPowerPr,
	cyberPowerPfc,
	cyberPowerOr,
	liebertGxt2,
	liebertGxt3,
	hpR1500,
	dellOnlineRack,
	trippLiteSmartOnline,
];

/** Built when first asked for, so that a card that knows its model pays for nothing. */
const built: UpsModel[] = [];

/** All models, by vendor and family. */
export function models(): readonly UpsModel[] {
	if (built.length === 0) {
		for (let f = 0; f < families.length; f++) {
			for (let r = 0; r < families[f].rows.length; r++) {
				built.push(modelFrom(families[f], families[f].rows[r]));
			}
		}
	}
	return built;
}

/** The model with exactly this SKU; null when there is none. */
export function findModel(sku: string): UpsModel | null {
	const all = models();
	for (let i = 0; i < all.length; i++) {
		if (all[i].sku === sku) {
			return all[i];
		}
	}
	return null;
}

/** The SKU that is spelt most like `text`, for "did you mean". Capitals do not matter; the first of equals is taken. */
export function nearestSku(text: string): string {
	const all = models();
	const wanted = text.toUpperCase();
	let best = all[0].sku;
	let least = Infinity;
	for (let i = 0; i < all.length; i++) {
		const distance = spellingDistance(wanted, all[i].sku.toUpperCase());
		if (distance < least) {
			least = distance;
			best = all[i].sku;
		}
	}
	return best;
}

/** A SKU is more often cut short than spelt wrong: a missing letter counts half, and next to nothing at the end. */
const MISSING = 0.5;
const CUT_OFF = 0.1;

/** Letters to insert, remove or change to make `b` of `a` (Levenshtein, with cheap insertions). */
function spellingDistance(a: string, b: string): number {
	let row: number[] = [];
	for (let j = 0; j <= b.length; j++) {
		row.push(j * (a === '' ? CUT_OFF : MISSING));
	}
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		const missing = i === a.length ? CUT_OFF : MISSING;
		for (let j = 1; j <= b.length; j++) {
			const change = row[j - 1] + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
			next.push(Math.min(change, row[j] + 1, next[j - 1] + missing));
		}
		row = next;
	}
	return row[b.length];
}
