import {HOUR, MINUTE, SECOND} from '../../src/core/clock.ts';
import type {FaultSurroundings, FaultTarget, Undo} from '../scenario/bench.ts';
import {defineFault} from './fault.ts';
import type {FaultValues} from './fault.ts';
import {program} from './program.ts';
import {all} from './turned.ts';

const STEPS = 20;

export const slowRecovery = defineFault({
	name: 'slowRecovery',
	summary: 'The utility comes back low and climbs to its voltage, as after an outage of a whole district.',
	area: 'grid',
	acts: 'card',
	parameters: [
		{
			name: 'from',
			kind: 'ratio',
			unit: 'share of the voltage',
			min: 0,
			max: 0.99,
			default: 0.7,
			summary: 'where it begins',
		},
		{
			name: 'over',
			kind: 'duration',
			unit: 'ms',
			min: SECOND,
			max: HOUR,
			default: MINUTE,
			summary: 'until it is all there again',
		},
	],
	inject: climb,
});

function climb(target: FaultTarget, {from, over}: FaultValues, {clock}: FaultSurroundings): Undo {
	const dial = target.dial('inputVolts');
	const stop = program(clock, index => {
		dial.turn(index < STEPS ? from + ((1 - from) * index) / STEPS : 1);
		return index < STEPS ? over / STEPS : null;
	});
	return all(dial.undo, stop);
}
