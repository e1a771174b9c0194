import {HOUR, MINUTE, SECOND} from '../../src/core/clock.ts';
import type {FaultSurroundings, FaultTarget, Undo} from '../scenario/bench.ts';
import {defineFault} from './fault.ts';
import type {FaultParameter, FaultValues} from './fault.ts';
import {program} from './program.ts';
import {all, turned} from './turned.ts';

/** From a step of the load until the governor has caught up, and in how many steps [assumed: within the 5 s of ISO 8528-5, G2]. */
const RECOVERY_STEPS = 5;
const RECOVERY_STEP_MS = SECOND;
/** Between two steps of the load the frequency hunts: shares of `wander`, one after the other. */
const hunting: readonly number[] = [0, 0.4, -0.3, 0.2, -0.4, 0.3, -0.1, 0.1];
const ROUND = RECOVERY_STEPS + hunting.length;

function share(name: string, max: number, usual: number, summary: string): FaultParameter {
	return {name, kind: 'ratio', unit: 'share of the voltage', min: 0, max, default: usual, summary};
}

export const generatorSupply = defineFault({
	name: 'generatorSupply',
	summary: 'A generator feeds the site: unsteady frequency, harmonics, and a sag with every step of its load.',
	area: 'grid',
	acts: 'card',
	parameters: [
		{
			name: 'wander',
			kind: 'quantity',
			unit: 'Hz',
			min: 0,
			max: 10,
			default: 1.5,
			summary: 'how far a step of the load pulls the frequency down; it hunts by 40 % of that in between',
		},
		share('distortion', 0.5, 0.05, 'harmonics, THD'),
		share('sag', 0.6, 0.15, 'how much is missing at a step of the load'),
		{
			name: 'every',
			kind: 'duration',
			unit: 'ms',
			min: 20 * SECOND,
			max: HOUR,
			default: 2 * MINUTE,
			summary: 'from one step of the load to the next',
		},
	],
	inject: supply,
});

/** What is left of the dip at a place in the round, 1 at the step of the load. */
function dipLeft(place: number): number {
	return Math.max(0, 1 - place / RECOVERY_STEPS);
}

function supply(target: FaultTarget, values: FaultValues, {clock}: FaultSurroundings): Undo {
	const {wander, distortion, sag, every} = values;
	const volts = target.dial('inputVolts');
	const hertz = target.dial('inputHertz');
	const quiet = (every - RECOVERY_STEPS * RECOVERY_STEP_MS) / hunting.length;
	const stop = program(clock, index => {
		const place = index % ROUND;
		const recovers = place < RECOVERY_STEPS;
		volts.turn(1 - sag * dipLeft(place));
		hertz.turn(wander * (recovers ? -dipLeft(place) : hunting[place - RECOVERY_STEPS]));
		return recovers ? RECOVERY_STEP_MS : quiet;
	});
	return all(turned(target, 'inputDistortion', distortion), volts.undo, hertz.undo, stop);
}
