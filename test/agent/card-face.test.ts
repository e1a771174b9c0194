import test from 'ava';
import {NOT_AVAILABLE} from '../../src/core/absent.ts';
import {MINUTE, SECOND} from '../../src/core/clock.ts';
import {deviceUser, originSnmp, readOnly} from '../../src/agent/roles.ts';
import {houseOf} from '../helpers/card-house.ts';

const operator = {actor: 'private', role: deviceUser, origin: originSnmp};

test('a look shows the present, and until the next look nothing moves', t => {
	const {house, advance, utility} = houseOf({});
	const card = house.view(0);
	card.look();
	t.deepEqual(card.statusWords(), ['OL']);
	t.is(card.reading.outputStatus, 2);
	utility(0, 0);
	advance(10 * SECOND);
	t.is(card.reading.outputStatus, 2);
	card.look();
	t.is(card.reading.outputStatus, 3);
	t.true(card.holds('onBattery'));
	t.deepEqual(
		card.held().map(({event}) => house.event(event)?.name),
		['onBattery'],
	);
	t.is(card.detail.inputVoltsLow, 0);
	t.true(card.detail.transferMinute > 0);
});

test('a view moves from card to card, each with its own reading', t => {
	const {house, utility, advance} = houseOf({count: 3});
	utility(1, 0);
	advance(SECOND);
	const words = [0, 1, 2].map(card => {
		house.view(card).look();
		return house.view(card).statusWords().join(' ');
	});
	t.deepEqual(words, ['OL', 'OB DISCHRG', 'OL']);
	t.is(house.find('s0-c2'), 2);
	t.is(house.find('nobody'), -1);
});

test('an order from a face is answered, done, and in the log with who gave it', t => {
	const {house, advance} = houseOf({});
	const card = house.view(0);
	const stages: string[] = [];
	house.onStage(({commandId, stage}) => stages.push(`${commandId} ${stage}`));
	const answer = card.order({command: 'testBattery', target: 0, value: null, text: '', who: operator});
	t.true(answer.accepted);
	card.look();
	t.true(card.holds('selfTesting'));
	advance(20 * SECOND);
	card.look();
	t.is(card.detail.selfTestSource, 1);
	t.true(card.detail.selfTestMinute > 0);
	t.deepEqual(stages, [`${answer.commandId} 1`, `${answer.commandId} 3`]);
	t.is(card.entry(card.newest)?.note?.actor ?? card.entry(card.newest - 1)?.note?.actor, 'private');
});

test('a role that may not change a setting is refused, and a change is whole or not at all', t => {
	const {house} = houseOf({});
	const card = house.view(0);
	const before = card.number('ups.lowBattery.duration');
	const reader = {...operator, role: readOnly};
	t.is(card.change([{key: 'ups.lowBattery.duration', value: 300}], reader).problems[0]?.code, 'E_COMMAND_FORBIDDEN');
	const mixed = [
		{key: 'ups.lowBattery.duration', value: 300},
		{key: 'ups.sensitivity', value: 'never'},
	];
	t.is(card.change(mixed, operator).problems[0]?.code, 'E_SETTING_VALUE');
	t.is(card.number('ups.lowBattery.duration'), before);
	t.deepEqual(card.change([{key: 'ups.lowBattery.duration', value: 300}], operator).problems, []);
	t.is(card.number('ups.lowBattery.duration'), 300);
});

test('countdowns show while they run and are -1 otherwise', t => {
	const {house, advance} = houseOf({model: 'SMT1500'});
	const card = house.view(0);
	card.look();
	t.is(card.detail.turnOffIn(0), -1);
	card.order({command: 'outputOffDelayed', target: 0, value: null, text: '', who: operator});
	const delay = card.number('ups.off.delay');
	advance(10 * SECOND);
	card.look();
	t.is(card.detail.turnOffIn(0), delay - 10);
	t.is(card.detail.stayOffFor(3) === NOT_AVAILABLE, card.identity.rating.groups < 4);
});

test('extremes of the input are those of the last minute or two', t => {
	const {house, advance, utility} = houseOf({});
	const card = house.view(0);
	const undo = utility(0, 0.95);
	card.look();
	undo();
	const low = card.detail.inputVoltsLow;
	for (let minute = 0; minute < 3; minute++) {
		advance(MINUTE);
		card.look();
	}
	t.true(card.detail.inputVoltsLow > low);
});
