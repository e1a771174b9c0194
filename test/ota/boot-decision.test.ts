import test from 'ava';
import {decideBoot} from '../../src/ota/boot-decision.ts';
import {firstRecord, TRIAL_ATTEMPTS} from '../../src/ota/journal-record.ts';
import type {LifeRecord, SlotCondition} from '../../src/ota/life.ts';
import {vectorTest} from '../helpers/ota-vectors.ts';
import {
	armed,
	confirmed,
	receiving,
	recovery,
	reverted,
	stateNames,
	steady,
	trial,
	verified,
} from '../../src/ota/states.ts';

const conditions: readonly SlotCondition[] = ['valid', 'invalid', 'belowFloor'];
/** States with the attempts that they can have: nine, which three conditions of each slot make 81. */
const journals: readonly (readonly [number, number])[] = [
	[steady, 0],
	[receiving, 0],
	[verified, 0],
	[armed, TRIAL_ATTEMPTS],
	[trial, 2],
	[trial, 1],
	[trial, 0],
	[confirmed, 0],
	[reverted, 0],
];

interface Case {
	readonly record: LifeRecord;
	readonly slots: readonly [SlotCondition, SlotCondition];
	readonly title: string;
}

const cases: readonly Case[] = [0, 1].flatMap(active =>
	journals.flatMap(([state, attemptsLeft]) =>
		conditions.flatMap(a =>
			conditions.map((b): Case => {
				const record = {...firstRecord(active), state, attemptsLeft};
				return {record, slots: [a, b], title: `${stateNames[state]} ${attemptsLeft}, active ${active}, ${a} and ${b}`};
			}),
		),
	),
);

test('there are 81 combinations of state and slot condition for each active slot', t => {
	t.is(cases.length, 2 * 81);
});

test('only a valid slot ever runs, and recovery only where no slot may', t => {
	for (const {record, slots, title} of cases) {
		const {run} = decideBoot(record, slots[0], slots[1]);
		t.true(run === -1 || slots[run] === 'valid', title);
		t.true(run !== -1 || slots[record.active] !== 'valid', title);
	}
});

test('a candidate runs on trial only with an attempt less in the record, and never once they are used up', t => {
	for (const {record, slots, title} of cases.filter(({record: {state}}) => state === armed || state === trial)) {
		const decision = decideBoot(record, slots[0], slots[1]);
		const runsCandidate = decision.run === record.candidate;
		t.is(runsCandidate, record.attemptsLeft > 0 && slots[record.candidate] === 'valid', title);
		t.is(decision.record.attemptsLeft, record.attemptsLeft - (runsCandidate ? 1 : 0), title);
		t.is(decision.record.state, runsCandidate ? trial : reverted, title);
	}
});

test('a reverted candidate never runs again by itself', t => {
	for (const {record, slots, title} of cases.filter(({record: {state}}) => state === reverted)) {
		t.not(decideBoot(record, slots[0], slots[1]).run, record.candidate, title);
	}
});

test('a decision changes the record exactly where the state, the slots or the attempts differ', t => {
	for (const {record, slots, title} of cases) {
		const {record: after, changed} = decideBoot(record, slots[0], slots[1]);
		const differs =
			after.state !== record.state || after.active !== record.active || after.attemptsLeft !== record.attemptsLeft;
		t.is(changed, differs, title);
		t.not(after.state, recovery, title);
		t.is(after.candidate, 1 - after.active, title);
	}
});

test('a decision that is made again from its own record runs the same slot, but for the next attempt', t => {
	for (const {record, slots, title} of cases) {
		const once = decideBoot(record, slots[0], slots[1]);
		const twice = decideBoot(once.record, slots[0], slots[1]);
		if (once.record.state !== trial) {
			t.is(twice.run, once.run, title);
		}
	}
});

test('exchanged slots have their soak before them', t => {
	for (const {record, slots, title} of cases) {
		const {record: after} = decideBoot({...record, soaked: true}, slots[0], slots[1]);
		t.is(after.soaked, after.active === record.active, title);
	}
});

test('each event of a decision says how many attempts were made, or why', t => {
	const decide = (state: number, attemptsLeft: number, b: SlotCondition) =>
		decideBoot({...firstRecord(0), state, attemptsLeft}, 'valid', b).events;
	t.deepEqual(decide(armed, 3, 'valid'), [{name: 'otaTrialBoot', detail: 1}]);
	t.deepEqual(decide(trial, 1, 'valid'), [{name: 'otaTrialBoot', detail: 3}]);
	t.deepEqual(decide(trial, 0, 'valid'), [{name: 'otaReverted', detail: 0x6005}]);
	t.deepEqual(decide(trial, 2, 'invalid'), [{name: 'otaBootRejected', detail: 0x6001}]);
	t.deepEqual(decide(armed, 3, 'belowFloor'), [{name: 'otaBootRejected', detail: 0x3004}]);
	t.deepEqual(decide(steady, 0, 'valid'), []);
});

interface VectorCase {
	readonly id: string;
	readonly journal: {state: string; active: string; candidate: string; attemptsLeft: number};
	readonly slotA: string;
	readonly slotB: string;
	readonly expect: {
		run: string;
		newState: string;
		active: string;
		candidate: string;
		attemptsLeft: number;
		events: readonly string[];
	};
}

const slotNames = ['A', 'B'];
const conditionNames: Readonly<Record<string, SlotCondition>> = {
	valid: 'valid',
	invalid: 'invalid',
	'below-floor': 'belowFloor',
};

/** `otaTrialBoot` as the vectors write it. */
function vectorName(event: string): string {
	return event.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase();
}

vectorTest('boot-decisions.json', 'every boot decision of the vectors is ours', (t, content) => {
	for (const {id, journal, slotA, slotB, expect} of (content as {cases: readonly VectorCase[]}).cases) {
		const record: LifeRecord = {
			...firstRecord(slotNames.indexOf(journal.active)),
			state: stateNames.indexOf(journal.state),
			attemptsLeft: journal.attemptsLeft,
		};
		const {run, record: after, events} = decideBoot(record, conditionNames[slotA], conditionNames[slotB]);
		const got = {
			run: run < 0 ? 'RECOVERY' : slotNames[run],
			newState: stateNames[after.state],
			active: slotNames[after.active],
			candidate: slotNames[after.candidate],
			attemptsLeft: after.attemptsLeft,
			events: events.map(({name}) => vectorName(name)),
		};
		t.deepEqual(got, {...expect, events: [...expect.events]}, id);
	}
});
