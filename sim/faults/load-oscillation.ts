import {DAY, MINUTE, SECOND} from '../../src/core/clock.ts';
import type {FaultSurroundings, FaultTarget, Undo} from '../scenario/bench.ts';
import {defineFault} from './fault.ts';
import type {FaultValues} from './fault.ts';
import {program} from './program.ts';
import {all} from './turned.ts';

export const loadOscillation = defineFault({
	name: 'loadOscillation',
	summary: 'Something behind the UPS switches on and off again and again, as a compressor does.',
	area: 'load',
	acts: 'card',
	parameters: [
		{
			name: 'ratio',
			kind: 'ratio',
			unit: 'share of the rated power',
			min: 0.01,
			max: 3,
			default: 0.3,
			summary: 'added to the load while it is on',
		},
		{
			name: 'period',
			kind: 'duration',
			unit: 'ms',
			min: SECOND,
			max: DAY,
			default: 10 * MINUTE,
			summary: 'from on to on',
		},
		{
			name: 'on',
			kind: 'ratio',
			unit: 'share of the period',
			min: 0.05,
			max: 0.95,
			default: 0.4,
			summary: 'how long it is on; it begins with that',
		},
	],
	inject: oscillate,
});

function oscillate(target: FaultTarget, {ratio, period, on}: FaultValues, {clock}: FaultSurroundings): Undo {
	const dial = target.dial('addedLoad');
	const stop = program(clock, index => {
		const runs = index % 2 === 0;
		dial.turn(runs ? ratio : 0);
		return period * (runs ? on : 1 - on);
	});
	return all(dial.undo, stop);
}
