import test from 'ava';
import fc from 'fast-check';
import {
	type FaultPlan,
	type FlashFaultKind,
	flashFaults,
	readFaultPlan,
	shrinkPlan,
} from '../../../sim/flash/fault-plan.ts';
import {isCoded} from '../../../src/core/errors.ts';

test('a plan that was written as JSON is read as it was', t => {
	const faults = fc.array(
		fc.record({
			at: fc.integer({min: 1, max: 1000}),
			do: fc.constantFrom(...(Object.keys(flashFaults) as FlashFaultKind[])),
			times: fc.integer({min: 1, max: 9}),
			after: fc.integer({min: 0, max: 9}),
		}),
	);
	fc.assert(
		fc.property(fc.nat(), faults, (seed, some) => {
			t.deepEqual(readFaultPlan(JSON.parse(JSON.stringify({seed, faults: some}))), {seed, faults: some});
		}),
	);
});

test('times is 1 and after is 0 where a plan says nothing', t => {
	const {faults} = readFaultPlan({seed: 0, faults: [{at: 3, do: 'cutTorn'}]});
	t.deepEqual(faults, [{at: 3, do: 'cutTorn', times: 1, after: 0}]);
});

for (const [wrong, message] of [
	[null, /a plan is/],
	[{seed: -1, faults: []}, /a plan is/],
	[{seed: 1}, /a plan is/],
	[{seed: 1, faults: [null]}, /at must be/],
	[{seed: 1, faults: [{at: 0, do: 'cutTorn'}]}, /at must be/],
	[{seed: 1, faults: [{at: 1.5, do: 'cutTorn'}]}, /at must be/],
	[{seed: 1, faults: [{at: 1, do: 'explode'}]}, /do must be one of cutBefore/],
	[{seed: 1, faults: [{at: 1, do: 'toString'}]}, /do must be one of/],
	[{seed: 1, faults: [{at: 1, do: 'readError', times: 0}]}, /times must be 1/],
	[{seed: 1, faults: [{at: 1, do: 'readError', after: -1}]}, /after 0 to/],
	[{seed: 1, faults: [{at: 1, do: 'readError', often: 2}]}, /no often/],
] as const) {
	test(`no plan: ${JSON.stringify(wrong)}`, t => {
		const error = t.throws(() => readFaultPlan(wrong), {message});
		t.true(isCoded(error) && error.code === 'E_FAULT_PARAMETER');
	});
}

test('a failing plan shrinks to the faults that it needs', t => {
	const plan: FaultPlan = {seed: 1, faults: [1, 2, 3, 4, 5, 6].map(at => ({at, do: 'cutTorn'}))};
	const fails = ({faults}: FaultPlan): boolean => [2, 5].every(needed => faults.some(({at}) => at === needed));
	t.deepEqual(
		shrinkPlan(plan, fails).faults.map(({at}) => at),
		[2, 5],
	);
});

test('a plan that needs all of its faults stays as it is', t => {
	const plan: FaultPlan = {seed: 1, faults: [{at: 1, do: 'cutTorn'}]};
	t.is(
		shrinkPlan(plan, ({faults}) => faults.length === 1),
		plan,
	);
});
