import test from 'ava';
import type {CardHouse, CardView} from '../../../src/agent/card-view.ts';
import {NOT_AVAILABLE} from '../../../src/core/absent.ts';
import {SECOND} from '../../../src/core/clock.ts';
import {describe} from '../../../src/protocols/nut/cards/descriptions.ts';
import {cardSource} from '../../../src/protocols/nut/cards/open.ts';
import {userFrom} from '../../../src/protocols/nut/users.ts';
import {houseOf} from '../../helpers/card-house.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';
import {faceOf, rowsOf} from '../../helpers/nut-face.ts';
import {hubOf, sessionOf} from '../../helpers/nut-session.ts';

/** A house whose methods can be replaced one by one. */
function wrapped(house: CardHouse): CardHouse {
	return {
		count: house.count,
		view: card => house.view(card),
		find: id => house.find(id),
		event: id => house.event(id),
		eventByName: name => house.eventByName(name),
		onLogged: listener => house.onLogged(listener),
		onNotice: listener => house.onNotice(listener),
		onStage: listener => house.onStage(listener),
	};
}

test('many cards are listed by their ids, and a lone one answers to its name, its id and ups', t => {
	const many = faceOf({count: 3});
	t.deepEqual(rowsOf(many.ask('LIST UPS\n')).length, 3);
	t.deepEqual(many.ask('GET UPSDESC s0-c2\nGET VAR S0-C1 ups.status\nGET VAR ups ups.status\n'), [
		'UPSDESC s0-c2 "APC Smart-UPS 1500, site-0"',
		'VAR S0-C1 ups.status "OL"',
		'ERR UNKNOWN-UPS',
	]);
	many.utility(1, 0);
	many.advance(5 * SECOND);
	t.deepEqual(many.ask('GET VAR s0-c0 ups.status\nGET VAR s0-c1 ups.status\n'), [
		'VAR s0-c0 ups.status "OL"',
		'VAR s0-c1 ups.status "OB DISCHRG"',
	]);
	const lone = faceOf({}, 'rack');
	t.deepEqual(lone.ask('LIST UPS\n')[1], 'UPS rack "APC Smart-UPS 1500, site-0"');
	t.deepEqual(lone.ask('GET VAR Rack ups.status\nGET VAR s0-c0 ups.status\nGET VAR ups ups.status\n').length, 3);
});

/** How Home Assistant's library reads a list (nut.md 4): split at blanks, quotes off both ends, no escapes undone. */
function asHomeAssistant(lines: readonly string[], ups: string): Map<string, string> {
	if (lines[0] !== `BEGIN LIST VAR ${ups}` || lines.at(-1) !== `END LIST VAR ${ups}`) {
		throw new Error('Home Assistant wants the list as it asked for it');
	}
	return new Map(
		lines.slice(1, -1).map(line => {
			const words = line.split(' ');
			return [
				words[2],
				words
					.slice(3)
					.join(' ')
					.replaceAll(/^"+|"+$/g, ''),
			];
		}),
	);
}

test('Home Assistant reads every value as it is', t => {
	const {ask, house} = faceOf({model: 'SMT1500'});
	const read = asHomeAssistant(ask('LIST VAR ups\n'), 'ups');
	t.is(read.get('device.model'), house.view(0).identity.modelName);
	t.is(read.get('device.serial'), house.view(0).identity.serial);
	t.is(read.get('ups.status'), 'OL');
	for (const [name, value] of read) {
		t.false(/["\\#]/.test(value), name);
	}
});

test('until its first reading a card has no driver, as nobody ever answered it', t => {
	const {house} = houseOf({});
	const card = house.view(0);
	const never = {...card.reading, outputStatus: NOT_AVAILABLE};
	const silent = Object.create(card, {
		reading: {value: never},
		lost: {value: true},
		look: {value: () => {}},
		statusWords: {value: () => []},
	}) as CardView;
	const {source} = cardSource({house: {...wrapped(house), view: () => silent}, version: '0', clock: new ManualClock()});
	const {ask} = sessionOf(hubOf({source, users: [userFrom('operator:secret')]}));
	t.deepEqual(ask('GET VAR ups ups.status\nUSERNAME operator\nPASSWORD secret\nLOGIN ups\n'), [
		'ERR DRIVER-NOT-CONNECTED',
		'OK',
		'OK',
		'OK',
	]);
});

test('names that every object of the language has are nothing special', t => {
	const {ask} = faceOf({});
	for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
		t.is(describe(name), null);
		t.is(describe(`outlet.group.1.${name}`), null);
		t.deepEqual(ask(`GET VAR ups ${name}\nINSTCMD ups ${name}\nLIST ${name} ups\nGET ${name} ups\n${name}\n`), [
			'ERR VAR-NOT-SUPPORTED',
			'ERR CMD-NOT-SUPPORTED',
			'ERR INVALID-ARGUMENT',
			'ERR INVALID-ARGUMENT',
			'ERR UNKNOWN-COMMAND',
		]);
	}
});

test("what a recording says of the identity is told in the place of the card's own, and of nothing that moves", t => {
	const {house} = houseOf({});
	const card = house.view(0);
	card.look();
	const recorded = {
		'ups.firmware': 'UPS 04.6',
		'ups.model': 'Smart-UPS 750',
		'ups.status': 'OB',
		'battery.charge': '1',
	};
	const told = Object.create(card, {
		identity: {value: {...card.identity, recorded}},
		look: {value: () => {}},
	}) as CardView;
	const {source} = cardSource({house: {...wrapped(house), view: () => told}, version: '0', clock: new ManualClock()});
	const {ask} = sessionOf(hubOf({source}));
	t.deepEqual(
		ask(
			Object.keys(recorded)
				.map(name => `GET VAR ups ${name}\n`)
				.join(''),
		),
		[
			'VAR ups ups.firmware "UPS 04.6"',
			'VAR ups ups.model "Smart-UPS 750"',
			'VAR ups ups.status "OL"',
			'VAR ups battery.charge "100.0"',
		],
	);
});
