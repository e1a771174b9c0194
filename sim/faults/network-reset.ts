import {defineFault} from './fault.ts';

export const networkReset = defineFault({
	name: 'networkReset',
	summary: 'The connection to the broker is reset, at once or in the middle of what the card sends.',
	area: 'network',
	acts: 'card',
	parameters: [
		{
			name: 'after',
			kind: 'count',
			unit: 'bytes',
			min: 0,
			max: 1_000_000_000,
			default: 0,
			summary: 'what the card still sends before; 0 is at once',
		},
	],
	inject: (target, {after}) => target.card().breakConnection('reset', after),
});
