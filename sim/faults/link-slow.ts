import {SECOND} from '../../src/core/clock.ts';
import {defineFault} from './fault.ts';

export const linkSlow = defineFault({
	name: 'linkSlow',
	summary:
		'The UPS takes its time to answer: what the card knows is up to twice the delay old, and short events pass it by.',
	area: 'link',
	acts: 'card',
	parameters: [
		{
			name: 'delay',
			kind: 'duration',
			unit: 'ms',
			min: 100,
			max: 10 * SECOND,
			default: 3 * SECOND,
			summary: 'from the question to its answer',
		},
	],
	inject: (target, {delay}) => target.card().disturbLink({kind: 'slow', delayMs: delay}),
});
