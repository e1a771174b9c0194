import test from 'ava';
import fc from 'fast-check';
import {isCoded} from '../../../src/core/errors.ts';
import {checkParameters, requireParameters} from '../../../sim/faults/parameters.ts';
import {faults, requireFault} from '../../../sim/faults/registry.ts';

const refusals: ReadonlyArray<readonly [fault: string, raw: unknown, field: string, message: RegExp]> = [
	['brownout', {}, 'depth', /^depth is missing: it must be a number, from 0\.01 to 0\.99 \(share of the voltage\)$/],
	['brownout', {depth: 40}, 'depth', /^depth cannot be 40: .*0\.01 to 0\.99/],
	['brownout', {depth: '0.4'}, 'depth', /^depth cannot be "0\.4": it must be a number/],
	['brownout', {depth: Number.NaN}, 'depth', /^depth cannot be NaN/],
	['brownout', {depth: Infinity}, 'depth', /^depth cannot be Infinity/],
	['brownout', {depth: null}, 'depth', /^depth cannot be null/],
	[
		'brownout',
		{depth: 0.4, dept: 1},
		'dept',
		/^brownout has no parameter dept \(brownout takes depth\); did you mean depth\?$/,
	],
	['outage', {depth: 0.4}, 'depth', /^outage has no parameter depth \(outage takes none\)$/],
	['outage', [], '', /must be a map/],
	['outage', 'now', '', /must be a map/],
	['flicker', {dip: 300}, 'dip', /^dip cannot be 300: it must be a number with a unit of ms, s, m, h or d/],
	['flicker', {dip: '2m'}, 'dip', /from 10ms to 1m$/],
	['flicker', {count: 1.5}, 'count', /must be a whole number, from 1 to 1000 \(dips\)$/],
	['flicker', {dip: '10s', period: '5s'}, '', /^dip must be shorter than period/],
	['cellFailure', {cells: 0}, 'cells', /from 1 to 6/],
	['flashCut', {where: 'here'}, 'where', /^where cannot be "here": it must be one of torn, before, unstable, after$/],
	['flashCut', {where: 0}, 'where', /^where cannot be 0/],
	['chunkCorruption', {corrupted: 0.6, dropped: 0.6}, '', /must not exceed 1 together$/],
];

for (const [fault, raw, field, message] of refusals) {
	test(`${fault} refuses ${JSON.stringify(raw)} (${message.source})`, t => {
		const {problems} = checkParameters(requireFault(fault), raw);
		t.is(problems.length, 1);
		t.is(problems[0].field, field);
		t.regex(problems[0].message, message);
		const error = t.throws(() => requireParameters(requireFault(fault), raw));
		t.true(isCoded(error) && error.code === 'E_FAULT_PARAMETER');
		t.true(error.message.startsWith(field === '' ? `${fault}: ` : `${fault}.${field}: `));
	});
}

test('every wrong parameter is told, not only the first', t => {
	const {problems} = checkParameters(requireFault('flicker'), {dip: 1, count: 0, size: 3});
	t.deepEqual(
		problems.map(({field}) => field),
		['size', 'dip', 'count'],
	);
});

test('what is left out has its default, and no parameters at all may be null', t => {
	t.deepEqual(requireParameters(requireFault('flicker'), null), {depth: 1, dip: 300, period: 10_000, count: 1});
	t.deepEqual(requireParameters(requireFault('flicker'), {dip: '0.5s', count: 4}), {
		depth: 1,
		dip: 500,
		period: 10_000,
		count: 4,
	});
	t.deepEqual(requireParameters(requireFault('outage'), null), {});
});

test('both ends of every range are allowed, and what lies beyond is not', t => {
	for (const fault of faults) {
		for (const parameter of fault.parameters) {
			const written = (value: number): unknown =>
				parameter.kind === 'duration' ? `${value}ms` : (parameter.choices ?? {[value]: value})[value];
			const taken = (value: number): boolean =>
				!checkParameters(fault, {[parameter.name]: written(value)}).problems.some(
					({field}) => field === parameter.name,
				);
			t.true(taken(parameter.min), `${fault.name}.${parameter.name} ${parameter.min}`);
			t.true(taken(parameter.max), `${fault.name}.${parameter.name} ${parameter.max}`);
			t.false(parameter.choices === undefined && taken(parameter.max + 1), `${fault.name}.${parameter.name} above`);
			t.false(parameter.choices === undefined && taken(parameter.min - 1), `${fault.name}.${parameter.name} below`);
		}
	}
});

test('any value at all is either taken in range or refused, and never throws', t => {
	fc.assert(
		fc.property(fc.constantFrom(...faults), fc.anything(), fc.anything(), (fault, whole, one) => {
			const raw = fault.parameters.length > 0 ? {[fault.parameters[0].name]: one} : whole;
			for (const given of [raw, whole]) {
				const {values, problems} = checkParameters(fault, given);
				t.true(
					problems.length > 0
						|| fault.parameters.every(({name, min, max}) => values[name] >= min && values[name] <= max),
				);
			}
		}),
	);
});
