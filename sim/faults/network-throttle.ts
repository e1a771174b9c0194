import {defineFault} from './fault.ts';

export const networkThrottle = defineFault({
	name: 'networkThrottle',
	summary:
		'The line of the MQTT session is narrow: what does not fit waits, and samples are dropped once the buffer is full.',
	area: 'network',
	acts: 'card',
	parameters: [
		{
			name: 'bandwidth',
			kind: 'count',
			unit: 'bytes a second',
			min: 10,
			max: 10_000_000,
			default: 1000,
			summary: 'what passes, each way',
		},
	],
	inject: (target, {bandwidth}) => target.card().disturbNetwork({kind: 'throttle', bytesPerSecond: bandwidth}),
});
