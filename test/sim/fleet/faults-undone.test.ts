// Faults of a UPS and its surroundings, any of them, at any times.

import test from 'ava';
import fc from 'fast-check';
import type {CardFault} from '../../../sim/faults/fault.ts';
import {faults} from '../../../sim/faults/registry.ts';
import * as code from '../../../src/ups/codes.ts';
import * as condition from '../../../src/ups/conditions.ts';
import type {Ups} from '../../../src/ups/row.ts';
import {houseOf} from '../../helpers/card-house.ts';
import {World} from '../../helpers/fault-world.ts';
import type {VirtualClock} from '../../../src/platform/memory/virtual-clock.ts';
import {HOUR, MINUTE} from '../../helpers/ref-model.ts';

/** Faults of cards that a plain fleet bears, whose parameters have one value. */
const plain: readonly CardFault[] = faults.filter(
	(fault): fault is CardFault =>
		fault.acts === 'card'
		&& ['grid', 'battery', 'charger', 'inverter', 'sensor', 'load', 'thermal'].includes(fault.area),
);

function anyValues(fault: CardFault): fc.Arbitrary<Record<string, number>> {
	const each = fault.parameters.map(({name, kind, min, max}) => {
		const whole = kind === 'count' || kind === 'choice' || kind === 'duration';
		const value = whole
			? fc.integer({min, max: Math.min(max, Math.max(min, HOUR))})
			: fc.double({min, max: Math.min(max, 5), noNaN: true});
		return [name, value] as const;
	});
	return fc.record(Object.fromEntries(each)).filter(values => fault.conflict?.(values) === undefined);
}

const injections = fc.array(
	fc.record({
		fault: fc.constantFrom(...plain).chain(fault => anyValues(fault).map(values => ({fault, values}))),
		startMs: fc.integer({min: 0, max: 2 * HOUR}),
		lengthMs: fc.integer({min: 0, max: 2 * HOUR}),
	}),
	{minLength: 1, maxLength: 6},
);

/** What no load may ever hang on. */
function isFedByNothing(u: Ups): boolean {
	const noInverter = u.inverterFailed !== 0 || u.holds(condition.noBattery);
	return (
		(u.source === code.sourceBattery && noInverter)
		|| (u.source === code.sourceLine && u.rating.doubleConversion && u.inverterFailed !== 0)
	);
}

test('faults at any times, undone in any order, leave no record, nothing broken and no flaw behind', t => {
	fc.assert(
		fc.property(fc.constantFrom('SMT1500', 'SRT2200XLA'), injections, (model, list) => {
			const world = new World(model);
			const {bench, fleet} = world.house;
			for (const {fault, startMs, lengthMs} of list) {
				bench.surroundings.clock.after(startMs, () => {
					const undo = fault.fault.inject(bench.target(0), fault.values, bench.surroundings);
					bench.surroundings.clock.after(lengthMs, undo);
				});
			}
			for (let slice = 0; slice < 50; slice++) {
				world.after(5 * MINUTE);
				t.false(isFedByNothing(world.ups));
			}
			const {ups} = world;
			const {nominalVolts, nominalHertz} = ups.rating;
			t.true(fleet.disturbed.isQuiet(0));
			t.is(fleet.disturbed.size, 0);
			t.deepEqual([ups.flawed, ups.failedCells, ups.chargerFailed, ups.inverterFailed], [0, 0, 0, 0]);
			t.deepEqual(
				[ups.inputVolts, ups.inputHertz, ups.inputDistortion, ups.inputGrade],
				[nominalVolts, nominalHertz, 0, code.inputGood],
			);
			t.is(ups.demandWatts, 0.4 * ups.rating.ratedWatts);
			for (const which of [condition.noBattery, condition.fanFault, condition.bypassRelay, condition.avrRelayFault]) {
				t.false(ups.holds(which));
			}
		}),
		{numRuns: 40},
	);
});

/** Links and clocks too. */
const lasting = faults.filter(
	(fault): fault is CardFault =>
		fault.acts === 'card' && !['network', 'flash', 'firmware', 'memory'].includes(fault.area),
);

for (const fault of lasting) {
	test(`a fleet that was through ${fault.name} holds no record of it, however many cards had it and in which order it ended`, t => {
		const {bench, fleet, advance} = houseOf({count: 20});
		advance(MINUTE);
		const [values] = fc.sample(anyValues(fault), {numRuns: 1, seed: 1});
		const inject = (card: number) => fault.inject(bench.target(card), values, bench.surroundings);
		const undos = bench.cards.flatMap((_, card) => [inject(card), inject(card)]);
		advance(MINUTE);
		undos.forEach(undo => undo());
		advance(MINUTE);
		undos.forEach(undo => undo());
		t.is(fleet.disturbed.size, 0);
		t.is((fleet.clock as VirtualClock).nextAt(), Infinity);
	});
}
