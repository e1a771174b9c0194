import test from 'ava';
import fc from 'fast-check';
import type {DevicePlan, Selection} from '../../../sim/scenario/scenario.ts';
import {cardId, plannedCards, selectCards} from '../../../sim/scenario/cards.ts';
import {everyCard} from '../../../sim/scenario/parse-selection.ts';

const group: DevicePlan = {
	count: 4,
	site: 'north',
	models: ['A', 'B', 'C'],
	loadPercent: {from: 20, to: 60},
	profile: 'wander',
	ambientCelsius: 23,
	ageYears: 1,
	labels: ['critical'],
};

const all: Selection = everyCard;

test('cards are numbered within their site, and models dealt out in turn', t => {
	const cards = plannedCards(
		[group, {...group, site: 'constructor', count: 1}, {...group, count: 1, models: ['B']}],
		1,
	);
	t.deepEqual(
		cards.map(({id, site, model}) => `${id} ${site} ${model}`),
		[
			'north-001 north A',
			'north-002 north B',
			'north-003 north C',
			'north-004 north A',
			'constructor-001 constructor A',
			'north-005 north B',
		],
	);
	t.is(cards[0].profile, 'wander');
	t.is(cards[0].ambientCelsius, 23);
	t.is(cards[0].ageYears, 1);
	t.is(cardId('hill', 1234), 'hill-1234');
});

test('loads are spread by the seed over their range, and other devices change none of them', t => {
	const loads = (devices: readonly DevicePlan[], seed: number): number[] =>
		plannedCards(devices, seed)
			.filter(({site}) => site === 'north')
			.map(({loadPercent}) => loadPercent);
	const many = {...group, count: 200};
	const spread = loads([many], 1);
	t.true(spread.every(load => load >= 20 && load <= 60));
	t.true(Math.min(...spread) < 24 && Math.max(...spread) > 56);
	t.deepEqual(loads([{...group, site: 'hill'}, many], 1), spread);
	t.notDeepEqual(loads([many], 2), spread);
	t.deepEqual(
		loads([{...many, loadPercent: {from: 30, to: 30}}], 9),
		spread.map(() => 30),
	);
});

const cards = plannedCards(
	[
		{...group, count: 60},
		{...group, site: 'hill', count: 40},
	],
	1,
);

test('a selection takes the cards that are all it says', t => {
	t.is(selectCards(cards, all, 1, 1).length, 100);
	t.deepEqual(
		selectCards(cards, {...all, sites: ['hill']}, 1, 1),
		Array.from({length: 40}, (_, i) => 60 + i),
	);
	t.deepEqual(selectCards(cards, {...all, sites: ['hill'], cards: ['hill-002', 'north-001']}, 1, 1), [61]);
	t.deepEqual(selectCards(cards, {...all, models: ['A'], cards: ['hill-002']}, 1, 1), []);
});

test('a share is drawn anew by each step and each seed, and the same again for the same', t => {
	const half = {...all, sharePercent: 50};
	const drawn = selectCards(cards, half, 1, 1);
	t.is(drawn.length, 50);
	t.deepEqual(selectCards(cards, half, 1, 1), drawn);
	t.notDeepEqual(selectCards(cards, half, 1, 2), drawn);
	t.notDeepEqual(selectCards(cards, half, 2, 1), drawn);
	t.is(selectCards(cards, {...all, sharePercent: 0.1}, 1, 1).length, 1);
});

test('a share of any size is that part of the cards, at least one, in order and without doubles', t => {
	fc.assert(
		fc.property(
			fc.integer({min: 1, max: 99}),
			fc.integer({min: 1, max: 100}),
			fc.nat(),
			(sharePercent, count, seed) => {
				const some = cards.slice(0, count);
				const drawn = selectCards(some, {...all, sharePercent}, seed, 3);
				t.is(drawn.length, Math.max(1, Math.floor((count * sharePercent) / 100 + 0.5)));
				t.deepEqual(
					drawn,
					[...new Set(drawn)].sort((a, b) => a - b),
				);
				t.true(drawn.every(index => index < count));
			},
		),
	);
});
