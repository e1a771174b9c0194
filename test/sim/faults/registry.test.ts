import test from 'ava';
import {isCoded} from '../../../src/core/errors.ts';
import {checkParameters} from '../../../sim/faults/parameters.ts';
import {faults, findFault, requireFault} from '../../../sim/faults/registry.ts';

test('names and parameters of faults are public and do not change', t => {
	t.snapshot(
		faults.map(({name, acts, parameters}) => ({
			name,
			acts,
			parameters: parameters.map(({name: parameter, kind, min, max, default: usual}) => ({
				parameter,
				kind,
				min,
				max,
				usual,
			})),
		})),
	);
});

test('every fault has a sentence, and its parameters units, ranges and defaults in range', t => {
	t.is(new Set(faults.map(({name}) => name)).size, faults.length);
	for (const fault of faults) {
		t.regex(fault.summary, /^[A-Z].*\.$/);
		t.regex(fault.name, /^[a-z][A-Za-z]+$/);
		for (const {name, unit, min, max, default: usual = min, summary} of fault.parameters) {
			t.true(unit !== '' && summary !== '' && min < max && usual >= min && usual <= max, `${fault.name}.${name}`);
		}
		const needed = fault.parameters.filter(parameter => parameter.default === undefined);
		t.is(checkParameters(fault, {}).problems.length, needed.length);
	}
});

test('an unknown fault is refused with the nearest name', t => {
	t.is(findFault('outge'), undefined);
	t.is(findFault('toString'), undefined);
	t.is(requireFault('outage').name, 'outage');
	const error = t.throws(() => requireFault('outge'));
	t.true(isCoded(error) && error.code === 'E_FAULT_UNKNOWN');
	t.regex(error.message, /there are outage, .*did you mean outage\?$/);
});
