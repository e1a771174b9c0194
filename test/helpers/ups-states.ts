// The states in which every client must be right: how a card is brought there, in virtual time that then stands still.

import {MINUTE, SECOND} from '../../src/core/clock.ts';
import {deviceUser, originConsole} from '../../src/agent/roles.ts';
import {bypassBySwitch} from '../../src/ups/codes.ts';
import {toBypass} from '../../src/ups/ups.ts';
import {houseOf} from './card-house.ts';
import type {TestHouse} from './card-house.ts';

export interface UpsState {
	readonly name: string;
	/** Model that has the state. */
	readonly model: string;
	/** Brings the card there. */
	readonly enter: (test: TestHouse) => void;
	/** The event that holds then; '' for none. */
	readonly holds: string;
}

const tester = {actor: 'tester', role: deviceUser, origin: originConsole};
const LINE_INTERACTIVE = 'SMT1500';
const DOUBLE_CONVERSION = 'SRT2200XLA';

function order(test: TestHouse, command: string): void {
	const answer = test.house.view(0).order({command, target: 0, value: null, text: '', who: tester});
	if (!answer.accepted) {
		throw new Error(`${command}: ${answer.code} ${answer.sentence}`);
	}
}

function untilHolds(test: TestHouse, event: string): void {
	for (let step = 0; step < 1000; step++) {
		test.house.view(0).look();
		if (test.house.view(0).holds(event)) {
			return;
		}
		test.advance(10 * SECOND);
	}
	throw new Error(`${event} never held`);
}

function outage(test: TestHouse): void {
	test.utility(0, 0);
	test.advance(30 * SECOND);
}

function state(name: string, holds: string, enter: (test: TestHouse) => void, model = LINE_INTERACTIVE): UpsState {
	return {name, model, enter, holds};
}

export const upsStates: readonly UpsState[] = [
	state('on line', '', test => test.advance(MINUTE)),
	state('on battery', 'onBattery', outage),
	state('low battery', 'lowBattery', test => {
		outage(test);
		untilHolds(test, 'lowBattery');
	}),
	state('boost', 'boost', test => {
		test.utility(0, 0.87);
		test.advance(MINUTE);
	}),
	state('trim', 'trim', test => {
		test.utility(0, 1.13);
		test.advance(MINUTE);
	}),
	state('self-test', 'selfTesting', test => {
		order(test, 'testBattery');
		test.advance(2 * SECOND);
	}),
	state(
		'bypass',
		'bypassCommand',
		test => {
			order(test, 'toBypass');
			test.advance(SECOND);
		},
		DOUBLE_CONVERSION,
	),
	state(
		'bypass by switch',
		'bypassSwitch',
		test => {
			test.fleet.change(0, (u, t) => void toBypass(u, t, bypassBySwitch));
			test.advance(SECOND);
		},
		DOUBLE_CONVERSION,
	),
	state('overload', 'overload', test => {
		test.bench.target(0).addLoad(0.72);
		test.advance(SECOND);
	}),
	state('replace battery', 'replaceBattery', test => {
		test.bench.target(0).wearBattery(1.2);
		order(test, 'testBattery');
		untilHolds(test, 'replaceBattery');
		test.advance(MINUTE);
	}),
	state('calibration', 'calibrating', test => {
		order(test, 'calibrate');
		test.advance(10 * SECOND);
	}),
];

/** A card in the state. */
export function houseIn(state: UpsState): TestHouse {
	const test = houseOf({model: state.model});
	state.enter(test);
	test.house.view(0).look();
	return test;
}
