// Two fleets have the same digest when everything that decides how they go on is the same, and otherwise the part and card are told.

import test from 'ava';
import {requireParameters} from '../../../sim/faults/parameters.ts';
import {requireFault} from '../../../sim/faults/registry.ts';
import {fleetDigest} from '../../../sim/fleet/state-digest.ts';
import type {StateDigest, Undo} from '../../../sim/scenario/bench.ts';
import {houseOf} from '../../helpers/card-house.ts';
import type {TestHouse} from '../../helpers/card-house.ts';
import {HOUR, MINUTE} from '../../helpers/ref-model.ts';

/** Two cards at a first site and one at a second, with weather. */
function fleetOf(): TestHouse {
	const house = houseOf({sites: [2, 1], site: {disturbances: {sag: 40, outage: 12}}});
	house.advance(HOUR);
	return house;
}

function inject({bench}: TestHouse, name: string, raw: Record<string, unknown>, card = 1): Undo {
	const fault = requireFault(name);
	const values = requireParameters(fault, raw);
	return fault.acts === 'card'
		? fault.inject(bench.target(card), values, bench.surroundings)
		: fault.inject(bench.surroundings, values);
}

/** Parts that differ, with the cards that do. */
function differences(a: StateDigest, b: StateDigest): string[] {
	return a.parts.flatMap(({name, hashes}, part) => {
		const cards = hashes.flatMap((hash, card) => (hash === b.parts[part].hashes[card] ? [] : [card]));
		return cards.length > 0 ? [`${name} ${cards.join(',')}`] : [];
	});
}

const still = fleetDigest(fleetOf().fleet);

test('equal runs have equal digests, whatever the steps in which time went on', t => {
	const house = houseOf({sites: [2, 1], site: {disturbances: {sag: 40, outage: 12}}});
	for (let minute = 0; minute < 60; minute++) {
		house.fleet.run(house.fleet.now() + MINUTE, minute % 2 === 0 ? () => false : undefined);
	}
	t.deepEqual(fleetDigest(house.fleet), still);
	t.is(still.cardsPerHash, 1);
	t.regex(still.sha256, /^[0-9a-f]{64}$/);
	t.deepEqual(
		still.parts.map(({name, hashes}) => [name, hashes.length]),
		['grid', 'load', 'faults', 'ups', 'card', 'log'].map(name => [name, 3]),
	);
});

test('who looks at a fleet does not change it', t => {
	const {fleet, bench} = fleetOf();
	bench.cards.forEach((_, card) => {
		bench.reading(card, 'batteryCharge');
		bench.statusWords(card);
		bench.alarms(card);
		bench.target(card);
		fleet.disturbed.of(card);
	});
	t.deepEqual(fleetDigest(fleet), still);
});

type Change = readonly [what: string, change: (house: TestHouse) => unknown, differs: readonly string[]];

const changes: readonly Change[] = [
	['a number of a UPS', ({fleet}) => (fleet.upsView(1).energy += 1e-9), ['ups 1']],
	['a setting of a UPS', ({bench}) => bench.set(2, 'returnDelay', 77), ['ups 2']],
	['what a card saw', ({fleet}) => (fleet.cards.seen[0] ^= 1), ['card 0']],
	['when silence becomes loss', ({fleet}) => (fleet.cards.staleAt[2] = 5), ['card 2']],
	['an entry of a log', ({fleet}) => (fleet.cards.logEntries[1] ^= 1), ['log 0']],
	['the time of an entry', ({fleet}) => (fleet.cards.logTimes[0] += 1), ['log 0']],
	['who did what is in a log', ({fleet}) => (fleet.cards.notes[1] = []), ['log 1']],
	['a load that will step at another time', ({fleet}) => (fleet.loads.nextAt[1] = 7 * HOUR), ['load 1']],
	['chance of the utility', ({fleet}) => fleet.sites[0].grid.strike(), ['grid 0,1']],
	['a flaw of a battery', house => inject(house, 'capacityLoss', {share: 0.5}), ['faults 1', 'ups 1']],
	['a sensor that lies', house => inject(house, 'sensorDrift', {sensor: 'batteryVolts', perHour: 1}), ['faults 1']],
	['a part that is broken', house => inject(house, 'chargerFailure', {}), ['faults 1', 'ups 1', 'card 1', 'log 1']],
	['a clock that is wrong', house => inject(house, 'clockJump', {by: '1h'}), ['faults 1', 'log 1']],
];

for (const [what, change, differs] of changes) {
	test(`${what} makes another digest, and tells where`, t => {
		const house = fleetOf();
		change(house);
		const now = fleetDigest(house.fleet);
		t.deepEqual(differences(still, now), differs);
		t.not(now.sha256, still.sha256);
	});
}

test('a fault that is over leaves no trace but what it did', t => {
	const house = fleetOf();
	inject(house, 'sensorDrift', {sensor: 'batteryVolts', perHour: 1})();
	inject(house, 'fanFailure', {})();
	t.deepEqual(
		differences(still, fleetDigest(house.fleet)).filter(each => each.startsWith('faults')),
		[],
	);
});

test('large fleets share hashes, and no card is left out', t => {
	const count = 4097;
	const of = (card: number): StateDigest => {
		const house = houseOf({count, logSize: 2});
		house.fleet.cards.lossEvent[card] += 1;
		return fleetDigest(house.fleet);
	};
	const [first, last] = [of(0), of(count - 1)];
	t.is(first.cardsPerHash, 2);
	t.is(first.parts[0].hashes.length, 2049);
	t.deepEqual(differences(first, last), ['card 0,2048']);
});
