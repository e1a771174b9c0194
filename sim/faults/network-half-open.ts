import {defineFault} from './fault.ts';

const sides = ['card', 'broker'] as const;
const breaks = ['cardBelieves', 'brokerBelieves'] as const;

export const networkHalfOpen = defineFault({
	name: 'networkHalfOpen',
	summary:
		'The connection is gone, and one side goes on believing in it: no FIN and no RST came, what it sends vanishes.',
	area: 'network',
	acts: 'card',
	parameters: [
		{
			name: 'side',
			kind: 'choice',
			unit: 'side',
			min: 0,
			max: sides.length - 1,
			default: 0,
			choices: sides,
			summary: 'who goes on believing: the card for 40s, the broker for 90s or until the card is back',
		},
	],
	inject: (target, {side}) => target.card().breakConnection(breaks[side], 0),
});
