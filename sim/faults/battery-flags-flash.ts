// Seen in networkupstools/nut#2347 and PR#2565 (APC: low battery and replace battery for a moment, again and again, fully charged).

import {DAY, HOUR, MINUTE, SECOND} from '../../src/core/clock.ts';
import type {FaultSurroundings, FaultTarget, Undo} from '../scenario/bench.ts';
import {defineFault} from './fault.ts';
import type {FaultValues} from './fault.ts';
import {program} from './program.ts';
import {all} from './turned.ts';

export const batteryFlagsFlash = defineFault({
	name: 'batteryFlagsFlash',
	summary: 'The UPS says low battery and replace battery for a moment, again and again, without a reason.',
	area: 'firmware',
	acts: 'card',
	parameters: [
		{
			name: 'length',
			kind: 'duration',
			unit: 'ms',
			min: 100,
			max: MINUTE,
			default: 2 * SECOND,
			summary: 'how long they are said',
		},
		{
			name: 'period',
			kind: 'duration',
			unit: 'ms',
			min: SECOND,
			max: DAY,
			default: HOUR,
			summary: 'from one time to the next',
		},
	],
	conflict: ({length, period}) => (length < period ? undefined : 'length must be shorter than period'),
	inject: flash,
});

function flash(target: FaultTarget, {length, period}: FaultValues, {clock}: FaultSurroundings): Undo {
	let undo: Undo = () => {};
	const stop = program(clock, index => {
		const says = index % 2 === 0;
		undo();
		undo = says ? target.giveQuirk('batteryFlags') : () => {};
		return says ? length : period - length;
	});
	return all(() => undo(), stop);
}
