import {defineFault} from './fault.ts';

/** A clock that gains a second a second is no drift any more. */
const PPM_MAX = 100_000;

export const clockDrift = defineFault({
	name: 'clockDrift',
	summary: 'The wall clock of the card goes too fast or too slow; it is set right when the fault ends.',
	area: 'clock',
	acts: 'card',
	parameters: [
		{
			name: 'rate',
			kind: 'ratio',
			unit: 'ppm',
			min: -PPM_MAX,
			max: PPM_MAX,
			default: 100,
			summary: 'what it gains, below 0 what it loses; 100 ppm are 8.6 s a day',
		},
	],
	conflict: ({rate}) => (rate === 0 ? 'rate must not be 0: such a clock goes right' : undefined),
	inject: (target, {rate}) => target.card().disturbClock({kind: 'drift', ppm: rate}),
});
