import {defineFault} from './fault.ts';

export const networkDuplicate = defineFault({
	name: 'networkDuplicate',
	summary:
		'Some packets of the MQTT session arrive twice: TCP drops the second, which only takes its time on the line.',
	area: 'network',
	acts: 'card',
	parameters: [
		{
			name: 'share',
			kind: 'ratio',
			unit: 'share of packets',
			min: 0.001,
			max: 1,
			default: 0.1,
			summary: 'how many arrive twice',
		},
	],
	inject: (target, {share}) => target.card().disturbNetwork({kind: 'duplicate', share}),
});
