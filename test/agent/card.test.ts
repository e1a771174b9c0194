import test from 'ava';
import fc from 'fast-check';
import {Card, NO_DETAIL, phaseClear, phaseMomentary, phaseSet, STALE_AFTER_MS} from '../../src/agent/card.ts';
import {CardRows} from '../../src/agent/card-rows.ts';
import {events, findEvent, NONE} from '../../src/agent/events.ts';
import {CONDITIONS, eepromFault, lowBattery, onBattery} from '../../src/ups/conditions.ts';
import * as reading from '../../src/ups/reading.ts';
import {NOT_AVAILABLE, READING_SIZE} from '../../src/ups/reading.ts';

interface Logged {
	sequence: number;
	t: number;
	name: string;
	phase: number;
	detail: number;
}

function nameOf(id: number): string {
	return events.find(event => event.id === id)?.name ?? `${id}`;
}

function newCard(logSize = 8): {card: Card; logged: Logged[]} {
	const logged: Logged[] = [];
	const card = new Card(new CardRows(1, logSize), 0, {
		logged: (_card, sequence, t, event, phase, detail) =>
			logged.push({sequence, t, name: nameOf(event), phase, detail}),
	});
	return {card, logged};
}

/** A reading of a UPS on line with three groups on, in which these conditions hold. */
function row(conditions: readonly number[] = [], more: Readonly<Record<number, number>> = {}): Int32Array {
	const out = new Int32Array(READING_SIZE).fill(NOT_AVAILABLE);
	out[reading.groupsOn] = 0b111;
	out[reading.selfTestCount] = 0;
	out.fill(0, reading.conditions0, reading.conditions0 + 3);
	for (const condition of conditions) {
		out[reading.conditions0 + (condition >> 5)] |= 1 << (condition & 31);
	}
	for (const [slot, value] of Object.entries(more)) {
		out[Number(slot)] = value;
	}
	return out;
}

test('what holds when the card starts is set, what is merely so is no event', t => {
	const {card, logged} = newCard();
	card.start(row([onBattery], {[reading.groupsOn]: 0b001, [reading.selfTestCount]: 5}), 0, 0);
	t.deepEqual(
		logged.map(event => [event.name, event.phase]),
		[['onBattery', phaseSet]],
	);
});

test('every condition is set and cleared as its own event, once each', t => {
	const {card, logged} = newCard();
	card.start(row(), 0, 0);
	for (let condition = 0; condition < CONDITIONS; condition++) {
		card.observe(row([condition]), 0, condition);
		card.observe(row([condition]), 0, condition);
		card.observe(row(), 0, condition);
	}
	t.is(logged.length, 2 * CONDITIONS);
	t.is(new Set(logged.map(event => event.name)).size, CONDITIONS);
	t.true(logged.every((event, i) => event.phase === (i % 2 === 0 ? phaseSet : phaseClear)));
});

test('the condition in the highest bit of its word is no "not available"', t => {
	const {card, logged} = newCard();
	card.start(row(), 0, 0);
	t.is(row([eepromFault])[reading.conditions0], NOT_AVAILABLE);
	card.observe(row([eepromFault]), 0, 1);
	card.observe(row(), 0, 2);
	t.deepEqual(
		logged.map(event => [event.name, event.phase]),
		[
			['eepromFault', phaseSet],
			['eepromFault', phaseClear],
		],
	);
});

test('a clear is told only of what was set, whatever readings come', t => {
	fc.assert(
		fc.property(
			fc.array(fc.uniqueArray(fc.integer({min: 0, max: CONDITIONS - 1}), {maxLength: 10}), {maxLength: 30}),
			readings => {
				const {card, logged} = newCard();
				card.start(row(), 0, 0);
				readings.forEach((conditions, t2) => card.observe(row(conditions), 0, t2));
				const holds = new Set<string>();
				for (const {name, phase} of logged) {
					if (phase === phaseSet ? holds.has(name) : !holds.delete(name)) {
						return false;
					}
					if (phase === phaseSet) {
						holds.add(name);
					}
				}
				const last = new Set(
					(readings.at(-1) ?? []).map(condition => events.find(event => event.condition === condition)?.name),
				);
				return holds.size === last.size && [...holds].every(name => last.has(name));
			},
		),
	);
	t.pass();
});

test('going on battery carries the cause of the transfer', t => {
	const {card, logged} = newCard();
	card.start(row(), 0, 0);
	card.observe(row([onBattery], {[reading.transferCause]: 6}), 0, 1000);
	t.deepEqual(logged, [{sequence: 1, t: 1000, name: 'onBattery', phase: phaseSet, detail: 6}]);
});

test('groups that switch are told by number, those that go off in falling order', t => {
	const {card, logged} = newCard();
	card.start(row(), 0, 0);
	card.observe(row([], {[reading.groupsOn]: 0b001}), 0, 1);
	card.observe(row([], {[reading.groupsOn]: 0b011}), 0, 2);
	t.deepEqual(
		logged.map(event => [event.name, event.phase, event.detail]),
		[
			['outletGroupOff', phaseMomentary, 2],
			['outletGroupOff', phaseMomentary, 1],
			['outletGroupOn', phaseMomentary, 1],
		],
	);
});

for (const [result, name] of [
	[1, 'selfTestPassed'],
	[3, 'selfTestInvalid'],
] as const) {
	test(`a self-test that ended with ${result} is told as ${name}, even the second time in a row`, t => {
		const {card, logged} = newCard();
		card.start(row(), 0, 0);
		card.observe(row([], {[reading.selfTestCount]: 1, [reading.selfTestResult]: result}), 0, 1);
		card.observe(row([], {[reading.selfTestCount]: 2, [reading.selfTestResult]: result}), 0, 2);
		t.deepEqual(
			logged.map(event => [event.name, event.phase, event.detail]),
			[
				[name, phaseMomentary, NO_DETAIL],
				[name, phaseMomentary, NO_DETAIL],
			],
		);
	});
}

test('silence becomes loss only after its time; a return before leaves no trace', t => {
	const {card, logged} = newCard();
	card.start(row(), 0, 0);
	card.loseContact(1000);
	t.is(card.rows.staleAt[0], 1000 + STALE_AFTER_MS);
	t.false(card.observe(row([lowBattery]), 0, 2000), 'nothing is seen through a silent link');
	card.regainContact(row(), 0, 3000);
	t.is(card.rows.staleAt[0], Infinity);
	t.deepEqual(logged, []);
});

test('a loss is cleared by its own pair, before what happened meanwhile is told', t => {
	const {card, logged} = newCard();
	card.start(row([onBattery]), 0, 0);
	card.loseContact(0);
	card.declareLost(STALE_AFTER_MS);
	t.true(card.isLost());
	card.regainContact(row([onBattery, lowBattery]), 0, 60_000);
	t.deepEqual(
		logged.slice(1).map(event => [event.name, event.phase]),
		[
			['linkLostOnBattery', phaseSet],
			['linkLostOnBattery', phaseClear],
			['lowBattery', phaseSet],
		],
	);
	t.false(card.isLost());
});

test('sequence numbers count every event, and the log keeps the newest of them', t => {
	const {card, logged} = newCard(4);
	card.start(row(), 0, 0);
	for (let i = 0; i < 5; i++) {
		card.observe(row([onBattery]), 0, 10 * i);
		card.observe(row(), 0, 10 * i + 1);
	}
	t.deepEqual(
		logged.map(event => event.sequence),
		[1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
	);
	t.deepEqual(
		card.newest(10).map(entry => [entry.sequence, entry.atMs]),
		[
			[7, 30],
			[8, 31],
			[9, 40],
			[10, 41],
		],
	);
	t.deepEqual(
		card.newest(1).map(entry => entry.sequence),
		[10],
	);
});

test('the names that the card looks up are in the catalogue', t => {
	for (const name of [
		'outletGroupOn',
		'outletGroupOff',
		'selfTestPassed',
		'selfTestInvalid',
		'linkLost',
		'linkLostOnBattery',
	]) {
		t.is(findEvent(name)?.condition, NONE, name);
	}
});
