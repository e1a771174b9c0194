// What RFC 1628 and the standard make of a simulated outage, in virtual time.

import test from 'ava';
import {createMib} from '../../../../src/protocols/snmp/flavours.ts';
import type {Notification} from '../../../../src/protocols/snmp/notify/notification.ts';
import {objectsOf} from '../../../../src/protocols/snmp/notify/notifier.ts';
import {Teller} from '../../../../src/protocols/snmp/notify/teller.ts';
import {SnmpAgent} from '../../../../src/protocols/snmp/agent.ts';
import {houseOf} from '../../../helpers/card-house.ts';
import type {TestHouse} from '../../../helpers/card-house.ts';
import {ManualClock} from '../../../helpers/manual-clock.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const UPS = '1.3.6.1.2.1.33';

interface Rig extends TestHouse {
	readonly told: {readonly card: number; readonly notification: Notification}[];
	readonly teller: Teller;
	/** Both clocks, a second at a time. */
	pass(delay: number): void;
}

function tellerOf(count = 1): Rig {
	const cards = houseOf({count});
	const {house} = cards;
	const clock = new ManualClock();
	const told: Rig['told'] = [];
	const mib = createMib('nmc3', house);
	const agent = new SnmpAgent({house, mib, communities: []});
	const read = objectsOf(house, mib, view => {
		agent.engine.place.card = view;
		return agent.engine.place;
	});
	const teller = new Teller({house, clock, read, tell: (card, notification) => void told.push({card, notification})});
	house.onLogged((card, entry) => teller.logged(card, entry));
	house.onNotice((card, entry) => teller.noticed(card, entry));
	const pass = (delay: number): void => {
		for (let done = 0; done < delay; done += SECOND) {
			cards.advance(SECOND);
			clock.advance(SECOND);
		}
	};
	return {...cards, told, teller, pass};
}

/** Numbers of the notifications of RFC 1628 that were told, in order. */
function numbers({told}: Rig): number[] {
	return told
		.filter(({notification}) => notification.vocabulary === 'ietf')
		.map(({notification}) => notification.specific);
}

function valuesOf({told}: Rig, specific: number): (readonly [string, unknown])[][] {
	return told
		.filter(({notification}) => notification.vocabulary === 'ietf' && notification.specific === specific)
		.map(({notification}) => notification.objects.map(({oid, value}) => [oid, value] as const));
}

test('an outage is upsTrapOnBattery at once and each minute, and no longer when it ends', t => {
	const rig = tellerOf();
	const restore = rig.utility(0, 0);
	rig.pass(3 * MINUTE + 30 * SECOND);
	t.deepEqual(numbers(rig), [1, 1, 1, 1]);
	const [first, second] = valuesOf(rig, 1);
	t.deepEqual(
		first.map(([oid]) => oid),
		[`${UPS}.1.2.3.0`, `${UPS}.1.2.2.0`, `${UPS}.1.9.7.0`],
	);
	t.is(Number(second[1][1]) - Number(first[1][1]), 60, 'upsSecondsOnBattery a minute later');
	restore();
	rig.pass(5 * MINUTE);
	const after = numbers(rig);
	// Removed: alarm 2 is told when it goes, though not when it comes.
	t.deepEqual(after, [1, 1, 1, 1, 4]);
});

test('an alarm comes and goes under one index, with its place among the well-known alarms', t => {
	const rig = tellerOf();
	rig.utility(0, 0);
	rig.pass(120 * MINUTE);
	const added = valuesOf(rig, 3);
	t.true(added.length > 0);
	for (const [[idOid, id], [descrOid, descr]] of added) {
		t.is(idOid, `${UPS}.1.6.2.1.1.${String(id)}`);
		t.is(descrOid, `${UPS}.1.6.2.1.2.${String(id)}`);
		t.regex(String(descr), /^1\.3\.6\.1\.2\.1\.33\.1\.6\.3\.\d+$/);
		t.not(descr, `${UPS}.1.6.3.2`, 'alarm 2 is told by upsTrapOnBattery');
	}
	const removed = new Set(valuesOf(rig, 4).map(([[, id]]) => id));
	const ids = added.map(([[, id]]) => id);
	t.is(new Set(ids).size, ids.length);
	t.true([...removed].every(id => typeof id === 'number'));
});

test('a self-test that ends is upsTrapTestCompleted with its result, and no alarm', t => {
	const rig = tellerOf();
	rig.house
		.view(0)
		.order({command: 'testBattery', target: 0, value: null, text: '', who: {actor: 'a', role: 2, origin: 4}});
	rig.pass(MINUTE);
	t.deepEqual(numbers(rig), [2]);
	const [objects] = valuesOf(rig, 2);
	t.deepEqual(
		objects.map(([oid]) => oid),
		[1, 2, 3, 4, 5, 6].map(arc => `${UPS}.1.7.${arc}.0`),
	);
	t.is(objects[2][1], 1, 'upsTestResultsSummary is donePass');
});

test('what already holds at the start is known: its alarm goes under the index it has, and on battery is told each minute', t => {
	const cards = houseOf({count: 1});
	const restore = cards.utility(0, 0);
	cards.advance(30 * SECOND);
	const view = cards.house.view(0);
	view.look();
	const number = view.held().find(({event}) => event === 1)?.number;
	const clock = new ManualClock();
	const told: Notification[] = [];
	const teller = new Teller({house: cards.house, clock, read: () => null, tell: (_card, one) => void told.push(one)});
	cards.house.onLogged((card, entry) => teller.logged(card, entry));
	clock.advance(MINUTE);
	t.deepEqual(
		told.map(({specific}) => specific),
		[1],
	);
	restore();
	cards.advance(MINUTE);
	const removed = told.find(({specific}) => specific === 4);
	t.is(removed?.objects[0].value, number);
});

test('a fleet in the dark tells for each of its cards, and one timer is enough', t => {
	const rig = tellerOf(5);
	for (let card = 0; card < 5; card++) {
		rig.utility(card, 0);
	}
	rig.pass(90 * SECOND);
	const cards = rig.told.filter(({notification}) => notification.specific === 1 && notification.vocabulary === 'ietf');
	t.deepEqual(
		cards.map(({card}) => card).toSorted((a, b) => a - b),
		[0, 0, 1, 1, 2, 2, 3, 3, 4, 4],
	);
});

test('PowerNet tells on battery and its end with traps 5 and 9', t => {
	const rig = tellerOf();
	const restore = rig.utility(0, 0);
	rig.pass(30 * SECOND);
	restore();
	rig.pass(MINUTE);
	const powernet = rig.told.filter(({notification}) => notification.vocabulary === 'powernet');
	const specifics = powernet.map(({notification}) => notification.specific);
	t.is(specifics[0], 5);
	t.true(specifics.includes(9));
});

test('a start is told as the standard has it, with the card’s sysObjectID', t => {
	const rig = tellerOf();
	rig.teller.started(0, 'coldStart');
	t.like(rig.told[0].notification, {generic: 0, oid: '1.3.6.1.6.3.1.1.5.1', enterprise: '1.3.6.1.4.1.318.1.3.27'});
});

test('refused access is an authenticationFailure, unless the card is told not to tell', t => {
	const rig = tellerOf();
	const note = (): void =>
		rig.house.view(0).note('snmpAccessRefused', {actor: '192.0.2.1', role: 0, origin: 4}, 'A request.');
	note();
	t.deepEqual(
		rig.told.map(({notification}) => notification.oid),
		['1.3.6.1.6.3.1.1.5.5'],
	);
	const quiet = houseOf({count: 1});
	const told: Notification[] = [];
	const read = (_card: number, oid: string): {oid: string; type: number; value: number} => ({oid, type: 2, value: 2});
	const teller = new Teller({
		house: quiet.house,
		clock: new ManualClock(),
		read,
		tell: (_card, one) => void told.push(one),
	});
	quiet.house.onNotice((card, entry) => teller.noticed(card, entry));
	quiet.house.view(0).note('snmpAccessRefused', {actor: '192.0.2.1', role: 0, origin: 4}, 'A request.');
	t.deepEqual(told, []);
});
