import test from 'ava';
import {houseIn, upsStates} from './ups-states.ts';

const words: Readonly<Record<string, string>> = {
	'on line': 'OL',
	'on battery': 'OB DISCHRG',
	'low battery': 'OB LB DISCHRG',
	boost: 'OL BOOST',
	trim: 'OL TRIM',
	'self-test': 'OL DISCHRG',
	bypass: 'OL BYPASS',
	'bypass by switch': 'OL BYPASS',
	overload: 'OL OVER',
	'replace battery': 'OL RB',
	calibration: 'OL DISCHRG CAL',
};

for (const state of upsStates) {
	test(`the state ${state.name} is what it says`, t => {
		const {house} = houseIn(state);
		const card = house.view(0);
		t.true(state.holds === '' || card.holds(state.holds));
		t.is(
			card
				.statusWords()
				.filter(word => word !== 'CHRG')
				.join(' '),
			words[state.name],
		);
	});
}
