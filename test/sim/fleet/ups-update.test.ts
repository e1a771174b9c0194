// A card of a fleet whose UPS gets another firmware: what is heard, lost and told.

import test from 'ava';
import {administrator, originHttp} from '../../../src/agent/roles.ts';
import {eventName} from '../../../src/agent/events.ts';
import {houseOf} from '../../helpers/card-house.ts';
import type {TestHouse} from '../../helpers/card-house.ts';
import {MINUTE, SECOND} from '../../helpers/ref-model.ts';

const who = {actor: 'ann', role: administrator, origin: originHttp};
const OUTPUT_ON = 1;

function begun(): TestHouse {
	const house = houseOf({model: 'SMT750I'});
	house.advance(MINUTE);
	return house;
}

function update({house}: TestHouse): boolean {
	const order = {command: 'updateUpsFirmware', target: 0, value: OUTPUT_ON, text: '', who};
	return house.view(0).order(order).accepted;
}

/** Seconds since `from` and names of what was logged since then, `-` before what was cleared. */
function logged({house}: TestHouse, from: number): Array<[number, string]> {
	const view = house.view(0);
	const entries = Array.from({length: view.newest}, (_, i) => view.entry(i + 1)!);
	return entries
		.filter(({atMs}) => atMs >= from)
		.map(({atMs, event, phase}) => [(atMs - from) / SECOND, `${phase === 2 ? '-' : ''}${eventName(event)}`]);
}

test('the version of the firmware is another after an update, on every face', t => {
	const front = begun();
	const {identity} = front.house.view(0);
	t.is(identity.upsFirmware, 'UPS 09.8 / ID 1001');
	t.true(update(front));
	front.advance(2 * MINUTE);
	t.is(front.house.view(0).identity.upsFirmware, 'UPS 09.8 / ID 1001');
	front.advance(4 * MINUTE);
	t.is(front.house.view(0).identity.upsFirmware, 'UPS 09.9 / ID 1001');
	t.is(front.house.view(0).identity.serial, identity.serial);
});

test('M8: a good update never loses the link: the UPS is silent for less than a card waits', t => {
	const front = begun();
	update(front);
	front.advance(10 * MINUTE);
	t.deepEqual(
		logged(front, MINUTE).filter(([, name]) => name.includes('link')),
		[],
	);
});

test('M10: a transfer that breaks off is told as in the field, and the old firmware comes back (nmc.md 10.4)', t => {
	const front = begun();
	const undo = front.bench.target(0).breakUpdates();
	update(front);
	front.advance(10 * MINUTE);
	t.deepEqual(logged(front, MINUTE), [
		[0, 'commandAccepted'],
		[0, 'upsUpdateStarted'],
		[0, 'bypassCommand'],
		[260, 'upsUpdateFinished'],
		[260, 'controllerUpdateFailed'],
		[260, 'upsUpdateFailed'],
		[280, 'linkLost'],
		[385, '-linkLost'],
		[385, '-bypassCommand'],
		[385, 'commandFailed'],
	]);
	t.false(front.house.view(0).lost);
	t.is(front.house.view(0).identity.upsFirmware, 'UPS 09.8 / ID 1001');
	undo();
	t.true(update(front));
	front.advance(10 * MINUTE);
	t.is(front.house.view(0).identity.upsFirmware, 'UPS 09.9 / ID 1001');
});

test('a silent UPS shows what it showed last', t => {
	const front = begun();
	front.bench.target(0).breakUpdates();
	update(front);
	front.advance(270 * SECOND);
	front.utility(0, 0);
	front.advance(5 * SECOND);
	const view = front.house.view(0);
	view.look();
	t.true(view.reading.inputVolts > 2000);
});
