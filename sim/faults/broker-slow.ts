import {MINUTE} from '../../src/core/clock.ts';
import {defineFault} from './fault.ts';

export const brokerSlow = defineFault({
	name: 'brokerSlow',
	summary: 'The broker takes its time: acknowledgements and commands come late.',
	area: 'broker',
	acts: 'surroundings',
	parameters: [
		{name: 'delay', kind: 'duration', unit: 'ms', min: 1, max: MINUTE, default: 2000, summary: 'before it answers'},
	],
	inject: (surroundings, {delay}) => surroundings.disturbBroker({kind: 'slow', delayMs: delay}),
});
