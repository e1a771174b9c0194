import test from 'ava';
import type {CardView, HeldEvent} from '../../../src/agent/card-view.ts';
import {alarmText, learnAlarms} from '../../../src/protocols/nut/cards/alarms.ts';
import {houseOf} from '../../helpers/card-house.ts';

function holding(...events: readonly number[]): CardView {
	const held: HeldEvent[] = events.map(event => ({event, number: event, sinceMs: 0}));
	return {held: () => held} as unknown as CardView;
}

test("faults of the UPS are alarms; what has a status word, what passes by itself and what is the card's own is none", t => {
	const {house} = houseOf({});
	learnAlarms(house);
	const names: string[] = [];
	for (let id = 1; id < 300; id++) {
		if (alarmText(holding(id)) !== '') {
			names.push(house.event(id)?.name ?? '');
		}
	}
	t.snapshot(names);
	t.false(names.includes('onBattery') || names.includes('replaceBattery') || names.includes('linkLost'));
});

test('alarms stand in the order in which they came, in one line that fits', t => {
	const {house} = houseOf({});
	learnAlarms(house);
	const [charger, fan] = ['chargerFailure', 'fanFault'].map(name => house.eventByName(name)?.id ?? 0);
	t.is(alarmText(holding(fan, charger)), `${house.event(fan)?.setText} ${house.event(charger)?.setText}`);
	t.is(alarmText(holding()), '');
	t.true(alarmText(holding(...Array.from({length: 72}, (_, index) => index + 1))).length <= 255);
});
