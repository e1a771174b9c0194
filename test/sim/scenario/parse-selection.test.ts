import test from 'ava';
import {plannedCards, selectCards} from '../../../sim/scenario/cards.ts';
import {scenarioOf, scenarioText, step, testRefusals} from '../../helpers/scenario-text.ts';

testRefusals([
	[
		'an unknown site',
		step('{set: {load: 1}, on: {site: man}}'),
		'6:27 steps[0].on.site',
		/"man" is no site with cards; did you mean main/,
	],
	[
		'an unknown card',
		step('{set: {load: 1}, on: {card: [main-001, main-003]}}'),
		'6:44 steps[0].on.card[1]',
		/"main-003" is no card of this scenario; did you mean main-001/,
	],
	[
		'a model that no device has',
		step('{set: {load: 1}, on: {model: TWIN2}}'),
		'6:27 steps[0].on.model',
		/no model of these devices; did you mean TWIN/,
	],
	[
		'an empty selection',
		step('{set: {load: 1}, on: {}}'),
		'6:22 steps[0].on',
		/at least one of site, model, label, index, card, share, not;/,
	],
	['an empty list of cards', step('{set: {load: 1}, on: {card: []}}'), '6:27 steps[0].on.card', /at least one card/],
	['no share', step('{set: {load: 1}, on: {share: 0}}'), '6:27 steps[0].on.share', /from 0\.001 to 100 %/],
	[
		'an unknown label',
		scenarioText('  - {set: {load: 1}, on: {label: critcal}}', 'devices: {count: 2, model: TWIN, labels: critical}'),
		'6:27 steps[0].on.label',
		/"critcal" is no label of these devices; did you mean critical\?$/,
	],
	['no number', step('{set: {load: 1}, on: {index: 0}}'), '6:27 steps[0].on.index', /from 1, or a range .*, not 0$/],
	[
		'a range that ends before it begins',
		step('{set: {load: 1}, on: {index: [1, 2-1]}}'),
		'6:38 steps[0].on.index[1]',
		/not "2-1"$/,
	],
	[
		'a number that no card has',
		step('{set: {load: 1}, on: {index: 3-9}}'),
		'6:27 steps[0].on.index',
		/no card has that number; the numbers go from 1 to 2$/,
	],
	[
		'a share of what is left out',
		step('{set: {load: 1}, on: {not: {share: 5}}}'),
		'6:33 steps[0].on.not.share',
		/unknown key; known here are site, model, label, index, card/,
	],
	[
		'a selection that leaves everything out',
		step('{set: {load: 1}, on: {site: main, not: {model: TWIN}}}'),
		'6:22 steps[0].on',
		/^no card is all of that/,
	],
	[
		'a selection that no card is',
		scenarioText(
			'  - {set: {load: 1}, on: {model: TWIN, card: main-002}}',
			'devices: [{count: 1, model: TWIN}, {count: 1, model: TWIN2}]',
		),
		'6:22 steps[0].on',
		/^no card is all of that/,
	],
]);

const racks = [
	'sites: {north: {}, south: {}}',
	'devices:',
	'  - {count: 3, site: north, model: TWIN, labels: [rack-a, critical]}',
	'  - {count: 2, site: south, model: TWIN2, labels: rack-b}',
	'  - {count: 1, site: south, model: TWIN}',
].join('\n');

const selections: ReadonlyArray<readonly [on: string, cards: readonly string[]]> = [
	['{label: critical}', ['north-001', 'north-002', 'north-003']],
	['{label: [rack-b, critical], index: 2}', ['north-002', 'south-002']],
	['{index: 2-3}', ['north-002', 'north-003', 'south-002', 'south-003']],
	['{index: [1, 3], site: south}', ['south-001', 'south-003']],
	['{not: {label: [rack-a, rack-b]}}', ['south-003']],
	['{not: {site: north, index: 2-3}, model: TWIN}', ['north-001', 'south-003']],
];

for (const [on, cards] of selections) {
	test(`on: ${on} is ${cards.join(', ')}`, t => {
		const {devices, steps, seed} = scenarioOf(scenarioText(`  - {set: {load: 1}, on: ${on}}`, racks));
		const planned = plannedCards(devices, seed);
		t.deepEqual(
			selectCards(planned, steps[0].on, seed, 1).map(card => planned[card].id),
			cards,
		);
	});
}
