import {scenarioText, step, testRefusals} from '../../helpers/scenario-text.ts';

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
		/at least one of site, model, card, share/,
	],
	['an empty list of cards', step('{set: {load: 1}, on: {card: []}}'), '6:27 steps[0].on.card', /at least one card/],
	['no share', step('{set: {load: 1}, on: {share: 0}}'), '6:27 steps[0].on.share', /from 0\.001 to 100 %/],
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
