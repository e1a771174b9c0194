import {defineFault} from './fault.ts';

export const networkDuplicate = defineFault({
	name: 'networkDuplicate',
	summary: 'Some packets arrive twice: datagrams do, a stream drops the second and only loses time.',
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
