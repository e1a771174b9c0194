// The cards of a scenario, one by one: how they are called, what they carry, and which of them a step is about.

import {hash32, seedFor, unitAt} from '../../src/core/random.ts';
import type {BenchCard} from './bench.ts';
import {matches} from './parse-selection.ts';
import type {CardPlan, DevicePlan, Scenario, Selection} from './scenario.ts';

/** All cards of a scenario, in the order of its devices. `seed` only moves the loads that have a range. */
export function plannedCards(devices: Scenario['devices'], seed: number): CardPlan[] {
	const countBySite = new Map<string, number>();
	const cards: CardPlan[] = [];
	for (const device of devices) {
		for (let i = 0; i < device.count; i++) {
			const number = (countBySite.get(device.site) ?? 0) + 1;
			countBySite.set(device.site, number);
			cards.push(cardOf(device, i, cardId(device.site, number), seed));
		}
	}
	return cards;
}

/** Ids of the first `most` cards of each line of devices. */
export function firstOfEach({devices}: Scenario, most: number): string[] {
	// Loads that are drawn change no id.
	const ids = plannedCards(devices, 0).map(({id}) => id);
	let first = 0;
	return devices.flatMap(({count}) => {
		first += count;
		return ids.slice(first - count, first - count + Math.min(count, most));
	});
}

/** Id of the `number`th card of a site, counted from 1. */
export function cardId(site: string, number: number): string {
	return `${site}-${String(number).padStart(3, '0')}`;
}

function cardOf(device: DevicePlan, index: number, id: string, seed: number): CardPlan {
	const {from, to} = device.loadPercent;
	return {
		id,
		site: device.site,
		model: device.models[index % device.models.length],
		loadPercent: from + (to - from) * unitAt(seedFor(seed, `load ${id}`), 0, 0),
		profile: device.profile,
		ambientCelsius: device.ambientCelsius,
		ageYears: device.ageYears,
		labels: device.labels,
	};
}

/** Indices of the cards that `selection` is about, ascending. `step` is the number of the step: each draws its own share. */
export function selectCards(
	cards: readonly BenchCard[],
	selection: Selection,
	seed: number,
	step: number | string,
): number[] {
	const matching: number[] = [];
	cards.forEach((card, index) => {
		if (matches(card, selection)) {
			matching.push(index);
		}
	});
	return selection.sharePercent >= 100
		? matching
		: drawn(cards, matching, selection.sharePercent, seedFor(seed, `step ${step}`));
}

/** The share with the lowest lots; a card's lot depends on its name, not on how many others there are. */
function drawn(cards: readonly BenchCard[], matching: readonly number[], percent: number, seed: number): number[] {
	const count = Math.max(1, Math.floor((matching.length * percent) / 100 + 0.5));
	return matching
		.map(index => ({index, lot: hash32(seedFor(seed, cards[index].id), 0, 0)}))
		.sort((a, b) => a.lot - b.lot || a.index - b.index)
		.slice(0, count)
		.map(({index}) => index)
		.sort((a, b) => a - b);
}
