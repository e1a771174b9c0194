// Faults of a UPS and its surroundings, any of them, at any times.

import test from 'ava';
import fc from 'fast-check';
import type {CardFault} from '../../../sim/faults/fault.ts';
import {faults} from '../../../sim/faults/registry.ts';
import * as code from '../../../src/ups/codes.ts';
import * as condition from '../../../src/ups/conditions.ts';
import type {Ups} from '../../../src/ups/row.ts';
import {World} from '../../helpers/fault-world.ts';
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
