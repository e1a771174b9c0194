import {defineFault} from './fault.ts';

const ways = ['both', 'out', 'in'] as const;

export const networkPartition = defineFault({
	name: 'networkPartition',
	summary: 'Nothing of the MQTT session passes, and nobody is told: the card gives up after 40s, its broker after 90s.',
	area: 'network',
	acts: 'card',
	parameters: [
		{
			name: 'way',
			kind: 'choice',
			unit: 'direction',
			min: 0,
			max: ways.length - 1,
			default: 0,
			choices: ways,
			summary: 'what does not pass: all, what the card sends, or what is sent to it',
		},
	],
	inject: (target, {way}) => target.card().disturbNetwork({kind: 'partition', way: ways[way]}),
});
