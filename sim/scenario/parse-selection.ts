// The part of a step that says which cards it is about.

import {suggestion} from './nearest.ts';
import type {Field, Reader} from './reader.ts';
import type {Selection} from './scenario.ts';
import {numberOf} from './values.ts';
import type {NumberRule} from './values.ts';

/** A card, as far as a selection can tell it from others. */
export interface SelectableCard {
	readonly id: string;
	readonly site: string;
	readonly model: string;
	readonly labels?: readonly string[];
}

/** The cards of a scenario, as a selection can name them. */
export interface ScenarioCards {
	readonly cards: readonly SelectableCard[];
	readonly ids: ReadonlySet<string>;
	readonly sites: ReadonlySet<string>;
	readonly models: ReadonlySet<string>;
	readonly labels: ReadonlySet<string>;
	/** Numbers that ids end in. */
	readonly numbers: ReadonlySet<number>;
}

export function scenarioCards(cards: ScenarioCards['cards']): ScenarioCards {
	return {
		cards,
		ids: new Set(cards.map(({id}) => id)),
		sites: new Set(cards.map(({site}) => site)),
		models: new Set(cards.map(({model}) => model)),
		labels: new Set(cards.flatMap(({labels}) => labels ?? [])),
		numbers: new Set(cards.map(({id}) => cardNumber(id))),
	};
}

export const everyCard: Selection = {
	sites: [],
	models: [],
	cards: [],
	labels: [],
	numbers: [],
	not: null,
	sharePercent: 100,
};

/** What `not` can hold. */
export const cardKeys: readonly string[] = ['site', 'model', 'label', 'index', 'card'];
export const selectionKeys: readonly string[] = [...cardKeys, 'share', 'not'];

export const shareRule: NumberRule = {min: 0.001, max: 100, unit: '%'};

/** Comparing a misspelt name with every card of a big fleet would take long. */
const MOST_TO_SUGGEST = 1000;

export function readSelection(reader: Reader, field: Field | undefined, known: ScenarioCards): Selection {
	if (field === undefined) {
		return everyCard;
	}
	const before = reader.problems.length;
	const selection = readKeys(reader, field, known, selectionKeys);
	// Without cards the devices have been refused already, and nothing can be said about names.
	if (
		known.cards.length > 0
		&& reader.problems.length === before
		&& !known.cards.some(card => matches(card, selection))
	) {
		reader.refuse(field, 'no card is all of that at once');
	}
	return selection;
}

function readKeys(reader: Reader, field: Field, known: ScenarioCards, keys: readonly string[]): Selection {
	const fields = reader.map(field, keys);
	if (reader.isMap(field) && reader.size(field) === 0) {
		reader.refuse(field, `must hold at least one of ${keys.join(', ')}; leave it out for all cards`);
	}
	const not = fields.get('not');
	return {
		sites: readNames(reader, fields.get('site'), known, 'sites'),
		models: readNames(reader, fields.get('model'), known, 'models'),
		cards: readNames(reader, fields.get('card'), known, 'ids'),
		labels: readNames(reader, fields.get('label'), known, 'labels'),
		numbers: readNumbers(reader, fields.get('index'), known),
		not: not === undefined ? null : readKeys(reader, not, known, cardKeys),
		sharePercent: numberOf(reader, fields.get('share'), shareRule, 100),
	};
}

/** Ids of the cards that are played; null: all. */
export function readOnly(reader: Reader, field: Field | undefined, known: ScenarioCards): string[] | null {
	return field === undefined ? null : readNames(reader, field, known, 'ids');
}

/** What the names of a key are. */
const nouns = {
	sites: 'site with cards',
	models: 'model of these devices',
	ids: 'card of this scenario',
	labels: 'label of these devices',
} as const;

function readNames(
	reader: Reader,
	field: Field | undefined,
	known: ScenarioCards,
	names: keyof typeof nouns,
): string[] {
	if (field === undefined) {
		return [];
	}
	const items = reader.listOrOne(field);
	if (items.length === 0) {
		reader.refuse(field, `must name at least one ${nouns[names]}; leave it out for all`);
	}
	return items.map(item => {
		const name = String(reader.value(item));
		if (!known[names].has(name) && known.cards.length > 0) {
			refuseName(reader, item, name, known[names], nouns[names]);
		}
		return name;
	});
}

function refuseName(reader: Reader, item: Field, name: string, known: ReadonlySet<string>, what: string): void {
	const names = known.size > MOST_TO_SUGGEST ? [] : [...known];
	reader.refuse(item, `${reader.shown(item)} is no ${what}${suggestion(name, names)}`);
}

const range = /^([0-9]{1,9})(?:-([0-9]{1,9}))?$/;

function readNumbers(reader: Reader, field: Field | undefined, known: ScenarioCards): Selection['numbers'] {
	if (field === undefined) {
		return [];
	}
	const items = reader.listOrOne(field);
	if (items.length === 0) {
		reader.refuse(field, 'must hold at least one number; leave it out for all');
	}
	return items.map(item => readRange(reader, item, known));
}

function readRange(reader: Reader, field: Field, known: ScenarioCards): Selection['numbers'][number] {
	const match = range.exec(String(reader.value(field)));
	const from = Number(match?.[1] ?? 0);
	const to = Number(match?.[2] ?? from);
	if (from < 1 || to < from) {
		reader.refuse(
			field,
			'must be the number that the ids of cards end in, from 1, or a range of them such as 1-10, '
				+ `not ${reader.shown(field)}`,
		);
	} else if (known.cards.length > 0 && ![...known.numbers].some(number => from <= number && number <= to)) {
		const numbers = [...known.numbers];
		const least = numbers.reduce((a, b) => Math.min(a, b));
		const most = numbers.reduce((a, b) => Math.max(a, b));
		reader.refuse(field, `no card has that number; the numbers go from ${least} to ${most}`);
	}
	return {from, to};
}

/** The number that an id ends in: cards of a site are counted from 1. NaN where it ends in none. */
export function cardNumber(id: string): number {
	return Number.parseInt(/[0-9]+$/.exec(id)?.[0] ?? '', 10);
}

/** Whether a card is all that a selection says, its share aside. */
export function matches(card: SelectableCard, {cards, sites, models, labels, numbers, not}: Selection): boolean {
	return (
		among(cards, card.id)
		&& among(sites, card.site)
		&& among(models, card.model)
		&& (labels.length === 0 || labels.some(label => card.labels?.includes(label) === true))
		&& (numbers.length === 0 || isIn(cardNumber(card.id), numbers))
		&& (not === null || !matches(card, not))
	);
}

function among(list: readonly string[], value: string): boolean {
	return list.length === 0 || list.includes(value);
}

function isIn(number: number, numbers: Selection['numbers']): boolean {
	return numbers.some(({from, to}) => from <= number && number <= to);
}
