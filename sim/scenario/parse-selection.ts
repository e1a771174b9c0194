// The part of a step that says which cards it is about.

import {suggestion} from './nearest.ts';
import type {Field, Reader} from './reader.ts';
import type {Selection} from './scenario.ts';
import {numberOf} from './values.ts';

/** The cards of a scenario, as a selection can name them. */
export interface ScenarioCards {
	readonly cards: ReadonlyArray<{readonly id: string; readonly site: string; readonly model: string}>;
	readonly ids: ReadonlySet<string>;
	readonly sites: ReadonlySet<string>;
	readonly models: ReadonlySet<string>;
}

export function scenarioCards(cards: ScenarioCards['cards']): ScenarioCards {
	return {
		cards,
		ids: new Set(cards.map(({id}) => id)),
		sites: new Set(cards.map(({site}) => site)),
		models: new Set(cards.map(({model}) => model)),
	};
}

export const everyCard: Selection = {sites: [], models: [], cards: [], sharePercent: 100};

/** Comparing a misspelt name with every card of a big fleet would take long. */
const MOST_TO_SUGGEST = 1000;

export function readSelection(reader: Reader, field: Field | undefined, known: ScenarioCards): Selection {
	if (field === undefined) {
		return everyCard;
	}
	const fields = reader.map(field, ['site', 'model', 'card', 'share']);
	if (reader.isMap(field) && reader.size(field) === 0) {
		reader.refuse(field, 'must hold at least one of site, model, card, share; leave it out for all cards');
	}
	const before = reader.problems.length;
	const selection: Selection = {
		sites: readNames(reader, fields.get('site'), known.sites, 'site with cards'),
		models: readNames(reader, fields.get('model'), known.models, 'model of these devices'),
		cards: readNames(reader, fields.get('card'), known.ids, 'card of this scenario'),
		sharePercent: numberOf(reader, fields.get('share'), {min: 0.001, max: 100, unit: '%'}, 100),
	};
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

function readNames(reader: Reader, field: Field | undefined, known: ReadonlySet<string>, what: string): string[] {
	if (field === undefined) {
		return [];
	}
	const items = reader.listOrOne(field);
	if (items.length === 0) {
		reader.refuse(field, `must name at least one ${what}; leave it out for all`);
	}
	return items.map(item => {
		const name = String(reader.value(item));
		if (!known.has(name) && known.size > 0) {
			const names = known.size > MOST_TO_SUGGEST ? [] : [...known];
			reader.refuse(item, `${reader.shown(item)} is no ${what}${suggestion(name, names)}`);
		}
		return name;
	});
}

/** Whether a card is all that a selection says, its share aside. */
export function matches({id, site, model}: ScenarioCards['cards'][number], {cards, sites, models}: Selection): boolean {
	return among(cards, id) && among(sites, site) && among(models, model);
}

function among(list: readonly string[], value: string): boolean {
	return list.length === 0 || list.includes(value);
}
