import {DAY, MINUTE, SECOND} from '../../src/core/clock.ts';
import type {FaultSurroundings, FaultTarget, Undo} from '../scenario/bench.ts';
import {defineFault} from './fault.ts';
import type {FaultValues} from './fault.ts';
import {program} from './program.ts';
import {all} from './turned.ts';

/** Steps of a drift, and of a whole swing; a multiple of four, so that a swing meets its peaks. */
const STEPS = 60;
const shapes: ReadonlyArray<(share: number) => number> = [share => Math.min(1, share), triangle];

export const frequencyDrift = defineFault({
	name: 'frequencyDrift',
	summary: 'The utility frequency drifts away in small steps, or swings about, as that of a generator does.',
	area: 'grid',
	acts: 'card',
	parameters: [
		{
			name: 'hertz',
			kind: 'quantity',
			unit: 'Hz',
			min: -10,
			max: 10,
			default: 2,
			summary: 'how far it goes; the UPS bears 3 Hz',
		},
		{
			name: 'over',
			kind: 'duration',
			unit: 'ms',
			min: SECOND,
			max: DAY,
			default: 10 * MINUTE,
			summary: 'how long it takes to get there, or one swing to both sides',
		},
		{
			name: 'shape',
			kind: 'choice',
			unit: 'course',
			min: 0,
			max: shapes.length - 1,
			default: 0,
			choices: ['ramp', 'swing'],
			summary: 'there once, to stay; or to and fro',
		},
	],
	inject: drift,
});

/** Goes from 0 to 1, to -1 and back to 0 while `share` grows by 1. */
function triangle(share: number): number {
	const quarter = (share % 1) * 4;
	return quarter < 1 ? quarter : quarter < 3 ? 2 - quarter : quarter - 4;
}

function drift(target: FaultTarget, {hertz, over, shape}: FaultValues, {clock}: FaultSurroundings): Undo {
	const dial = target.dial('inputHertz');
	const isRamp = shape === 0;
	const stop = program(clock, index => {
		dial.turn(hertz * shapes[shape](index / STEPS));
		return isRamp && index >= STEPS ? null : over / STEPS;
	});
	return all(dial.undo, stop);
}
