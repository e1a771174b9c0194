import {MINUTE} from '../../src/core/clock.ts';
import type {FaultSurroundings, FaultTarget, Undo} from '../scenario/bench.ts';
import {defineFault} from './fault.ts';
import type {FaultValues} from './fault.ts';
import {program} from './program.ts';
import {all} from './turned.ts';

export const inrush = defineFault({
	name: 'inrush',
	summary: 'Equipment is switched on and takes a peak of power, once and for a moment.',
	area: 'load',
	acts: 'card',
	parameters: [
		{
			name: 'ratio',
			kind: 'ratio',
			unit: 'share of the rated power',
			min: 0.1,
			max: 10,
			default: 2,
			summary: 'added to the load; above 150 % in all a UPS bears half a second',
		},
		{
			name: 'length',
			kind: 'duration',
			unit: 'ms',
			min: 10,
			max: MINUTE,
			default: 200,
			summary: 'how long the peak lasts',
		},
	],
	inject: peak,
});

function peak(target: FaultTarget, {ratio, length}: FaultValues, {clock}: FaultSurroundings): Undo {
	const dial = target.dial('addedLoad');
	const stop = program(clock, index => {
		dial.turn(index === 0 ? ratio : 0);
		return index === 0 ? length : null;
	});
	return all(dial.undo, stop);
}
