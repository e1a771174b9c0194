import {defineFault} from './fault.ts';

export const linkGarbled = defineFault({
	name: 'linkGarbled',
	summary:
		'A share of the answers of the UPS comes with a wrong check sum; the card asks again, and calls it lost in the end.',
	area: 'link',
	acts: 'card',
	parameters: [
		{
			name: 'share',
			kind: 'ratio',
			unit: 'share of the answers',
			min: 0.01,
			max: 1,
			default: 0.5,
			summary: 'how many are garbled; 1 is all, and ends as silence does',
		},
		{
			name: 'retries',
			kind: 'count',
			unit: 'tries',
			min: 0,
			max: 10,
			default: 3,
			summary: 'how often the card asks again within a second',
		},
	],
	inject: (target, {share, retries}) => target.card().disturbLink({kind: 'garbled', share, retries}),
});
